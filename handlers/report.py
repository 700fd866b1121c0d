"""/report — what an officer gets back: reports as files, and figures fixed under a version."""

from collections.abc import Sequence

from bot import reporting
from bot.cards import joined
from bot.command import Command, lead, members
from bot.reporting import FORMAT_NAMES, KINDS, TOGETHER
from bot.reports import makers
from bot.text import LANGUAGES, Message, Said, _, said
from bot.turn import Button, Refusal, Turn, button, in_rows
from storage import actions, reports
from storage.models import Report
from storage.reports import Owner

report = Command("report", _("Reports from what was published"), who=members)
DRAFT = 0  # in place of a version's number: what a report would say today
CAPTION = Message("<b>{kind}</b> · {owner}\n{state} · {languages}")
ALL = Message("{lines}")
NONE_FOUND = _("These actions are not public, or there are none with these numbers: {numbers}.")


@report.starts
async def begin(turn: Turn, words: str) -> None:
    asked, owner = reporting.wanted(words), await reporting.whose(turn)
    languages = asked.languages or [turn.officer.language]
    if asked.numbers:
        return await _of_actions(turn, asked, languages)
    if not asked.kind and not asked.form:
        return await _menu(turn, owner)
    kind = asked.kind or reporting.kinds(owner)[0]
    last = await reports.latest(turn.session, owner)
    number = last.id if last else DRAFT
    if asked.form and kind not in makers.OF_ACTIONS:
        return await make(turn, kind, asked.form, TOGETHER.join(languages), number)
    await show(turn, kind, TOGETHER.join(languages), number)


@report.press
async def menu(turn: Turn) -> None:
    """Back to the kinds of report."""
    await _menu(turn, await reporting.whose(turn))


async def _menu(turn: Turn, owner: Owner) -> None:
    last = await reports.latest(turn.session, owner)
    lines = [
        said(_("<b>Reports of {name}</b>\nMade from what was published, in one language or two side by side."),
             name=_name(turn, owner)),
        said(_("Newest: {state}"), state=reporting.state(turn, last)) if last else said(_("No figures are fixed yet.")),
    ]  # fmt: skip
    if last and last.submitted:
        day = turn.translate.full_day(last.submitted)
        lines.append(said(_("Handed to the UN on {day}: {link}"), day=day, link=last.link))
    number, language = last.id if last else DRAFT, turn.officer.language
    first, *others = [button(KINDS[kind], show, kind, language, number) for kind in reporting.kinds(owner)]
    more = [button(_("Fix the figures"), freeze)]
    if last:
        more += [button(_("What changed"), lead("diff", "since"), last.id), button(_("Versions"), versions)]
    shelf = [button(_("Publications"), lead("shelf", "everything"))] if owner.city else []
    turn.show(ALL, rows=[[first], *in_rows(others, 2), more, shelf], lines=joined(turn, lines))


@report.press
async def show(turn: Turn, kind: str, languages: str, number: int) -> None:
    """Offer a kind of report in every format."""
    owner, spoken = await reporting.whose(turn), reporting.spoken(languages)
    if kind not in reporting.kinds(owner):
        raise Refusal(_("There is no such report of {name}."), name=_name(turn, owner))
    row = await reporting.own(turn, number) if number else None
    lines = [
        said(CAPTION, kind=KINDS[kind], owner=_name(turn, owner), state=reporting.state(turn, row),
             languages=reporting.language_line(spoken)),
        said(ABOUT[kind]),
    ]  # fmt: skip
    turn.show(ALL, rows=_rows(kind, languages, row), lines=joined(turn, lines, "\n\n"))


ABOUT = {
    "city": _("A chapter for each target: how it works now, goals, actions, figures, what remains to be done."),
    "country": _("All cities, target by target, with their goals, actions and figures."),
    "un": _("Both forms of the UN's partnership platform, field by field. What lacks English is named."),
    "brief": _("One page for superiors from up to five actions, own ones or others'."),
    "practice": _("One action at length, for an award or a collection of cases."),
    "review": _("The usual parts of a voluntary local review, filled as far as something was told."),
}


def _rows(kind: str, languages: str, row: Report | None) -> list[Sequence[Button]]:
    number = row.id if row else DRAFT
    if kind in makers.OF_ACTIONS:
        first: list[Sequence[Button]] = [[button(_("Choose actions"), lead("brief", "choose"), kind, languages)]]
    else:
        forms = [button(FORMAT_NAMES[form], make, kind, form, languages, number) for form in reporting.formats(kind)]
        first = in_rows(forms, 3)
    if kind == "un":
        first.insert(0, [button(_("Field by field here"), lead("un", "fields"), languages, number)])
    last = [button(_("Language"), language, kind, languages, number), button(_("Back"), menu)]
    if row and kind not in makers.OF_ACTIONS:
        last.insert(1, button(_("Draft of today"), show, kind, languages, DRAFT))
    return [*first, last]


