"""What other cities did in comparison: how near they are in size, what differs, what is new."""

from datetime import date

import pytest

from bot.text import translator
from handlers.who import differences
from storage.actions import Told
from storage.cities import apart, similar_in_size
from storage.duplicates import adds_figures
from storage.models import Action, City


def city(population: int | None, country: str = "KR") -> City:
    return City(population=population, country=country)


def told(city: City, kind: str = "achieved", year: int = 2026) -> Told:
    return Told(Action(kind=kind, day=date(year, 5, 1)), city)


SUWON = told(city(1_200_000))


@pytest.mark.parametrize(
    ("one", "other", "similar"),
    [(300, 100, True), (100, 300, True), (301, 100, False), (100, 301, False), (None, 100, False), (0, 0, False)],
)
def test_cities_are_of_similar_size_up_to_three_times_the_inhabitants(
    one: int | None, other: int | None, similar: bool
) -> None:
    assert similar_in_size(one, other) is similar


def test_a_similar_size_is_nearer_than_the_same_country_and_that_than_any_other() -> None:
    assert [apart(city(900), 800, "JP"), apart(city(900), 20, "KR"), apart(city(900), 20, "JP")] == [0, 1, 2]
    assert apart(city(None), None, "KR") == 1


@pytest.mark.parametrize(
    ("other", "line"),
    [
        (told(city(900_000, "JP")), "similar size"),
        (told(city(90_000), "under_way"), "smaller: 90,000 inhabitants, still under way"),
        (told(city(9_000_000), year=2025), "larger: 9,000,000 inhabitants, 1 year earlier"),
        (told(city(None), year=2029), "same country, 3 years later"),
        (told(city(None, "JP"), "under_way"), "another country, still under way"),
    ],
)
def test_what_differs_is_said_in_a_few_words(other: Told, line: str) -> None:
    tell = translator("en")
    assert ", ".join(str(tell.value(fact)) for fact in differences(SUWON, other)) == line


def test_a_text_with_a_figure_of_its_own_tells_something_new() -> None:
    assert adds_figures("9 drivers", "4 drivers since 2026") and not adds_figures("drivers", "4 drivers")
    assert not adds_figures("４ drivers", "4 drivers since 2026")
