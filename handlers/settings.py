"""/settings — language, reminders, and how many messages a month the bot may begin."""

from bot.cards import LANGUAGE_NAMES
from bot.command import Command, invited, lead, members
from bot.text import _
from bot.thread_words import renamed
from bot.turn import Refusal, Turn, button
from storage import people

BUDGETS = (0, 2, 4, 8)

settings = Command("settings", _("Language, reminders, how often"), who=invited)


@settings.starts
async def begin(turn: Turn, words: str) -> None:
    await _show(turn)


@settings.press
async def back(turn: Turn) -> None:
    """Show the settings again."""
    await _show(turn)


async def _show(turn: Turn) -> None:
    person = await people.row(turn.session, turn.officer.id)
    rows = [
        [button(_("Language"), lead("language", "choose")), button(_("Messages a month"), how_many)],
        [
            button(_("Stop reminders") if person.reminders else _("Start reminders"), reminders),
            *([button(_("News"), lead("follow", "how_often"))] if members(turn.officer) else []),
        ],
        [button(_("Hide my name") if person.shows_name else _("Show my name"), names)] if turn.officer.for_city else [],
    ]
    turn.show(
        _("<b>Settings</b>\nLanguage: {language}\nReminders: {reminders}\nUnasked messages: at most {n} a month\n"
          "Others see my name: {name}\nMessages come between 09:00 and 18:00 on working days."),
        rows=rows,
        language=LANGUAGE_NAMES[person.language],
        reminders=_("on") if person.reminders else _("off"),
        n=person.budget,
        name=_("yes") if person.shows_name else _("no"),
    )  # fmt: skip


@settings.press
async def how_many(turn: Turn) -> None:
    """Ask how many messages a month may come unasked."""
    row = [button(str(n), budget, n) for n in BUDGETS]
    turn.show(
        _("<b>How many messages a month may Pumasi begin?</b>\nWhat you ask for is not counted."),
        rows=[row, [button(_("Back"), back)]],
    )


@settings.press
async def budget(turn: Turn, n: int) -> None:
    """Keep how many."""
    if n not in BUDGETS:
        raise Refusal(_("Please press one of the buttons."))
    await people.change(turn.session, turn.officer.id, budget=n)
    await _show(turn)


@settings.press
async def reminders(turn: Turn) -> None:
    """Switch reminders off or on."""
    person = await people.row(turn.session, turn.officer.id)
    await people.change(turn.session, turn.officer.id, reminders=not person.reminders)
    await _show(turn)


@settings.press
async def names(turn: Turn) -> None:
    """Let other cities see this person's name, or no more: at once, wherever it is shown."""
    person = await people.row(turn.session, turn.officer.id)
    await people.change(turn.session, turn.officer.id, shows_name=not person.shows_name)
    turn.owed += await renamed(turn.unit, turn.officer.id)
    await _show(turn)
