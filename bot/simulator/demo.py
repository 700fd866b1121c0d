"""The demo network: real actions of real cities, for the try-out only."""

import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("demo.json")


@dataclass(frozen=True)
class DemoFigure:
    """A figure of an action, with what it counts and the year it is from."""

    label: str
    value: Decimal
    unit: str
    year: int


@dataclass(frozen=True)
class DemoAction:
    """An action as its city's public sources tell it; ``unit`` is empty where the province itself acted."""

    source_id: str
    country: str
    province: str
    unit: str
    city_en: str
    year: int
    language: str
    title: str
    text: str
    targets: tuple[str, ...]
    pathways: tuple[str, ...]
    kind: str
    figures: tuple[DemoFigure, ...]
    source_hint: str


def load() -> list[DemoAction]:
    """Return the actions of the demo network, in the order of the file."""
    return [_action(fields) for fields in json.loads(FILE.read_text(encoding="utf-8"))]


def _action(fields: dict[str, Any]) -> DemoAction:
    figures = tuple(
        DemoFigure(figure["label"], Decimal(str(figure["value"])), figure["unit"], figure["year"])
        for figure in fields["figures"]
    )
    lists = {"targets": tuple(fields["targets"]), "pathways": tuple(fields["pathways"]), "figures": figures}
    return DemoAction(**fields | lists)
