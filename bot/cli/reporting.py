"""Reports and open data as files, for an operator or a script."""

import asyncio
from argparse import Namespace
from functools import partial
from pathlib import Path

from babel import Locale

from bot import clock
from bot.cli import Unusable
from bot.cli.opening import up_to_date
from bot.cli.places import the_place
from bot.pictures import Missing
from bot.reports import makers, opendata
from bot.settings import Settings
from bot.text import LANGUAGES
from storage import Session, cities, exports, offices, reports
from storage.models import City
from storage.reports import Owner

MOST_OF_BRIEF = 5  # a city's newest actions
TOGETHER = "+"  # between two languages


async def export(settings: Settings, asked: Namespace) -> None:
    """Write what everybody may see as open data: the last line says how many actions that is."""
    if asked.what == "city" and not asked.place:
        raise Unusable("--what city needs --place")
    async with up_to_date(settings) as database, database.begin() as session:
        chosen = [await _city(session, asked.place)] if asked.place else await cities.everyone(session)
        day = clock.now().date()
        data = await exports.data(session, chosen, day, everything=asked.what != "actions")
    content = await asyncio.to_thread(opendata.WRITERS[asked.format], data)
    _write(asked.file, content)
    print(f"{asked.file}: actions: {len(data.items)}, cities: {len(chosen)}, {opendata.LICENCE}")


async def report(settings: Settings, asked: Namespace) -> None:
    """Write a report of today as a file."""
    languages = _languages(asked.language)
    if asked.format == makers.WORKBOOK and asked.kind not in ("city", "country"):
        raise Unusable(f"there is no {asked.format} of --kind {asked.kind}")
    async with up_to_date(settings) as database, database.begin() as session:
        whose = await _owner(session, asked.kind, asked.place)
        if asked.kind in makers.OF_ACTIONS:
            ids = await reports.newest(session, whose, MOST_OF_BRIEF)
            if not ids:
                raise Unusable(f"{asked.place!r} has no public action to put into a brief")
            order = await reports.actions_to_make(session, asked.kind, asked.format, languages, ids)
        else:
            order = await reports.to_make(session, asked.kind, asked.format, languages, 0, whose.number)
    try:
        content = await asyncio.to_thread(partial(makers.make, *order))
    except Missing as error:
        raise Unusable(str(error)) from None
    _write(asked.file, content)
    print(f"{asked.file}: {len(content)} bytes")


def _languages(word: str) -> list[str]:
    found = word.replace("-", "_").split(TOGETHER)
    if len(found) > 2 or not set(found) <= set(LANGUAGES):
        raise Unusable(f"--language {word!r}: one of {', '.join(LANGUAGES)}, or two such as ko+en")
    return found


async def _owner(session: Session, kind: str, place: str) -> Owner:
    """Return whose report it is: that of a country is its office's."""
    if kind != "country":
        return Owner(city=await _city(session, place))
    office = await offices.by_code(session, place.lower())
    if office is None:
        country = _country(place) or (await the_place(session, place)).country
        office = await offices.for_country(session, country)
    return Owner(office=office)


def _country(text: str) -> str | None:
    """Return the code of a country by its code or its name in any of our languages."""
    wanted = text.strip().casefold()
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha() and wanted in (code.casefold(), name.casefold()):
                return str(code)
    return None


async def _city(session: Session, text: str) -> City:
    place = await the_place(session, text)
    city = await cities.at_place(session, place.key)
    if city is None:
        raise Unusable(f"{place.label('en')} does not take part")
    return city


def _write(file: Path, content: bytes) -> None:
    """Write a file whole, or not at all."""
    unfinished = file.with_name(f".{file.name}.new")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(file)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise Unusable(f"{file} cannot be written: {error.strerror}") from None
