"""Where in a text a place may be named: pure guesses, for the register to confirm."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bot.language.fold import fold, fold_name

LONGEST = 100  # letters of a place with all that is around it
_MOST_WORDS = 8
_SEPARATORS = re.compile(r"[,，、;/()（）]")
_UNSPACED = re.compile(r"[가-힣ぁ-ヿ一-鿿]{4,24}")
_ENDINGS = re.compile(r"(?<=..)(?:특례시|시|군|구|도|市|县|区|郡|町|村|city|shi|si|gun|gu|ku|cho|do)$")

_HANGUL = re.compile(r"[가-힣]+")
_KOREAN_ENDS = "시군구도"
_LONGEST_KOREAN = 12
_HAN = re.compile(r"[一-鿿]+")
_HAN_ENDS = "市縣县県區区郡道都府省町村"
_LONGEST_HAN = 9
_LATIN = re.compile(r"[A-Za-zÀ-ɏ'’-]+(?: [A-Za-zÀ-ɏ'’-]+)*")
_MOST_LATIN = 4
_READ = 2000  # letters: a text says early where it is about


@dataclass(frozen=True)
class Reading:
    """A way to understand a text: this name (folded), in what the other words name (folded, spaced)."""

    name: str
    context: str = ""

    def is_within(self, names: frozenset[str]) -> bool:
        """Say whether the context speaks of an area with one of these folded names."""
        words = self.context.split()
        joined = "".join(words)
        return any(name in words or (_is_telling(name) and name in joined) for name in names)


@dataclass(frozen=True)
class Mention:
    """A part of a text that may be a place's full name."""

    start: int
    end: int
    name: str
    opens_sentence: bool = False


def readings(text: str) -> list[Reading]:
    """Return the ways to read what somebody typed as a place, the whole text first.

    ``Jung-gu, Daegu``, ``대구 중구``, ``富山県富山市`` give a name within an area, in either order. Each is
    also read without the word for what it is (시, 市, city), which no register spells out everywhere.
    """
    whole = fold_name(text[: LONGEST + 1])
    if not whole or len(text) > LONGEST:
        return []
    found = [Reading(whole)]
    parts = [_words(part) for part in _SEPARATORS.split(text) if fold_name(part)]
    if len(parts) > 1:
        found += [_reading(parts[0], parts[1:]), _reading(parts[-1], parts[:-1])]
        found.append(_reading(parts[0][-1:], [parts[0][:-1], *parts[1:]]))  # province city, country
    words = [[word] for word in _words(text)][:_MOST_WORDS]
    for cut in range(1, len(words)):
        small, large = [word for (word,) in words[cut:]], words[:cut]
        found += [_reading(small, large), _reading([word for (word,) in large], words[cut:])]
    if _UNSPACED.fullmatch(whole):
        found += [Reading(whole[cut:], whole[:cut]) for cut in range(2, len(whole) - 1)]
    shorter = [Reading(_ENDINGS.sub("", reading.name), reading.context) for reading in found]
    return list(dict.fromkeys([*found, *shorter]))


def mentions(text: str) -> Iterator[Mention]:
    """Yield what may be full names of places in a longer text; most of it is not."""
    composed = unicodedata.normalize("NFC", text)[:_READ]
    yield from _korean(composed)
    yield from _han(composed)
    yield from _latin(composed)


def _words(text: str) -> list[str]:
    return [name for name in map(fold_name, fold(text).split()) if name]


def _reading(name: list[str], context: list[list[str]]) -> Reading:
    return Reading("".join(name), " ".join(word for words in context for word in words))


def _is_telling(name: str) -> bool:
    return len(name) >= (4 if name.isascii() else 2)


def _korean(text: str) -> Iterator[Mention]:
    """Yield words up to 시, 군, 구 or 도 (a particle may follow), also with the word before, for homonyms."""
    before: re.Match[str] | None = None
    for word in _HANGUL.finditer(text):
        beside = before and text[before.end() : word.start()] == " "
        for length, letter in enumerate(word.group()[:_LONGEST_KOREAN], start=1):
            if letter in _KOREAN_ENDS and length > 1:
                name, end = word.group()[:length], word.start() + length
                yield Mention(word.start(), end, name)
                if before and beside:
                    yield Mention(before.start(), end, before.group() + name)
        before = word


def _han(text: str) -> Iterator[Mention]:
    for run in _HAN.finditer(text):
        for end, letter in enumerate(run.group(), start=1):
            if letter in _HAN_ENDS:
                for start in range(max(0, end - _LONGEST_HAN), end - 1):
                    name = fold_name(run.group()[start:end])
                    yield Mention(run.start() + start, run.start() + end, name)


def _latin(text: str) -> Iterator[Mention]:
    """Yield capitalised words, up to four together."""
    for run in _LATIN.finditer(text):
        words = list(re.finditer(r"\S+", run.group()))
        opens = text[: run.start()].rstrip()[-1:] in ("", ".", "!", "?", ":")
        for first, word in enumerate(words):
            if not word.group()[0].isupper():
                continue
            for last in words[first : first + _MOST_LATIN]:
                name = fold_name(run.group()[word.start() : last.end()])
                yield Mention(run.start() + word.start(), run.start() + last.end(), name, opens and not first)
