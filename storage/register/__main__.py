"""``python -m storage.register OUT``: write the place register."""

import gzip
import hashlib
import io
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson

from storage.place import CREDITS
from storage.register import korea, world
from storage.register.entry import Entry

_USAGE = "usage: python -m storage.register OUT.jsonl.gz\n"


def main(arguments: list[str]) -> int:
    """Build the register into the named file; 2 when no file is named."""
    if len(arguments) != 1:
        sys.stderr.write(_USAGE)
        return 2
    header = write(Path(arguments[0]))
    sys.stdout.write(f"{header['counts']['places']} places, version {header['version']}: {arguments[0]}\n")
    return 0


def write(path: Path) -> dict[str, Any]:
    """Write the register, the same bytes for the same packages and notes; return its first line."""
    entries = [*korea.governments(), *world.cities()]
    _tell_apart(entries)
    lines = [orjson.dumps(entry.line()) for entry in entries]
    countries = world.countries()
    version = hashlib.sha256(b"\n".join([*lines, orjson.dumps(countries)])).hexdigest()[:16]
    header = {"version": version, "counts": _counts(entries), "credits": list(CREDITS),
              "countries": countries}  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".new")
    unfinished.write_bytes(_compressed([orjson.dumps(header), *lines]))
    unfinished.replace(path)
    return header


def _compressed(lines: Iterable[bytes]) -> bytes:
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", filename="", mtime=0) as file:
        file.write(b"\n".join(lines) + b"\n")
    return packed.getvalue()


def _counts(entries: list[Entry]) -> dict[str, int]:
    present = [entry for entry in entries if entry.country == "KR" and not entry.valid_to]
    korean = Counter(entry.kind == "province" for entry in present)
    return {
        "places": len(entries),
        "names": sum(len(entry.index) for entry in entries),
        "korea_wide_area": korean[True],
        "korea_basic": korean[False],
    }


def _tell_apart(entries: list[Entry]) -> None:
    """Mark the places whose country is not enough to know them by: show the province, or else the position.

    South Korea's governments are always shown with their province, so only the rest is looked at, and of
    provinces only those that can be chosen.
    """
    places = [entry for entry in entries if entry.country != "KR" and entry.can_be_found()]
    for told_by, alike in (("province", _by_country(places)), ("position", _by_province(places))):
        for group in alike:
            for entry in group:
                entry.told_by = told_by


def _by_country(entries: list[Entry]) -> list[list[Entry]]:
    return _groups((entry, (entry.country,)) for entry in entries)


def _by_province(entries: list[Entry]) -> list[list[Entry]]:
    """Return those still alike within a province; the largest of them needs no position."""
    alike = _groups((entry, (entry.country, entry.parent or "")) for entry in entries)
    return [sorted(group, key=lambda entry: -entry.importance)[1:] for group in alike]


def _groups(entries: Iterable[tuple[Entry, tuple[str, ...]]]) -> list[list[Entry]]:
    """Return places that share a name, in any language, in the same area."""
    named: dict[tuple[str, ...], dict[str, Entry]] = defaultdict(dict)
    for entry, area in entries:
        for language, name in entry.names.items():
            named[(*area, language, name.casefold())][entry.key] = entry
    return [list(group.values()) for group in named.values() if len(group) > 1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
