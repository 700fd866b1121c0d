"""The UN's forms in the chat, and the day on which a report was handed in; whoever contributed hears of it."""

from datetime import date, datetime

from bot import reporting
from bot.cards import TARGET_NAMES, joined
from bot.command import Command, lead, members
from bot.conversation import Conversation
from bot.questions import Day, Link
from bot.reports import un as forms
from bot.reports.un import Field
from bot.text import Message, Said, _, plural, said
from bot.turn import Refusal, Turn, button, letter
from storage import Unit, outbox, reports, thanks
from storage.drafts import Draft

un = Command("un", _("The UN's forms field by field"), who=members, hidden=True)
submitted = Conversation(
    "submitted",
    _("Write down that a report was submitted"),
    Day("day", _("On which day was it submitted? For example 2026-11-20.")),
    Link("link", _("Where can it be read there? Please send the link.")),
    who=members,
    hidden=True,
)
ALL = Message("{lines}")
SHOWN = 8  # of what a field lacks; the file names it all
HEAD = Message("<b>{form}</b>\n{name}, {state}")


@un.press
async def fields(turn: Turn, languages: str, number: int) -> None:
    """Send every field as a message of its own, to be copied with one tap."""
    reporting.spoken(languages)
    owner = await reporting.whose(turn)
    row = await reporting.own(turn, number) if number else None
    told = reports.contents(row) if row else await reports.present(turn.session, owner)
    if told.kind != "city":
        raise Refusal(_("The UN's forms are made for a city."))
    turn.pressed = None
    for form in forms.forms(told):
        name = reporting.name(owner, turn.officer.language)
        turn.say(HEAD, form=form.name, name=name, state=reporting.state(turn, row))
        for field in form.fields:
            turn.say(ALL, lines=joined(turn, _lines(field)))
    if row is None:
        rows = [[button(_("Fix the figures"), lead("report", "freeze"))]]
        turn.say(_("To be able to mark it as submitted, fix the figures first."), rows=rows)
    elif row.submitted is None:
        turn.say(_("Once it is handed in:"), rows=[[button(_("Mark as submitted"), mark, row.id)]])


def _lines(field: Field) -> list[Said]:
    length = _("<b>{field}</b> · {length} of {most} characters")
    lines = [said(length, field=field.name, length=len(field.text), most=field.most)]
    if field.text:
        lines.append(said(Message("<pre>{text}</pre>"), text=field.text))
    lines += [said(_("Missing: {what}"), what=each) for each in field.lacking[:SHOWN]]
    if len(field.lacking) > SHOWN:
        lines.append(said(plural("and {n} more", "and {n} more"), n=len(field.lacking) - SHOWN))
    if field.left_out:
        lines.append(said(plural("No room for {n} more.", "No room for {n} more."), n=field.left_out))
    return lines


@submitted.press
async def mark(turn: Turn, number: int) -> None:
    """Ask when and where a version was handed in."""
    await reporting.decided(turn)
    row = await reporting.own(turn, number)
    if row.submitted:
        raise Refusal(_("This version is marked as submitted already."))
    await submitted.ask_about(turn, report=number)


@submitted.done
async def keep(turn: Turn, draft: Draft) -> str:
    """Write it down."""
    row = await reporting.own(turn, draft.answers["report"])
    day = date.fromisoformat(draft.answers["day"])
    if not await reports.submit(turn.session, row, turn.officer.id, day, draft.answers["link"]):
        raise Refusal(_("This version is marked as submitted already."))
    said_next = (
        _("Each city in it hears of it once, in office hours.")
        if row.office_id
        else _("The year counts anew from this day.")
    )
    turn.show(
        _("<b>Version {n} is marked as submitted</b>\n{day} · {link}\n{next}"),
        n=row.version,
        day=turn.translate.full_day(day),
        link=row.link,
        next=said_next,
    )
    return f"report:{row.id}"


async def thank(unit: Unit, now: datetime) -> int:
    """Tell contributors of reports that were handed in what became of it, each once."""
    told = 0
    for each in await thanks.due(unit.session, now):
        if await thanks.claim(unit, each, now):
            await outbox.put(unit.connection, [_thanks(each)])
            told += 1
    return told


def _thanks(each: thanks.Due) -> outbox.Owed:
    row = each.report
    return letter(
        each.reader,
        plural(
            "<b>{n} action of your city is in the country report</b>\nChapters: {targets}\nHanded to the UN on {day}: {link}",  # noqa: E501
            "<b>{n} actions of your city are in the country report</b>\nChapters: {targets}\nHanded to the UN on {day}: {link}",  # noqa: E501
        ),
        unasked=True,
        n=each.actions,
        targets=[TARGET_NAMES[code] for code in each.targets if code in TARGET_NAMES],
        day=row.submitted,
        link=row.link,
    )
