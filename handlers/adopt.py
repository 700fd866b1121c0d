"""We are doing this too: an action of one's own that follows another city's, and the word of it to that city."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot import adopting, seen
from bot.cards import joined
from bot.command import cities as speaks_for_city
from bot.command import lead
from bot.conversation import Conversation
from bot.language import draft as reading
from bot.questions import Text
from bot.text import Message, Said, _, said
from bot.turn import Refusal, Turn, button, clip
from storage import Unit, actions, adopted, adoptions, cities, drafts, notices, outbox
from storage.actions import Told
from storage.drafts import Draft
from storage.models import Action

PAGE = 5  # of one's own actions
OURS = ""  # the answer that the city has published it already: nobody can type it
CHANGES: Mapping[str, Message] = {
    "same": _("The same way"),
    "smaller": _("On a smaller scale"),
    "partners": _("With other partners"),
}


@dataclass(frozen=True)
class Change(Text):
    """What was changed, in a sentence or two or by a button; or that it is one of the city's own actions."""

    async def options(self, turn: Turn, draft: Draft) -> Sequence[tuple[str, Message | Said | str]]:
        ours = {} if "own" in draft.answers else {"ours": _("It is one of ours")}
        told = await _source(turn, draft.answers["source"])
        # What is for members only must not be quoted in what anybody may read: own words are needed there.
        offered = CHANGES if _open(turn, told) or "own" in draft.answers else {}
        return [*offered.items(), *ours.items()]

    async def pick(self, turn: Turn, draft: Draft, value: str) -> str:
        if value not in dict(await self.options(turn, draft)):
            raise Refusal(_("Please press one of the buttons."))
        if value in CHANGES:
            return turn.translate.label(CHANGES[value])
        assert turn.officer.city_id is not None
        if not (await adoptions.free(turn.session, turn.officer.city_id, 0, 1))[1]:
            raise Refusal(_("Your city has published nothing yet that could be linked."))
        return OURS


adopt = Conversation(
    "adopt",
    _("We are doing this too"),
    Change("change", _("<b>What did you change?</b>\nOne or two sentences are enough."), longest=1000),
    who=speaks_for_city,
    hidden=True,
)
_telling: list[Conversation] = []


def becomes(conversation: Conversation) -> None:
    """Say in which conversation a city tells of what it does too."""
    _telling[:] = [conversation]


@adopt.press
async def of_action(turn: Turn, action_id: int) -> None:
    """Ask what the city changed."""
    told = await _source(turn, action_id)
    if number := await adoptions.followed_by(turn.session, _city_of(turn), action_id):
        raise Refusal(adopting.WHY["twice"], number=number)
    await adopt.ask_about(turn, source=told.action.id)


@adopt.done
async def go_on(turn: Turn, draft: Draft) -> str:
    """Fill a draft of the city's own with it; or link, or list, what the city has published already."""
    told = await _source(turn, draft.answers["source"])
    if "own" in draft.answers:
        return await _link(turn, told, draft)
    if draft.answers["change"] == OURS:
        await _list(turn, told, 0)
        return told.action.number
    [telling] = _telling
    answers = _filled(turn, told, draft.answers["change"])
    begun = await drafts.start(turn.session, turn.officer.id, telling.name, telling.version, answers=answers)
    begun.card_id = draft.card_id if turn.pressed else None  # the question becomes its card, or is done with
    await telling.advance(turn, begun)
    return told.action.number


def _filled(turn: Turn, told: Told, change: str) -> dict[str, Any]:
    """Return what is known of an action that follows another one."""
    action, details = told.action, told.action.details or {}
    public = _open(turn, told)
    picked = public and change in [turn.translate.label(each) for each in CHANGES.values()]
    text = _in_words(turn, told, change) if picked else change
    written = turn.officer.language if picked else reading.language(change)
    title = action.title if public and written == action.language else reading.title(text) or text
    kept = {name: details[name] for name in ("tags", "pathway") if public and details.get(name)}
    return kept | {
        "text": text,
        "title": clip(title, 120),
        "kind": "under_way",
        "target": action.target,
        "figures": [figure.text for figure in reading.figures(text)][:8],
        "source": action.id,
        "change": change,
        "after": {"number": action.number, "city": cities.label(told.city, turn.officer.language)},
    }


def _open(turn: Turn, told: Told) -> bool:
    """Say whether an action may be quoted in what others read."""
    return told.action.visibility == "public" or seen.together(turn, told)


def _in_words(turn: Turn, told: Told, change: str) -> str:
    """Return a text for who pressed a button in place of telling it: what they do too, and how.

    A title in another language would make it one of that language.
    """
    named = told.action.language == turn.officer.language
    return turn.translate.plain(
        _("We are doing this too: “{title}” ({number}, {city}). {change}.")
        if named
        else _("We are doing this too: {number} of {city}. {change}."),
        title=clip(told.action.title, 200),
        number=told.action.number,
        city=cities.label(told.city, turn.officer.language),
        change=change,
    )


