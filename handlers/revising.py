"""What is said of an indicator beside its values: target value, baseline, source, rating, the date of a value."""

from collections.abc import Mapping

from bot.cards import joined
from bot.command import cities, lead
from bot.conversation import Conversation
from bot.figure_questions import DatedFigure, Until, measured
from bot.indicator_cards import LONGEST_NAME, full, name
from bot.questions import Choice, Text
from bot.reports.progress import RATINGS
from bot.seen import own_indicator
from bot.text import Message, _
from bot.turn import Refusal, Turn, button
from storage import drafts, indicators
from storage.drafts import Draft
from storage.indicators import Kept

WHY = _("Why is it revised? The reason is kept with it and shown in the history.")
TARGET_VALUE = DatedFigure(
    "figure", _("What is to be reached, and by which year? For example: 70 2030."), to_come=True, example="70 2030"
)
BASELINE = DatedFigure("figure", _("From which figure does it start? With its year, for example: 58.2 2020."),
                       example="58.2 2020")  # fmt: skip
RATED: Mapping[str, Message] = RATINGS

aim = Conversation("aim", _("Revise a target value"), TARGET_VALUE, Text("reason", WHY, longest=500),
                   who=cities, hidden=True)  # fmt: skip
baseline = Conversation("baseline", _("Revise a baseline"), BASELINE, Text("reason", WHY, longest=500),
                        who=cities, hidden=True)  # fmt: skip
about = Conversation(
    "about",
    _("Say more about an indicator"),
    Text("source", _("Where do the figures come from? For example: environment department, yearly waste statistics."),
         longest=200, optional=True),
    Text("department", _("Which department is in charge?"), longest=100, optional=True),
    Text("name", _("What should the indicator be called? Its figures stay as they are."), longest=LONGEST_NAME,
         optional=True),
    who=cities,
    hidden=True,
)  # fmt: skip
rated = Conversation(
    "rated",
    _("Rate an indicator in the city's own word"),
    Choice("rating", _("How does it stand, in the city's own word?"), choices=RATED),
    Text("reason", _("Why? The reason is shown beside the rating."), longest=300, shortest=4),
    who=cities,
    hidden=True,
)
dated = Conversation(
    "dated",
    _("Say for which time a value is"),
    Until("day", _("For which year or day is it true? For example 2026, or 2026-11-20.")),
    who=cities,
    hidden=True,
)


@aim.press
async def of_aim(turn: Turn, indicator_id: int) -> None:
    """Ask for a target value, and for the reason where there was one before."""
    kept = await own_indicator(turn, indicator_id)
    known = {} if kept.part.target_value else {"reason": ""}
    await aim.ask_about(turn, indicator=indicator_id, unit=kept.part.unit, **known)


@baseline.press
async def of_baseline(turn: Turn, indicator_id: int) -> None:
    """Ask for a baseline, and for the reason where there was one before."""
    kept = await own_indicator(turn, indicator_id)
    known = {} if kept.part.baseline else {"reason": ""}
    await baseline.ask_about(turn, indicator=indicator_id, unit=kept.part.unit, **known)


@aim.done
async def keep_aim(turn: Turn, draft: Draft) -> str:
    return await _say(turn, draft, "target_value")


@baseline.done
async def keep_baseline(turn: Turn, draft: Draft) -> str:
    return await _say(turn, draft, "baseline")


async def _say(turn: Turn, draft: Draft, kind: str) -> str:
    kept, answers = await own_indicator(turn, draft.answers["indicator"]), draft.answers
    reason = answers["reason"] or None
    await indicators.say(turn.session, kept.row, turn.officer.id, kind, measured(answers["figure"]), reason=reason)
    return await _changed(turn, kept)


@about.press
async def of_indicator(turn: Turn, indicator_id: int, name: str) -> None:
    """Ask for the source, the department or the name of an indicator."""
    kept = await own_indicator(turn, indicator_id)
    draft = await drafts.start(
        turn.session, turn.officer.id, about.name, about.version, answers={"indicator": kept.row.id}
    )
    turn.pressed = None
    await about.change(turn, draft.id, name)


@about.done
async def keep_about(turn: Turn, draft: Draft) -> str:
    kept = await own_indicator(turn, draft.answers["indicator"])
    for each in about.questions:
        if draft.answers.get(each):
            await indicators.change(turn.session, kept.row, turn.officer.id, each, draft.answers[each])
    return await _changed(turn, kept)


@rated.press
async def rate(turn: Turn, indicator_id: int) -> None:
    """Ask for the city's own word on an indicator."""
    await rated.ask_about(turn, indicator=(await own_indicator(turn, indicator_id)).row.id)


@rated.done
async def keep_rating(turn: Turn, draft: Draft) -> str:
    kept, answers = await own_indicator(turn, draft.answers["indicator"]), draft.answers
    await indicators.rate(turn.session, kept.row, turn.officer.id, answers["rating"], answers["reason"])
    return await _changed(turn, kept)


@rated.press
async def clear(turn: Turn, indicator_id: int) -> None:
    """Let the reckoned rating count again."""
    kept = await own_indicator(turn, indicator_id)
    if not kept.part.reason:
        raise Refusal(_("The reckoned rating counts already."))
    await indicators.rate(turn.session, kept.row, turn.officer.id, None, None)
    await _changed(turn, kept)


@dated.press
async def of_value(turn: Turn, measure_id: int) -> None:
    """Ask for which time a recorded value is."""
    measure = await indicators.measure(turn.session, measure_id)
    await own_indicator(turn, measure.indicator_id if measure else 0)
    await dated.ask_about(turn, measure=measure_id)


@dated.done
async def keep_date(turn: Turn, draft: Draft) -> str:
    """Take the value back for the one day, and record it for the other."""
    measure = await indicators.measure(turn.session, draft.answers["measure"])
    kept = await own_indicator(turn, measure.indicator_id if measure else 0)
    assert measure is not None and measure.value is not None
    moved = measured({"day": draft.answers["day"], "value": str(measure.value)})
    if any(each.day == moved[0] for each in kept.part.values):
        raise Refusal(_("For that day there is a value already. Send the new one with its date to correct it."))
    if not await indicators.take_back(turn.session, kept.row, turn.officer.id, measure):
        raise Refusal(_("Something else was recorded since. /indicator shows the history."))
    await indicators.say(turn.session, kept.row, turn.officer.id, "value", moved)
    return await _changed(turn, kept)


async def _changed(turn: Turn, before: Kept) -> str:
    """Show the indicator as it is now."""
    kept = await own_indicator(turn, before.row.id)
    rows = [[button(_("Show the indicator"), lead("measured", "open"), kept.row.id)]]
    turn.show(Message("{lines}"), rows=rows, lines=joined(turn, full(turn, kept, turn.today)))
    return name(kept)
