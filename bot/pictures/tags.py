"""A cloud of tags: the more often given, the larger and the further up. The same tags always make the same cloud."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.pictures import fonts, sheet
from bot.pictures.sheet import BODY, FAINT, MARGIN, STEPS, WIDTH, Sheet
from bot.pictures.values import Tags
from bot.text import _, plural

HEAD, CLOUD, FOOT = 190, 900, 90  # the cloud is lower where it has few tags
MOST = 60
LONGEST = 24  # letters of a tag that are drawn
LARGEST, SMALLEST = 130, 28
GAP = 34
SCALES = (1.3, 1.15, 1.0, 0.9, 0.8, 0.7, 0.6, 0.5)  # tried until all tags have room
WHERE = _("Tags")
NONE_YET = _("No tags yet")
LEFT_OUT = plural("{n} rarer tag is not drawn", "{n} rarer tags are not drawn")


@dataclass(frozen=True)
class Word:
    """A tag as it is drawn: its letters' height, its width, and how often it was given compared to the first."""

    text: str
    size: int
    width: float
    share: float


def draw(tags: Tags, language: str) -> bytes:
    """Return the cloud as PNG."""
    counts = _drawable(tags.counts)
    lines = _fitting(counts) if counts else []
    page = Sheet(HEAD + max(round(_height(lines)), 200) + FOOT, language)
    y = page.head_of(tags, WHERE)
    if not lines:
        page.write(WIDTH / 2, y + 110, page.translate.plain(NONE_YET), BODY, ha="center", color=FAINT)
    for line in lines:
        y += _tall(line)
        x = (WIDTH - sum(word.width + GAP for word in line) + GAP) / 2
        for word in line:
            colour = STEPS[2 + (word.share > 0.25) + (word.share > 0.6)]
            page.write(x, y - _tall(line) * 0.25, word.text, word.size, color=colour, weight="bold")
            x += word.width + GAP
    left_out = len(tags.counts) - sum(map(len, lines))
    page.foot([page.translate.plain(LEFT_OUT, n=left_out)] if left_out else [])
    return page.png()


def _drawable(counts: Mapping[str, int]) -> dict[str, int]:
    """Return the most frequent tags, each on one short line."""
    found: dict[str, int] = {}
    for tag, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST]:
        line = sheet.seen(tag)
        short = line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
        if short and count > 0:
            found[short] = found.get(short, 0) + count
    return found


def _fitting(counts: dict[str, int]) -> list[list[Word]]:
    """Return the tags in lines, as large as there is room; where there is none, without the rarest."""
    widths = {name: sheet.wide(name, LARGEST, fonts.BOLD) / LARGEST for name in counts}
    names, most = list(counts), max(counts.values())
    while True:
        for scale in SCALES:
            lines = _lines([_word(name, widths[name], counts[name] / most, scale) for name in names])
            if _height(lines) <= CLOUD:
                return lines
        names.pop()


def _word(name: str, width: float, share: float, scale: float) -> Word:
    """Return a word in its size, or in that in which it fits a line; ``width`` is of letters one pixel high."""
    size = min(max(round(scale * LARGEST * share**0.5), SMALLEST), int((WIDTH - 2 * MARGIN) / width))
    return Word(name, size, width * size, share)


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    lines: list[list[Word]] = [[]]
    for word in words:
        if lines[-1] and sum(each.width + GAP for each in lines[-1]) + word.width > WIDTH - 2 * MARGIN:
            lines.append([])
        lines[-1].append(word)
    return lines


def _tall(line: Sequence[Word]) -> float:
    return 1.35 * max(word.size for word in line)


def _height(lines: Sequence[Sequence[Word]]) -> float:
    return sum(map(_tall, lines))
