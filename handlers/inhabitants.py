"""How many people live in a city, as it says itself: by that, cities of a similar size come first."""

from dataclasses import dataclass

from bot.command import cities as speaks_for_city
from bot.command import lead
from bot.conversation import Conversation
from bot.language.values import read
from bot.questions import Question, words
from bot.text import _
from bot.turn import Refusal, Turn, button
from storage import cities
from storage.drafts import Draft

FEWEST, MOST = 50, 50_000_000  # people


@dataclass(frozen=True)
class People(Question):
    """A number of people."""

    async def hear(self, turn: Turn, draft: Draft) -> int:
        typed = read(words(turn.heard))
        if typed is None or typed.value % 1 or not FEWEST <= typed.value <= MOST:
            raise Refusal(_("That is no number of inhabitants. For example: 412,000."))
        return int(typed.value)


inhabitants = Conversation(
    "inhabitants",
    _("Say how many people live in your city"),
    People("number", _("<b>How many people live in your city?</b>\nFor example: 412,000. Rounded is enough.")),
    who=speaks_for_city,
    hidden=True,
)


@inhabitants.press
async def of_city(turn: Turn) -> None:
    """Ask how many people live in one's own city."""
    await inhabitants.ask_about(turn)


@inhabitants.done
async def keep(turn: Turn, draft: Draft) -> str:
    """Keep the number in place of what was known."""
    assert turn.officer.city_id is not None
    number = draft.answers["number"]
    await cities.tell_population(turn.session, turn.officer.city_id, turn.officer.id, number)
    rows = [[button(_("Show the city"), lead("city", "open"), turn.officer.city_id)]]
    turn.show(
        _("<b>{n} inhabitants</b>\nWhere others are looked for, cities of a similar size come first."),
        rows=rows,
        n=number,
    )
    return ""
