"""Which target a text is about, as a program asks."""

from urllib.parse import quote

import orjson
import pytest

from bot.goal11 import TARGETS
from tests.web.conftest import Hand


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("지하차도에 침수 차단막을 설치했습니다", "11.5"),
        ("新开通5条夜间公交线路", "11.2"),
        ("Repair café & swap?", "11.6"),
    ],
)
async def test_all_ten_targets_are_ranked_best_first(hand: Hand, text: str, code: str) -> None:
    status, said = await hand.gets(f"/api/suggest?text={quote(text)}")
    targets = orjson.loads(said)["targets"]
    scores = [target["score"] for target in targets]
    assert status == 200 and targets[0]["code"] == code
    assert {target["code"] for target in targets} == set(TARGETS)
    assert scores == sorted(scores, reverse=True) and 0 <= scores[-1] < scores[0] <= 1


@pytest.mark.parametrize("query", ["", "?text=", "?text=%20%0A", f"?text={'x' * 4097}", "?other=flood"])
async def test_a_request_without_a_text_that_can_be_read_says_why(hand: Hand, query: str) -> None:
    status, said = await hand.gets(f"/api/suggest{query}")
    assert status == 400 and "text" in orjson.loads(said)["error"]


async def test_a_text_as_long_as_a_message_is_read(hand: Hand) -> None:
    assert (await hand.gets(f"/api/suggest?text={quote('침수' + ' ' * 2 + '가' * 4000)}"))[0] == 200


@pytest.mark.parametrize("text", ["!?", "🙂", '" OR 1=1 --', "\x00", "title:*"])
async def test_a_text_about_nothing_is_ranked_too(hand: Hand, text: str) -> None:
    status, said = await hand.gets(f"/api/suggest?text={quote(text)}")
    assert status == 200 and len(orjson.loads(said)["targets"]) == 10
