"""What is read from Telegram's JSON directly is what python-telegram-bot would have read."""

from typing import Any

import orjson
import pytest
from telegram import Update

from bot import decoded
from storage.inbox import Received

MINA: dict[str, Any] = {"id": 7, "is_bot": False, "first_name": "Mina", "last_name": "<b>Kim", "language_code": "ko"}
CHAT = {"id": 7, "type": "private", "first_name": "Mina"}
WORDS = {"message_id": 5, "date": 1, "from": MINA, "chat": CHAT, "text": " 침수\u202e \r\n센서 "}
CARD = WORDS | {"from": {"id": 42, "is_bot": True, "first_name": "Pumasi"}, "reply_markup": {"inline_keyboard": []}}
PRESS = {"id": "9", "from": MINA, "chat_instance": "1", "data": "update:finish:1", "message": CARD}
GROUP = {"id": -7, "type": "group", "title": "Suwon"}

ALIKE: dict[str, dict[str, Any]] = {
    "words": {"message": WORDS},
    "a name of one word, no language": {"message": WORDS | {"from": {"id": 7, "is_bot": False, "first_name": "M"}}},
    "a command": {"message": WORDS | {"entities": [{"type": "bot_command", "offset": 0, "length": 1}]}},
    "something new beside the words": {"message": WORDS, "mood": 1},
    "a photo": {"message": {**WORDS, "photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]}},
    "a place": {"message": {**WORDS, "location": {"latitude": 1.5, "longitude": 2.5}}},
    "words passed on": {"message": {**WORDS, "forward_origin": {"type": "user", "date": 1, "sender_user": MINA}}},
    "words in a group": {"message": WORDS | {"chat": GROUP}},
    "words of a bot": {"message": WORDS | {"from": MINA | {"is_bot": True}}},
    "changed words": {"edited_message": WORDS},
    "a press": {"callback_query": PRESS},
    "a press on what is out of reach": {"callback_query": PRESS | {"message": CARD | {"date": 0}}},
    "a press in a group": {"callback_query": PRESS | {"message": CARD | {"chat": GROUP}}},
    "a press without data": {"callback_query": {**PRESS, "data": ""}},
    "a press of nobody": {"callback_query": {key: PRESS[key] for key in ("id", "chat_instance", "data", "message")}},
    "a group that moved": {"message": {"message_id": 5, "date": 1, "chat": GROUP, "migrate_to_chat_id": -100}},
    "nothing known": {"mood": {"id": 1}},
}
UNLIKE: dict[str, dict[str, Any]] = {
    "a message that is none": {"message": 5},
    "nobody's chat": {"message": {"message_id": 5, "date": 1, "from": MINA, "text": "x"}},
    "a chat without a kind": {"message": WORDS | {"chat": {"id": 7}}},
    "a sender without a name": {"message": WORDS | {"from": {"id": 7, "is_bot": False}}},
}


def received(update: dict[str, Any]) -> list[Received]:
    return [Received(1, 7, orjson.dumps({"update_id": 1} | update).decode())]


@pytest.mark.parametrize("update", ALIKE.values(), ids=ALIKE)
def test_an_update_is_read_as_python_telegram_bot_reads_it(update: dict[str, Any]) -> None:
    one = received(update)
    read = decoded._any(one, [Update.de_json({"update_id": 1} | update, None)])
    assert decoded.decode(one) == read


def test_words_and_presses_need_none_of_its_objects() -> None:
    words, press = ({"message": WORDS}, {"callback_query": PRESS})
    assert [bool(decoded._plain(received(each), each)) for each in (words, press)] == [True, True]
    there = decoded.decode(received(words))
    assert there.writer and (there.writer.name, there.heard.text) == ("Mina <b>Kim", "침수 \n센서")


@pytest.mark.parametrize("update", UNLIKE.values(), ids=UNLIKE)
def test_what_looks_like_neither_is_refused_as_it_refuses_it(update: dict[str, Any]) -> None:
    with pytest.raises(Exception):  # noqa: B017 - of any kind: what was sent is set aside
        decoded.decode(received(update))
