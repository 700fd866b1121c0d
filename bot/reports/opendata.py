"""What cities told as open data: the columns an import reads first, and more behind them. Files say their licence."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import orjson

from bot.language.clean import clean
from bot.reports import frozen
from bot.reports.contents import ActionPart, CityPart, Contents, IndicatorPart
from bot.reports.packed import steady

LICENCE = "CC BY 4.0"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
PRACTICE = "an invented city, nothing of this is real"
CREDIT = "The cities named, by way of Pumasi"
# The first eight are those of an import, under its names.
COLUMNS = (
    "source_id", "place", "language", "title", "text", "target", "kind", "date",
    "number", "city_code", "country", "latitude", "longitude", "second_text", "noticed", "partners", "links", "tags",
    "goals", "pathway", "tonnes", "tonnes_year", "evidence", "evidence_date", "adapts", "licence",
)  # fmt: skip
EVIDENCE = {
    "own": "the city's own statement", "document": "document attached",
    "link": "link checked by the office", "reviewed": "reviewed by the research institute",
}  # fmt: skip
# A spreadsheet would take what begins so for a formula; an import takes the apostrophe away again.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST_CELL = 32_767  # characters, of a spreadsheet


@dataclass(frozen=True)
class Item:
    """An action to be passed on: under the name its own city's file knows it by, and where it is."""

    source_id: str
    place: str  # as an import finds it, and no other
    latitude: float | None
    longitude: float | None
    action: ActionPart
    country: str = ""
    adapts: str = ""  # the number of the public action it follows


@dataclass(frozen=True)
class Data:
    """Everything that is passed on."""

    day: date
    items: tuple[Item, ...]
    contents: Contents | None = None  # what is told beside actions, where it is wanted


def as_csv(data: Data) -> bytes:
    """Return a table that spreadsheets open as UTF-8, also Korean ones; nothing in it is a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([guarded(each) for each in row(item)] for item in data.items)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(data: Data) -> bytes:
    """Return a workbook: actions, and a sheet for each other kind of thing that is told."""
    sheets: dict[str, list[Sequence[object]]] = {"actions": [COLUMNS, *map(row, data.items)]}
    if data.contents:
        sheets |= _more(data.contents)
    return workbook(sheets, data.day)


def as_json(data: Data) -> bytes:
    """Return all of it, with its licence and its day."""
    found: dict[str, Any] = {**_terms(data), "actions": [_told(item) for item in data.items]}
    if data.contents:
        plain = frozen.plain(data.contents)
        found["cities"] = plain["cities"]
        found["milestones"] = plain.get("milestones", [])
        for name in ("goals", "indicators"):
            found[name] = [each for chapter in plain["chapters"] for each in chapter.get(name, [])]
    return orjson.dumps(found, option=orjson.OPT_INDENT_2)


def as_geojson(data: Data) -> bytes:
    """Return actions as points where their place is known, without position where it is not."""
    features = []
    for item in data.items:
        known = item.latitude is not None and item.longitude is not None
        point = {"type": "Point", "coordinates": [item.longitude, item.latitude]} if known else None
        features.append({"type": "Feature", "geometry": point, "properties": _told(item)})
    return orjson.dumps({"type": "FeatureCollection", **_terms(data), "features": features})


WRITERS = {"csv": as_csv, "xlsx": as_xlsx, "json": as_json, "geojson": as_geojson}


def report_workbook(contents: Contents) -> bytes:
    """Return a report's figures and actions as a workbook."""
    told = [action for chapter in contents.chapters for action in chapter.actions]
    items = tuple(Item(each.number, each.city, None, None, each) for each in told)
    return as_xlsx(Data(contents.day, items, contents))


def row(item: Item) -> tuple[str, ...]:
    """Return an action as cells, in the order of the columns."""
    action = item.action
    return (
        item.source_id, item.place, action.language, action.title, action.text, action.target, action.kind, day(action),
        action.number, action.city, item.country, _degrees(item.latitude), _degrees(item.longitude), action.second,
        action.noticed, action.partners, "\n".join(action.links), ", ".join(action.tags), ", ".join(action.goals),
        action.pathway, _number(action.tonnes), str(action.tonnes_year or ""), _evidence(action),
        action.evidence_day.isoformat() if action.evidence_day else "", item.adapts, LICENCE,
    )  # fmt: skip


def _evidence(action: ActionPart) -> str:
    words = EVIDENCE.get(action.evidence, "")
    return f"{words}; figures changed since a check" if action.figures_changed else words