async def _list(turn: Turn, told: Told, offset: int) -> None:
    found, total = await adoptions.free(turn.session, _city_of(turn), offset, PAGE)
    key = told.action.id
    lines = [
        said(_("{place} <b>{title}</b>\n   {facts}"), place=place, title=clip(each.title, 80), facts=each.number)
        for place, each in enumerate(found, offset + 1)
    ]
    numbers = [button(str(place), one, key, each.id) for place, each in enumerate(found, offset + 1)]
    turning = [button(_("Previous"), ours, key, max(offset - PAGE, 0))] if offset else []
    if offset + PAGE < total:
        turning.append(button(_("Next"), ours, key, offset + PAGE))
    turn.show(
        _("<b>Which of your actions comes after {number}?</b>\n\n{lines}"),
        rows=[numbers, turning, [button(_("Back"), again, key)]],
        number=told.action.number,
        lines=joined(turn, lines),
    )


@adopt.press
async def ours(turn: Turn, source_id: int, offset: int) -> None:
    """Turn the pages of the city's own actions."""
    await _list(turn, await _source(turn, source_id), max(offset, 0))


@adopt.press
async def again(turn: Turn, source_id: int) -> None:
    """Back to the question."""
    await _source(turn, source_id)
    draft = await drafts.start(turn.session, turn.officer.id, adopt.name, adopt.version, answers={"source": source_id})
    await adopt.advance(turn, draft)


@adopt.press
async def one(turn: Turn, source_id: int, own_id: int) -> None:
    """Ask what the city changed in an action that it has published already."""
    await _source(turn, source_id)
    own = await _own(turn, own_id)
    answers = {"source": source_id, "own": own.id}
    draft = await drafts.start(turn.session, turn.officer.id, adopt.name, adopt.version, answers=answers)
    await adopt.advance(turn, draft)


async def _link(turn: Turn, told: Told, draft: Draft) -> str:
    own = await _own(turn, draft.answers["own"])
    await adopting.follow(turn, own.id, draft.answers, old=True)
    told_of = _("<b>{own} comes after {number}</b>\nWhat you changed: {change}\n{city} is told of it.")
    if turn.officer.practising:
        told_of = _(
            "<b>{own} comes after {number}</b>\nWhat you changed: {change}\nIn practice {city} is not told of it."
        )
    turn.show(
        told_of,
        rows=[[button(_("Show the card"), lead("action", "open"), own.id), button(_("Undo"), undo, own.id)]],
        own=own.number,
        number=told.action.number,
        change=clip(draft.answers["change"], 300),
        city=cities.label(told.city, turn.officer.language),
    )
    return own.number


@adopt.press
async def undo(turn: Turn, own_id: int) -> None:
    """Let an action of one's own follow nothing."""
    own = await _own(turn, own_id)
    if not await adoptions.remove(turn.session, own.id, turn.officer.id):
        raise Refusal(_("That was taken back already."))
    rows = [[button(_("Show the card"), lead("action", "open"), own.id)]]
    turn.show(_("<b>{own} comes after nothing any more.</b>"), rows=rows, own=own.number)


async def _source(turn: Turn, action_id: int) -> Told:
    told = await seen.by_id(turn, action_id)
    if told.city.id == turn.officer.city_id:
        raise Refusal(adopting.WHY["own"])
    return told


async def _own(turn: Turn, action_id: int) -> Action:
    told = await actions.get(turn.session, action_id)
    if told is None or told.city.id != turn.officer.city_id:
        raise Refusal(_("This action belongs to another city."))
    return told.action


def _city_of(turn: Turn) -> int:
    assert turn.officer.city_id is not None  # who speaks for none may not use this
    return turn.officer.city_id


async def tell(unit: Unit, now: datetime) -> int:
    """Tell cities who does too what they told of, each once; return how many people were told."""
    told = await adopted.tell(unit, now)
    await outbox.put(unit.connection, [adopting.word_of(news) for news in told])
    return len(told)


@adopt.press
async def stop(turn: Turn) -> None:
    """Hear no more of who does too what one's city told of."""
    turn.pressed = None  # what was told stays where it is
    await notices.stop(turn.session, turn.officer.id, adopted.STOP)
    turn.show(
        _("<b>You hear no more of who does this too</b>\nThe cards still say so."),
        rows=[[button(_("Hear of it again"), resume)]],
    )


@adopt.press
async def resume(turn: Turn) -> None:
    """Hear of it again."""
    await notices.resume(turn.session, turn.officer.id, adopted.STOP)
    turn.show(_("<b>You hear of it again</b>\nIn office hours, several together in one message."))
