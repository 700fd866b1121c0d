"""Goal 11 as data: complete, consistent, and in the project's own words."""

import pytest

from bot.goal11 import AIMS, INDICATORS, MILESTONES, PATHWAYS, SDGS, TARGETS
from bot.goal11.keywords import TABLES
from bot.text import LANGUAGES, Message


def test_goal_11_has_ten_targets_in_their_order() -> None:
    assert list(TARGETS) == ["11.1", "11.2", "11.3", "11.4", "11.5", "11.6", "11.7", "11.a", "11.b", "11.c"]
    assert {target.goal for target in TARGETS.values()} == {11}
    assert all(code == target.code for code, target in TARGETS.items())


def test_each_indicator_belongs_to_the_target_whose_code_it_carries() -> None:
    owned = [indicator for target in TARGETS.values() for indicator in target.indicators]
    assert owned == list(INDICATORS.values())
    assert [indicator.code for indicator in TARGETS["11.5"].indicators] == ["11.5.1", "11.5.2", "11.5.3"]


def test_only_the_indicator_the_united_nations_dropped_is_retired() -> None:
    assert [indicator.code for indicator in INDICATORS.values() if indicator.retired] == ["11.c.1"]


def test_there_are_five_pathways_five_milestones_and_seventeen_goals() -> None:
    assert set(PATHWAYS) == {"zero_emission", "nature_based", "resilient", "circular", "equitable"}
    assert list(MILESTONES) == [1, 2, 3, 4, 5]
    assert list(SDGS) == list(range(1, 18))
    assert set(AIMS) == {target.goal for target in TARGETS.values()}


def test_every_text_is_marked_for_translation() -> None:
    texts = [text for target in TARGETS.values() for text in (target.title, target.description)]
    texts += [text for indicator in INDICATORS.values() for text in (indicator.title, indicator.unit)]
    texts += [text for pathway in PATHWAYS.values() for text in (pathway.title, pathway.description)]
    texts += [text for milestone in MILESTONES.values() for text in (milestone.title, milestone.climate)]
    texts += [*SDGS.values(), *AIMS.values()]
    assert all(isinstance(text, Message) and text == text.strip() for text in texts)


def test_a_title_fits_beside_its_code_on_a_telephone() -> None:
    assert max(len(target.title) for target in TARGETS.values()) <= 56


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_target_has_words_in_every_language_of_the_bot(language: str) -> None:
    for target in TARGETS.values():
        terms = target.keywords[language]
        assert len(terms) >= 10, target.code
        assert all(terms) and len(set(terms)) == len(terms), target.code


def test_words_are_kept_for_no_target_that_does_not_exist() -> None:
    assert {code for table in TABLES.values() for code in table} == set(TARGETS)
