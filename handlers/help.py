"""/help — what this person can do, from the same table the menu is made of."""

from collections.abc import Sequence

from bot.cards import joined
from bot.command import Command, lead
from bot.text import _, said
from bot.turn import Turn, button

help_ = Command("help", _("What Pumasi can do"))
ALL: list[Command] = []


@help_.starts
async def show(turn: Turn, words: str) -> None:
    lines = [
        said(_("/{name} · {title}"), name=command.name, title=command.title)
        for command in ALL
        if not command.hidden and command.who(turn.officer)
    ]
    hint = (
        _("Type in a sentence what your city did, forward a press release, or send a photo: it becomes a draft.")
        if turn.officer.for_city
        else _("Type /find and a word to read what cities did.")
    )
    rows = [[button(_("Copy the form"), lead("update", "form"))]] if turn.officer.for_city else []
    turn.say(_("<b>Pumasi</b>\n{hint}\n\n{lines}"), rows=rows, hint=hint, lines=joined(turn, lines))


def describe(commands: Sequence[Command]) -> None:
    """Say once which commands there are."""
    ALL[:] = commands
