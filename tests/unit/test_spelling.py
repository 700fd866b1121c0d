"""Slips of the keyboard: what is near enough to be meant, and what is not."""

import pytest

from storage.index.spelling import distance, meant

TEXTS = (
    "Flood gates and sensors at the river",
    "집중호우 대비 침수 방지시설 설치",
    "内水浸水対策の雨水貯留施設",
    "臺北市淹水感測器與路線",
)


def known(word: str) -> bool:
    return any(word.lower() in text.lower() for text in TEXTS)


@pytest.mark.parametrize(
    ("typed", "likeliest"),
    [
        ("flod", "Flood"),
        ("Fl0od gates", None),  # digits are no letters mistyped
        ("sensros flood", "sensors flood"),
        ("침슈", "침수"),
        ("방지싯설", "방지시설"),
        ("貯流施設", "貯留施設"),
        ("感側器", "感測器"),
        ("flood", None),  # nothing is mistyped
        ("flod xyzzyx", None),  # one word remains unknown
        ("cat", None),  # too short to be told
        ("浸氷", None),  # half a word of two characters is another word
        ("!!", None),
    ],
)
def test_unknown_words_become_the_likeliest_known_ones(typed: str, likeliest: str | None) -> None:
    assert meant(typed, known, TEXTS) == likeliest


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("", "", 0),
        ("gate", "gate", 0),
        ("gate", "gat", 1),
        ("gate", "agte", 1),
        ("gate", "gets", 2),
        ("gate", "gum", 3),
    ],
)
def test_a_slip_is_a_letter_more_less_other_or_two_exchanged(one: str, other: str, slips: int) -> None:
    assert distance(one, other, 2) == slips
