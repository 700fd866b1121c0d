"""In groups: what is public, in the group's language, with nobody named, and a way to the private chat."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from bot.cards import OWN_NAMES, joined, short
from bot.command import STALE, Command
from bot.group_words import reader, show_help
from bot.heard import Heard, said_to
from bot.highlight_words import entries
from bot.language.fold import fold_name
from bot.links import Ways, ways
from bot.public_cards import card, is_public
from bot.text import LANGUAGES, _
from bot.turn import Button, Refusal, Turn, button, in_rows
from storage import actions, chats, facts, highlights, search
from storage.models import Chat
from storage.search import Query

SHOWN = 5  # of what is found or highlighted
group = Command("group", _("The language of a group"), hidden=True, in_groups=("speak",))
PRIVATE = _("That is for the private chat with Pumasi. Here: /find, /action, /highlights, /language.")
GOVERNORS = _("Only administrators of this group choose its language.")
LONGEST_WORDS = 200  # characters of a search
Answer = Callable[[Turn, str], Awaitable[None]]


async def heard(turn: Turn) -> None:
    """Something was said in a group: it is answered if it is said to this bot."""
    if turn.company is None or turn.company.kind != "group":
        return
    meant = _meant(turn.heard, await facts.username(turn.session))
    if meant is None:
        return
    answer, words = meant
    turn.officer = reader(await _chat(turn))
    await answer(turn, words)


def _meant(heard: Heard, own: str) -> tuple[Answer, str] | None:
    """Return what answers something said in a group, and the words it is about; nothing where it is for others.

    Args:
        own: the name of this bot.
    """
    if heard.dropped_by or (heard.forwarded and not heard.text.startswith("/")):
        return None
    if heard.text.startswith("/"):
        return _commanded(heard.text, own)
    words = said_to(own, heard.text)
    if words is None and fold_name(heard.text) and own and heard.asked_of == own:
        words = heard.text
    return None if words is None else (_called, words)


def _commanded(text: str, own: str) -> tuple[Answer, str] | None:
    first, *words = text[1:].split(maxsplit=1) or [""]
    name, _at, at = first.lower().partition("@")
    if (at and at != own) or (name not in HERE and not at and name not in KNOWN):
        return None
    return HERE.get(name, _elsewhere), words[0].strip() if words else ""


async def _chat(turn: Turn) -> Chat:
    """Return what is known of the group; one the bot was in before this was noted is noted now."""
    known = await chats.by_number(turn.session, turn.chat_id)
    if known is None or known.left_at is not None:
        known = await chats.added(turn.session, turn.chat_id, "group", turn.officer.language, None)
    return known


async def _called(turn: Turn, words: str) -> None:
    """Answer who speaks to the bot without a command: with words as /find does, without by saying how."""
    if fold_name(words):
        return await _find(turn, words)
    lead = await ways(turn.session)
    turn.say(
        _("Type what you are looking for behind the name, such as: {name} {example}"),
        rows=[[Button(_("Private chat"), url=lead.private)]],
        name=f"@{lead.username}",
        example=_("flood"),
    )


async def _find(turn: Turn, words: str) -> None:
    if not words:
        return await _help(turn, "")
    if "-" in words and len(words) < 12 and await _shown(turn, words):
        return
    sought = words[:LONGEST_WORDS]
    found = await search.search(turn.session, Query(sought, turn.officer.language), limit=SHOWN, page=SHOWN)
    told = [hit.told for hit in found.items if is_public(hit.told)]
    lead = await ways(turn.session)
    if not told:
        turn.say(
            _("<b>No action about “{sought}” yet</b>\nIn private, what is new about it can be followed."),
            rows=[[Button(_("Private chat"), url=lead.private)]],
            sought=sought,
        )
        return
    turn.say(
        _("<b>{sought}</b>\n\n{lines}"),
        rows=[_reading(lead, turn, [each.action.number for each in told])],
        sought=sought,
        lines=joined(turn, [short(turn, place, each) for place, each in enumerate(told, 1)]),
    )


def _reading(lead: Ways, turn: Turn, numbers: Sequence[str]) -> list[Button]:
    return [Button(str(place), url=lead.action(each, turn.officer.language)) for place, each in enumerate(numbers, 1)]


async def _action(turn: Turn, words: str) -> None:
    if not await _shown(turn, words[:40]):
        turn.say(_("There is no public action with this number. Numbers look like SUW-0001."))


async def _shown(turn: Turn, number: str) -> bool:
    """Show a public action by its number; say whether there is one."""
    told = await actions.by_number(turn.session, number)
    if told is None or not is_public(told):
        return False
    lead = await ways(turn.session)
    read = Button(_("Read more"), url=lead.action(told.action.number, turn.officer.language))
    turn.say(card(turn, told), rows=[[read]])
    return True


async def _highlights(turn: Turn, words: str) -> None:
    held, _total = await highlights.current(turn.session, member=False, limit=SHOWN)
    if not held:
        turn.say(_("Nothing is highlighted yet."))
        return
    lead = await ways(turn.session)
    turn.say(
        _("<b>Highlights</b>\n\n{entries}"),
        rows=[_reading(lead, turn, [each.told.action.number for each in held])],
        entries=entries(turn, held),
    )


async def _help(turn: Turn, words: str) -> None:
    await show_help(turn)


async def _elsewhere(turn: Turn, words: str) -> None:
    turn.say(PRIVATE, rows=[[Button(_("Private chat"), url=(await ways(turn.session)).private)]])


async def _language(turn: Turn, words: str) -> None:
    if turn.company is None or not turn.company.governs:
        turn.say(GOVERNORS)
        return
    turn.say(_("<b>Which language should Pumasi speak in this group?</b>"), rows=_languages())


def _languages() -> list[Sequence[Button]]:
    return in_rows([button(OWN_NAMES[code], speak, code) for code in LANGUAGES], 2)


@group.press
async def speak(turn: Turn, code: str) -> None:
    """Speak a language in this group from now on."""
    if turn.company is None or turn.company.kind != "group" or code not in LANGUAGES:
        raise Refusal(STALE)
    if not turn.company.governs:
        raise Refusal(GOVERNORS)
    chat = await _chat(turn)
    await chats.speak(turn.session, chat, code)
    turn.officer = replace(reader(chat), language=code)
    turn.show(_("Pumasi speaks English in this group from now on. What cities wrote stays in its own language."))


HERE: dict[str, Answer] = {
    "find": _find,
    "action": _action,
    "highlights": _highlights,
    "help": _help,
    "start": _help,
    "language": _language,
}
KNOWN: set[str] = set()  # commands there are, here or in private


def known(commands: Sequence[Command]) -> None:
    """Say once which commands there are."""
    KNOWN.update(command.name for command in commands if command.typed)
