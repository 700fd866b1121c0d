"""Where the bot was added to: an office says in private what a group or a channel is for."""

from collections.abc import Sequence

from bot.cards import OWN_NAMES, joined
from bot.command import STALE, Command
from bot.command import offices as for_offices
from bot.group_words import reader, show_help
from bot.text import LANGUAGES, Message, Said, _, said
from bot.turn import Button, Refusal, Turn, button, in_rows, letter
from storage import chats, offices
from storage.models import Chat, Office
from storage.people import Officer

chat_of_office = Command("chats", _("Groups and channels of the office"), who=for_offices, hidden=True)


async def membership(turn: Turn) -> None:
    """Note where the bot is, and ask who added it, in private, what the chat is for."""
    assert turn.company is not None
    kind = turn.company.kind
    if not turn.company.present:
        return await chats.left(turn.session, turn.chat_id)
    before = await chats.by_number(turn.session, turn.chat_id)
    if before is not None and before.left_at is None:
        return  # only its rights have changed
    by = turn.officer
    office = await offices.get(turn.session, by.office_id or 0) if by.for_office else None
    guess = office.language if office and kind == "group" else by.language  # until the group chooses
    chat = await chats.added(turn.session, turn.chat_id, kind, guess, by.id or None)
    if by.id and by.telegram_id:
        _ask(turn, by, chat, office)
    if kind == "group":
        turn.officer = reader(chat)
        await show_help(turn)


def _ask(turn: Turn, by: Officer, chat: Chat, office: Office | None) -> None:
    """Ask in private whoever added the bot; a group needs nothing of who is of no office, a channel does."""
    assert turn.company is not None
    title = turn.company.title
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
    day = turn.translate.full_day(turn.translate.day_of(chat.added_at))
    return said(words[chat.kind], place=place, language=OWN_NAMES[chat.language], day=day)


@chat_of_office.press
async def decide(turn: Turn, key: int) -> None:
    """Ask once more what a chat is for that somebody added the bot to."""
    chat = await chats.get(turn.session, key)
    office = await offices.get(turn.session, turn.officer.office_id or 0)
    if chat is None or office is None or chat.person_id != turn.officer.id or chat.left_at is not None:
        raise Refusal(STALE)
    words, rows = _question(chat, office)
    day = turn.translate.full_day(turn.translate.day_of(chat.added_at))
    turn.show(words, rows=rows, title=said(_("Added on {day}"), day=day), office=offices.title(office))


@chat_of_office.press
async def let_go(turn: Turn, key: int) -> None:
    """Use a group or channel no more."""
    chat = await chats.get(turn.session, key)
    if chat is None or chat.office_id != turn.officer.office_id:
        raise Refusal(STALE)
    await chats.unlink(turn.session, chat, turn.officer)
    turn.show(_("It is used for nothing of your office any more."))
