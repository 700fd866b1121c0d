"""Which languages count as a query's own: its group comes first."""

import pytest

from storage.index import Query

ANY_OF_THREE = ("zh_Hans", "zh_Hant", "ja")


@pytest.mark.parametrize(
    ("words", "reader", "own"),
    [
        ("침수", "en", ("ko",)),
        ("BRT 노선", "ja", ("ko",)),
        ("ＣＯ２ 감축", "en", ("ko",)),
        ("浸水センサー", "zh_Hans", ("ja",)),
        ("スマートシティ 交通", "zh_Hans", ("ja",)),
        ("ﾊﾞｽ", "en", ("ja",)),
        ("防洪传感器", "ja", ("zh_Hans", "zh_Hant")),
        ("哪些城市裝了防洪感測器", "en", ("zh_Hant", "zh_Hans")),
        ("flood sensors", "ko", ("en",)),
        ("flood", "ko", ("en",)),
        ("버스 bus lane priority", "en", ("en",)),
    ],
)
def test_words_tell_their_language_by_their_signs(words: str, reader: str, own: tuple[str, ...]) -> None:
    assert Query(words, language=reader).own == own


@pytest.mark.parametrize(
    ("words", "reader", "own"),
    [
        ("浸水", "ja", ("ja",)),
        ("淹水", "zh_Hant", ("zh_Hant", "zh_Hans")),
        ("水", "en", ANY_OF_THREE),
        ("交通", "ko", ANY_OF_THREE),
        ("防洪感測器", "en", ANY_OF_THREE),
        ("排水設備", "ja", ("ja",)),
        ("排水設備", "zh_Hant", ("zh_Hant", "zh_Hans")),
    ],
)
def test_characters_that_several_languages_share_are_of_the_readers_or_of_any_of_them(
    words: str, reader: str, own: tuple[str, ...]
) -> None:
    assert Query(words, language=reader).own == own


@pytest.mark.parametrize("words", ["", " ", "BRT", "ＢＲＴ", "CO2", "2025", "🌊", "!?", "SUW-0001"])
def test_what_is_of_no_language_is_of_the_readers(words: str) -> None:
    assert Query(words, language="ko").own == ("ko",)
    assert Query(words, language="zh_Hant").own == ("zh_Hant", "zh_Hans")


def test_a_language_the_bot_does_not_speak_counts_as_the_networks() -> None:
    assert Query("Hochwasser", language="ko").own == Query("наводнение", language="ja").own == ("en",)


def test_chosen_languages_are_shared_out_to_the_groups() -> None:
    own, other = Query("침수", languages=("ko", "ja")).groups()
    assert own and other and (own.facets["language"], other.facets["language"]) == (["ko"], ["ja"])
    own, other = Query("침수", languages=("ja",)).groups()
    assert own is None and other and other.facets["language"] == ["ja"]
    own, other = Query("침수").groups()
    assert own and other and other.without == {"language": ("ko",)} and "language" not in other.facets
