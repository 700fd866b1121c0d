"""Groups and channels: what is public, in one language, nobody named; an office says in private what they are for."""

from collections.abc import Sequence
from dataclasses import replace

from bot.cards import OWN_NAMES, joined, short
from bot.command import STALE, Command
from bot.command import offices as for_offices
from bot.highlight_words import entries
from bot.links import Ways, ways
from bot.public_cards import card, is_public
from bot.text import LANGUAGES, Message, Said, _, said
from bot.turn import Button, Refusal, Turn, button, in_rows, letter
from storage import actions, chats, facts, highlights, offices, search
from storage.models import Chat, Office
from storage.people import Officer
from storage.search import Query

SHOWN = 5  # of what is found or highlighted
group = Command("group", _("The language of a group"), hidden=True, in_groups=True)
chat_of_office = Command("chats", _("Groups and channels of the office"), who=for_offices, hidden=True)
HELP = _(
    "<b>Pumasi</b> · what cities do for Sustainable Development Goal 11\n"
    "/find and a word: what cities have made public\n/action and a number: one of them\n"
    "/highlights: what others can learn from\n/language: the language of this group\n\n"
    "Everything else is between each person and Pumasi in private."
)
PRIVATE = _("That is for the private chat with Pumasi. Here: /find, /action, /highlights, /language.")
GOVERNORS = _("Only administrators of this group choose its language.")
LONGEST_WORDS = 200  # characters of a search


async def in_company(turn: Turn) -> None:
    """Something was said in a group, or the bot was added somewhere or thrown out."""
    assert turn.company is not None
    if turn.company.present is not None:
        return await _membership(turn, turn.company.kind, present=turn.company.present)
    if turn.company.kind != "group":
        return
    name, at, words = _command(turn.heard.text)
    if at and at != (await facts.get(turn.session, facts.USERNAME) or "").lower():
        return  # for another bot
    if name not in HERE and not at and name not in KNOWN:
        return
    chat = await _chat(turn)
    turn.officer = reader(chat)
    await HERE.get(name, _elsewhere)(turn, words)


def _command(text: str) -> tuple[str, str, str]:
    """Return a command, the bot it is meant for if it names one, and what stands behind it."""
    first, _space, words = text[1:].partition(" ")
    name, _at, bot = first.strip().partition("@")
    return name.lower(), bot.lower(), words.strip()


def reader(chat: Chat) -> Officer:
    """Return a group as a reader: nobody in particular, in its language, who sees what is public."""
    return Officer(0, chat.chat_id, "", chat.language, None, False, True)


async def _chat(turn: Turn) -> Chat:
    """Return what is known of the group; one the bot was in before this was noted is noted now."""
    known = await chats.by_number(turn.session, turn.chat_id)
    if known is None or known.left_at is not None:
        known = await chats.added(turn.session, turn.chat_id, "group", turn.officer.language, None)
    return known


async def _find(turn: Turn, words: str) -> None:
    if not words:
        return await _help(turn, "")
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
    told = await actions.by_number(turn.session, words[:40])
    if told is None or not is_public(told):
        turn.say(_("There is no public action with this number. Numbers look like SUW-0001."))
        return
    lead = await ways(turn.session)
    read = Button(_("Read more"), url=lead.action(told.action.number, turn.officer.language))
    turn.say(card(turn, told), rows=[[read]])


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
    turn.say(HELP, rows=[[Button(_("Private chat"), url=(await ways(turn.session)).private)]])


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


