"""The glossary: what cities call the same thing, in five languages."""

import time
from collections import defaultdict
from itertools import permutations

import pytest

from bot.goal11 import TARGETS
from bot.language.fold import fold
from bot.language.glossary import Change, built_in, term_of
from bot.text import LANGUAGES

GLOSSARY = built_in()
CONCEPTS = list(GLOSSARY.concepts.values())
# One spelling, but another thing in another language; the reader's own language decides.
FALSE_FRIENDS = {"汽車", "保育", "救助", "歩道", "懇談会"}
FLOOD = {"en": "flooding", "ko": "침수", "ja": "浸水", "zh_Hans": "内涝", "zh_Hant": "淹水"}
ALONE = {
    "en": "single-person households", "ko": "1인 가구", "ja": "一人暮らし", "zh_Hans": "独居", "zh_Hant": "一人家戶",
}  # fmt: skip
BUS = {"en": "bus lanes", "ko": "버스전용차로", "ja": "バスレーン", "zh_Hans": "公交专用道", "zh_Hant": "公車專用道"}


def keys(text: str, language: str | None = None) -> list[str]:
    return [concept.key for concept in GLOSSARY.concepts_in(fold(text), language)]


def test_there_are_more_than_three_hundred_concepts() -> None:
    assert len(CONCEPTS) > 300
    assert all(set(concept.targets) <= set(TARGETS) for concept in CONCEPTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_concept_has_a_usual_word_and_another_in_every_language(language: str) -> None:
    assert [concept.key for concept in CONCEPTS if len(concept.words[language]) < 2] == []


def test_every_word_is_still_a_word_when_folded() -> None:
    words = {word for concept in CONCEPTS for words in concept.words.values() for word in words}
    assert {word for word in words if not term_of(word) or word != word.strip()} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_stands_for_one_concept_and_stands_there_once(language: str) -> None:
    found = defaultdict(list)
    for concept in CONCEPTS:
        for word in concept.words[language]:
            found[fold(word)].append(concept.key)
    assert {word: concepts for word, concepts in found.items() if len(concepts) > 1} == {}


def test_only_known_false_friends_mean_something_else_in_another_language() -> None:
    found = defaultdict(set)
    for concept in CONCEPTS:
        for words in concept.words.values():
            for word in words:
                found[fold(word)].add(concept.key)
    assert {word for word, concepts in found.items() if len(concepts) > 1} == {fold(word) for word in FALSE_FRIENDS}


@pytest.mark.parametrize(("language", "other"), list(permutations(LANGUAGES, 2)))
@pytest.mark.parametrize("words", [FLOOD, ALONE, BUS], ids=["flood", "alone", "bus"])
def test_a_word_leads_to_the_words_of_every_other_language(words: dict[str, str], language: str, other: str) -> None:
    expanded = GLOSSARY.expand(words[language], language)
    assert language not in expanded
    assert term_of(words[other]) in {term_of(word) for word in (words[language], *expanded[other])}


def test_a_query_is_not_expanded_by_what_it_says_already() -> None:
    expanded = GLOSSARY.expand("洪水", "ja")
    assert "수해" in expanded["ko"] and "flooding" in expanded["en"]
    for words in expanded.values():
        assert not {"洪水", "冠水"} & set(words)
        assert len({fold(word) for word in words}) == len(words)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("상습침수지역", "ko", ["flood"]),
        ("コミュニティバスの運賃", "ja", ["bus", "fare"]),
        ("Two FLOODS and a bike-lane", "en", ["flood", "bike_lane"]),
        ("ＣＯ２", "en", ["greenhouse_gas"]),
        ("スマートシティ 交通", "ja", ["smart_city", "transport"]),
        ("BRT 노선", "ko", ["bus_priority"]),
        ("flood bus flood", "en", ["flood", "bus"]),
        ("대중교통", "ko", ["public_transport"]),
        ("쓰레기 종량제", "ko", ["pay_as_you_throw"]),
        ("垃圾費隨袋徵收", "zh_Hant", ["pay_as_you_throw"]),
        ("低碳", "zh_Hans", ["low_carbon"]),
        ("감동", "ko", []),
        ("", "ko", []),
        ("' OR 1=1 --", "en", []),
        ("🙂", None, []),
    ],
)
def test_the_longest_word_counts_wherever_it_stands(text: str, language: str | None, expected: list[str]) -> None:
    assert keys(text, language) == expected


@pytest.mark.parametrize(
    ("text", "not_about"), [("문화재", "fire"), ("carpet parkour", "car"), ("아이디어", "children")]
)
def test_a_word_inside_quite_another_word_does_not_count(text: str, not_about: str) -> None:
    assert not_about not in keys(text)


def test_a_false_friend_means_what_it_means_in_the_language_of_the_text() -> None:
    assert keys("汽車", "ja") == ["rail"]
    assert keys("汽車", "zh_Hant") == keys("汽车", "zh_Hans") == ["car"]
    assert keys("保育", "ja") == ["childcare"]
    assert keys("保育", "zh_Hans") == ["nature_conservation"], "the other Chinese script knows it"
    assert set(keys("汽車")) == {"rail", "car"}, "in doubt, both"


def test_a_query_takes_less_than_a_millisecond() -> None:
    queries = [words[language] for words in (FLOOD, ALONE, BUS) for language in LANGUAGES]
    began = time.thread_time()
    for query in queries:
        keys(query)
    assert (time.thread_time() - began) / len(queries) < 0.001


def test_an_added_word_is_found_and_a_removed_one_is_not() -> None:
    added, gone = Change("flood", "ko", "물폭탄", True), Change("flood", "ko", "침수", False)
    changed = GLOSSARY.changed([added, gone])
    assert [concept.key for concept in changed.concepts_in("물폭탄", "ko")] == ["flood"]
    assert changed.concepts_in("침수", "ko") == []
    assert keys("침수") == ["flood"] and keys("물폭탄") == [], "the one that comes with the program stays as it is"


def test_the_last_change_of_a_word_counts() -> None:
    gone, back = Change("flood", "ja", "水害", False), Change("flood", "ja", "水害", True)
    words = GLOSSARY.changed([gone, back]).concepts["flood"].words["ja"]
    assert words.count("水害") == 1
    assert GLOSSARY.changed([back, back]).concepts["flood"].words["ja"].count("水害") == 1


def test_a_change_of_a_concept_that_is_gone_changes_nothing() -> None:
    changed = GLOSSARY.changed([Change("gone", "en", "word", True)])
    assert changed.concepts.keys() == GLOSSARY.concepts.keys()
