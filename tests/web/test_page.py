"""The public page: what anybody may read, and what nobody may find out there."""

import io
import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from html.parser import HTMLParser
from itertools import product
from urllib.parse import urlencode

import feedparser
import pytest
from aiohttp import ClientSession
from PIL import Image
from sqlalchemy import text as sql

from bot import clock
from bot.app import Pumasi
from bot.simulator.files import sample_photo
from bot.web import serve
from bot.web.page.recent import Recent
from bot.web.page.visit import preferred
from storage import Database, actions, goals, indicators, milestones, threads
from storage.models import Attachment, Emission, Inquiry, Person, Publication, Question, Reply, Report
from tests.commands import ROOT
from tests.conftest import at, city_of, member
from tests.web.conftest import Hand

LANGUAGES = ("en", "ko", "ja", "zh-Hans", "zh-Hant")
BARRIERS = "지하차도 세 곳에 침수 차단막과 수위 센서를 설치했습니다."
PUMPS = "アンダーパスの浸水センサーを増やしました。"
SECRET = "what only members may read"
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> {title} %s javascript:alert(3) \x0b\x1f﷐"


class Reading(HTMLParser):
    """A page as a browser takes it in: its elements with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, tag: str, name: str) -> list[str]:
        return [attributes[name] for element, attributes in self.elements if element == tag and name in attributes]


async def tell(database: Database, place: str, text: str, language: str = "ko", **about: object) -> int:
    """Publish an action; return its key."""
    answers = {"title": text, "text": text, "language": language, "kind": "achieved", "target": "11.5"}
    extra = {name: about.pop(name) for name in ("state", "demo") if name in about}
    async with database.begin() as session:
        city = await city_of(session, place)
        published = await actions.publish(session, city.id, None, answers | {"day": "2026-09-01"} | about, **extra)
    return published.id


async def attach(database: Database, action_id: int, content: bytes) -> int:
    """Let an action have a photo that is kept; return its key."""
    async with database.begin() as session:
        file = Attachment(
            action_id=action_id, kind="photo", file_id="F", unique_id="U", content=content, state="kept", at=NOW
        )
        session.add(file)
        await session.flush()
        return file.id


NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


@pytest.fixture
async def told(database: Database, bot: Pumasi) -> AsyncIterator[None]:
    """Two public actions in two languages, one for members and one withdrawn."""
    at("2026-11-22T12:00+09:00")
    await tell(database, "수원시", BARRIERS, effect="시민 3만 명", partners="수원도시공사")
    await tell(database, "富山市", PUMPS, "ja", target="11.6", kind="under_way", day="2025-04-01")
    await tell(database, "수원시", f"회원에게만: {SECRET}", visibility="members")
    await tell(database, "수원시", f"철회했습니다: {SECRET}", state="withdrawn")
    yield
    await bot.index.close()


async def sees(hand: Hand, path: str, status: int = 200) -> str:
    got, page = await hand.gets(path)
    assert got == status, page
    return page


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("ko-KR,ko;q=0.9,en;q=0.8", "ko"), ("ja", "ja"), ("zh-TW,zh;q=0.9", "zh_Hant"), ("zh-CN", "zh_Hans"),
        ("fr-FR,de;q=0.9,ja;q=0.3", "ja"), ("en;q=0.2,ko;q=0.4", "ko"), ("", "en"), ("fr", "en"),
        ("ko;q=x,ja;q=0.1", "ja"), ("*", "en"), (",;q=,,", "en"),
    ],
)  # fmt: skip
def test_a_browser_s_favourite_among_our_languages_is_taken(header: str, language: str) -> None:
    assert preferred(header) == language


async def test_the_front_and_addresses_without_a_language_lead_to_the_reader_s(hand: Hand, told: None) -> None:
    for path, where in (
        ("/", "/ko/"),
        ("/actions/SUW-0001", "/ko/actions/SUW-0001"),
        ("/cities/SUW", "/ko/cities/SUW"),
    ):
        async with hand.session.get(hand.address + path, headers={"Accept-Language": "ko-KR"}) as response:
            assert response.status == 200 and response.url.path == where
            assert response.history[0].headers["Vary"] == "Accept-Language"
    async with hand.session.get(f"{hand.address}/zh-Hant?target=11.5") as response:
        assert (response.url.path, response.url.query_string) == ("/zh-Hant/", "target=11.5")


async def test_every_page_is_there_in_every_language(hand: Hand, told: None) -> None:
    paths = ("/", "/actions", "/actions/SUW-0001", "/cities/SUW", "/shelf", "/open", "/about")
    for language, path in product(LANGUAGES, paths):
        page = await sees(hand, f"/{language}{path}")
        assert Reading(page).all("html", "lang") == [language]
        assert page.count("<h1") == 1
        assert f'hreflang="{LANGUAGES[0]}" href="{hand.address}/en{path}"' in page


async def test_figures_stand_beside_their_source_and_date(hand: Hand, told: None) -> None:
    page = await sees(hand, "/en/")
    assert re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page) == [
        ("Actions", "2"), ("Cities", "2"), ("Countries and areas", "2"), ("Targets with actions", "2/10")
    ]  # fmt: skip
    assert "Source: what cities have published here, as of 22 November 2026." in page


async def test_the_list_says_what_the_map_draws(hand: Hand, told: None) -> None:
    everything, one = await sees(hand, "/en/"), await sees(hand, "/en/?target=11.6")
    assert Reading(everything).all("li", "data-n") == ["1", "1"] and Reading(one).all("li", "data-n") == ["1"]
    assert "Suwon, Gyeonggi-do</a>" in everything and "Suwon" not in one.split('id="places"')[1].split("</section>")[0]
    assert "The map cannot be drawn here. The list says the same." in one  # as setup did not build what it needs
    [latitude, longitude] = Reading(one).all("li", "data-at")[0].split(",")
    assert 36 < float(latitude) < 37 and 137 < float(longitude) < 138


async def test_foreign_text_is_said_to_be_foreign(hand: Hand, told: None) -> None:
    page = await sees(hand, "/en/actions/TOY-0001")
    assert f'<h1 lang="ja">{PUMPS}</h1>' in page and f'<p lang="ja">{PUMPS}</p>' in page
    assert "Original in Japanese" in page and "as of 1 April 2025" in page
    assert f'<h3 lang="ko"><a href="/ja/actions/SUW-0001">{BARRIERS}</a></h3>' in await sees(hand, "/ja/actions")


async def test_an_action_tells_who_notices_and_who_says_so(hand: Hand, told: None) -> None:
    page = await sees(hand, "/ko/actions/suw-0001")
    assert "시민 3만 명" in page and "수원도시공사" in page
    assert "해당 도시가 직접 밝힌 내용입니다." in page
    assert f"{hand.address}/actions/SUW-0001" in page


async def test_what_an_action_saves_stands_beside_its_year_and_source(
    hand: Hand, database: Database, told: None
) -> None:
    async with database.begin() as session:
        shown = await actions.by_number(session, "SUW-0001")
        assert shown is not None
        figure = {"tonnes": Decimal("1250.5"), "year": 2025, "source": "city <inventory>", "at": NOW}
        session.add(Emission(action_id=shown.action.id, **figure))
    page = await sees(hand, "/en/actions/SUW-0001")
    assert "1,250.5 t CO₂e a year (2025) · Source: city &lt;inventory&gt;" in page


async def test_where_nobody_has_told_anything_every_page_says_so(hand: Hand, database: Database) -> None:
    for path in ("/", "/actions", "/shelf"):
        assert re.search("Nothing (here yet|found)", await sees(hand, f"/en{path}"))
    async with database.begin() as session:
        await city_of(session, "창원시")
        await member(session, "수원시")
    assert (await hand.gets("/en/cities/CHA"))[0] == 404, "who is only invited is shown to nobody"
    assert "Nothing here yet." in await sees(hand, "/en/cities/SUW")
    assert feedparser.parse(await sees(hand, "/en/feed.xml")).entries == []


FOUND = (
    ({}, ["SUW-0001", "TOY-0001"]), ({"q": "침수"}, ["SUW-0001", "TOY-0001"]), ({"target": "11.6"}, ["TOY-0001"]),
    ({"city": "SUW"}, ["SUW-0001"]), ({"country": "JP"}, ["TOY-0001"]), ({"kind": "under_way"}, ["TOY-0001"]),
    ({"year": "2026"}, ["SUW-0001"]), ({"q": "침수", "country": "JP"}, ["TOY-0001"]), ({"year": "2019"}, []),
    ({"target": "12.1", "kind": "x", "year": "x", "page": "-1", "city": "<", "q": "\0"}, ["SUW-0001", "TOY-0001"]),
    ({"country": "\0", "city": "\0", "year": "\0"}, ["SUW-0001", "TOY-0001"]), ({"page": "2"}, []),
    ({"q": "x" * 5000}, []),
)  # fmt: skip


async def test_filters_and_words_leave_what_fits(hand: Hand, told: None) -> None:
    for query, expected in FOUND:
        page = await sees(hand, f"/ko/actions?{urlencode(query)}")
        assert re.findall(r'<h3[^>]*><a href="/ko/actions/([A-Z]+-\d+)"', page) == expected, query


async def test_many_actions_come_page_by_page(hand: Hand, database: Database, told: None) -> None:
    for number in range(24):
        await tell(database, "수원시", f"{number}번째 빗물 정원")
    first, second = await sees(hand, "/ko/actions?target=11.5"), await sees(hand, "/ko/actions?target=11.5&page=2")
    assert 'rel="next" href="/ko/actions?target=11.5&amp;page=2"' in first and 'rel="prev"' not in first
    assert 'rel="prev" href="/ko/actions?target=11.5"' in second and 'rel="next"' not in second
    found = [re.findall(r"/ko/actions/(SUW-\d+)", page) for page in (first, second)]
    assert [len(each) for each in found] == [20, 5] and not set(found[0]) & set(found[1])


async def test_a_number_opens_its_action(hand: Hand, told: None) -> None:
    async with hand.session.get(f"{hand.address}/ko/actions?q=suw-0001") as response:
        assert response.url.path == "/ko/actions/SUW-0001"
    assert SECRET not in await sees(hand, "/ko/actions?q=SUW-0003")


async def test_where_nothing_is_found_the_page_leads_on(hand: Hand, told: None) -> None:
    page = await sees(hand, f"/en/actions?{urlencode({'q': 'floods on the moon', 'year': '2019'})}")
    assert "Nothing found" in page
    assert 'href="/en/actions?q=floods+on+the+moon"' in page and 'href="/en/actions?target=11.5"' in page


async def test_nothing_leaks_of_what_is_withdrawn_hidden_or_for_members(
    hand: Hand, database: Database, told: None
) -> None:
    for state in ("waiting", "returned", "declined"):
        await tell(database, "수원시", f"사무소가 아직 보지 않았습니다: {SECRET}", state=state)
    paths = ["/", "/actions", "/cities/SUW", "/feed.xml", "/actions?q=회원에게만", "/actions?q=철회했습니다"]
    for path in paths:
        assert SECRET not in await sees(hand, f"/ko{path}")
    gone, unknown = await sees(hand, "/ko/actions/SUW-0003", 410), await sees(hand, "/ko/actions/SUW-0002", 404)
    assert "도시가 철회한" in gone and SECRET not in gone + unknown
    for number in ("SUW-0004", "SUW-0005", "SUW-0006"):
        assert await sees(hand, f"/ko/actions/{number}", 404) == unknown.replace("SUW-0002", number)
    assert unknown == (await sees(hand, "/ko/actions/SUW-9999", 404)).replace("SUW-9999", "SUW-0002")


async def test_an_unknown_address_is_told_in_the_reader_s_language(hand: Hand, told: None) -> None:
    async with hand.session.get(f"{hand.address}/nothing", headers={"Accept-Language": "zh-TW"}) as response:
        assert response.status == 404 and "此網址沒有內容" in await response.text()
    async with hand.session.get(f"{hand.address}/koala", headers={"Accept-Language": "ko"}) as response:
        assert f'<link rel="canonical" href="{hand.address}/ko/koala">' in await response.text()
    for path in ("/nothing", "/actions/x", "/cities/XXX", "/cities/%00", "/actions/a%2Fb", "/feed.xml/x"):
        page = await sees(hand, f"/ja{path}", 404)
        assert "このアドレスには何もありません" in page and 'role="search"' in page and "noindex" in page


async def test_hostile_words_stay_words_wherever_they_stand(hand: Hand, database: Database, told: None) -> None:
    fields: dict[str, object] = dict.fromkeys(
        ("effect", "partners", "tags", "second", "links"), HOSTILE.replace("\x0b\x1f", "")
    )
    await tell(
        database, "수원시", HOSTILE.replace("\x0b", ""), **fields, figures=[HOSTILE], goals=["<b>"], pathway="<i>"
    )
    await _measured(database, HOSTILE)
    paths = ["/", "/actions", "/actions/SUW-0004", "/cities/SUW", "/shelf", f"/{HOSTILE}", f"/actions?q={HOSTILE}"]
    for path in paths:
        _status, page = await hand.gets(f"/en{path}".replace("%s", "%25s").replace("#", "%23"))
        elements = Reading(page).elements
        assert len(elements) > 20
        for tag, attributes in elements:
            assert not any(name.startswith("on") or name == "style" for name in attributes), (path, attributes)
            assert tag != "script" or attributes["src"].startswith("/page/static/")
            assert not attributes.get("href", "").lower().startswith("javascript")
            assert not attributes.get("src", "/").startswith("x")
        assert "alert(1)" in page


async def _measured(database: Database, words: str) -> None:
    """Let Suwon have a goal, an indicator, a milestone, reports and publications, in these words."""
    async with database.begin() as session:
        city = await city_of(session, "수원시")
        person = Person(language="ko", met_at=NOW)
        session.add(person)
        await session.flush()
        await goals.add(session, city.id, person.id, "11.6", f"goal {words}", "ko")
        about = {"target": "11.6", "name": f"share {words}", "language": "ko", "unit": "%", "better": "up"}
        measured = await indicators.create(session, city.id, person.id, about | {"source": f"statistics {words}"})
        await indicators.say(session, measured, person.id, "value", (date(2025, 12, 31), Decimal("61.4")))
        await indicators.say(session, measured, person.id, "target_value", (date(2030, 12, 31), Decimal("70")))
        await milestones.say(session, city.id, person.id, ("milestones", "1"), date(2024, 5, 1))
        shelf = {"city_id": city.id, "year": 2018, "language": "ko", "at": NOW}
        session.add(Publication(**shelf, title=f"linked {words}", link="https://example.org/a?b=c&d"))
        session.add(Publication(**shelf, title=f"bad {words}", link="javascript:alert(1)"))
        session.add(Publication(**shelf, title="withdrawn study", withdrawn_at=NOW))
        content = b"<script>alert(1)</script>"
        file = Attachment(kind="document", file_id="f", unique_id="u", content=content, state="kept", at=NOW)
        session.add(file)
        await session.flush()
        session.add(Publication(**shelf, title="kept file", name="study.html", attachment_id=file.id))
        report = {"kind": "city", "city_id": city.id, "contents": {"day": "2026-11-19"}, "frozen_at": NOW}
        session.add(Report(**report, version=1, submitted=date(2026, 11, 20), link="https://example.org/un"))
        session.add(Report(**report, version=2))


async def test_a_city_shows_what_it_wants_measures_and_reached(hand: Hand, database: Database, told: None) -> None:
    await _measured(database, "")
    page = await sees(hand, "/en/cities/SUW")
    for part in ("Suwon, Gyeonggi-do", "goal ", "61.4 % (2025)", "70 % (2030)", "Source: statistics", "1 May 2024"):
        assert part in page
    assert '<span lang="ko">수원시</span>' in page
    async with hand.session.get(f"{hand.address}/en/cities/kr.41110") as response:
        assert response.url.path == "/en/cities/SUW" and response.history[0].status == 301


async def test_a_shelf_holds_what_was_handed_in_and_published(hand: Hand, database: Database, told: None) -> None:
    await _measured(database, "")
    page = await sees(hand, "/en/shelf")
    assert "Version 1" in page and "as of 19 November 2026" in page and "Version 2" not in page
    assert "handed in to the UN on 20 November 2026" in page
    assert 'href="https://example.org/a?b=c&amp;d"' in page and "bad" in page and "javascript" not in page
    assert "withdrawn study" not in page
    [path] = re.findall(r'href="(/shelf/\d+)"', page)
    async with hand.session.get(hand.address + path) as response:
        assert await response.read() == b"<script>alert(1)</script>"
        assert response.headers["Content-Disposition"] == "attachment"
        assert "sandbox" in response.headers["Content-Security-Policy"]
    assert (await hand.gets("/shelf/999999"))[0] == 404


async def test_a_photo_is_small_bare_and_gone_with_its_action(hand: Hand, database: Database, told: None) -> None:
    action_id = await tell(database, "수원시", "사진이 있습니다")
    photo = await attach(database, action_id, sample_photo())
    page = await sees(hand, "/ko/actions/SUW-0004")
    assert f'<img src="/photos/{photo}-480.jpg" alt="SUW-0004 사진, 도시 제공"' in page
    assert f'content="{hand.address}/photos/{photo}-1280.jpg"' in page
    async with hand.session.get(f"{hand.address}/photos/{photo}-480.jpg") as response:
        picture = Image.open(io.BytesIO(await response.read()))
        assert picture.width == 480 and not picture.getexif()
    async with database.begin() as session:
        shown = await actions.get(session, action_id)
        assert shown is not None
        shown.action.visibility = "members"
    for path in (f"/photos/{photo}-480.jpg", f"/photos/{photo}-2000.jpg", "/photos/999-480.jpg"):
        assert (await hand.gets(path))[0] == 404


async def test_what_is_no_picture_breaks_nothing(hand: Hand, database: Database, told: None) -> None:
    photo = await attach(database, await tell(database, "수원시", "깨진 사진"), sample_photo()[:500])
    assert (await hand.gets(f"/photos/{photo}-480.jpg"))[0] == 404
    other = await attach(database, await tell(database, "수원시", "사진이 아님"), b"<svg onload=alert(1)>")
    assert (await hand.gets(f"/photos/{other}-480.jpg"))[0] == 404


async def test_where_people_reach_it_elsewhere_the_page_names_that_address(bot: Pumasi, told: None) -> None:
    async with serve(bot, "127.0.0.1", 0, page="https://goal11.example") as address, ClientSession(address) as session:
        for path, expected in (
            ("/ko/", '<link rel="canonical" href="https://goal11.example/ko/">'),
            ("/ko/actions/SUW-0001", "https://goal11.example/actions/SUW-0001</li>"),
            ("/ko/feed.xml", "<link>https://goal11.example/ko/actions/SUW-0001</link>"),
        ):
            async with session.get(path) as response:
                page = await response.text()
            assert expected in page and address not in page


async def test_feed_readers_understand_the_feed(hand: Hand, database: Database, told: None) -> None:
    await tell(database, "수원시", HOSTILE)
    for language in LANGUAGES:
        feed = feedparser.parse(await sees(hand, f"/{language}/feed.xml"))
        assert not feed.bozo, feed.get("bozo_exception")
        assert feed.feed.language == language.lower() and feed.version == "rss20"
        assert len(feed.entries) == 3 and "alert(1)" in feed.entries[0].title
        assert feed.entries[-1].link == f"{hand.address}/{language}/actions/SUW-0001"
        assert feed.entries[-1].id == f"{hand.address}/actions/SUW-0001"


async def test_a_feed_can_be_of_a_part(hand: Hand, told: None) -> None:
    for query, count in (("target=11.6", 1), ("city=SUW", 1), ("country=JP", 1), ("target=x", 2)):
        assert len(feedparser.parse(await sees(hand, f"/ko/feed.xml?{query}")).entries) == count, query


async def test_everything_public_is_there_as_files_that_follow_what_changes(
    hand: Hand, database: Database, told: None
) -> None:
    for form in ("csv", "json", "geojson"):
        async with hand.session.get(f"{hand.address}/open/actions.{form}") as response:
            file, headers = await response.text(), response.headers
        assert BARRIERS in file and PUMPS in file and SECRET not in file and "CC BY 4.0" in file
        assert headers["Access-Control-Allow-Origin"] == "*" and "attachment" in headers["Content-Disposition"]
    async with database.begin() as session:
        shown = await actions.by_number(session, "SUW-0001")
        assert shown is not None
        shown.action.state = "withdrawn"
    for form in ("csv", "json", "geojson"):
        assert BARRIERS not in await sees(hand, f"/open/actions.{form}")


async def test_what_is_published_where_the_day_has_begun_already_is_in_the_files(
    hand: Hand, database: Database, told: None
) -> None:
    async with database.begin() as session:
        shown = await actions.by_number(session, "SUW-0001")
        assert shown is not None
        shown.action.day = clock.now().date() + timedelta(days=1)
    for form in ("csv", "json", "geojson"):
        assert BARRIERS in await sees(hand, f"/open/actions.{form}")


async def test_a_feed_of_an_unknown_city_is_none(hand: Hand, told: None) -> None:
    assert (await hand.gets("/ko/feed.xml?city=XXX"))[0] == 404


async def test_pages_ask_nothing_of_others_and_set_no_cookie(hand: Hand, told: None) -> None:
    for path in ("/ko/", "/ko/actions", "/ko/actions/SUW-0001", "/ko/cities/SUW", "/ko/nothing"):
        async with hand.session.get(hand.address + path) as response:
            page, headers = Reading(await response.text()), response.headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy.split("frame-anc")[0]
        assert "https://web.telegram.org" in policy and "X-Frame-Options" not in headers and "Set-Cookie" not in headers
        own = [*page.all("script", "src"), *page.all("img", "src"), *page.all("form", "action")]
        own += [each["href"] for tag, each in page.elements if tag == "link" and each["rel"] in ("stylesheet", "icon")]
        assert own and all(address.startswith("/") for address in own)
        for address in own:
            assert (await hand.gets(address))[0] == 200


async def test_what_did_not_change_is_not_sent_again(hand: Hand, database: Database, told: None) -> None:
    async with hand.session.get(f"{hand.address}/ko/actions") as response:
        tag = {"If-None-Match": response.headers["ETag"]}
        assert response.headers["Cache-Control"] == "public, max-age=60"
    async with hand.session.get(f"{hand.address}/ko/actions", headers=tag) as response:
        assert response.status == 304 and await response.read() == b""
    await tell(database, "수원시", "새 소식")
    async with hand.session.get(f"{hand.address}/ko/actions", headers=tag) as response:
        assert response.status == 200


async def test_a_page_is_remembered_for_a_minute_at_most(hand: Hand, database: Database, told: None) -> None:
    assert "goal " not in await sees(hand, "/en/cities/SUW")
    await _measured(database, "")
    assert "goal " not in await sees(hand, "/en/cities/SUW")
    at("2026-11-22T12:01:01+09:00")
    assert "goal " in await sees(hand, "/en/cities/SUW")


def test_of_what_was_made_the_least_wanted_is_forgotten_first() -> None:
    recent = Recent(2, timedelta(minutes=1))
    recent.keep("a", b"A")
    recent.keep("b", b"B")
    assert recent.find("a") == b"A"
    recent.keep("c", b"C")
    assert [recent.find(each) for each in "abc"] == [b"A", None, b"C"]
    assert recent.find("a", "another state") is None


async def test_files_are_kept_for_ever_under_names_of_their_content(hand: Hand, told: None) -> None:
    [sheet] = Reading(await sees(hand, "/en/about")).all("link", "href")[-1:]
    for encoding, compressed in (("gzip", "gzip"), ("identity", None)):
        async with hand.session.get(hand.address + sheet, headers={"Accept-Encoding": encoding}) as response:
            assert "immutable" in response.headers["Cache-Control"]
            assert response.headers.get("Content-Encoding") == compressed
            assert "--paper" in await response.text()
    assert (await hand.gets(sheet.replace("page.", "page.0")))[0] == 404
    assert (await hand.gets("/page/static/..%2Fvisit.py"))[0] == 404


async def test_up_to_the_first_map_it_is_less_than_250_kB(bot: Pumasi, told: None) -> None:
    as_browsers_do = {"auto_decompress": False, "headers": {"Accept-Encoding": "gzip"}}
    async with (
        serve(bot, "127.0.0.1", 0, shapes=ROOT / "data") as address,
        ClientSession() as plain,
        ClientSession(**as_browsers_do) as session,
    ):
        async with plain.get(f"{address}/ko/") as response:
            page = Reading(await response.text())
        files = [page.all("script", "src"), page.all("link", "href")]
        files += [page.all("div", "data-korea"), page.all("div", "data-world")]
        paths = ["/ko/", *(path for some in files for path in some if path.startswith("/page/static/"))]
        weights = {}
        for path in paths:
            async with session.get(address + path) as response:
                assert response.status == 200 and response.headers["Content-Encoding"] == "gzip", path
                weights[path] = len(await response.read())
    assert len(weights) == 9 and 80_000 < sum(weights.values()) < 250_000, weights


async def test_a_page_that_fails_says_so_in_the_reader_s_language(hand: Hand, database: Database, told: None) -> None:
    async with database.begin() as session:
        await session.execute(sql("DROP TABLE publications"))
    page = await sees(hand, "/zh-Hant/shelf", 500)
    assert "目前無法顯示本頁" in page and "publications" not in page.split("<main")[1]


async def test_what_two_cities_share_is_on_the_page_of_the_action_without_names_until_one_takes_it_back(
    hand: Hand, told: None, database: Database
) -> None:
    async with database.begin() as session:
        action = await actions.by_number(session, "TOY-0001")
        assert action
        suwon = await city_of(session, "수원시")
        asker = Person(telegram_id=1, name="Mina", language="ko", met_at=NOW)
        session.add(asker)
        await session.flush()
        question = Question(
            city_id=suwon.id, person_id=asker.id, text=f"비용은? {HOSTILE}", language="ko", asked_at=NOW,
            action_id=action.action.id,
        )  # fmt: skip
        session.add(question)
        await session.flush()
        inquiry = Inquiry(
            question_id=question.id, city_id=action.city.id, action_id=action.action.id, state="answered", shared_at=NOW
        )
        session.add(inquiry)
        await session.flush()
        for text, at_moment in (("国の補助金です。", NOW), (SECRET, NOW + timedelta(hours=1))):
            session.add(Reply(inquiry_id=inquiry.id, city_id=action.city.id, text=text, language="ja", at=at_moment))
        await threads.reread(session, action.action.id)
    page = await sees(hand, "/en/actions/TOY-0001")
    assert "Asked by other cities" in page and "비용은?" in page and "国の補助金です。" in page and "Suwon" in page
    assert SECRET not in page and "Mina" not in page and "<script>alert" not in page
    async with database.begin() as session:
        await session.execute(sql("UPDATE inquiries SET shared_at = NULL"))
        await threads.reread(session, action.action.id)
    assert "비용은?" not in await sees(hand, "/en/actions/TOY-0001")
