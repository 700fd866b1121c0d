"""/tidy — go through all that is due, one card at a time: actions, figures, questions, what came back.

Which card is next is not kept anywhere: it is the first thing nothing was said of in this period. So a restart,
a colleague who helps, and stopping half-way need no code of their own.
"""

from bot import clock, tidy_cards
from bot.command import STALE, Command, cities, lead
from bot.conversation import Conversation
from bot.language.draft import language
from bot.prompts import answer_rows, mine, settled
from bot.questions import Text
from bot.text import _
from bot.turn import Button, Refusal, Turn, button
from storage import actions, answers, coming, cycles, due
from storage import cities as places
from storage.answers import Checklist
from storage.cycles import Asked
from storage.drafts import Draft
from storage.models import Action, City, Confirmation

tidy = Command("tidy", _("Go through what is due"), who=cities, hidden=True)
progress = Conversation(
    "progress",
    _("Write what is new in an action"),
    Text("text", _("What is new? A sentence is enough."), longest=2000, shortest=4),
    who=cities,
    hidden=True,
)


@tidy.starts
async def begin(turn: Turn, words: str) -> None:
    """Go on with the first period that waits for an answer."""
    city = await places.get(turn.session, turn.officer.city_id or 0)
    assert city is not None
    for each in await coming.everything(turn.session, city, turn.officer, clock.now()):
        if cycles.answerable(each.asked, cycles.local_day(city.zone, clock.now())):
            return await _next(turn, each.asked, city)
    turn.say(_("Nothing is due. What your city does can be typed at any time."))


@tidy.press
async def go_on(turn: Turn, period_id: int) -> None:
    """Show the next card."""
    await _next(turn, *await mine(turn, period_id))


@tidy.press
async def go_on_below(turn: Turn, period_id: int) -> None:
    """Show the next card in a message of its own: what was pressed stays."""
    turn.pressed = None
    await _next(turn, *await mine(turn, period_id))


async def _next(turn: Turn, asked: Asked, city: City) -> None:
    todo = await answers.checklist(turn.session, asked.period.id, city.id)
    if todo.left:
        _card(turn, asked, city, todo)
    elif todo.beside.left and (shown := await tidy_cards.beside(turn, asked, city, todo)):
        text, rows = shown
        turn.show(text, rows=[*rows, _last_row(asked, todo)])
    elif todo.total:
        await _finish(turn, asked, city, todo)
    else:
        turn.show(
            _("<b>{period}</b>\n{city} has not published anything yet. Type in a sentence what the city did: it "
              "becomes a draft. When it is published, press Report now again."),
            rows=answer_rows(asked.period.id),
            period=asked.label,
            city=places.name(city, turn.officer.language),
        )  # fmt: skip


def _card(turn: Turn, asked: Asked, city: City, todo: Checklist) -> None:
    keys = asked.period.id, todo.left[0].id
    rows = [
        [button(_("No change"), unchanged, *keys)],
        [button(_("Write an update"), write, *keys)],
        [
            button(_("Finished"), finished, *keys),
            button(_("Stopped"), stopped, *keys),
            button(_("Not ours"), lead("passing", "not_ours"), asked.period.id, "action", todo.left[0].id),
        ],
        _last_row(asked, todo),
    ]
    turn.show(tidy_cards.of_action(turn, asked, city, todo), rows=rows)


def _last_row(asked: Asked, todo: Checklist) -> list[Button]:
    """Return the way to stop for now, and the way back where something can be taken back."""
    newest, later_on = todo.newest, button(_("Later"), later, asked.period.id)
    if newest is None or newest.kind == "updated":
        return [later_on]
    if isinstance(newest, Confirmation):
        return [button(_("Back"), back, asked.period.id, "action", newest.action_id), later_on]
    kind, _colon, key = newest.subject.partition(":")
    return [button(_("Back"), back, asked.period.id, kind, key), later_on]


@tidy.press
async def unchanged(turn: Turn, period_id: int, action_id: int) -> None:
    """State that an action is as it was."""
    await _say(turn, period_id, action_id, "no_change")


@tidy.press
async def finished(turn: Turn, period_id: int, action_id: int) -> None:
    """State that an action is done; its card says so from now on."""
    await _say(turn, period_id, action_id, "finished")


@tidy.press
async def stopped(turn: Turn, period_id: int, action_id: int) -> None:
    """State that an action was given up."""
    await _say(turn, period_id, action_id, "stopped")


async def _say(turn: Turn, period_id: int, action_id: int, kind: str) -> None:
    asked, city, action = await _about(turn, period_id, action_id)
    new = await answers.confirm(turn.session, asked, action, turn.officer.id, kind)
    if new and kind == "finished" and action.kind == "under_way":
        await _change_kind(turn, action, "achieved")
    if new and kind == "no_change" and await due.silent_for_long(turn.session, action_id):
        await answers.state(turn.session, asked, city, f"alive:{action_id}", "asked", turn.officer.id)
        return _whether_alive(turn, asked, action)
    await _next(turn, asked, city)


