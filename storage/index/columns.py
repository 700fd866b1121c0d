"""What the index knows of every action without reading it: arrays that grow, one row an action."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from storage.index.entries import FACETS, Entry
from storage.index.wanted import Group

Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]
T = TypeVar("T", bound=np.generic)


class Columns:
    """Ids, changes, facets and days of the actions that may be shown."""

    def __init__(self) -> None:
        self.count = 0
        self.rows: dict[int, int] = {}  # by id
        self.ids = np.zeros(0, np.int64)
        self.changes = np.zeros(0, np.int64)
        self.versions = np.zeros(0, np.int64)
        self.shown = np.zeros(0, np.bool_)
        self.days = np.zeros(0, np.int32)
        self.facets = {name: np.zeros(0, np.int32) for name in FACETS}
        self._codes: dict[str, int] = {}  # of "name:value"
        self._values = [""]  # by code

    def put(self, entries: Iterable[Entry]) -> None:
        """Take entries in, in place of what was known of them."""
        for entry in entries:
            row = self.rows.get(entry.id)
            if row is None:
                row = self.rows[entry.id] = self.count
                self.count += 1
                if self.count > len(self.ids):
                    self._make_room()
            self.ids[row], self.changes[row], self.versions[row] = entry.id, entry.change, entry.version
            self.shown[row], self.days[row] = entry.shown, entry.day.toordinal()
            for name, codes in self.facets.items():
                codes[row] = self._code(name, entry.facets.get(name))

    def known(self, id: int, change: int) -> bool:
        """Say whether this change of an action is here already."""
        row = self.rows.get(id)
        return row is not None and bool(self.changes[row] == change)

    def forget_since(self, change: int) -> None:
        """Know nothing of what has changed since."""
        self.changes[: self.count][self.changes[: self.count] >= change] = -1

    def allowed(self, group: Group) -> Mask:
        """Return which rows may be shown to somebody who looks for this."""
        mask = self.shown[: self.count].copy()
        for name, values in group.facets.items():
            mask &= self._having(name, values)
        for name, values in group.without.items():
            mask &= ~self._having(name, values)
        if group.since is not None:
            mask &= self.days[: self.count] >= group.since.toordinal()
        if group.keys is not None:
            after, upto = group.keys
            mask &= (self.ids[: self.count] > after) & (self.ids[: self.count] <= upto)
        return mask

    def _having(self, name: str, values: Sequence[str]) -> Mask:
        having = np.zeros(self.count, np.bool_)
        for value in values:
            having |= self.facets[name][: self.count] == self._codes.get(f"{name}:{value}", -1)
        return having

    def value(self, row: int, name: str) -> str | None:
        """Return what one action has for a facet."""
        return self.name(int(self.facets[name][row])) or None

    def name(self, code: int) -> str:
        """Return the value that has this code."""
        return self._values[code]

    def _code(self, name: str, value: str | None) -> int:
        if value is None:
            return 0
        key = f"{name}:{value}"
        if key not in self._codes:
            self._codes[key] = len(self._values)
            self._values.append(value)
        return self._codes[key]

    def _make_room(self) -> None:
        self.ids, self.changes = roomy(self.ids, self.count), roomy(self.changes, self.count)
        self.versions, self.shown = roomy(self.versions, self.count), roomy(self.shown, self.count)
        self.days = roomy(self.days, self.count)
        self.facets = {name: roomy(codes, self.count) for name, codes in self.facets.items()}


def roomy(array: NDArray[T], count: int) -> NDArray[T]:
    """Return an array with room for so many rows, and some more to come."""
    if len(array) >= count:
        return array
    larger = np.zeros((count + count // 4 + 64, *array.shape[1:]), array.dtype)
    larger[: len(array)] = array
    return larger
