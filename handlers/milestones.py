"""/milestones — five milestones and the three phases after them: when the city reached which, and what shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot import kept_files
from bot.cards import dotted, joined
from bot.command import STALE, Command, cities, lead
from bot.conversation import Conversation
from bot.figure_questions import Until
from bot.goal11 import LADDERS, MILESTONES
from bot.indicator_cards import when
from bot.questions import Files, words
from bot.text import Message, Said, _, said
from bot.turn import Button, Refusal, Turn, button, clip, in_rows
from storage import attachments, cycles
from storage import cities as places
from storage import milestones as kept
from storage.drafts import Draft
from storage.milestones import Step
from storage.models import City, MilestoneReached

LONGEST = 500
STEPS: Sequence[Step] = list(kept.ORDER)


@dataclass(frozen=True)
class Evidence(Files):
    """What shows it: words, a link, or a document; a document may bring words along."""

    async def hear(self, turn: Turn, draft: Draft) -> Any:
        if turn.heard.files:
            await super().hear(turn, draft)
            return turn.heard.text[:LONGEST]
        text = words(turn.heard)
        if len(text) > LONGEST:
            raise Refusal(_("That is {n} characters; please use at most {longest}. Nothing was lost."),
                          n=len(text), longest=LONGEST)  # fmt: skip
        return text


milestones = Command("milestones", _("Milestones your city has reached"), who=cities)
ladder = Command("ladder", _("Milestones of a city"), hidden=True)
milestone = Conversation(
    "milestone",
    _("Say that a milestone is reached"),
    Until("day", _("When was it reached? A year or a day, for example 2026 or 2026-11-20."), _("Date")),
    Evidence("evidence", _("What shows it? Send words, a link, or a document of up to 20 MB."), _("Evidence"),
             optional=True, kind="document"),
    who=cities,
    hidden=True,
)  # fmt: skip


@milestones.starts
async def begin(turn: Turn, text: str) -> None:
    await _list(turn, turn.officer.city_id or 0)


@ladder.press
async def of_city(turn: Turn, city_id: int) -> None:
    """Show which steps a city has reached."""
    await _list(turn, city_id)


async def _list(turn: Turn, city_id: int) -> None:
    city = await places.get(turn.session, city_id)
    if city is None:
        raise Refusal(STALE)
    reached = await kept.of_city(turn.session, city_id)
    lines: list[Said] = []
    for each in LADDERS.values():
        lines.append(said(Message("<b>{title}</b>"), title=each.title))
        lines += [_line(turn, step, reached.get(step)) for step in STEPS if step[0] == each.id]
        lines.append(said(Message("")))
    rows = [
        *in_rows([_opening(city_id, place) for place, step in enumerate(STEPS) if step[0] == "milestones"], 5),
        [_opening(city_id, place) for place, step in enumerate(STEPS) if step[0] == "phases"],
        [button(_("City"), lead("city", "open"), city_id)],
    ]
    turn.show(
        Message("<b>{city}</b>\n\n{lines}"),
        rows=rows,
        city=places.name(city, turn.officer.language),
        lines=joined(turn, lines),
    )


def _line(turn: Turn, step: Step, row: MilestoneReached | None) -> Said:
    title: Message | Said = LADDERS[step[0]].steps[step[1]]
    if step[0] != "milestones":  # their titles say which they are
        title = said(Message("{place} {title}"), place=STEPS.index(step) + 1, title=title)
    if row is None or row.day is None:
        return said(Message("{title}"), title=title)
    return said(_("<b>{title}</b> · reached: {day}"), title=title, day=when(turn, row.day))


def _opening(city_id: int, place: int) -> Button:
    return button(str(place + 1), show, city_id, place)


@ladder.press
async def show(turn: Turn, city_id: int, place: int) -> None:
    """Show one step: when it was reached, what shows it, and what was said of it before."""
    city, step = await places.get(turn.session, city_id), _step(place)
    if city is None:
        raise Refusal(STALE)
    told = await kept.history(turn.session, city_id, step)
    row = told[0] if told and told[0].day else None
    documented = row is not None and row.attachment_id is not None
    day, evidence = (row.day, row.evidence or "") if row else (None, "")
    lines = _facts(turn, step, day, evidence, documented=documented)
    earlier = told[1:] if row else told
    if earlier:
        lines += [said(Message("")), said(_("Said before:")), *(_earlier(turn, city, each) for each in earlier[:5])]
    own = city_id == turn.officer.city_id
    file = [button(_("Document"), document, row.id)] if row and row.attachment_id else []
    turn.show(
        Message("{lines}"),
        rows=[*(_owning(place, row) if own else []), file, [button(_("Back"), of_city, city_id)]],
        lines=joined(turn, lines),
    )


def _facts(turn: Turn, step: Step, day: date | None, evidence: str, *, documented: bool) -> list[Said]:
    lines = [said(Message("<b>{title}</b>"), title=LADDERS[step[0]].steps[step[1]])]
    if step[0] == "milestones":
        lines.append(said(_("In climate protection: {title}"), title=MILESTONES[int(step[1])].climate))
    if day is None:
        return [*lines, said(Message("")), said(_("Not reached yet."))]
    lines += [said(Message("")), said(_("Reached: {day}"), day=when(turn, day))]
    if evidence:
        lines.append(said(_("Evidence: {text}"), text=clip(evidence, 300)))
    if documented:
        lines.append(said(_("A document is attached.")))
    return lines if evidence or documented else [*lines, said(_("No evidence is named yet."))]


def _earlier(turn: Turn, city: City, row: MilestoneReached) -> Said:
    what = when(turn, row.day) if row.day else _("not reached")
    on = turn.translate.full_day(cycles.local_day(city.zone, row.at))
    return said(_("{what} · said on {day}"), what=dotted(turn, [what, clip(row.evidence or "", 80)]), day=on)


def _owning(place: int, row: MilestoneReached | None) -> list[Sequence[Button]]:
    if row is None:
        return [[button(_("It is reached"), reach, place)]]
    return [[button(_("Change"), reach, place), button(_("Not reached"), not_reached, place)]]


@milestone.press
async def reach(turn: Turn, place: int) -> None:
    """Ask when a step was reached, and what shows it."""
    _step(place)
    known: Mapping[str, Any] = {}
    row = (await kept.of_city(turn.session, turn.officer.city_id or 0)).get(_step(place))
    if row and row.day:
        known = {"day": row.day.isoformat(), "evidence": row.evidence, "attachment": row.attachment_id}
    await milestone.ask_about(turn, step=place, **known)


@milestone.card
async def preview(turn: Turn, draft: Draft) -> None:
    """Show what would be kept."""
    answers = draft.answers
    files = await attachments.count(turn.session, draft.id)
    documented = bool(files or answers.get("attachment"))
    lines = _facts(turn, _step(answers["step"]), _day(answers), answers.get("evidence") or "", documented=documented)
    rows = [
        [milestone.button(_("Save"), "finish", draft)],
        [
            milestone.button(_("Evidence"), "change", draft, "evidence"),
            milestone.button(_("Date"), "change", draft, "day"),
        ],
        [milestone.button(_("Cancel"), "cancel", draft)],
    ]
    milestone.emit(turn, draft, Message("{lines}"), rows, {"lines": joined(turn, lines)})


@milestone.done
async def keep(turn: Turn, draft: Draft) -> str:
    """Keep when the step was reached, with what shows it."""
    answers, step = draft.answers, _step(draft.answers["step"])
    assert turn.officer.city_id is not None
    newest = await attachments.keep_newest(turn.session, draft.id) or answers.get("attachment")
    await kept.say(turn.session, turn.officer.city_id, turn.officer.id, step, _day(answers),
                   evidence=answers.get("evidence") or None, attachment_id=newest)  # fmt: skip
    await show(turn, turn.officer.city_id, answers["step"])
    return str(turn.translate.plain(LADDERS[step[0]].steps[step[1]]))


@milestone.press
async def not_reached(turn: Turn, place: int) -> None:
    """Say that a step was not reached after all; what was said before is kept."""
    assert turn.officer.city_id is not None
    step = _step(place)
    if step not in await kept.of_city(turn.session, turn.officer.city_id):
        raise Refusal(_("This step is not reached anyway."))
    await kept.say(turn.session, turn.officer.city_id, turn.officer.id, step, None)
    await show(turn, turn.officer.city_id, place)


@ladder.press
async def document(turn: Turn, row_id: int) -> None:
    """Send the document that shows it."""
    found = await kept.get(turn.session, row_id)
    if found is None:
        raise Refusal(STALE)
    await kept_files.send(turn, found.attachment_id, LADDERS[found.ladder].steps[found.step], STALE)


def _day(answers: Mapping[str, Any]) -> date:
    return date.fromisoformat(answers["day"])


def _step(place: int) -> Step:
    if not 0 <= place < len(STEPS):
        raise Refusal(STALE)
    return STEPS[place]
