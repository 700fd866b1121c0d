"""The world without borders, and cities on it: the more actions, the larger, up to a limit."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Affine2D

from bot.pictures import geometry, sheet
from bot.pictures.geometry import Shapes
from bot.pictures.sheet import BLANK, FAINT, INK, LAND, LINE, MARGIN, PAPER, SMALL, STEPS, WIDTH, Box, Sheet
from bot.pictures.values import Spot, Spots
from bot.text import _

EARTH: Box = (-169.0, -55.0, 195.0, 75.0)
GROUPED = (40.0, 30.0)  # degrees across and up, within which cities are shown nearer
FLAT = 0.5  # the height of what is shown nearer, of its width
NEAREST = 9.0  # degrees across: the outlines of the land are no finer
HEAD, FOOT = 150, 150
LABEL, LABELS = 24, 60
LARGEST = 25  # actions: from here on a circle does not grow
_SMALLEST_SIZE, _LARGEST_SIZE = 60.0, 1100.0  # square points
_SAMPLES = (1, 5, LARGEST)

WHERE = _("World")
ACTIONS = _("Actions")
MORE = _("{least} or more")
NONE_YET = _("takes part, none yet")
NEUTRAL = _("Drawn without borders: a place on this map says nothing about the status of any country or area.")
CREDIT = _("Land: GLOBE, National Oceanic and Atmospheric Administration. Places: GeoNames, CC BY 4.0, and NGII, Korea")


def draw(spots: Spots, language: str) -> bytes:
    """Return the map as PNG."""
    shapes = geometry.shapes(geometry.path(geometry.FOLDER, "world"))
    near = _crowded(spots.cities)
    heights = [_height(EARTH), _height(near)] if near else [_height(EARTH)]
    page = Sheet(HEAD + sum(heights) + 84 + FOOT + 24 * len(heights), language)
    top = page.head_of(spots, WHERE)
    for box, height in zip([EARTH, near] if near else [EARTH], heights, strict=True):
        assert box is not None
        axes = page.axes(0, top, WIDTH, height)
        _land(axes, shapes, box)
        inside = [city for city in spots.cities if _is_in(city, box)]
        _cities(page, axes, inside, labelled=[c for c in inside if box is near or not near or not _is_in(c, near)])
        if near and box is EARTH:
            sheet.frame(axes, near)
        top += height + 24
    _legend(page, top + 20)
    page.foot([page.translate.plain(NEUTRAL), page.translate.plain(CREDIT)])
    return page.png()


def _height(box: Box | None) -> int:
    assert box is not None
    west, south, east, north = box
    return round(WIDTH * (north - south) / (east - west) * (1.12 if box is EARTH else 1.24))


def _crowded(cities: Sequence[Spot]) -> Box | None:
    """Return the part of the world with the most cities, if several are there: seen from afar they are one."""
    boxes = [_around([middle], GROUPED) for middle in cities]
    largest = max(([city for city in cities if _is_in(city, box)] for box in boxes), key=len, default=[])
    if len(largest) < 2:
        return None
    east, north = [_east(city) for city in largest], [city.north for city in largest]
    # As near as all of them can be seen, names and all.
    across = max(1.5 * (max(east) - min(east)), 2.8 * (max(north) - min(north)), NEAREST)
    return _around(largest, (across, across * FLAT))


def _around(cities: Sequence[Spot], size: tuple[float, float]) -> Box:
    """Return a box of so many degrees with these cities in its middle."""
    east, north = [_east(city) for city in cities], [city.north for city in cities]
    x, y = (min(east) + max(east)) / 2, (min(north) + max(north)) / 2
    return (x - size[0] / 2, y - size[1] / 2, x + size[0] / 2, y + size[1] / 2)


def _is_in(city: Spot, box: Box) -> bool:
    west, south, east, north = box
    return west <= _east(city) <= east and south <= city.north <= north


def _east(city: Spot) -> float:
    """Return where a city is drawn: the map's edges are in the Pacific."""
    return city.east + 360 if city.east < EARTH[0] else city.east