HERE = {
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


async def _membership(turn: Turn, kind: str, *, present: bool) -> None:
    """Note where the bot is, and ask who added it, in private, what the chat is for."""
    if not present:
        return await chats.left(turn.session, turn.chat_id)
    before = await chats.by_number(turn.session, turn.chat_id)
    if before is not None and before.left_at is None:
        return  # only its rights have changed
    by = turn.officer
    chat = await chats.added(turn.session, turn.chat_id, kind, by.language, by.id or None)
    if by.id and by.telegram_id:
        await _ask(turn, by, chat)
    if kind == "group":
        turn.officer = reader(chat)
        await _help(turn, "")


async def _ask(turn: Turn, by: Officer, chat: Chat) -> None:
    """Ask in private whoever added the bot; a group needs nothing of who is of no office, a channel does."""
    assert turn.company is not None
    title = turn.company.title
    office = await offices.get(turn.session, by.office_id or 0) if by.for_office else None
    if office is not None:
        words, rows = _question(chat, office)
        turn.owed.append(letter(by, words, rows=rows, title=title, office=offices.title(office)))
    elif chat.kind == "channel":
        turn.owed.append(
            letter(
                by,
                _("<b>{title}</b>\nChannels carry the highlights of an office, so people of an office set them up. "
                  "Nothing is posted there."),
                title=title,
            )
        )  # fmt: skip


def _question(chat: Chat, office: Office) -> tuple[Message, list[Sequence[Button]]]:
    no = [button(_("No, thank you"), not_this, chat.id)]
    if chat.kind == "group":
        words = _("<b>{title}</b>\nUse this group for reviews of “{office}”? What waits for a look is posted there, "
                  "without anybody’s name.")  # fmt: skip
        return words, [[button(_("Use this group"), use_group, chat.id)], no]
    words = _("<b>{title}</b>\nUse this channel for highlights of “{office}”? Which language should it have?")
    return words, [*in_rows([button(OWN_NAMES[code], use_channel, chat.id, code) for code in LANGUAGES], 2), no]


@chat_of_office.press
async def use_group(turn: Turn, key: int) -> None:
    """Let reviews of one's office be done in a group."""
    await _link(turn, key, "group", None)
    turn.show(
        _("<b>This group is used for reviews</b>\n/office shows it under “{chats}”."), chats=_("Groups and channels")
    )


@chat_of_office.press
async def use_channel(turn: Turn, key: int, code: str) -> None:
    """Let a channel carry the highlights of one's office, in one language."""
    if code not in LANGUAGES:
        raise Refusal(STALE)
    await _link(turn, key, "channel", code)
    turn.show(
        _("<b>This channel carries highlights</b> · {language}\nWhat cities agree to from now on is posted there."),
        language=OWN_NAMES[code],
    )


async def _link(turn: Turn, key: int, kind: str, language: str | None) -> None:
    chat = await chats.get(turn.session, key)
    if chat is None or chat.kind != kind or chat.left_at is not None or chat.person_id != turn.officer.id:
        raise Refusal(STALE)
    if not await chats.link(turn.session, chat, turn.officer, language):
        raise Refusal(STALE)


@chat_of_office.press
async def not_this(turn: Turn, key: int) -> None:
    """Use a chat for nothing of the office."""
    chat = await chats.get(turn.session, key)
    if chat is None or chat.person_id != turn.officer.id:
        raise Refusal(STALE)
    turn.show(_("It is used for nothing of your office. /office can change that."))


@chat_of_office.press
async def mine(turn: Turn) -> None:
    """Show the group and the channels of one's office."""
    there = await chats.of_office(turn.session, turn.officer.office_id or 0)
    undecided = await chats.undecided(turn.session, turn.officer.id)
    lines = [_line(turn, place, each) for place, each in enumerate([*there, *undecided], 1)]
    letting_go = [button(said(_("Let go of {n}"), n=place), let_go, each.id) for place, each in enumerate(there, 1)]
    deciding = [
        button(said(_("Use {n}"), n=place), decide, each.id) for place, each in enumerate(undecided, len(there) + 1)
    ]
    turn.show(
        _("<b>Groups and channels</b>\n\n{lines}\n\n{how}"),
        rows=[*in_rows(deciding, 3), *in_rows(letting_go, 3)],
        lines=joined(turn, lines) if lines else _("There are none yet."),
        how=_("Add Pumasi to a group, or as an administrator to a channel: you are asked here what it is for."),
    )


def _line(turn: Turn, place: int, chat: Chat) -> Said:
    if chat.office_id is None:
        words = {"group": _("{place} Group, used for nothing yet · {language} · since {day}"),
                 "channel": _("{place} Channel, used for nothing yet · {language} · since {day}")}  # fmt: skip
    else:
        words = {"group": _("{place} Group for reviews · {language} · since {day}"),
                 "channel": _("{place} Channel for highlights · {language} · since {day}")}  # fmt: skip
    day = turn.translate.full_day(chat.added_at.astimezone(turn.translate.zone).date())
    return said(words[chat.kind], place=place, language=OWN_NAMES[chat.language], day=day)


@chat_of_office.press
async def decide(turn: Turn, key: int) -> None:
    """Ask once more what a chat is for that somebody added the bot to."""
    chat = await chats.get(turn.session, key)
    office = await offices.get(turn.session, turn.officer.office_id or 0)
    if chat is None or office is None or chat.person_id != turn.officer.id or chat.left_at is not None:
        raise Refusal(STALE)
    words, rows = _question(chat, office)
    day = turn.translate.full_day(chat.added_at.astimezone(turn.translate.zone).date())
    turn.show(words, rows=rows, title=said(_("Added on {day}"), day=day), office=offices.title(office))


@chat_of_office.press
async def let_go(turn: Turn, key: int) -> None:
    """Use a group or channel no more."""
    chat = await chats.get(turn.session, key)
    if chat is None or chat.office_id != turn.officer.office_id:
        raise Refusal(STALE)
    await chats.unlink(turn.session, chat, turn.officer)
    turn.show(_("It is used for nothing of your office any more."))
