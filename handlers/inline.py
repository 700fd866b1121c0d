"""@name words, typed in any chat: up to ten public actions, each to be dropped there as a card."""

from typing import Any

from bot.cards import Addressee, dotted, language_name
from bot.inline import Asked
from bot.links import Ways, ways
from bot.public_cards import card, is_public
from bot.text import _, negotiate
from bot.turn import Button, clip
from storage import Database, actions, cities, highlights, people, public, search
from storage.actions import Told
from storage.engine import Session
from storage.index import Index
from storage.people import Officer
from storage.search import Query

MOST = 10
LONGEST_TITLE = 100  # characters of what is offered


async def offer(database: Database, index: Index, asked: Asked) -> list[dict[str, Any]]:
    """Return what Telegram offers somebody: public actions only, in the language they set here, else Telegram's.

    Nobody is met by asking: who is not known stays so.
    """
    async with database.unit() as unit:
        known = await people.known(unit.connection, asked.telegram_id)
    if known and known.blocked:
        return []
    reader = known or Officer(0, None, "", negotiate(asked.language_code), None, False, True)
    words = asked.words.strip()
    found = await search.find(database, index, Query(words, reader.language), limit=MOST) if words else None
    async with database.begin() as session:
        if found:
            told = [*await _numbered(session, words), *(hit.told for hit in found.items)]
        else:
            told = [] if words else await _newest(session, reader)
        to, lead = Addressee(reader), await ways(session)
    offered = {each.action.number: each for each in told if is_public(each)}
    return [_article(to, each, lead) for each in list(offered.values())[:MOST]]


async def _numbered(session: Session, words: str) -> list[Told]:
    told = await actions.by_number(session, words) if "-" in words and len(words) < 12 else None
    return [told] if told else []


async def _newest(session: Session, reader: Officer) -> list[Told]:
    """Return what somebody is likely to want without a word: their city's newest, then what is highlighted."""
    own = await public.newest(session, MOST // 2, city_id=reader.city_id) if reader.city_id else []
    held, _total = await highlights.current(session, member=False, limit=MOST // 2)
    return [*own, *(each.told for each in held), *await public.newest(session, MOST)]


def _article(reader: Addressee, told: Told, lead: Ways) -> dict[str, Any]:
    action, language = told.action, reader.officer.language
    facts = [cities.label(told.city, language), action.target, reader.translate.year(action.day)]
    facts += [language_name(action.language)] if action.language != language else []
    text = card(reader, told)
    read = Button(_("Read more"), url=lead.action(action.number, language))
    return {
        "type": "article",
        "id": action.number,
        "title": clip(action.title, LONGEST_TITLE),
        "description": dotted(reader, facts).unescape(),
        "input_message_content": {
            "message_text": reader.translate.html(text.words, text.values),
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        },
        "reply_markup": {"inline_keyboard": [[read.drawn(reader.translate)]]},
    }
