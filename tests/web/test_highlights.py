"""Highlights on the public page and in its feed: what is public, with the reason in the reader's language."""

import feedparser

from storage import Database, actions, highlights, people
from storage.models import Highlight
from tests.conftest import at, seated, seated_in_office
from tests.conversations.test_find import told
from tests.people import Person
from tests.web.conftest import Hand

WORDS = {"ko": "따라 하기 <쉽다> & 싸다"}


async def _held(database: Database, reviewer: Person, officer: Person, title: str, **answers: str) -> Highlight:
    action = await told(database, "수원시", title, **answers)
    async with database.begin() as session:
        chooser = await people.known(await session.connection(), reviewer.id)
        answerer = await people.known(await session.connection(), officer.id)
        assert chooser and answerer
        held = await highlights.choose(session, chooser, action.id, "easy", WORDS)
        assert held and await highlights.answer(session, held, answerer.id, agrees=True)
        return held


async def test_the_first_page_and_the_feed_show_public_highlights_until_they_are_taken_back(
    hand: Hand, database: Database, mina: Person, park: Person
) -> None:
    at("2027-03-08T10:00+09:00")
    await seated(database, mina, "수원시")
    await seated_in_office(database, park, "korea")
    status, before = await hand.gets("/ko/")
    assert status == 200 and 'id="highlights"' not in before
    shown = await _held(database, park, mina, "Flood <gates> & walls")
    gone = await _held(database, park, mina, "Withdrawn gates")
    await _held(database, park, mina, "For members", visibility="members")
    async with database.begin() as session:
        withdrawn = await actions.get(session, gone.action_id)
        assert withdrawn
        await actions.withdraw(session, withdrawn.action, 1)
    why = "이유: 따라 하기 쉬움. “따라 하기 &lt;쉽다&gt; &amp; 싸다” · 한국사무소"
    section = (await hand.gets("/ko/"))[1].split('id="highlights"')[1].split("</section>")[0]
    assert why in section and "Flood &lt;gates&gt; &amp; walls" in section and section.count("<li ") == 1
    english = (await hand.gets("/en/"))[1].split('id="highlights"')[1].split("</section>")[0]
    assert "Why: Easy to copy. “따라 하기 &lt;쉽다&gt; &amp; 싸다” (Korean) · Korea Office" in english
    feed = feedparser.parse((await hand.gets("/en/feed.xml"))[1])
    assert not feed.bozo
    [entry] = [each for each in feed.entries if "/highlights/" in each.id]
    assert entry.title == "Highlight: Flood <gates> & walls" and entry.link.endswith("/en/actions/SUW-0001")
    assert "Easy to copy" in entry.description and "For members" not in str(feed.entries)
    assert "/highlights/" not in (await hand.gets("/en/feed.xml?target=11.5"))[1]
    async with database.begin() as session:
        officer = await people.known(await session.connection(), mina.id)
        assert officer and await highlights.take_back(session, shown, officer)
    at("2027-03-08T10:02+09:00")
    assert 'id="highlights"' not in (await hand.gets("/ko/"))[1]
    assert "/highlights/" not in (await hand.gets("/en/feed.xml"))[1]
