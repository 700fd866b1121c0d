"""What becomes of the rows of a table."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import select

from bot import clock, tables
from bot.tables.entries import entries
from bot.text import translator
from storage import Database, actions, audit, imports, offices, places, schema
from storage.imports import Judged, Reading, Scope
from storage.models import Action, City
from tests.conftest import at, city_of

HEADER = "source_id,place,language,title,text,target,kind,date\n"
FLOOD = "a1,수원시,,,화서동 지하차도 세 곳에 침수 차단막을 설치했습니다.,11.5,,2026-05-01\n"
BUS = "a2,Toyama,en,Night bus,A night bus on demand runs in the old town.,11.2,under way,2025\n"
either = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def today() -> None:
    at("2026-06-10T12:00+09:00")


async def imported(database: Database, rows: str, reading: Reading | None = None) -> list[Judged]:
    """Import a table of these rows in two transactions, as a long one would be."""
    table = tables.read("table.csv", (HEADER + rows).encode()).rows
    reading, judged = reading or Reading(), list[Judged]()
    for part in (table[: len(table) // 2], table[len(table) // 2 :]):
        async with database.begin() as session:
            found = await reading.judge(session, entries(part, clock.now().date()))
            await imports.write(session, found, None, "table.csv")
        judged += found
    return judged


def counted(judged: Sequence[Judged]) -> dict[str, int]:
    return dict(Counter(each.verdict for each in judged))


def why(judged: Judged) -> str:
    assert judged.why
    return translator("en").plain(judged.why.words, **judged.why.values)


async def told(database: Database) -> list[Action]:
    async with database.begin() as session:
        return list(await session.scalars(select(Action).order_by(Action.id)))


async def test_rows_are_published_under_their_cities_with_numbers_and_a_trail(database: Database) -> None:
    assert counted(await imported(database, FLOOD + BUS)) == {"new": 2}
    flood, bus = await told(database)
    assert (flood.number, flood.source_id, flood.language, flood.kind) == ("SUW-0001", "a1", "ko", "achieved")
    assert (flood.title, flood.day) == ("화서동 지하차도 세 곳에 침수 차단막 설치", date(2026, 5, 1))
    assert (bus.number, bus.title, bus.kind, bus.visibility) == ("TOY-0001", "Night bus", "under_way", "public")
    assert (bus.day, bus.details["precision"]) == (date(2025, 12, 31), "year")
    async with database.begin() as session:
        [entry] = await audit.of(session, "action:SUW-0001")
        assert (entry.event, entry.details) == ("published", {"file": "table.csv", "row": 2})


async def test_the_same_file_again_changes_nothing(database: Database) -> None:
    await imported(database, FLOOD + BUS)
    before = [(each.version, each.changed_at) for each in await told(database)]
    at("2026-06-11T12:00+09:00")
    assert counted(await imported(database, FLOOD + BUS)) == {"known": 2}
    assert [(each.version, each.changed_at) for each in await told(database)] == before


async def test_what_the_city_changed_in_chat_stays_when_the_same_file_comes_again(database: Database) -> None:
    await imported(database, FLOOD)
    async with database.begin() as session:
        found = await actions.by_number(session, "SUW-0001")
        assert found
        await actions.edit(session, found.action, None, {"title": "Ours", "target": "11.b"})
    assert counted(await imported(database, FLOOD)) == {"known": 1}
    assert [(each.title, each.target) for each in await told(database)] == [("Ours", "11.b")]


async def test_a_changed_row_changes_its_action_and_keeps_how_it_read(database: Database) -> None:
    await imported(database, FLOOD + BUS)
    assert counted(await imported(database, FLOOD.replace("세 곳", "네 곳") + BUS)) == {"changed": 1, "known": 1}
    flood, _bus = await told(database)
    assert "네 곳" in flood.text and "네 곳" in flood.title and flood.version == 2
    async with database.begin() as session:
        [before] = await actions.history(session, flood.id)
        assert "세 곳" in before.fields["text"]


@either
async def test_what_a_changed_row_leaves_open_stays_as_it_is(database: Database) -> None:
    await imported(database, "a1,수원시,,,화서동 지하차도에 침수 차단막을 설치했습니다.,11.5,,2026-05-01\n")
    await imported(database, "a1,수원시,,,화서동 지하차도에 침수 차단막을 설치했습니다.,11.b,,\n")
    [action] = await told(database)
    assert (action.target, action.day, action.version) == ("11.b", date(2026, 5, 1), 2)


@either
async def test_an_action_told_in_chat_is_known_by_its_number(database: Database) -> None:
    answers = {
        "title": "Night bus", "text": "A night bus runs.", "language": "en", "kind": "achieved", "target": "11.2",
        "day": date(2026, 1, 2), "visibility": "public",
    }  # fmt: skip
    async with database.begin() as session:
        city = await city_of(session, "Toyama")
        await actions.publish(session, city.id, None, answers)
    row = "TOY-0001,Toyama,en,Night bus,A night bus runs.,11.2,done,2026-01-02\n"
    assert counted(await imported(database, row)) == {"known": 1}
    assert counted(await imported(database, row.replace("runs", "runs daily"))) == {"changed": 1}
    assert [each.number for each in await told(database)] == ["TOY-0001"]


async def test_a_text_published_already_is_a_probable_duplicate_and_left_out(database: Database) -> None:
    await imported(database, FLOOD)
    again = "b7,수원시,,,화서동 지하차도 세 곳에  침수 차단막을 설치했습니다,11.5,,\n"
    [judged] = await imported(database, again)
    assert judged.verdict == "duplicate" and why(judged) == "probable duplicate of SUW-0001"
    elsewhere = again.replace("수원시", "창원시")
    assert counted(await imported(database, elsewhere)) == {"new": 1}
    assert counted(await imported(database, again, Reading(keep_duplicates=True))) == {"new": 1}
    assert counted(await imported(database, again)) == {"known": 1}


@either
async def test_a_text_repeated_within_the_file_is_a_probable_duplicate_each_time(database: Database) -> None:
    rows = FLOOD + FLOOD.replace("a1", "a9") + BUS
    for expected in ({"new": 2, "duplicate": 1}, {"known": 2, "duplicate": 1}):
        judged = await imported(database, rows)
        assert counted(judged) == expected
        assert why(judged[1]) == "probable duplicate of row 2"


@either
async def test_a_name_repeated_within_the_file_counts_once(database: Database) -> None:
    rows = FLOOD + FLOOD.replace("세 곳", "네 곳")
    for expected in ({"new": 1, "faulty": 1}, {"known": 1, "faulty": 1}):
        judged = await imported(database, rows)
        assert counted(judged) == expected and why(judged[1]) == "source_id “a1” stands in row 2 already"


@either
async def test_two_cities_may_have_the_same_name_for_an_action(database: Database) -> None:
    assert counted(await imported(database, FLOOD + BUS.replace("a2", "a1"))) == {"new": 2}


@either
@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("x,Qwxzy,,,A bus runs in our town.,11.2,,", "the place “Qwxzy” is unknown"),
        ("x,중구,,,A bus runs in our town.,11.2,,", "the place “중구” may be: Jung-gu, Seoul; "),
        ("x,,,,A bus runs in our town.,11.2,,", "the place is empty"),
        ("x,Toyama,,,…,11.2,,", "the text is empty"),
        (",Toyama,,,A bus runs in our town.,11.2,,", "source_id is empty"),
        ("x,Toyama,,,A bus runs in our town.,12.2,,", "the target “12.2” is unknown"),
        ("x,Toyama,,,A bus runs in our town.,11.9,,", "the target “11.9” is unknown"),
        ("x,Toyama,,,A bus runs in our town.,11.2,someday,", "the kind “someday” is unknown"),
        ("x,Toyama,,,A bus runs in our town.,11.2,,last year", "the date “last year” cannot be read"),
        ("x,Toyama,,,A bus runs in our town.,11.2,,2026-02-30", "the date “2026-02-30” cannot be read"),
        ("x,Toyama,,,A bus runs in our town.,11.2,,2031", "the date “2031” is still to come"),
        ("x,Toyama,xx,,A bus runs in our town.,11.2,,", "the language “xx” is unknown"),
        (f"x,Toyama,,,{'word ' * 4001},11.2,,", "text has more than 20,000 characters"),
        (f"x,Toyama,,{'word ' * 61},A bus runs.,11.2,,", "title has more than 300 characters"),
    ],
    ids=lambda value: value[:30],
)  # fmt: skip
async def test_a_faulty_row_says_why_and_the_good_ones_go_in(database: Database, row: str, reason: str) -> None:
    bad, good = await imported(database, f"{row}\n{FLOOD}")
    assert (bad.verdict, good.verdict) == ("faulty", "new") and why(bad).startswith(reason)


@either
async def test_a_text_that_tells_no_target_goes_in_under_the_widest_one_marked_as_suggested(database: Database) -> None:
    [judged] = await imported(database, "x,Toyama,,,Qwxzy qwxzy qwxzy.,,,")
    [action] = await told(database)
    assert judged.verdict == "new" and (action.target, action.details["target_suggested"]) == ("11.3", True)


async def test_a_missing_target_is_suggested_and_marked_until_the_city_has_seen_it(database: Database) -> None:
    [judged] = await imported(database, "a1,수원시,,,화서동 지하차도 세 곳에 침수 차단막을 설치했습니다.,,,\n")
    assert judged.target_suggested
    [action] = await told(database)
    assert action.target == "11.5" and action.details["target_suggested"] is True


@either
@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("심야 버스를 운행합니다.", "ko"),
        ("夜間バスを運行しています。", "ja"),
        ("夜间公交车已开通，方便市民出行。", "zh_Hans"),
        ("夜間公車已開通，方便市民搭乘。", "zh_Hant"),
        ("We run a night bus.", "en"),
        ("公共住宅", "ja"),  # the signs do not tell: as Toyama's office works
    ],
)
async def test_the_language_follows_from_the_script_else_from_the_office(
    database: Database, text: str, language: str
) -> None:
    await imported(database, f"x,Toyama,,,{text},11.2,,\n")
    assert [each.language for each in await told(database)] == [language]


@either
async def test_a_city_that_did_not_take_part_takes_part_from_now_on(database: Database) -> None:
    await imported(database, FLOOD + BUS)
    async with database.begin() as session:
        [suwon, toyama] = await session.scalars(select(City).order_by(City.id))
        office = await offices.get(session, toyama.office_id)
        assert suwon.code == "SUW" and office and office.code == "japan"


@either
async def test_rows_outside_ones_reach_are_faulty_with_that_reason(database: Database) -> None:
    async with database.begin() as session:
        korea = await offices.by_code(session, "korea")
        [suwon] = await places.find(session, "수원시", limit=1)
        assert korea
        branch = Scope(offices=frozenset(await offices.branch(session, korea.id)))
    for scope in (branch, Scope(place_key=suwon.key)):
        mine, theirs = await imported(database, FLOOD + BUS, Reading(scope))
        assert mine.verdict in ("new", "known") and why(theirs) == "“Toyama” is not a place you may import for"


async def test_what_was_published_before_imports_existed_is_found_as_a_duplicate(database: Database) -> None:
    await imported(database, FLOOD)
    async with database.begin() as session:
        found = await actions.by_number(session, "SUW-0001")
        assert found
        await actions.edit(session, found.action, None, {"kind": "achieved"})
    async with database.unit(rebuilds=True) as unit:
        await unit.connection.run_sync(schema.downgrade, "0001")
        await unit.connection.run_sync(schema.upgrade)
    [judged] = await imported(database, FLOOD.replace("a1", "b1"))
    assert judged.verdict == "duplicate" and why(judged) == "probable duplicate of SUW-0001"
    async with database.begin() as session:
        [action] = await session.scalars(select(Action))
        assert action.source_id == "a1" and len(await actions.history(session, action.id)) == 1


@either
async def test_markup_is_kept_as_text(database: Database) -> None:
    await imported(database, 'x,Toyama,,<b>Bold</b>,"<script>alert(1)</script> & a bus",11.2,,\n')
    [action] = await told(database)
    assert (action.title, action.text) == ("<b>Bold</b>", "<script>alert(1)</script> & a bus")
