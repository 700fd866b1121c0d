"""Contents as plain values, as they are kept under a version, and back again: the same in, the same out."""

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from bot.reports.contents import Contents

T = TypeVar("T")


def plain(value: Any) -> Any:
    """Return a part of a report as what JSON can hold; what has its default is left out, as it will have it again."""
    if is_dataclass(value):
        return {
            each.name: plain(getattr(value, each.name))
            for each in fields(value)
            if getattr(value, each.name) != each.default
        }
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else value


def contents(kept: dict[str, Any]) -> Contents:
    """Return the report that was kept."""
    return read(Contents, kept)


def read(kind: type[T], kept: Any) -> T:
    """Return a value of this type from what ``plain`` made of it."""
    value: T = _read(kind, kept)
    return value


def _read(kind: Any, kept: Any) -> Any:
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: _read(hints[name], value) for name, value in kept.items() if name in hints})
    if isinstance(kind, UnionType):
        [other] = [each for each in get_args(kind) if each is not NoneType]
        return None if kept is None else _read(other, kept)
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], each) for each in kept)
    if kind is Decimal:
        return Decimal(kept)
    return date.fromisoformat(kept) if kind is date else kept


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
