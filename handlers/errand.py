"""A department is asked about one item: it gets a link, which works once, and needs no account."""

from datetime import timedelta

from bot import clock
from bot.cards import joined
from bot.command import STALE, cities, lead
from bot.conversation import Conversation
from bot.links import ways
from bot.questions import Text
from bot.text import _, said
from bot.turn import Refusal, Rows, Turn, button, clip, in_rows
from storage import actions, answers, cycles, errands, indicators
from storage import cities as places
from storage.drafts import Draft
from storage.models import Action, Indicator

errand = Conversation(
    "errand",
    _("Ask a department"),
    Text(
        "department",
        _("Which department shall be asked? Its name is enough, for example: Transport Department. No persons."),
        longest=80,
        shortest=2,
    ),
    who=cities,
    hidden=True,
)
FORWARD = _(
    "<b>{city}: {title}</b>\n{link}\n\nWhat is new of this in your department? Three boxes on one page; no account is "
    "needed. The link works once, until {day}."
)


@errand.press
async def of_action(turn: Turn, action_id: int) -> None:
    """Ask which department knows about an action."""
    await _ask(turn, action=action_id)


@errand.press
async def of_indicator(turn: Turn, indicator_id: int) -> None:
    """Ask which department knows an indicator's value."""
    await _ask(turn, indicator=indicator_id)


@errand.press
async def of_due(turn: Turn, period_id: int, kind: str, key: int) -> None:
    """Ask which department knows about something that is due."""
    if kind not in ("action", "indicator"):
        raise Refusal(STALE)
    await _ask(turn, **{kind: key, "period": period_id})


async def _ask(turn: Turn, **about: int) -> None:
    await _item(turn, about)
    if not turn.officer.practising and not (await ways(turn.session)).page:
        raise Refusal(
            _("Departments answer on a page whose address is not known yet. "
              "Your administrator sets it as PUMASI_PUBLIC_URL; then this works.")
        )  # fmt: skip
    await errand.ask_about(turn, **about)


async def _item(turn: Turn, about: dict[str, int]) -> tuple[str, Action | Indicator]:
    """Return the title of an item of one's own city, and the item."""
    told = await actions.get(turn.session, about["action"]) if "action" in about else None
    kept = await indicators.get(turn.session, about["indicator"], turn.today) if "indicator" in about else None
    if told and told.city.id == turn.officer.city_id and told.action.state == "published":
        return told.action.title, told.action
    if kept and kept.row.city_id == turn.officer.city_id and not kept.row.withdrawn_at:
        return kept.row.name, kept.row
    raise Refusal(STALE)


@errand.done
async def hand_out(turn: Turn, draft: Draft) -> str:
    """Make the link, in a message of its own that can be forwarded; it can be seen this once."""
    title, item = await _item(turn, draft.answers)
    department, period_id = draft.answers["department"], draft.answers.get("period")
    if turn.officer.practising:
        await _passed_on(turn, draft)
        return await _practised(turn, department, title, item)
    code = await errands.give_out(turn.session, turn.officer, department, item)
    rows: Rows = []
    await _passed_on(turn, draft)
    if period_id:
        rows = [[button(_("Go on"), lead("tidy", "go_on"), period_id)]]
    turn.show(
        _("<b>A link for {department}</b>\nPlease send the message below to the department, by e-mail for example. "
          "Its answer comes to you as a draft; nothing is published by itself."),
        rows=[*rows, [button(_("Links given out"), waiting)]],
        department=department,
    )  # fmt: skip
    day = turn.translate.day_of(clock.now() + timedelta(days=errands.DAYS))
    link = f"{(await ways(turn.session)).page}/d/{code}"
    turn.pressed = None
    turn.say(FORWARD, city=turn.officer.city_name, title=clip(title, 200), link=link, day=day)
    return ""


async def _practised(turn: Turn, department: str, title: str, item: Action | Indicator) -> str:
    """Let an invented department answer at once, as a draft: no link is made."""
    answers = {"department": department, "title": title, "contact": ""}
    text = turn.translate.plain(_("Half of it is done. The rest follows this autumn."))
    if isinstance(item, Action):
        verb, known = "contribution", {"text": text, "action": item.id}
    else:
        figure = {"value": "50", "others": [], "unit": item.unit, "scaled": False, "day": turn.today.isoformat()}
        verb, known = "value", {"note": text, "indicator": item.id, "figure": figure}
    draft_id = await errands.keep(turn.session, turn.officer, verb, answers | known)
    turn.show(
        _("<b>Practice: no link was made</b>\nOutside of practice a link for {department} would stand here, which "
          "works once. In practice the department has answered already."),
        rows=[[button(_("Show the answer"), lead(verb, "take_up"), draft_id)]],
        department=department,
    )  # fmt: skip
    return ""


async def _passed_on(turn: Turn, draft: Draft) -> None:
    """State for the period, if it was in one, that a department was asked."""
    city = await places.get(turn.session, turn.officer.city_id or 0) if "period" in draft.answers else None
    asked = await cycles.asked_of(turn.session, draft.answers["period"], city) if city else None
    if asked is None or city is None:
        return
    told = await actions.get(turn.session, draft.answers["action"]) if "action" in draft.answers else None
    if told:
        await answers.confirm(turn.session, asked, told.action, turn.officer.id, "passed")
    else:
        subject = f"indicator:{draft.answers['indicator']}"
        await answers.state(turn.session, asked, city, subject, "passed", turn.officer.id)


@errand.press
async def waiting(turn: Turn) -> None:
    """List the links that departments have not used yet."""
    open_ones = await errands.open_ones(turn.session, turn.officer.city_id or 0, clock.now())
    lines = []
    for place, each in enumerate(open_ones, 1):
        title = (await errands.about(turn.session, each)).title
        day = turn.translate.day_of(each.expires_at)
        words = _("{place} <b>{title}</b>\n   {department} · until {day}")
        lines.append(said(words, place=place, title=clip(title, 80), department=each.department, day=day))
    stop = [button(said(_("Cancel {n}"), n=place), withdraw, each.id) for place, each in enumerate(open_ones, 1)]
    if not lines:
        turn.show(_("No link is waiting for a department."))
        return
    turn.show(_("<b>Links given to departments</b>\n\n{lines}"), rows=in_rows(stop[:12], 3), lines=joined(turn, lines))


@errand.press
async def withdraw(turn: Turn, errand_id: int) -> None:
    """Let a link lead nowhere any more."""
    row = await errands.get(turn.session, errand_id)
    if row is None or row.city_id != turn.officer.city_id:
        raise Refusal(STALE)
    if not await errands.withdraw(turn.session, row, turn.officer.id, clock.now()):
        raise Refusal(_("This link was used or has expired."))
    await waiting(turn)
