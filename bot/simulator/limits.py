"""What Telegram refuses in texts and keyboards.

Lengths are counted in UTF-16 code units after entities are parsed: the narrower of the two counts in use
(the other is code points), so that what passes here passes there.
"""

import re
from collections.abc import Sequence
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

from bot.simulator.api import Call, Json, bad_request
from bot.simulator.entities import find_entities, length, parse_html

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LONGEST_TOAST = 200
LARGEST_DOWNLOAD = 20 * 1024 * 1024
LARGEST_PHOTO = 10 * 1024 * 1024
LARGEST_UPLOAD = 50 * 1024 * 1024
MOST_BUTTONS = 100
MOST_IN_A_ROW = 8

_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_DROPPED = re.compile("[\r\u2028-\u202e]")
_INVISIBLE = " \n\u00a0\u2800\u3164\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"


def text_of(call: Call) -> Json:
    """Return the fields ``text`` and ``entities`` of a message; refuse an empty or overlong text."""
    text, entities = _formatted(call, "text", "entities")
    if not text.strip(_INVISIBLE):
        raise bad_request("message text is empty")
    if length(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return {"text": text} | ({"entities": entities} if entities else {})


def caption_of(call: Call) -> Json:
    """Return the fields ``caption`` and ``caption_entities``, none if there is no caption."""
    text, entities = _formatted(call, "caption", "caption_entities")
    if length(text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    if not text:
        return {}
    return {"caption": text} | ({"caption_entities": entities} if entities else {})


def _formatted(call: Call, name: str, entities_name: str) -> tuple[str, list[Json]]:
    source, mode = call.text(name), call.text("parse_mode").lower()
    given = call.sequence(entities_name)
    if not given:
        source = _DROPPED.sub("", source)
    if given:
        text, entities = source, _checked(source, given)
    elif mode == "html":
        text, entities = parse_html(source)
    elif mode:
        raise bad_request("unsupported parse_mode")
    else:
        text, entities = source, []
    text, entities = _trimmed(text, entities)
    return text, sorted(
        entities + find_entities(text, entities), key=lambda entity: (entity["offset"], -entity["length"])
    )


def _checked(text: str, entities: Sequence[Json]) -> list[Json]:
    ends = length(text)
    for entity in entities:
        offset, size = entity.get("offset"), entity.get("length")
        if not isinstance(offset, int) or not isinstance(size, int):
            raise bad_request("can't parse entities: offset and length must be numbers")
        if offset < 0 or size < 0 or offset + size > ends:
            raise bad_request("can't parse entities: entity is out of the text")
    return [dict(entity) for entity in entities]


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Replace control characters and cut the blanks at both ends, as Telegram does."""
    text = _CONTROL.sub(" ", text)
    kept = text.strip()
    if kept == text:
        return text, entities
    first = length(text) - length(text.lstrip())
    last = first + length(kept)
    moved = []
    for entity in entities:
        starts = max(entity["offset"], first)
        ends = min(entity["offset"] + entity["length"], last)
        if starts < ends:
            moved.append(entity | {"offset": starts - first, "length": ends - starts})
    return kept, moved


def markup_of(call: Call, *, inline_only: bool = False) -> tuple[Json | None, Json | None]:
    """Return the inline keyboard and the other markup (reply keyboard, removal, forced reply): one or none.

    An inline keyboard without buttons is none.
    """
    markup = call.mapping("reply_markup")
    if not markup:
        return None, None
    if "inline_keyboard" in markup:
        return _inline(markup), None
    if inline_only:
        raise bad_request("inline keyboard expected")
    if "keyboard" in markup:
        return None, _reply_keyboard(markup)
    if markup.get("remove_keyboard") or markup.get("force_reply"):
        return None, markup
    raise bad_request("object expected as reply markup")


def _inline(markup: Json) -> Json | None:
    rows = _rows(markup["inline_keyboard"])
    for button in chain.from_iterable(rows):
        _check_inline(button)
    return {"inline_keyboard": rows} if rows else None


def _reply_keyboard(markup: Json) -> Json:
    rows = [[_as_object(button) for button in row] for row in _rows(markup["keyboard"])]
    if not rows:
        raise bad_request("reply keyboard markup must have at least one button")
    for button in chain.from_iterable(rows):
        _check_label(button)
    return markup | {"keyboard": rows}


def wants_location(keyboard: Json) -> bool:
    """Say whether a button of a reply keyboard shares where the person is."""
    return any(button.get("request_location") for button in chain.from_iterable(keyboard.get("keyboard", [])))


def _rows(rows: object) -> list[list[Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse keyboard: an array of arrays of buttons is expected")
    if any(len(row) > MOST_IN_A_ROW for row in rows):
        raise bad_request("BUTTONS_ROW_TOO_LONG")
    if sum(len(row) for row in rows) > MOST_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return [row for row in rows if row]


def _as_object(button: Any) -> Any:
    return {"text": button} if isinstance(button, str) else button


def _check_label(button: Json) -> None:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request('can\'t parse keyboard button: field "text" must be of type String')
    if not button["text"].strip(_INVISIBLE):
        raise bad_request("can't parse keyboard button: text must be non-empty")


def _check_inline(button: Json) -> None:
    _check_label(button)
    actions = [name for name in _ACTIONS if button.get(name) is not None]
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request("can't parse inline keyboard button: exactly one of the optional fields is allowed")
    if "callback_data" in actions and not 1 <= len(str(button["callback_data"]).encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in actions:
        _check_url(str(button["url"]))
    if "web_app" in actions:
        _check_app(button["web_app"])


def _check_app(app: Any) -> None:
    url = str(app.get("url", "")) if isinstance(app, dict) else ""
    if urlsplit(url).scheme != "https":
        raise bad_request(f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed")
    _check_url(url)


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme == "tg" and parts.netloc:
        return
    if parts.scheme not in ("http", "https") or "." not in (parts.hostname or "") or " " in url:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
