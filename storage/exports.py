"""What is passed on as open data: read as everybody may see it, under names an import finds again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from bot.reports.contents import ActionPart, Contents
from bot.reports.opendata import Data, Item
from storage import adoptions, gathering, offices, places, reports
from storage.engine import Session
from storage.models import Action, City
from storage.places import Place

LANGUAGES = ("en", "ko", "ja", "zh_Hans", "zh_Hant")  # in which a place's name is tried, until it means no other


async def data(session: Session, cities: Sequence[City], day: date, *, everything: bool) -> Data:
    """Return what cities have told up to a day: their actions, or everything."""
    told = await gathering.of_cities(session, cities, day)
    ids = [city.id for city in cities]
    sources, adapts = await _sources(session, ids), await adoptions.public_sources(session, ids)
    where = {city.code: await _named(session, city) for city in cities}
    items = tuple(
        replace(
            _item(action, sources.get(action.number) or action.number, *where[action.city]),
            adapts=adapts.get(action.number, ""),
        )
        for action in _actions(told)
    )
    return Data(day, items, told if everything else None)


async def to_make(session: Session, form: str, whose: dict[str, int]) -> tuple[str, Data]:
    """Return what ``bot.reports.makers.table`` needs: everything public of a city, or of an office's cities."""
    owner = await reports.owner(session, whose.get("city"), whose.get("office"))
    if owner.city:
        return form, await data(session, [owner.city], owner.today, everything=True)
    return form, await data(session, await offices.cities(session, whose["office"]), owner.today, everything=True)


def _actions(told: Contents) -> list[ActionPart]:
    """Return the actions by number: imported elsewhere in this order, they are numbered alike."""
    return sorted((action for chapter in told.chapters for action in chapter.actions), key=lambda each: each.number)


def _item(action: ActionPart, source_id: str, name: str, place: Place | None) -> Item:
    if place is None:
        return Item(source_id, name, None, None, action)
    return Item(source_id, name, place.latitude, place.longitude, action, place.country)


async def _sources(session: Session, city_ids: Sequence[int]) -> dict[str, str]:
    """Return what cities' own files call their actions, by number."""
    statement = select(Action.number, Action.source_id).where(Action.city_id.in_(city_ids))
    return {number: name for number, name in await session.execute(statement) if name}


async def _named(session: Session, city: City) -> tuple[str, Place | None]:
    """Return a name under which an import finds this city and no other, and where it is."""
    place = await places.get(session, city.place_key)
    if place is None:
        return str(city.names["en"]), None
    tried = dict.fromkeys([*(place.label(each) for each in LANGUAGES), *(place.name(each) for each in LANGUAGES)])
    for name in tried:
        found = await places.find(session, name, limit=2)
        if [each.key for each in found] == [place.key]:
            return name, place
    return place.label("en"), place
