"""Reports as they are asked for in a chat: kinds, formats and languages as words and as buttons."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.cards import LANGUAGE_NAMES, OWN_NAMES
from bot.command import STALE
from bot.reports import makers
from bot.text import LANGUAGES, Message, Said, _, negotiate, plural, said
from bot.turn import Refusal, Turn
from bot.workshop import Order, gathered
from storage import cities, exports, offices, reports
from storage.models import Action, Report
from storage.reports import Owner

KINDS: Mapping[str, Message] = {
    "city": _("City report"),
    "country": _("Country report"),
    "un": _("UN forms"),
    "brief": _("One-page brief"),
    "practice": _("Good practice"),
    "review": _("Review skeleton"),
}
OF_CITY, OF_OFFICE = ("city", "un", "brief", "practice", "review"), ("country", "brief", "practice")
FORMATS = ("pdf", "docx", "hwpx", "text", "xlsx", *makers.OPEN)
FORMAT_NAMES = {
    "pdf": "PDF",
    "docx": "DOCX",
    "hwpx": "HWPX",
    "text": "TXT",
    "xlsx": "XLSX",
    "csv": "CSV",
    "json": "JSON",
}
DECIDING = ("officer", "coordinator", "reviewer", "secretariat")
MOST = {"brief": 5, "practice": 1}  # actions
TOGETHER = "+"  # between two languages of one report, in a button
UNKNOWN = _("“{word}” is not a kind, format or language of a report. For example: /report city pdf")
_NUMBER = re.compile(r"[A-Z]{2,}\d*-\d+")


@dataclass
class Wanted:
    """What was typed behind the command."""

    kind: str = ""
    form: str = ""
    languages: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)  # of actions


def wanted(words: str) -> Wanted:
    """Return what words ask for.

    Raises:
        Refusal: one of them means nothing here.
    """
    found = Wanted()
    for word in words.replace(",", " ").split():
        bare = word.lower()
        if bare in KINDS:
            found.kind = bare
        elif bare in FORMATS or bare == "txt":
            found.form = "text" if bare == "txt" else bare
        elif _NUMBER.fullmatch(word.upper()):
            found.numbers.append(word.upper())
        elif language := _language(bare):
            found.languages.append(language)
        else:
            raise Refusal(UNKNOWN, word=word)
    if len(found.languages) > 2:
        raise Refusal(_("A report holds one language, or two side by side."))
    return found


def _language(word: str) -> str | None:
    """Return which of ours a word names: its code, or its name in English or in itself."""
    for code in LANGUAGES:
        if word in (OWN_NAMES[code].lower(), str(LANGUAGE_NAMES[code]).lower()):
            return code
    code = word.replace("_", "-")
    return negotiate(code) if code.split("-")[0] in ("en", "ko", "ja", "zh") else None


def spoken(languages: str) -> list[str]:
    """Return the languages a button carries.

    Raises:
        Refusal: it was forged, or is from before a change.
    """
    found = languages.split(TOGETHER)
    if not 1 <= len(found) <= 2 or not set(found) <= set(LANGUAGES):
        raise Refusal(STALE)
    return found


def language_line(languages: Sequence[str]) -> str:
    """Return languages by their own names: ``한국어 + English``."""
    return " + ".join(OWN_NAMES[each] for each in languages)


async def whose(turn: Turn) -> Owner:
    """Return whose reports this person makes: their city's, or their office's."""
    officer = turn.officer
    if officer.city_id:
        return await reports.owner(turn.session, officer.city_id, None)
    if officer.office_id and officer.for_office:
        return await reports.owner(turn.session, None, officer.office_id)
    raise Refusal(_("Reports are made by the people of a city or an office."))


async def decided(turn: Turn) -> Owner:
    """Return the same for who may fix figures and hand them in, or refuse: a party to a round may only read."""
    if turn.officer.role not in DECIDING:
        raise Refusal(_("This is decided by the city's officers and coordinators, or by the office."))
    return await whose(turn)


async def own(turn: Turn, report_id: int) -> Report:
    """Return a version of one's own city or office, or refuse."""
    owner, row = await whose(turn), await reports.get(turn.session, report_id)
    mine = row and (row.city_id == owner.city.id if owner.city else row.office_id == (owner.office and owner.office.id))
    if row is None or not mine:
        raise Refusal(STALE)
    return row


def kinds(owner: Owner) -> Sequence[str]:
    return OF_CITY if owner.city else OF_OFFICE


def formats(kind: str) -> Sequence[str]:
    """Return the formats there are of a kind: tables only of figures."""
    return FORMATS if kind in ("city", "country") else FORMATS[: FORMATS.index(makers.WORKBOOK)]


def made(owner: Owner, kind: str, form: str, languages: Sequence[str], report: Report | None) -> Order:
    """Order a report of a version, or of today; open data is always of today."""
    if form in makers.OPEN:
        return gathered(makers.table, exports.to_make, form, owner.number)
    number = report.id if report else 0
    return gathered(makers.make, reports.to_make, kind, form, list(languages), number, owner.number)


def file_name(owner: Owner, kind: str, form: str, version: int) -> str:
    """Return a name that every system takes: ``SUW-city-v2.pdf``."""
    code = owner.city.code if owner.city else owner.office.code if owner.office else "pumasi"
    state = f"v{version}" if version else "draft"
    return f"{code}-{kind}-{state}.{makers.SUFFIXES[form]}"


def state(turn: Turn, report: Report | None) -> Said:
    """Return of which version a report is, in words."""
    if report is None:
        return said(_("draft of today, figures not fixed"))
    day = turn.translate.full_day(reports.day_of(report))
    return said(_("version {n}, figures of {day}"), n=report.version, day=day)


def name(owner: Owner, language: str) -> str | Message:
    """Return the name of the city or office, to be shown."""
    if owner.city:
        return cities.name(owner.city, language)
    assert owner.office is not None
    return offices.title(owner.office)


def public(turn: Turn, action: Action) -> bool:
    """Say whether an action may stand in a report: everybody may see it, or it is of the town somebody practises in."""
    practised = turn.officer.practising and action.city_id == turn.officer.city_id
    return action.state == "published" and (practised or action.visibility == "public")


def send_chosen(turn: Turn, kind: str, form: str, languages: Sequence[str], action_ids: Sequence[int]) -> None:
    """Owe the chat a file about chosen actions: no more of them than it holds."""
    most = MOST[kind]
    if len(action_ids) > most:
        raise Refusal(plural("This holds {n} action.", "This holds up to {n} actions."), n=most)
    order = gathered(makers.make, reports.actions_to_make, kind, form, list(languages), list(action_ids))
    turn.document(
        order,
        f"{kind}.{makers.SUFFIXES[form]}",
        Message("<b>{kind}</b>\n{languages}"),
        kind=KINDS[kind],
        languages=language_line(languages),
    )