def _land(axes: Axes, shapes: Shapes, box: Box) -> None:
    west, south, east, north = box
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    areas = [sheet.outline(rings) for rings in shapes.areas.values()]
    # What lies beyond the edge of the data comes once more on the other side.
    for shift in (0, 360):
        moved = [area.transformed(Affine2D().translate(shift, 0)) for area in areas] if shift else areas
        axes.add_collection(PathCollection(moved, facecolor=LAND, edgecolor=LINE, linewidth=0.7))


def _cities(page: Sheet, axes: Axes, cities: Sequence[Spot], *, labelled: Sequence[Spot]) -> None:
    """Draw circles, the largest first, and names where there is room."""
    ordered = sorted(cities, key=lambda city: (-city.count, city.name))
    _circles(axes, [(_east(city), city.north, city.count) for city in ordered])
    taken = [_around_circle(axes, city) for city in ordered]
    for city in [city for city in ordered if city in labelled][:LABELS]:
        _label(page, axes, city, taken)


def _around_circle(axes: Axes, city: Spot) -> Box:
    x, y = axes.transData.transform((_east(city), city.north))
    half = _radius(city.count) * 0.8
    return (x - half, y - half, x + half, y + half)


def _radius(count: int) -> float:
    """Return a circle's radius in pixels."""
    return float(_size(count) ** 0.5 / 2 * 100 / 72)


def _circles(axes: Axes, places: Sequence[tuple[float, float, int]]) -> None:
    """Draw a circle for a number of actions at each place, an empty one for none."""
    axes.scatter(
        [x for x, _y, _count in places],
        [y for _x, y, _count in places],
        s=[_size(count) for _x, _y, count in places],
        c=[STEPS[3] if count else BLANK for _x, _y, count in places],
        edgecolors=[PAPER if count else FAINT for _x, _y, count in places],
        alpha=0.85,
        zorder=5,
    )


def _size(count: int) -> float:
    share = min(count, LARGEST) / LARGEST
    return _SMALLEST_SIZE + (_LARGEST_SIZE - _SMALLEST_SIZE) * share


def _label(page: Sheet, axes: Axes, city: Spot, taken: list[Box]) -> None:
    """Write a name beside its circle, unless another stands there or it would leave the sheet."""
    text = (
        f"{sheet.fitting(city.name, LABEL, 240)} {city.count}" if city.count else sheet.fitting(city.name, LABEL, 240)
    )
    x, y = axes.transData.transform((_east(city), city.north))
    gap = _radius(city.count) + 6
    wide = sheet.wide(text, LABEL)
    low, high = axes.bbox.y0, axes.bbox.y1
    for left in (x + gap, x - gap - wide):
        spot = (left, y - 16, left + wide, y + 16)
        free = not any(sheet.meet(spot, other) for other in taken)
        if free and left > 8 and spot[2] < WIDTH - 8 and low < spot[1] and spot[3] < high:
            taken.append(spot)
            halo = [withStroke(linewidth=4, foreground=PAPER)]
            page.write(left, page.height - y + 9, text, LABEL, color=INK, path_effects=halo, zorder=9)
            return


def _legend(page: Sheet, top: float) -> None:
    """Say what the sizes mean."""
    translate = page.translate
    names = [*(str(count) for count in _SAMPLES[:-1]), translate.plain(MORE, least=LARGEST), translate.plain(NONE_YET)]
    axes = page.axes(0, top, WIDTH, 60)
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(0, 60)
    page.write(MARGIN, top + 38, translate.plain(ACTIONS), SMALL, weight="bold")
    x = MARGIN + sheet.wide(translate.plain(ACTIONS), SMALL) + 50
    for count, name in zip((*_SAMPLES, 0), names, strict=True):
        _circles(axes, [(x, 30, count)])
        x += _radius(count) + 8
        page.write(x, top + 38, name, SMALL)
        x += sheet.wide(name, SMALL) + 50
