"""What goes out, as others see it: whose language it is in, and what it must not contain."""

import io
import re
import zipfile
from ast import literal_eval
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pypdf import PdfReader

from bot.simulator import World
from bot.simulator.api import Json, Upload
from bot.text import LANGUAGES, LOCALES, translator

_FIXED = re.compile(r"<[^>]*>|\{[^}]*\}|\n")  # what parts the fixed pieces of a text
_LETTERS = re.compile(r"[^\W\d_]")
_MSGID = re.compile(r'^msgid "(.*)"$', re.MULTILINE)
SHORTEST = {"en": 16}  # letters of a piece that tells a language; 5 where each says more


@dataclass(frozen=True)
class Letter:
    """A message of the bot as it arrived, and to whom: a person, or nobody in particular in a group."""

    chat_id: int
    person_id: int | None
    at: float
    unasked: bool
    message: Json

    @property
    def text(self) -> str:
        return str(self.message.get("text") or self.message.get("caption") or "")

    @property
    def presses(self) -> list[str]:
        """What its buttons do."""
        return [each["callback_data"] for each in self._buttons() if "callback_data" in each]

    @property
    def labels(self) -> list[str]:
        return [each["text"] for each in self._buttons()]

    def _buttons(self) -> list[Json]:
        return [each for row in self.message.get("reply_markup", {}).get("inline_keyboard", []) for each in row]


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


# What betrays somebody: see ``Identity``. Of a phone number, however it is written.
_MARKS = re.compile(r"731\d{7}|(?i:zqnick)(\d{3})|Zq(?:name|last)(\d{3})|(?:82|0)[-\s.]?10[-\s.]?5(\d{3})[-\s.]?0\d{3}")
_FIRST, _APART = 7_310_000_001, 7919  # Telegram ids


@dataclass(frozen=True)
class Identity:
    """Somebody by their number, with everything that would betray them."""

    number: int

    @property
    def telegram_id(self) -> int:
        return _FIRST + _APART * self.number

    @property
    def name(self) -> str:
        return f"Zqname{self.number:03} Zqlast{self.number:03}"

    @property
    def username(self) -> str:
        return f"zqnick{self.number:03}"

    @property
    def phone(self) -> str:
        return f"+8210-5{self.number:03}-0{self.number:03}"


def marks(text: str) -> set[tuple[int, str, str]]:
    """Return who is betrayed by a text, by their numbers, what of theirs stands there, and the very letters."""
    return {_read(each) for each in _MARKS.finditer(text)}


def _read(found: re.Match[str]) -> tuple[int, str, str]:
    for place, kind in ((1, "username"), (2, "name"), (3, "phone number")):
        if found[place]:
            return int(found[place]), kind, found[0]
    return (int(found[0]) - _FIRST) // _APART, "Telegram id", found[0]


@dataclass(frozen=True)
class Call:
    """Something the bot asked Telegram for: which chat saw it, and all it said there, files and toasts too."""

    method: str
    chat_id: int
    said: str


class Ear:
    """Hears everything that leaves the bot, to be searched later."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.calls: list[Call] = []
        world.watch(self)

    def __call__(self, method: str, params: Json, files: Mapping[str, Upload]) -> None:
        query = self._world.queries.get(str(params.get("callback_query_id", "")))
        chat = int(params.get("chat_id") or (query.person_id if query else 0))
        told = {name: value for name, value in params.items() if name not in ("chat_id", "scope")}
        self.calls.append(
            Call(method, chat, "\n".join([str(told), *(inside(file.content) for file in files.values())]))
        )


def inside(file: bytes) -> str:
    """Return all that stands in a file, also where it is packed."""
    if file.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(file))
        return "\n".join([str(reader.metadata), *(page.extract_text() for page in reader.pages)])
    if not zipfile.is_zipfile(io.BytesIO(file)):
        return file.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(file)) as packed:
        return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