def _whether_alive(turn: Turn, asked: Asked, action: Action) -> None:
    """Ask, once, whether an action still goes on."""
    keys = asked.period.id, action.id
    rows = [
        [button(_("It goes on"), go_on, asked.period.id)],
        [button(_("Finished"), over, *keys, "finished"), button(_("Stopped"), over, *keys, "stopped")],
    ]
    turn.show(tidy_cards.still_alive(turn, action), rows=rows)


@tidy.press
async def over(turn: Turn, period_id: int, action_id: int, kind: str) -> None:
    """State that an action is over after all, in place of no change."""
    if kind not in answers.OVER:
        raise Refusal(STALE)
    asked, city, action = await _about(turn, period_id, action_id)
    if not answers.settles(await answers.of(turn.session, period_id, city.id)):
        await answers.take_back(turn.session, asked, action, turn.officer.id)
    await _say(turn, period_id, action_id, kind)


@tidy.press
async def no_number(turn: Turn, period_id: int, indicator_id: int) -> None:
    """State that there is no new figure of an indicator."""
    await _state(turn, period_id, "indicator", indicator_id, "no_change")


@tidy.press
async def leave_out(turn: Turn, period_id: int, kind: str, key: int) -> None:
    """Say nothing of something this time."""
    if kind == "action":
        return await _say(turn, period_id, key, "skipped")
    await _state(turn, period_id, kind, key, "skipped")


async def _state(turn: Turn, period_id: int, kind: str, key: int, what: str) -> None:
    asked, city = await mine(turn, period_id)
    todo = await answers.checklist(turn.session, period_id, city.id)
    if any((item.kind, item.key) == (kind, key) for item in todo.beside.left):
        await answers.state(turn.session, asked, city, f"{kind}:{key}", what, turn.officer.id)
    await _next(turn, asked, city)


@tidy.press
async def back(turn: Turn, period_id: int, kind: str, key: int) -> None:
    """Take back what was said of the card before, while the period is open."""
    if kind == "action":
        return await _back(turn, period_id, key)
    asked, city = await mine(turn, period_id)
    if not answers.settles(await answers.of(turn.session, period_id, city.id)):
        await due.take_back(turn.session, asked, city, f"{kind}:{key}", turn.officer.id)
    await _next(turn, asked, city)


async def _back(turn: Turn, period_id: int, action_id: int) -> None:
    asked, city, action = await _about(turn, period_id, action_id)
    if not answers.settles(await answers.of(turn.session, period_id, city.id)):
        taken = await answers.take_back(turn.session, asked, action, turn.officer.id)
        versions = await actions.history(turn.session, action.id)
        if taken and taken.kind == "finished" and versions and versions[-1].at >= taken.at:
            await _change_kind(turn, action, "under_way")
    await _next(turn, asked, city)


async def _change_kind(turn: Turn, action: Action, kind: str) -> None:
    await actions.edit(turn.session, action, turn.officer.id, {**action.details, "kind": kind})


@tidy.press
async def later(turn: Turn, period_id: int) -> None:
    """Stop for now; what was said is kept."""
    asked, city = await mine(turn, period_id)
    todo = await answers.checklist(turn.session, period_id, city.id)
    turn.show(
        _("<b>{period}: {done} of {total} checked</b>\nThis is kept. The next card waits until you go on."),
        rows=[[button(_("Go on"), go_on, period_id)]],
        period=asked.label,
        done=todo.done,
        total=todo.total,
    )


@tidy.press
async def write(turn: Turn, period_id: int, action_id: int) -> None:
    """Ask for what is new, below the card."""
    asked, _city, action = await _about(turn, period_id, action_id)
    turn.show(
        _("<b>{title}</b>\n{number} · {period}"),
        rows=[[button(_("Go on"), go_on, period_id)]],
        title=action.title,
        number=action.number,
        period=asked.label,
    )
    await progress.ask_about(turn, period=period_id, action=action_id)


@progress.done
async def keep(turn: Turn, draft: Draft) -> str:
    """Publish the news and show the next card."""
    asked, city, action = await _about(turn, draft.answers["period"], draft.answers["action"])
    text = draft.answers["text"]
    written_in = language(text) or turn.officer.language
    await actions.add_update(turn.session, action, turn.officer.id, text, written_in)
    await answers.confirm(turn.session, asked, action, turn.officer.id, "updated")
    await _next(turn, asked, city)
    return action.number


async def _finish(turn: Turn, asked: Asked, city: City, todo: Checklist) -> None:
    """Store that the city has reported, once, and say so."""
    await answers.give(turn.session, asked, city, turn.officer.id, "reported")
    known = await answers.of(turn.session, asked.period.id, city.id)
    assert known is not None
    turn.show(
        _("<b>{period} is answered</b>\n{city} · {facts}\n{counts}\nAnything new can be typed at any time."),
        period=asked.label,
        city=places.name(city, turn.officer.language),
        facts=settled(asked, known, city),
        counts=tidy_cards.counted(todo),
    )


async def _about(turn: Turn, period_id: int, action_id: int) -> tuple[Asked, City, Action]:
    asked, city = await mine(turn, period_id)
    told = await actions.get(turn.session, action_id)
    if told is None or told.city.id != city.id:
        raise Refusal(STALE)
    return asked, city, told.action
