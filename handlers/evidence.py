"""How well an action is evidenced: explained to its city, and raised by a check of the link or of the institute."""

from collections.abc import Mapping

from bot import clock, seen
from bot.cards import full
from bot.command import STALE, Command, invited, lead
from bot.evidence_words import evidence as level_of
from bot.reviewing import NOT_YOURS
from bot.text import Message, _, said
from bot.turn import Button, Refusal, Rows, Turn, button, clip, in_office_hours, letter
from storage import actions, attachments, people, review_queue, telling
from storage import evidence as levels
from storage.actions import Told
from storage.models import Evidence

EXPLAINED = _(
    "<b>How far {number} is shown</b>\n{level}\n\n"
    "A document you attach is named on the card. The office can check the link, and the research institute of your "
    "city can look at the text. If a figure is changed later, such a check no longer counts."
)
ASK: Mapping[str, Message] = {"link": _("Check the link"), "reviewed": _("Ask the institute")}
ASKED: Mapping[str, Message] = {
    "link": _("<b>The office is asked to check the link of {number}</b>\nThe answer comes here."),
    "reviewed": _("<b>The research institute is asked to review {number}</b>\nThe answer comes here."),
}
LOOKED: Mapping[str, Message] = {
    "link": _("<b>{city} asks for a check of the link</b>\n\n{card}"),
    "reviewed": _("<b>{city} asks for a review</b>\n\n{card}"),
}
ANSWERS: Mapping[tuple[str, bool], Message] = {
    ("link", True): _("<b>The office has checked the link of {number}</b>\n{title}"),
    ("link", False): _("<b>The office could not confirm the link of {number}</b>\n{title}\nThe level stays as it was."),
    ("reviewed", True): _("<b>The research institute has reviewed {number}</b>\n{title}"),
    ("reviewed", False): _("<b>The research institute could not confirm {number}</b>\n{title}\n"
                           "The level stays as it was."),
}  # fmt: skip
DECIDED = _("This check was decided already.")

evidence = Command("evidence", _("How far an action is shown"), who=invited, hidden=True)


@evidence.press
async def of_action(turn: Turn, action_id: int) -> None:
    """Explain the level of an action of one's own city, and offer what can raise it."""
    told = await _own(turn, action_id)
    waiting = {each.level for each in await levels.asked(turn.session, action_id)}
    can = [level for level in ASK if await _possible(turn, told, level)]
    offers = [button(ASK[level], ask, action_id, level) for level in can if level not in waiting]
    lines = {"number": told.action.number, "level": level_of(turn.translate, told.action)}
    rows = [offers, [button(_("Back"), lead("action", "shown"), action_id)]]
    if waiting:
        note = _("A check is asked for and not decided yet.")
        turn.show(_("{explained}\n{note}"), rows=rows, explained=said(EXPLAINED, **lines), note=note)
    else:
        turn.show(EXPLAINED, rows=rows, **lines)


async def _possible(turn: Turn, told: Told, level: str) -> bool:
    practising = turn.officer.practising
    shown = told.action.state == "published" and (practising or not review_queue.kept_to_itself(told))
    if not shown or not levels.higher(told.action, level):
        return False
    if level == "link":
        return bool((told.action.details or {}).get("links"))
    return practising or bool(await people.in_city(turn.session, told.city.id, "institute"))


@evidence.press
async def ask(turn: Turn, action_id: int, level: str) -> None:
    """Ask for a check."""
    told = await _own(turn, action_id)
    if level not in ASK or not await _possible(turn, told, level):
        raise Refusal(STALE)
    if not await levels.ask(turn.session, told.action, level, turn.officer.id):
        raise Refusal(_("This check is asked for already."))
    rows = [[button(_("Back"), lead("action", "shown"), action_id)]]
    if turn.officer.practising:
        return await _practised(turn, told, level, rows)
    turn.show(ASKED[level], rows=rows, number=told.action.number)


async def _practised(turn: Turn, told: Told, level: str, rows: Rows) -> None:
    """Let whoever is asked say yes at once: nobody real is asked."""
    [request] = await levels.asked(turn.session, told.action.id)
    await levels.decide(turn.session, request, told.action, turn.officer, granted=True)
    what = said(ANSWERS[level, True], number=told.action.number, title=clip(told.action.title, 120))
    turn.show(_("{answer}\nIn the practice town the answer is yes, and comes at once."), rows=rows, answer=what)


@evidence.press
async def look(turn: Turn, request_id: int) -> None:
    """Show what is to be checked."""
    request, told = await _asked(turn, request_id)
    files = {file.kind for file in await attachments.of_action(turn.session, told.action.id)}
    version = told.action.version
    more = [button(_("Documents"), lead("action", "documents"), told.action.id)] if "document" in files else []
    rows: list[list[Button]] = [
        [button(_("It is right"), decide, request_id, version, 1)],
        [button(_("It is not"), decide, request_id, version, 0)],
        more,
        [button(_("Back"), lead("review", "page"), "checks", 0)],
    ]
    city = told.city.names.get(turn.officer.language) or told.city.names["en"]
    turn.show(LOOKED[request.level], rows=rows, city=city, card=full(turn, told))


@evidence.press
async def decide(turn: Turn, request_id: int, version: int, granted: int) -> None:
    """Say whether it is right; of what was changed since it was shown nobody has said so."""
    request, told = await _asked(turn, request_id)
    if told.action.version != version:
        raise Refusal(_("The city has changed {number} meanwhile. Open it again."), number=told.action.number)
    asker = request.person_id
    if not await levels.decide(turn.session, request, told.action, turn.officer, granted=bool(granted)):
        raise Refusal(DECIDED)
    what = said(
        ANSWERS[request.level, bool(granted)], number=told.action.number, title=clip(told.action.title, 120)
    )  # fmt: skip
    reader = await telling.reader_of(turn.session, told.city.id, clock.now(), first=asker)
    if reader:
        rows = [[button(_("Show the card"), lead("action", "open"), told.action.id)]]
        turn.owed.append(in_office_hours(letter(reader, what, rows=rows), reader))
    turn.show(what, rows=[[button(_("Back"), lead("review", "page"), "checks", 0)]])


async def _asked(turn: Turn, request_id: int) -> tuple[Evidence, Told]:
    """Return a check that this person decides about."""
    request = await levels.get(turn.session, request_id)
    told = await actions.get(turn.session, request.action_id) if request else None
    if request is None or told is None:
        raise Refusal(STALE)
    for_office = request.level == "link"
    if turn.officer.for_office != for_office or not await review_queue.may_look(turn.session, turn.officer, told):
        raise Refusal(NOT_YOURS)
    if review_queue.kept_to_itself(told):
        raise Refusal(seen.GONE)
    if request.reason != "asked":
        raise Refusal(DECIDED)
    return request, told


async def _own(turn: Turn, action_id: int) -> Told:
    told = await actions.get(turn.session, action_id)
    if told is None or told.city.id != turn.officer.city_id:
        raise Refusal(_("This action belongs to another city."))
    return told
