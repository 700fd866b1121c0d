"""How far an indicator has come, with the sum that shows it."""

from datetime import date
from decimal import Decimal

import pytest

from bot.reports.contents import MeasurePart
from bot.reports.progress import RATINGS, arithmetic, progress
from bot.text import Translator

TODAY = date(2027, 3, 22)


def of(year: int, value: str) -> MeasurePart:
    return MeasurePart(date(year, 12, 31), Decimal(value))


def sum_of(better: str, baseline: MeasurePart | None, values: list[MeasurePart], aim: MeasurePart | None) -> str:
    found = progress(better, baseline, values, aim, date(2027, 12, 31))
    if found is None:
        return "nothing"
    text = arithmetic(found)
    return f"{RATINGS[found.rating]}: {Translator('en').html(text.words, text.values)}"


@pytest.mark.parametrize(
    ("better", "baseline", "values", "aim", "shown"),
    [
        ("up", of(2020, "58.2"), [of(2027, "61.4")], of(2032, "66"),
         "behind: from 58.2 (2020) to 61.4 (2027), to be reached 66 (2032): 41 % of the way, 58 % of the time"),
        ("up", of(2020, "58.2"), [of(2027, "63.4")], of(2032, "66"),
         "on track: from 58.2 (2020) to 63.4 (2027), to be reached 66 (2032): 67 % of the way, 58 % of the time"),
        ("down", of(2020, "30"), [of(2027, "18")], of(2032, "15"),
         "on track: from 30 (2020) to 18 (2027), to be reached 15 (2032): 80 % of the way, 58 % of the time"),
        ("up", of(2020, "58.2"), [of(2027, "66")], of(2032, "66"), "reached: 66 (2027), to be reached: 66 (2032)"),
        ("down", None, [of(2027, "14")], of(2032, "15"), "reached: 14 (2027), to be reached: 15 (2032)"),
        ("up", of(2020, "58.2"), [of(2027, "57")], of(2032, "66"),
         "moving away: from 58.2 (2020) to 57 (2027): further from 66 (2032) than at the start"),
        ("up", None, [of(2022, "58"), of(2027, "60")], of(2032, "66"),
         "behind: from 58 (2022) to 60 (2027), to be reached 66 (2032): 25 % of the way, 50 % of the time"),
        ("up", of(2020, "58.2"), [of(2025, "65")], of(2026, "66"),
         "behind: from 58.2 (2020) to 65 (2025), to be reached 66 (2026): 87 % of the way, 100 % of the time"),
        ("up", of(2020, "66"), [of(2027, "65")], of(2032, "66"),
         "moving away: from 66 (2020) to 65 (2027): further from 66 (2032) than at the start"),
        ("up", of(2030, "58"), [of(2027, "60")], of(2032, "66"), "nothing"),
        ("up", None, [of(2027, "60")], of(2032, "66"), "nothing"),
        ("up", of(2020, "58.2"), [], of(2032, "66"), "nothing"),
        ("up", of(2020, "58.2"), [of(2027, "60")], None, "nothing"),
    ],
)  # fmt: skip
def test_progress_is_reckoned_and_its_sum_is_shown(
    better: str, baseline: MeasurePart | None, values: list[MeasurePart], aim: MeasurePart | None, shown: str
) -> None:
    assert sum_of(better, baseline, values, aim) == shown


def test_values_after_the_day_do_not_count() -> None:
    found = progress("up", of(2020, "50"), [of(2025, "55"), of(2027, "70")], of(2030, "70"), TODAY)
    assert found and found.last == of(2025, "55") and (found.way, found.time) == (25, 50)
