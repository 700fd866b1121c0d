"""An officer asks for reports, and the figures of one are fixed."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from pypdf import PdfReader

from bot.simulator import World
from bot.simulator.files import sample_photo
from storage import Database, actions, goals, indicators, reports
from storage.models import Attachment, City
from tests.conftest import Runs, at, city_of, seated, seated_in_office
from tests.people import Person, Seen

either = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
MADE = 60  # seconds in which a file comes, also on a busy machine


def told(**changes: object) -> dict[str, object]:
    """Return the answers of an action."""
    return {
        "title": "지하차도 침수 차단막", "text": "지하차도 세 곳에 침수 차단막을 설치했습니다.", "language": "ko",
        "kind": "achieved", "target": "11.5", "day": "2026-02-10", "visibility": "public",
        "second": "Flood barriers stand at three underpasses.", "lesson": "The first pump was too weak.", **changes,
    }  # fmt: skip


async def published(database: Database, place: str = "수원시", **changes: object) -> str:
    """Publish an action of a city; return its number."""
    async with database.begin() as session:
        city = await city_of(session, place)
        return (await actions.publish(session, city.id, None, told(**changes))).number


async def measured(database: Database, value: str, day: str = "2025-12-31") -> None:
    """Let Suwon have an indicator with a goal, and one more figure."""
    async with database.begin() as session:
        city: City = await city_of(session, "수원시")
        found = await indicators.of_city(session, city.id, date(2027, 6, 1))
        fields = {"target": "11.6", "name": "Recycling rate", "language": "en", "unit": "%", "better": "up"}
        row = found[0].row if found else await indicators.create(session, city.id, 1, fields)
        if not found:
            await goals.add(session, city.id, 1, "11.6", "Recycle more than we burn", "en")
        await indicators.say(session, row, 1, "value", (date.fromisoformat(day), Decimal(value)))


def content(world: World, seen: Seen) -> bytes:
    """Return the file of a message."""
    found: bytes = world.files.by_id(seen.message["document"]["file_id"]).upload.content
    return found


def words_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


async def asks(person: Person, words: str) -> Seen:
    """Ask for a file and wait for it."""
    await person.acts.says(words)
    return await person.hears(MADE)


async def test_a_city_report_comes_as_a_file_for_the_words_that_were_typed(
    bot_runs: Runs, world: World, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    number = await published(database)
    await published(database, visibility="members", title="Only for members")
    await measured(database, "61.4")
    async with bot_runs():
        seen = await asks(mina, "/report city pdf")
        assert seen.message["document"]["file_name"] == "SUW-city-draft.pdf" and "City report · Suwon" in seen
        text = words_of(content(world, seen))
        for part in (number, "Recycling rate", "61.4%", "Recycle more than we burn", "not told yet"):
            assert part in text, part
        assert "Only for members" not in text and "too weak" not in text
        seen = await asks(mina, "/report docx 한국어 english")
        table = content(world, await asks(mina, "/report city csv")).decode("utf-8-sig")
        assert table.startswith("source_id,place,") and number in table and "members" not in table
        with zipfile.ZipFile(io.BytesIO(content(world, seen))) as packed:
            inside = packed.read("word/document.xml").decode()
        assert "침수 차단막을 설치했습니다" in inside and "Flood barriers stand" in inside
        assert "too weak" not in inside and "한국어 + English" in seen


@either
async def test_every_kind_and_format_is_offered_by_buttons(
    bot_runs: Runs, world: World, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    await published(database)
    async with bot_runs():
        menu = await mina.says("/report")
        assert menu.buttons == [
            ["City report"], ["UN forms", "One-page brief"], ["Good practice", "Review skeleton"],
            ["Fix the figures"], ["Publications"],
        ]  # fmt: skip
        assert "No figures are fixed yet" in menu
        kind = await mina.presses("Review skeleton")
        assert kind.buttons == [["PDF", "DOCX", "HWPX"], ["TXT"], ["Language", "Back"]]
        await mina.presses("Language")
        chosen = await mina.presses("한국어")
        assert "English + 한국어" in chosen
        await mina.presses("Back")
        await mina.acts.presses("TXT")
        seen = await mina.hears(MADE)
        assert seen.message["document"]["file_name"] == "SUW-review-draft.txt"
        text = content(world, seen).decode("utf-8-sig")
        assert "지하차도 침수 차단막" in text and "Voluntary local review: skeleton" in text


async def test_a_version_says_the_same_after_its_actions_have_changed(
    bot_runs: Runs, world: World, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    await published(database)
    await measured(database, "60.8", "2024-12-31")
    async with bot_runs():
        await mina.says("/report")
        assert "Fix the figures of today?" in await mina.presses("Fix the figures")
        assert "Fixed: version 1" in await mina.presses("Yes, fix them")
        first = content(world, await asks(mina, "/report city pdf"))
        second = await published(database, title="Night bus", text="A night bus runs.", language="en", target="11.2")
        await measured(database, "61.4")
        again = await asks(mina, "/report city pdf")
        assert content(world, again) == first and again.message["document"]["file_name"] == "SUW-city-v1.pdf"
        changed = await mina.says("/diff")
        assert f"{second}: new, “Night bus”" in changed
        assert "Recycling rate, 2025: now 61.4% (2025), it was not told" in changed
        await mina.acts.presses("TXT")
        erratum = content(world, await mina.hears(MADE)).decode("utf-8-sig")
        assert "Changes since version 1" in erratum and f"{second}: new, “Night bus”" in erratum
        await mina.says("/report")
        await mina.presses("Fix the figures")
        assert "Fixed: version 2" in await mina.presses("Yes, fix them")
        assert "Nothing has changed." in await mina.says("/diff")
        await mina.says("/report")
        await mina.presses("Fix the figures")
        assert "Nothing has changed since version 2" in await mina.presses("Yes, fix them")


@either
async def test_the_uns_forms_come_field_by_field_and_name_what_lacks_english(
    bot_runs: Runs, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    number = await published(database)
    korean = await published(database, second="", title="다른 일", text="공원을 열었습니다.")
    async with bot_runs():
        await mina.says("/report un")
        await mina.acts.presses("Field by field here")
        seen = [await mina.hears() for _ in range(18)]
        glance = next(each for each in seen if each.startswith("Achievements at a glance"))
        assert f"Flood barriers stand at three underpasses. ({number}, 2026)" in glance
        assert f"Missing: {korean} has no English text" in glance and "공원" not in "".join(seen)
        assert "of 3,000 characters" in glance and seen[-1].labels == ["Fix the figures"]


async def test_a_submitted_version_says_when_and_where(bot_runs: Runs, database: Database, mina: Person) -> None:
    await seated(database, mina, "수원시")
    await published(database)
    async with bot_runs():
        at("2027-06-15T10:00+09:00")
        await mina.says("/report")
        await mina.presses("Fix the figures")
        await mina.presses("Yes, fix them")
        await mina.presses("Mark as submitted")
        await mina.says("2027-06-15")
        assert "no link" in await mina.says("on their page")
        done = await mina.says("https://sdgs.un.org/partnerships/x")
        assert "Version 1 is marked as submitted" in done and "15 June 2027" in done
        assert "Handed to the UN on 15 June 2027: https://sdgs.un.org/partnerships/x" in await mina.says("/report")


@either
async def test_a_brief_holds_chosen_actions_also_of_others(
    bot_runs: Runs, world: World, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    own = await published(database)
    other = await published(database, "Toyama", title="Tram", text="A tram runs.", language="en", target="11.2")
    hidden = await published(database, "Toyama", visibility="members", title="Hidden", text="Hidden.", language="en")
    async with bot_runs():
        seen = await asks(mina, f"/report brief text {own} {other}")
        text = content(world, seen).decode("utf-8-sig")
        assert "□ Tram" in text and "Suwon" in text and "Toyama" in text
        assert hidden in await mina.says(f"/report brief {own} {hidden}")
        await mina.says("/report brief")
        listed = await mina.presses("Choose actions")
        assert "1 지하차도 침수 차단막" in listed
        assert "chosen" in await mina.presses("1")
        await mina.acts.presses("DOCX")
        assert (await mina.hears(MADE)).message["document"]["file_name"] == "brief.docx"


@either
async def test_an_office_reports_for_all_its_cities_and_only_for_them(
    bot_runs: Runs, world: World, database: Database, park: Person
) -> None:
    await seated_in_office(database, park, "korea")
    await published(database)
    await published(database, "창원시", title="Buses", text="Buses run.", language="en", target="11.2")
    await published(database, "Toyama", title="Tram", text="A tram runs.", language="en", target="11.2")
    async with bot_runs():
        text = content(world, await asks(park, "/report country text")).decode("utf-8-sig")
        assert "Buses run." in text and "Changwon" in text and "A tram runs." not in text
        assert "There is no such report" in await park.says("/report city pdf")


@either
@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("city powerpoint", "“powerpoint” is not a kind, format or language"),
        ("city ko ja en", "one language, or two"),
        ("country pdf", "There is no such report"),
        ("un xlsx", "There is no XLSX"),
        ("brief SUW-9999", "not public, or there are none"),
    ],
)
async def test_what_cannot_be_made_is_said(
    bot_runs: Runs, database: Database, mina: Person, words: str, answer: str
) -> None:
    await seated(database, mina, "수원시")
    async with bot_runs():
        assert answer in await mina.says(f"/report {words}")


@either
async def test_strangers_make_no_reports_and_nobody_another_citys(
    bot_runs: Runs, database: Database, mina: Person, jun: Person, lee: Person
) -> None:
    await seated(database, mina, "수원시")
    await seated(database, jun, "Toyama")
    await published(database)
    async with database.begin() as session:
        suwon = await city_of(session, "수원시")
        row, _new = await reports.freeze(session, reports.Owner(city=suwon), None)
    async with bot_runs():
        before = await jun.says("/report")
        for data in (f"report:version:{row.id}", f"report:make:city:pdf:ja:{row.id}", f"un:fields:ja:{row.id}",
                     f"submitted:mark:{row.id}", f"diff:since:{row.id}", f"diff:erratum:pdf:{row.id}"):  # fmt: skip
            await jun.acts.presses_data(data, message_id=before.message["message_id"])
        await jun.quiet(1)
        await lee.says("/report city pdf")
        assert not any("document" in seen.message for seen in (*lee.chat, *jun.chat))


@either
async def test_photos_go_into_the_report_and_a_file_that_is_none_does_not(
    bot_runs: Runs, world: World, database: Database, mina: Person
) -> None:
    await seated(database, mina, "수원시")
    number = await published(database)
    async with database.begin() as session:
        found = await actions.by_number(session, number)
        assert found
        for place, bytes_ in enumerate((sample_photo(), b"no photo at all")):
            session.add(
                Attachment(action_id=found.action.id, kind="photo", file_id=f"f{place}", unique_id=f"u{place}",
                           content=bytes_, state="kept", at=found.action.published_at)
            )  # fmt: skip
    async with bot_runs():
        made = content(world, await asks(mina, "/report city pdf"))
        assert sum(len(page.images) for page in PdfReader(io.BytesIO(made)).pages) == 1