@report.press
async def language(turn: Turn, kind: str, languages: str, number: int) -> None:
    """Offer the languages: one, or a second beside it."""
    spoken = reporting.spoken(languages)
    buttons = []
    for each in LANGUAGES:
        chosen = [one for one in spoken if one != each] if each in spoken else [*spoken, each][-2:]
        label = reporting.language_line([each])
        marked = said(_("Chosen: {choice}"), choice=label) if each in spoken else label
        buttons.append(button(marked, language, kind, TOGETHER.join(chosen or spoken), number))
    rows = [*in_rows(buttons, 2), [button(_("Back"), show, kind, languages, number)]]
    turn.show(
        _("<b>{kind}: in which language?</b>\nOne, or two side by side. Now: {languages}"),
        rows=rows,
        kind=KINDS.get(kind, kind),
        languages=reporting.language_line(spoken),
    )


@report.press
async def make(turn: Turn, kind: str, form: str, languages: str, number: int) -> None:
    """Send a report as a file."""
    owner, spoken = await reporting.whose(turn), reporting.spoken(languages)
    if kind not in reporting.kinds(owner) or kind in makers.OF_ACTIONS:
        raise Refusal(_("There is no such report of {name}."), name=_name(turn, owner))
    if form not in reporting.formats(kind):
        raise Refusal(_("There is no {format} of this report."), format=FORMAT_NAMES.get(form, form))
    row = await reporting.own(turn, number) if number and form not in makers.OPEN else None
    turn.document(
        reporting.made(owner, kind, form, spoken, row),
        reporting.file_name(owner, kind, form, row.version if row else DRAFT),
        CAPTION,
        kind=KINDS[kind],
        owner=_name(turn, owner),
        state=reporting.state(turn, row),
        languages=reporting.language_line(spoken),
    )
    turn.toast(_("It is being made and comes below."))


async def _of_actions(turn: Turn, asked: reporting.Wanted, languages: Sequence[str]) -> None:
    """Send a brief of the actions whose numbers were typed, or one of them at length."""
    kind, form = asked.kind or "brief", asked.form or "docx"
    if kind not in makers.OF_ACTIONS or form not in reporting.formats(kind):
        raise Refusal(_("Numbers of actions go with a brief or a good practice, as PDF, DOCX, HWPX or text."))
    found = [await actions.by_number(turn.session, number) for number in asked.numbers]
    ids = [told.action.id for told in found if told and reporting.public(turn, told.action)]
    if len(ids) < len(asked.numbers):
        raise Refusal(NONE_FOUND, numbers=asked.numbers)
    reporting.send_chosen(turn, kind, form, languages, ids)


@report.press
async def freeze(turn: Turn) -> None:
    """Ask once more before figures are fixed."""
    await reporting.decided(turn)
    turn.show(
        _("<b>Fix the figures of today?</b>\nThe version stays as it is whenever it is asked for."),
        rows=[[button(_("Yes, fix them"), freeze_now)], [button(_("Back"), menu)]],
    )  # fmt: skip


@report.press
async def freeze_now(turn: Turn) -> None:
    """Fix the figures of today under the next version."""
    owner = await reporting.decided(turn)
    row, new = await reports.freeze(turn.session, owner, turn.officer.id)
    await _version(turn, row, _("<b>Fixed: {state}</b>") if new else _("<b>Nothing has changed since {state}</b>"))


@report.press
async def versions(turn: Turn) -> None:
    """List the versions."""
    owner = await reporting.whose(turn)
    found = (await reports.versions(turn.session, owner))[:12]
    rows = in_rows([button(str(each.version), version, each.id) for each in found], 4)
    lines = [said(_("<b>Versions of the report of {name}</b>"), name=_name(turn, owner))]
    lines += [said(Message("{n}: {day}"), n=each.version, day=_when(turn, each)) for each in found]
    turn.show(ALL, rows=[*rows[:4], [button(_("Back"), menu)]], lines=joined(turn, lines))


def _when(turn: Turn, row: Report) -> Said:
    day = turn.translate.full_day(reports.day_of(row))
    if row.submitted is None:
        return said(_("figures of {day}"), day=day)
    handed = turn.translate.full_day(row.submitted)
    return said(_("figures of {day}, handed to the UN on {handed}"), day=day, handed=handed)


@report.press
async def version(turn: Turn, number: int) -> None:
    """Show one version."""
    await _version(turn, await reporting.own(turn, number), Message("<b>{state}</b>"))


async def _version(turn: Turn, row: Report, head: Message) -> None:
    owner = await reporting.whose(turn)
    kind, spoken = reporting.kinds(owner)[0], turn.officer.language
    rows: list[Sequence[Button]] = [[button(KINDS[kind], show, kind, spoken, row.id)]]
    if owner.city:
        rows.append([button(KINDS["un"], show, "un", spoken, row.id)])
    if row.submitted is None:
        rows.append([button(_("Mark as submitted"), lead("submitted", "mark"), row.id)])
    rows.append([button(_("What changed"), lead("diff", "since"), row.id), button(_("Back"), menu)])
    lines = [said(head, state=reporting.state(turn, row))]
    if row.submitted:
        lines.append(_when(turn, row))
    turn.show(ALL, rows=rows, lines=joined(turn, lines))


def _name(turn: Turn, owner: Owner) -> object:
    return reporting.name(owner, turn.officer.language)
