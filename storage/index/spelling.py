"""What somebody may have meant with words nobody uses: words of others that are written almost the same."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from bot.language.fold import fold

_UNSPACED = "가-힣぀-ヿ㐀-鿿々"
_WORD = re.compile(rf"[가-힣]+|[぀-ヿ㐀-鿿々]+|[^\W\d_{_UNSPACED}]+")
_HANGUL = re.compile("[가-힣]+")
_SYLLABIC = re.compile(f"[{_UNSPACED}]")
SHORT = 5  # letters of a Latin word in which one slip is plausible; in longer ones two
LEAST = {"latin": 4, "hangul": 2, "characters": 3}  # shorter words are too near to too many


def meant(asked: str, known: Callable[[str], bool], texts: Iterable[str]) -> str | None:
    """Return what was asked with every unknown word in its likeliest spelling; nothing where there is none."""
    plain = unicodedata.normalize("NFKC", asked)
    unknown = {word for word in _WORD.findall(plain) if not known(word)}
    heads = Counter(word for text in texts for word in _WORD.findall(unicodedata.normalize("NFKC", text)))
    likeliest = {word: _likeliest(word, heads) for word in unknown}
    if not unknown or None in likeliest.values():
        return None
    return _WORD.sub(lambda found: likeliest.get(found[0]) or found[0], plain)


def _likeliest(word: str, heads: Counter[str]) -> str | None:
    script = _script(word)
    typed = _letters(fold(word), script)
    if len(word) < LEAST[script]:
        return None
    most = _slips(word, script)
    best: tuple[int, bool, int, str] | None = None
    for head, count in heads.items():
        if _script(head) != script:
            continue
        for part, first in _parts(head, len(word), script):
            slips = distance(typed, _letters(fold(part), script), most)
            if 0 < slips <= most:
                rank = (slips, not first, -count, part)
                best = min(best, rank) if best else rank
    return best[-1] if best else None


def _script(word: str) -> str:
    if _HANGUL.match(word):
        return "hangul"
    return "characters" if _SYLLABIC.match(word) else "latin"


def _slips(word: str, script: str) -> int:
    if script == "hangul":
        return 1 if len(word) == 2 else 2  # of the letters of which syllables are made
    return 1 if script == "characters" or len(word) <= SHORT else 2


def _letters(word: str, script: str) -> str:
    return unicodedata.normalize("NFD", word) if script == "hangul" else word


def _parts(head: str, length: int, script: str) -> Iterator[tuple[str, bool]]:
    """Give what may be a word of about this length, and whether it stands first."""
    if script == "latin":
        yield head, True
        return
    sizes = (length,) if length < 3 else (length, length - 1, length + 1)
    for size in sizes:
        for start in range(len(head) - size + 1):
            yield head[start : start + size], start == 0


def distance(one: str, other: str, most: int) -> int:
    """Return how many slips lie between two words: a letter too many, too few, another, or two exchanged.

    Beyond ``most`` it only says that there are more.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, row = [0] * (len(other) + 1), list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, (left, upper) in enumerate(pairwise(before), 1):
            cost = min(left + (letter != other[j - 1]), upper + 1, row[-1] + 1)
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == other[j - 1]:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
