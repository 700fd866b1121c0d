"""/absence — days on which a deputy gets the reminders instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.cards import Addressee, joined
from bot.command import cities, lead
from bot.conversation import Conversation
from bot.dates import within_office_hours
from bot.language.days import day
from bot.prompts import KINDS
from bot.questions import Question, words
from bot.text import Message, Said, _, said
from bot.turn import Refusal, Turn, button, letter
from storage import Unit, absences, away, outbox, people
from storage.away import Answered, Meanwhile
from storage.drafts import Draft
from storage.outbox import Owed
from storage.people import Officer

LONGEST = timedelta(days=366)
NOBODY = "0"
PRACTISED = _(
    "<b>Practice: away {first} – {last}</b>\nOutside of practice your reminders would go to your deputy, or wait. "
    "Your own reminders are not touched."
)


@dataclass(frozen=True)
class DayAhead(Question):
    """A day from today on; some likely ones can be pressed. After another day, it is not before that one."""

    after: str = ""  # the question whose answer it cannot precede
    likely: Sequence[int] = ()  # days from the earliest possible one

    async def options(self, turn: Turn, draft: Draft) -> Sequence[tuple[str, Message | Said | str]]:
        earliest = self._earliest(turn, draft)
        days = [earliest + timedelta(days=ahead) for ahead in self.likely]
        return [(each.isoformat(), said(Message("{day}"), day=each)) for each in days]

    async def hear(self, turn: Turn, draft: Draft) -> str:
        typed = day(words(turn.heard))
        if typed is None:
            raise Refusal(_("That is no date. For example: 2026-11-20."))
        return self._checked(turn, draft, typed)

    async def pick(self, turn: Turn, draft: Draft, value: str) -> str:
        try:
            return self._checked(turn, draft, date.fromisoformat(value))
        except ValueError:
            raise Refusal(_("Please press one of the buttons.")) from None

    def _checked(self, turn: Turn, draft: Draft, found: date) -> str:
        earliest = self._earliest(turn, draft)
        if not earliest <= found <= earliest + LONGEST:
            raise Refusal(_("Please give a day from {day} on, within a year."), day=earliest)
        return found.isoformat()

    def _earliest(self, turn: Turn, draft: Draft) -> date:
        today = turn.today
        return max(today, date.fromisoformat(draft.answers[self.after])) if self.after else today


@dataclass(frozen=True)
class Colleague(Question):
    """Somebody who speaks for the same city."""

    async def options(self, turn: Turn, draft: Draft) -> Sequence[tuple[str, Message | Said | str]]:
        there = await people.in_city(turn.session, turn.officer.city_id or 0)
        named: list[tuple[str, Message | Said | str]] = [
            (str(each.id), each.name or "?") for each in there if each.id != turn.officer.id
        ]
        return [*named, (NOBODY, _("Nobody"))]

    async def pick(self, turn: Turn, draft: Draft, value: str) -> str:
        if value not in [key for key, _label in await self.options(turn, draft)]:
            raise Refusal(_("Please press one of the buttons."))
        return value


absence = Conversation(
    "absence",
    _("Be away, with a deputy"),
    DayAhead("first", _("From which day are you away? Press a day, or type one such as 2027-08-10."), likely=(0, 1)),
    DayAhead(
        "last",
        _("What is the last day you are away? Press a day, or type one such as 2027-08-20."),
        after="first",
        likely=(0, 6, 13),
    ),
    Colleague("deputy", _("Who gets your reminders meanwhile? With nobody, they wait until you are back.")),
    who=cities,
    hidden=True,
)


@absence.press
async def plan(turn: Turn) -> None:
    """Begin, from the reminders."""
    await absence.ask_about(turn)


@absence.done
async def keep(turn: Turn, draft: Draft) -> str:
    """Keep the absence."""
    first, last = (date.fromisoformat(draft.answers[name]) for name in ("first", "last"))
    if turn.officer.practising:
        turn.show(PRACTISED, rows=[[button(_("Reminders"), lead("reminders", "settings"))]], first=first, last=last)
        return "absence"
    deputy = await people.get(turn.session, int(draft.answers["deputy"]))
    await absences.add(turn.session, turn.officer.id, deputy.id if deputy else None, first, last)
    if deputy:
        text = said(_("<b>Away {first} – {last}</b>\nMeanwhile {name} gets your reminders."), first=first,
                    last=last, name=deputy.name)  # fmt: skip
    else:
        text = said(_("<b>Away {first} – {last}</b>\nYour reminders wait until you are back."), first=first, last=last)
    turn.show(text, rows=[[button(_("Reminders"), lead("reminders", "settings"))]])
    return "absence"


async def back(unit: Unit, now: datetime) -> int:
    """Tell who was away, once and when they are at work again, what others did meanwhile; return how many were told."""
    told = 0
    for absence, reader in await away.over(unit.session, now):
        first, last = absence.first_day, absence.last_day
        if not within_office_hours(now, reader.zone, reader.country or ""):
            continue
        found = await away.meanwhile(unit.session, reader, first, last)
        if await away.claim(unit.session, absence) and not found.nothing and reader.reachable:
            await outbox.put(unit.connection, [_summary(reader, found, first, last)])
            told += 1
    return told


def _summary(reader: Officer, found: Meanwhile, first: date, last: date) -> Owed:
    lines = [_answered(each) for each in found.answered]
    counted = (
        (found.published, _("Actions published: {n}")),
        (found.news, _("News added: {n}")),
        (found.replies, _("Messages to other cities: {n}")),
        (found.reminded, _("Reminders your deputy got: {n}")),
    )
    lines += [said(words, n=number) for number, words in counted if number]
    return letter(
        reader,
        _("<b>While you were away</b>\n{first} – {last}\n\n{lines}"),
        rows=[[button(_("State of play"), lead("handover", "again"))]],
        first=first,
        last=last,
        lines=joined(Addressee(reader), lines),
    )


def _answered(each: Answered) -> Said:
    facts = {"period": each.asked.label, "kind": KINDS[each.kind]}
    if each.who:
        return said(_("{period}: {kind}, {name}"), **facts, name=each.who)
    return said(Message("{period}: {kind}"), **facts)
