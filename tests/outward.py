"""What goes out, as others see it: whose language it is in, and what it must not contain."""

import re
from ast import literal_eval
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

import orjson
from markupsafe import Markup

from bot.text import LANGUAGES, LOCALES, translator

_FIXED = re.compile(r"<[^>]*>|\{[^}]*\}|\n")  # what parts the fixed pieces of a text
_LETTERS = re.compile(r"[^\W\d_]")
_MSGID = re.compile(r'^msgid "(.*)"$', re.MULTILINE)
SHORTEST = {"en": 16}  # letters of a piece that tells a language; 5 where each says more


@dataclass(frozen=True)
class Letter:
    """A message of the bot, and to whom: a person, or nobody in particular in a group."""

    chat_id: int
    person_id: int | None
    at: float
    unasked: bool
    payload: str

    @property
    def text(self) -> str:
        body = orjson.loads(self.payload)
        return Markup(body.get("text") or body.get("caption") or "").striptags()

    @property
    def presses(self) -> list[str]:
        """What its buttons do."""
        rows = orjson.loads(self.payload).get("reply_markup", {}).get("inline_keyboard", [])
        return [each["callback_data"] for row in rows for each in row if "callback_data" in each]

    @property
    def labels(self) -> list[str]:
        rows = orjson.loads(self.payload).get("reply_markup", {}).get("inline_keyboard", [])
        return [each["text"] for row in rows for each in row]

    @property
    def kind(self) -> str:
        """What it is about, by the commands its buttons lead to."""
        return " ".join(sorted({press.split(":")[0] for press in self.presses}))


@cache
def pieces(language: str) -> frozenset[str]:
    """Return the fixed pieces of all texts in a language that are long enough to tell it."""
    words = translator(language)
    english = (literal_eval(f'"{each}"') for each in _MSGID.findall(_catalog()))
    shortest = SHORTEST.get(language, 5)
    found = (piece.strip() for text in english if text for piece in _FIXED.split(words._catalog.gettext(text)))
    return frozenset(piece for piece in found if len(_LETTERS.findall(piece)) >= shortest)


@cache
def _catalog() -> str:
    text = (LOCALES / "ko" / "LC_MESSAGES" / "bot.po").read_text(encoding="utf-8")
    return re.sub(r'"\n"', "", text)  # a long text stands in several lines


@cache
def foreign(language: str) -> tuple[tuple[str, str], ...]:
    """Return the pieces by which other languages are known, with each its language."""
    own = "\n".join(pieces(language))
    return tuple((other, piece) for other in LANGUAGES if other != language for piece in sorted(pieces(other))
                 if piece not in own)  # fmt: skip


def strange(letter: Letter, language: str) -> list[tuple[str, str]]:
    """Return what in a message is in another language than its reader's."""
    shown = "\n".join([letter.text, *letter.labels])
    return [(other, piece) for other, piece in foreign(language) if piece in shown]


@dataclass
class Watched:
    """What must appear nowhere: marks, each with the name of what it betrays."""

    marks: dict[str, str]
    found: list[str] = field(default_factory=list)

    def look(self, where: str, content: str | bytes, allowed: Iterable[str] = ()) -> None:
        """Look for all marks but those allowed in what somebody else sees."""
        text = content if isinstance(content, str) else content.decode("utf-8", "replace")
        self.found += [
            f"{what} in {where}" for mark, what in self.marks.items() if mark in text and mark not in allowed
        ]
