"""What calls of the Bot API carry: texts within Telegram's limits, and files that are sent or still to be made."""

import base64
import re
from typing import Any

from markupsafe import Markup

from bot.language.headline import whole_words
from bot.text import Said, Translator, _
from bot.workshop import Order

LONGEST = 4096  # UTF-16 units of a message that are seen
LONGEST_CAPTION = 1024  # and of what stands under a file
PICTURE = {"field": "photo", "name": "picture.png"}
# Why there is a message and no file.
INSTEAD = {
    "late": _("This took too long to make. Please try again in a few minutes, or ask for less at once."),
    "failed": _("This could not be made. What you have recorded is safe; please try again later."),
    "lacking": _("This cannot be made yet, because a part of the bot is not installed. Its operator can see which."),
    "large": _("What was made is larger than Telegram takes. Please ask for less at once."),
}
_TAG = re.compile("<[^>]*>")


def clip(text: str, most: int) -> str:
    """Return the text, cut between words and with an ellipsis where it is longer than so many UTF-16 units."""
    if 2 * len(text) <= most:  # a letter is at most two units
        return text
    units = text.encode("utf-16-le", "ignore")
    if len(units) <= 2 * most:
        return text
    head = units[: 2 * most - 2].decode("utf-16-le", "ignore")
    return whole_words(head, len(head) * 2 // 3).rstrip() + "…"


def within(translate: Translator, what: Said, most: int) -> str:
    """Return a text as HTML; one of which too much would be seen is cut, and loses its markup."""
    text = str(translate.html(what.words, what.values)).strip()
    if 2 * len(text) > most:  # a letter is at most two units
        visible = Markup(_TAG.sub("", text)).unescape()
        if clip(visible, most) != visible:
            text = str(Markup.escape(clip(visible, most)))
    return text


def captioned(translate: Translator, what: Said) -> dict[str, str]:
    """Return the fields that put words under a file."""
    return {"caption": within(translate, what, LONGEST_CAPTION), "parse_mode": "HTML"}


def keyboard(rows: list[list[dict[str, str]]]) -> dict[str, Any]:
    return {"inline_keyboard": rows}


def with_file(chat_id: int, file: dict[str, str], content: bytes) -> dict[str, Any]:
    """Return what sends a file that is here; ``bot.uploads`` reads it."""
    return {"chat_id": str(chat_id), "_file": file | {"content": base64.b64encode(content).decode()}}


def with_order(chat_id: int, translate: Translator, order: Order, file: dict[str, str]) -> dict[str, Any]:
    """Return what sends a file that is made just before; ``bot.uploads`` reads it."""
    instead = {why: translate.html(words) for why, words in INSTEAD.items()}
    return {"chat_id": str(chat_id), "_made": {"order": order.written(), "file": file, "instead": instead}}
