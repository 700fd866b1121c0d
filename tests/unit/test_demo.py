"""The demo network's data can be imported as it is."""

from collections import Counter
from decimal import Decimal

from bot.goal11 import PATHWAYS, TARGETS
from bot.language.draft import language
from bot.simulator.demo import load


def test_the_demo_network_has_74_actions_each_with_its_own_source_number() -> None:
    assert len({action.source_id for action in load()}) == len(load()) == 74


def test_demo_actions_name_only_targets_pathways_and_kinds_that_exist() -> None:
    for action in load():
        assert action.targets and set(action.targets) <= set(TARGETS)
        assert set(action.pathways) <= set(PATHWAYS)
        assert action.kind in ("under_way", "achieved")


def test_demo_actions_are_written_in_the_language_they_say() -> None:
    ours = [action for action in load() if action.language in ("en", "ko", "ja", "zh_Hans", "zh_Hant")]
    assert [action.source_id for action in ours if language(action.text) != action.language] == []
    assert Counter(action.language for action in load())["de"] == 4


def test_demo_figures_are_exact_numbers_with_a_year() -> None:
    cheonggyecheon = next(action for action in load() if action.source_id == "kr-002")
    (length,) = cheonggyecheon.figures
    assert (length.value, length.unit, length.year) == (Decimal("5.84"), "km", 2005)
