"""Which cities publish at once, and which are looked at before."""

from bot.cards import joined
from bot.command import STALE, Command, lead, offices
from bot.text import Message, _, said
from bot.turn import Refusal, Turn, button, in_rows
from storage import cities as places
from storage import offices as network
from storage import reviews
from storage.models import City

PAGE = 8

review_rules = Command("review_rules", _("Which cities publish at once"), who=offices, hidden=True)


@review_rules.press
async def cities(turn: Turn, number: int) -> None:
    """Show the cities of this branch, and how each publishes."""
    there = await network.cities(turn.session, turn.officer.office_id or 0)
    number = min(max(number, 0), max(len(there) - 1, 0) // PAGE)
    shown = list(enumerate(there, 1))[number * PAGE : (number + 1) * PAGE]
    lines = [
        said(_("{place} <b>{city}</b> · {how}"), place=place, city=places.name(each, turn.officer.language),
             how=_how(each))
        for place, each in shown
    ]  # fmt: skip
    turning = [button(_("Previous"), cities, number - 1)] if number else []
    turning += [button(_("Next"), cities, number + 1)] if (number + 1) * PAGE < len(there) else []
    rows = [*in_rows([button(str(place), city, each.id) for place, each in shown], 4), turning]
    turn.show(
        _("<b>How cities publish</b>\n{lines}"),
        rows=[*rows, [button(_("Back"), lead("review", "page"), "before", 0)]],
        lines=joined(turn, lines),
    )


def _how(city: City) -> Message:
    return _("publishes at once") if city.trusted else _("looked at before publishing")


@review_rules.press
async def city(turn: Turn, city_id: int) -> None:
    """Show how a city publishes, to change it."""
    _show(turn, await _own(turn, city_id))


def _show(turn: Turn, there: City) -> None:
    if there.trusted:
        note = _("What it publishes is shown at once, and can be looked at afterwards.")
        change = button(_("Look before publishing"), set_trusted, there.id, 0)
    else:
        note = _("What it publishes is shown once this office, or one above, has looked at it.")
        change = button(_("Publish at once"), set_trusted, there.id, 1)
    turn.show(
        _("<b>{city}</b> · {how}\n{note}"),
        rows=[[change], [button(_("Back"), cities, 0)]],
        city=places.label(there, turn.officer.language),
        how=_how(there),
        note=note,
    )


@review_rules.press
async def set_trusted(turn: Turn, city_id: int, trusted: int) -> None:
    """Change how a city publishes from now on; what waits already waits on."""
    there = await _own(turn, city_id)
    await reviews.set_trusted(turn.session, there, turn.officer, trusted=bool(trusted))
    _show(turn, there)


async def _own(turn: Turn, city_id: int) -> City:
    there = await places.get(turn.session, city_id)
    if there is None:
        raise Refusal(STALE)
    if there.office_id not in await network.branch(turn.session, turn.officer.office_id or 0):
        raise Refusal(_("That city belongs to another office."))
    return there
