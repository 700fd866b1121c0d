"""What maps are drawn from: the TopoJSON that setup builds, as rings of points."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from bot.pictures import Missing

Points = np.ndarray[tuple[int, int], np.dtype[np.float64]]
Rings = tuple[Points, ...]
Arcs = list[int]

NAMES = ("korea", "world")
FOLDER = Path("data")  # where the workshop was told that they are


@dataclass(frozen=True, eq=False)
class Shapes:
    """Areas as rings of degrees east and north, holes included, and the lines of the areas above them."""

    areas: Mapping[str, Rings]
    parents: Mapping[str, str]
    borders: Mapping[str, Rings] = field(default_factory=dict)  # by parent: the lines only one of its areas has

    def middle(self, keys: list[str]) -> tuple[float, float]:
        """Return the middle of areas, each by its largest ring: islands far out do not draw it into the sea."""
        largest = [max(self.areas[key], key=lambda ring: abs(_extent(ring))) for key in keys]
        middles, weights = [ring[:-1].mean(axis=0) for ring in largest], [abs(_extent(ring)) for ring in largest]
        x, y = np.average(middles, axis=0, weights=weights)
        return float(x), float(y)


def path(folder: Path, name: str) -> Path:
    """Return where the shapes of a name are."""
    return folder / f"{name}.topo.json"


@cache
def shapes(file: Path) -> Shapes:
    """Read shapes, once in a process.

    Raises:
        Missing: there is no such file, or something else in it.
    """
    try:
        topology = json.loads(file.read_bytes())
        return _decoded(topology)
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        raise Missing(f"{file} is missing; make setup builds it") from None


def _decoded(topology: Mapping[str, Any]) -> Shapes:
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + translate for arc in topology["arcs"]]
    areas: dict[str, Rings] = {}
    parents: dict[str, str] = {}
    used: dict[str, dict[int, int]] = {}
    for number, one in enumerate(topology["objects"]["places"]["geometries"]):
        key = one.get("id", str(number))
        polygons = [one["arcs"]] if one["type"] == "Polygon" else one["arcs"]
        lines: list[Arcs] = list(chain.from_iterable(polygons))
        areas[key] = tuple(_ring(arcs, line) for line in lines)
        parents[key] = one.get("properties", {}).get("parent", "")
        counts = used.setdefault(parents[key], {})
        for arc in chain.from_iterable(lines):
            kept = arc if arc >= 0 else ~arc
            counts[kept] = counts.get(kept, 0) + 1
    borders = {parent: tuple(arcs[n] for n, times in counts.items() if times == 1) for parent, counts in used.items()}
    return Shapes(areas, parents, borders)


def _ring(arcs: list[Points], line: Arcs) -> Points:
    """Return the points of arcs one behind the other; ``~n`` is arc n from its end to its beginning."""
    parts = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in line]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


def _extent(ring: Points) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2
