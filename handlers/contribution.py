"""What a department sent by a one-time link: a draft of the officer in charge, who publishes or records it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.cards import Addressee, joined
from bot.command import STALE, Lead, cities, lead
from bot.conversation import Conversation
from bot.language.draft import language
from bot.language.values import Typed, read
from bot.questions import Text
from bot.text import Message, Said, _, said
from bot.turn import Button, Refusal, Turn, button, clip, in_office_hours, letter
from storage import Unit, actions, answers, cycles, errands, outbox
from storage.drafts import Draft
from storage.errands import Item
from storage.people import Officer

LONGEST, ONE_LINE = 2000, 160  # characters of what is new, and of each of the other two boxes
TAKE_UP = Lead("value:take_up")

contribution = Conversation(
    "contribution",
    _("Publish what a department sent"),
    Text("text", _("How shall it read?"), longest=LONGEST + ONE_LINE + 1, shortest=1),
    who=cities,
    hidden=True,
)
SENT = _("<b>Answer of a department: {department}</b>\n{title}\n\n{lines}\n\n{note}")
NEWS = _("Not published yet. Publish it as news of this action, or change it.")
VALUE = _("Not recorded yet. Before it is, it is compared with the last value.")


@dataclass(frozen=True)
class Sent:
    """What a department wrote into the three boxes."""

    text: str
    figure: str
    contact: str


def figure_of(sent: Sent) -> Typed | None:
    """Return the figure a department wrote, if it is one."""
    return read(sent.figure)


async def arrive(unit: Unit, item: Item, sent: Sent, now: datetime) -> bool:
    """Keep what a department sent as a draft of the officer in charge, and tell them when they are at work.

    Say whether the link was still free: it is used up in the same transaction.
    """
    reader = await errands.reader(unit.session, item, now)
    if reader is None or not await errands.use(unit.session, item, now):
        return False
    known: dict[str, Any] = {"department": item.errand.department, "title": item.title, "contact": sent.contact}
    if item.indicator:
        today = cycles.local_day(reader.zone, now)
        known |= {"note": sent.text, "indicator": item.indicator.id, "figure": _noted(sent, today)}
        draft_id = await errands.keep(unit.session, reader, "value", known)
        rows = [[button(_("Record the value"), TAKE_UP, draft_id)]]
        text = _card(reader, known | {"text": f"{sent.figure}\n{sent.text}"}, VALUE)
    else:
        known |= {"text": "\n".join(filter(None, (sent.text, sent.figure))), "action": item.errand.action_id}
        draft_id = await errands.keep(unit.session, reader, contribution.name, known)
        rows, text = _rows(draft_id), _card(reader, known, NEWS)
    owed = in_office_hours(letter(reader, text, rows=rows), reader)
    await outbox.put(unit.connection, [owed])
    await errands.shown_by(unit.session, draft_id, owed.id)
    return True


def _noted(sent: Sent, today: date) -> dict[str, Any]:
    """Return the figure as a draft of a value keeps it; one for a time to come is taken for today's."""
    typed = figure_of(sent)
    assert typed is not None, "the page lets nothing else through"
    day = min(typed.day or today, today)
    return {
        "value": str(typed.value), "others": [str(each) for each in typed.others], "unit": typed.unit,
        "scaled": typed.scaled, "day": day.isoformat(),
    }  # fmt: skip


def _rows(draft_id: int) -> list[list[Button]]:
    verbs = contribution.presses
    return [
        [button(_("Publish"), verbs["finish"], draft_id)],
        [button(_("Edit"), verbs["change"], draft_id, "text"), button(_("Cancel"), verbs["cancel"], draft_id)],
    ]


def _card(reader: Officer, known: dict[str, Any], note: Message) -> Said:
    lines = [said(Message("<blockquote expandable>{text}</blockquote>"), text=known["text"].strip())]
    if known["contact"]:
        lines.append(said(_("Can be asked: {contact}"), contact=known["contact"]))
    return said(
        SENT,
        department=known["department"],
        title=clip(known["title"], 200),
        lines=joined(Addressee(reader), lines),
        note=note,
    )


@contribution.card
async def look(turn: Turn, draft: Draft) -> None:
    """Show what would be published."""
    card = _card(turn.officer, draft.answers, NEWS)
    contribution.emit(turn, draft, card.words, _rows(draft.id), card.values)


@contribution.done
async def publish(turn: Turn, draft: Draft) -> str:
    """Publish it as news of the action it was asked for."""
    told = await actions.get(turn.session, draft.answers["action"])
    if told is None or told.city.id != turn.officer.city_id:
        raise Refusal(STALE)
    if told.action.state != "published":
        raise Refusal(
            _("{number} is withdrawn. Publish it again first; what was sent is kept."), number=told.action.number
        )
    text = draft.answers["text"]
    written_in = language(text) or turn.officer.language
    await actions.add_update(turn.session, told.action, turn.officer.id, text, written_in)
    await answers.told_after_all(turn.session, told.action.id)
    turn.show(
        _("<b>Added to {number}</b>\n{text}"),
        rows=[[button(_("Show the card"), lead("action", "open"), told.action.id)]],
        number=told.action.number,
        text=clip(text, 300),
    )
    return told.action.number