def day(action: ActionPart) -> str:
    """Return an action's day, no more exactly than it is known, where that leads back to the same day."""
    next_day = action.day + timedelta(days=1)
    if action.only_year and (next_day.month, next_day.day) == (1, 1):
        return f"{action.day:%Y}"
    if action.only_month and next_day.day == 1:
        return f"{action.day:%Y-%m}"
    return action.day.isoformat()


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula, without letters that no table holds."""
    bare = clean(cell)
    return f"'{bare}" if bare.startswith(FORMULA) else bare


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]], when: date) -> bytes:
    """Return a workbook of these sheets, each with a header that stays in sight."""
    # Imported only when needed: the library is large, and a start should not wait for it.
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    del book[book.sheetnames[0]]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for cells in rows:
            sheet.append([_cell(each) for each in cells])
        sheet.freeze_panes = "A2"
        for cell in sheet[1]:
            cell.font = Font(bold=True)
    book.properties.creator = "Pumasi"
    book.properties.created = book.properties.modified = datetime.combine(when, time(), UTC).replace(tzinfo=None)
    out = io.BytesIO()
    book.save(out)
    return steady(out.getvalue(), when)


def _cell(value: object) -> object:
    return guarded(value)[:LONGEST_CELL] if isinstance(value, str) else value


def _more(contents: Contents) -> dict[str, list[Sequence[object]]]:
    """Return the sheets of what is told beside actions."""
    indicators = [each for chapter in contents.chapters for each in chapter.indicators]
    goals = [
        (goal.city, chapter.target, goal.text, goal.language, goal.serves)
        for chapter in contents.chapters
        for goal in chapter.goals
    ]
    texts = [
        (chapter.target, chapter.now, chapter.to_do) for chapter in contents.chapters if chapter.now or chapter.to_do
    ]
    reached = [(each.city, each.ladder, each.step, each.day.isoformat(), each.evidence) for each in contents.milestones]
    sheets: dict[str, list[Sequence[object]]] = {
        "cities": [("city_code", "name", "country", "population", "since"), *map(_city, contents.cities)],
        "goals": [("city_code", "target", "text", "language", "national_goal"), *goals],
        "indicators": [INDICATOR, *map(_indicator, indicators)],
        "values": [VALUE, *(value for each in indicators for value in _values(each))],
        "milestones": [("city_code", "ladder", "step", "date", "evidence"), *reached],
        "chapters": [("target", "now", "to_do"), *texts],
        "about": [("licence", "address", "credit", "as_of"), (*_TERMS, contents.day.isoformat())],
    }
    return {name: rows for name, rows in sheets.items() if len(rows) > 1}


_TERMS = (LICENCE, LICENCE_ADDRESS, CREDIT)
INDICATOR = ("city_code", "target", "code", "name", "language", "unit", "better", "source", "rating", "reason")
VALUE = ("city_code", "indicator", "what", "date", "value", "unit")


def _city(city: CityPart) -> Sequence[object]:
    return city.code, city.names.get("en", ""), city.country, city.population, city.since.isoformat()


def _indicator(each: IndicatorPart) -> Sequence[object]:
    return (
        each.city, each.target, each.code, each.name, each.language, each.unit, each.better, each.source,
        each.rating, each.reason,
    )  # fmt: skip


def _values(each: IndicatorPart) -> list[Sequence[object]]:
    told = [("value", value) for value in each.values]
    told += [("baseline", each.baseline)] if each.baseline else []
    told += [("target_value", each.target_value)] if each.target_value else []
    return [
        (each.city, each.name, what, measure.day.isoformat(), measure.value, each.unit) for what, measure in told
    ]  # fmt: skip


def _terms(data: Data) -> dict[str, str]:
    terms = {"licence": LICENCE, "licence_address": LICENCE_ADDRESS, "credit": CREDIT, "as_of": data.day.isoformat()}
    return terms | {"practice": PRACTICE} if data.contents and data.contents.practice else terms


def _told(item: Item) -> dict[str, Any]:
    """Return an action as JSON: numbers are numbers, what is not told is missing."""
    told: dict[str, Any] = {name: cell for name, cell in zip(COLUMNS, row(item), strict=True) if cell}
    told |= {name: getattr(item, name) for name in ("latitude", "longitude") if name in told}
    return told


def _degrees(value: float | None) -> str:
    return "" if value is None else f"{value:.5f}"


def _number(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")
