"""/tidy — go through what the city publishes, one card at a time, and say of each whether it still holds.

Which card is next is not kept anywhere: it is the first action nothing was said of in this period. So a restart,
a colleague who helps, and stopping half-way need no code of their own.
"""

from collections.abc import Mapping

from bot import clock
from bot.cards import as_of
from bot.cards import head as card_head
from bot.command import STALE, Command, cities
from bot.conversation import Conversation
from bot.language.draft import language
from bot.prompts import answer_rows, mine, settled
from bot.questions import Text
from bot.text import Plural, Said, _, plural, said
from bot.turn import Refusal, Turn, button
from storage import actions, answers, coming, cycles
from storage import cities as places
from storage.answers import Checklist
from storage.cycles import Asked
from storage.drafts import Draft
from storage.models import Action, City

tidy = Command("tidy", _("Go through what is due"), who=cities, hidden=True)
progress = Conversation(
    "progress",
    _("Write what is new in an action"),
    Text("text", _("What is new? A sentence is enough."), longest=2000, shortest=4),
    who=cities,
    hidden=True,
)
SAID: Mapping[str, Plural] = {
    "no_change": plural("{n} without change", "{n} without change"),
    "updated": plural("{n} with news", "{n} with news"),
    "finished": plural("{n} finished", "{n} finished"),
    "stopped": plural("{n} stopped", "{n} stopped"),
}


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


async def _next(turn: Turn, asked: Asked, city: City) -> None:
    todo = await answers.checklist(turn.session, asked.period.id, city.id)
    if todo.left:
        _card(turn, asked, city, todo)
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
    action = todo.left[0]
    keys = asked.period.id, action.id
    last = [button(_("Later"), later, asked.period.id)]
    if todo.newest and todo.newest.kind != "updated":
        last.insert(0, button(_("Back"), back, asked.period.id, todo.newest.action_id))
    rows = [
        [button(_("No change"), unchanged, *keys)],
        [button(_("Write an update"), write, *keys)],
        [button(_("Finished"), finished, *keys), button(_("Stopped"), stopped, *keys)],
        last,
    ]
    turn.show(_face(turn, asked, city, todo), rows=rows)


def _face(turn: Turn, asked: Asked, city: City, todo: Checklist) -> Said:
    action = todo.left[0]
    name = places.name(city, turn.officer.language)
    return said(
        _("{position} of {total} · {period}\n\n{card}\n\n{number} · as of {day}"),
        position=len(todo.said) + 1,
        total=todo.total,
        period=asked.label,
        card=card_head(action.title, action.text, name, action.target, action.kind),
        number=action.number,
        day=as_of(turn, action),
    )


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
    await _next(turn, asked, city)


@tidy.press
async def back(turn: Turn, period_id: int, action_id: int) -> None:
    """Take back what was said of the card before, while the period is open."""
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
        done=len(todo.said),
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
    counts = todo.counts
    turn.show(
        _("<b>{period} is answered</b>\n{city} · {facts}\n{counts}\nAnything new can be typed at any time."),
        period=asked.label,
        city=places.name(city, turn.officer.language),
        facts=settled(asked, known, city),
        counts=[said(words, n=counts[kind]) for kind, words in SAID.items() if counts[kind]],
    )


async def _about(turn: Turn, period_id: int, action_id: int) -> tuple[Asked, City, Action]:
    asked, city = await mine(turn, period_id)
    told = await actions.get(turn.session, action_id)
    if told is None or told.city.id != city.id:
        raise Refusal(STALE)
    return asked, city, told.action
