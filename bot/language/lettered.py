"""A whole update in one message: lines that begin with letters, or with what they tell."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

ORDER = ("text", "target", "kind", "day", "place_key", "effect", "lesson", "partners", "links", "tags")
ONE_LINE = ("target", "kind", "day", "place_key")  # what follows below these belongs to the text
FEWEST = 3  # lines that make a block
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

# What a line tells, as the form calls it and as people do, in five languages.
LABELS = {
    "text": "what, what your city did, 내용, 한 일, 무엇, 内容, 內容, したこと, 做了什么, 做了什麼",
    "target": "target, 목표, 세부목표, ターゲット, 目標, 具体目标, 目标, 細項目標",
    "kind": "status, 상태, 진행 상태, 진행 상황, 状況, 実施状況, 状态, 实施状态, 狀態, 執行狀態, 進度, 进度",
    "day": "date, as of, 날짜, 기준일, 日付, 基準日, 時点, 日期",
    "place_key": "place, 장소, 위치, 場所, 地点, 地點",
    "effect": "who notices, 체감 변화, 효과, 感じる変化, 効果, 受益情况, 受益情形",
    "lesson": "what did not work, lesson, 아쉬운 점, 배운 점, うまくいかなかったこと, 教訓, 哪些没有奏效, 哪些沒有奏效",
    "partners": "partners, with, 함께한 곳, 협력 기관, 連携先, 合作方, 合作伙伴, 合作夥伴",
    "links": "link, links, 링크, リンク, 链接, 連結",
    "tags": "tags, 태그, タグ, 标签, 標籤",
}
NAMES = {" ".join(word.split()).casefold(): name for name, words in LABELS.items() for word in words.split(",")}


@dataclass
class Block:
    """What each line of a block tells, as it was typed; the text holds whatever belongs to nothing else.

    ``unknown`` are the letters that are not in the form.
    """

    values: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Line:
    place: int | None  # of its letter, from 0 on
    letter: str
    name: str | None  # what it tells, if it is in the form
    labelled: bool
    value: str
    whole: str


def block(text: str) -> Block | None:
    """Return what a block tells; None for anything else, such as prose or a list.

    It begins with the letter A, or with the first letter or number of another row, or with the label of the text;
    at least three lines are of the form, in order; and something shows that they are no mere list: a target, a date,
    a label, or a letter left out.
    """
    lines = text.strip().split("\n")
    if len(lines) < FEWEST:  # most of what is typed
        return None
    scheme = next((each for each in SCHEMES if (first := each(lines[0])) and first[0] == 0), None)
    read = [_read(line, scheme) for line in lines]
    if not (scheme or read[0].name == "text") or not _is_form(read):
        return None
    found = _gathered(read)
    return found if "text" in found.values else None


def _gathered(lines: Sequence[_Line]) -> Block:
    found, at = Block(), "text"
    parts: dict[str, list[str]] = {}
    for line in lines:
        if line.name:
            at = line.name
            parts.setdefault(at, []).append(line.value)
        elif line.place is not None:
            at = "text"
            found.unknown.append(line.letter)
            parts.setdefault(at, []).append(line.whole)
        else:
            at = "text" if at in ONE_LINE and line.whole.strip() else at
            parts.setdefault(at, []).append(line.whole)
    told = {name: "\n".join(each).strip() for name, each in parts.items()}
    found.values = {name: value for name, value in told.items() if value}
    return found


def _is_form(lines: Sequence[_Line]) -> bool:
    told = [line for line in lines if line.name and (line.value or line.labelled)]
    places = [ORDER.index(line.name) for line in told if line.name]
    if len(set(places)) < FEWEST or places[:FEWEST] != sorted(places[:FEWEST]):
        return False
    left_out = places[0] == 0 and places != list(range(len(places)))
    return left_out or any(line.labelled or _is_sign(line) for line in told)


def _is_sign(line: _Line) -> bool:
    sign = SIGNS.get(line.name or "")
    return bool(sign and sign.match(unicodedata.normalize("NFKC", line.value)))


SIGNS: Mapping[str, re.Pattern[str]] = {
    "target": re.compile(r"(?:SDG\s?)?11\s?[.,-]\s?\w+", re.IGNORECASE),
    "day": re.compile(r"(?:19|20)\d\d(?!\d)|[令平民]\w\s?\d+\s?年"),
}


def _read(line: str, scheme: "Scheme | None") -> _Line:
    found = scheme(line) if scheme else None
    place, letter, rest = found or (None, "", line)
    name = ORDER[place] if place is not None and place < len(ORDER) else None
    label, value = _label(rest)
    if label and (label == name or place is None):
        return _Line(place, letter, label, True, value, line)
    return _Line(place, letter, name, False, rest.strip(), line)


def _label(line: str) -> tuple[str | None, str]:
    """Return what a line tells by the label before its colon, and what stands behind it."""
    before, colon, after = line.replace("：", ":", 1).partition(":")
    name = NAMES.get(" ".join(unicodedata.normalize("NFKC", before).split()).casefold()) if colon else None
    return name, after.strip()


# Returns the place of the letter a line begins with, the letter, and what stands behind it.
Scheme = Callable[[str], "tuple[int, str, str] | None"]


def _lettered(letters: str, ends: str) -> Scheme:
    pattern = re.compile(rf"\s*[(（]?\s*(?P<letter>[{letters}])\s?(?:[{ends}]|[)）][.:]?)(?P<rest>.*)", re.IGNORECASE)

    def scheme(line: str) -> tuple[int, str, str] | None:
        found = pattern.match(_narrow(line))
        if found is None:
            return None
        place = letters.index(found["letter"].upper())
        return place, found["letter"].upper(), line[found.start("rest") :]

    return scheme


def _numbered(line: str) -> tuple[int, str, str] | None:
    found = NUMBERED.match(_narrow(line.replace("．", "、")))  # behind a wide stop no fraction follows
    return (int(found["number"]) - 1, found["number"], line[found.start("rest") :]) if found else None


def _narrow(line: str) -> str:
    """Return a line with letters, digits and stops in one width, so that positions stay."""
    return "".join(_one(sign) for sign in line)


def _one(sign: str) -> str:
    narrow = unicodedata.normalize("NFKC", sign)
    return narrow if len(narrow) == 1 else sign


NUMBERED = re.compile(r"\s*\(?(?P<number>[1-9]\d?)\s?(?:、|[.:](?!\d)|\)[.:]?)(?P<rest>.*)")
SCHEMES: tuple[Scheme, ...] = (
    _lettered(LETTERS, ".:、"),
    _lettered("가나다라마바사아자차카타파하", ".:、"),
    _lettered("アイウエオカキクケコサシスセソ", ".:、・"),
    _lettered("甲乙丙丁戊己庚辛壬癸", ".:、"),
    _numbered,
)


def form(lines: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of an empty form.

    Args:
        lines: what each line tells, by name.
    """
    for letter, name in zip(LETTERS, ORDER, strict=False):
        yield f"{letter}. {lines[name]}: "
