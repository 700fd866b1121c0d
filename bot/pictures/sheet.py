"""A sheet to draw on: 1080 pixels wide, a title above, where the figures come from below, letters in right forms."""

import io
import re
from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Any

import matplotlib
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.path import Path as Outline
from PIL import Image, ImageFont

from bot.goal11 import TARGETS
from bot.pictures import fonts
from bot.pictures.geometry import Rings
from bot.pictures.values import Shown
from bot.text import Translator, Words, _, translator

Box = tuple[float, float, float, float]  # left, low, right, high; or west, south, east, north

WIDTH = 1080
MARGIN = 48
BODY, SMALL, TITLE = 28, 22, 44  # heights of letters in pixels: a phone shows them at about a third
PAPER, INK, FAINT, LINE = "#ffffff", "#1f2a30", "#5d6a70", "#c9d0d3"
LAND, BLANK = "#e9ebe8", "#ffffff"
# From few to many, apart in lightness alone, so that everybody can tell them.
STEPS = ("#c4dfe6", "#86bccb", "#3f8fa8", "#1c6178", "#0a3342")
CONTRAST = "#b8501f"  # for the one thing that is something else
CLASSES = (1, 2, 5, 10, 20)  # the smallest number of each colour
DEMO = _("Example data")
AS_OF = _("{where} · public actions, as of {day}")
ON_TARGET = _("{code} {title}")
ALL = _("Goal 11, all targets")
_DOTS = 100  # to the inch
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+")
# Lines of Japanese and Chinese end behind any letter, but not before what closes a phrase.
_PIECE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff][、。，．）」』】・：；！？]*|[^\s\u3040-\u30ff\u3400-\u9fff]+|\s+")

matplotlib.rcParams.update({"text.parse_math": False, "axes.unicode_minus": False})


class Sheet:
    """One picture while it is being drawn. Everything is measured in pixels from the upper left corner."""

    def __init__(self, height: int, language: str) -> None:
        _load_fonts()
        self.height, self.language = height, language
        self.translate: Translator = translator(language)
        self.figure = Figure(figsize=(WIDTH / _DOTS, height / _DOTS), dpi=_DOTS, facecolor=PAPER)

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Return a part of the sheet to plot on, without axes of its own."""
        share = (left / WIDTH, 1 - (top + height) / self.height, width / WIDTH, height / self.height)
        axes = self.figure.add_axes(share)
        axes.set_axis_off()
        return axes

    def write(self, x: float, y: float, text: str, size: int = BODY, **look: Any) -> None:
        """Write a line with its baseline's left end at a point, unless ``ha`` says otherwise."""
        style: dict[str, Any] = {"color": INK, "ha": "left", "va": "baseline"} | look
        self.figure.text(x / WIDTH, 1 - y / self.height, seen(text), **self.letters(size), **style)

    def letters(self, size: float) -> dict[str, Any]:
        """Return what matplotlib is told of letters so many pixels high."""
        return {
            "fontsize": size * 72 / _DOTS,
            "family": [fonts.FAMILY, "DejaVu Sans"],
            "language": fonts.TAGS[self.language],
        }

    def head(self, title: str, below: str, *, demo: bool = False) -> float:
        """Write the title, on two lines if it has to be, and what the picture shows; return where that ends."""
        y = float(MARGIN)
        for line in wrapped(title, TITLE, WIDTH - 2 * MARGIN, lines=2, package=fonts.BOLD):
            y += TITLE
            self.write(MARGIN, y, line, TITLE, weight="bold")
            y += 12
        y += BODY + 6
        self.write(MARGIN, y, fitting(below, BODY, WIDTH - 2 * MARGIN - 220 * demo), BODY, color=FAINT)
        if demo:
            self.write(WIDTH - MARGIN, y, self.translate.plain(DEMO), BODY, color=CONTRAST, ha="right", weight="bold")
        return y + 20

    def head_of(self, shown: Shown, where: Words) -> float:
        """Write what a picture of actions is about, where and as of when; return where that ends."""
        target = TARGETS.get(shown.target)
        named = {"code": target.code, "title": target.title} if target else {}
        title = self.translate.plain(ON_TARGET if target else ALL, **named)
        return self.head(title, self.counted(shown, where), demo=shown.demo)

    def counted(self, shown: Shown, where: Words) -> str:
        """Return what is counted, where and as of when."""
        return self.translate.plain(AS_OF, where=where, day=self.translate.full_day(shown.day))

    def foot(self, lines: Sequence[str]) -> None:
        """Write what stands small at the lower edge."""
        written = list(chain.from_iterable(wrapped(line, SMALL, WIDTH - 2 * MARGIN) for line in lines))
        for number, line in enumerate(reversed(written)):
            self.write(MARGIN, self.height - 24 - number * (SMALL + 8), line, SMALL, color=FAINT)

    def png(self) -> bytes:
        """Return the finished picture."""
        canvas = FigureCanvasAgg(self.figure)
        canvas.draw()
        out = io.BytesIO()
        drawn = Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3])
        drawn.quantize(128, Image.Quantize.FASTOCTREE).save(out, "PNG")  # a third of the size, and nobody sees it
        return out.getvalue()


@cache
def _load_fonts() -> None:
    for package in (fonts.REGULAR, fonts.BOLD):
        font_manager.fontManager.addfont(str(fonts.file(package)))


@cache
def font(size: int, package: str = fonts.REGULAR) -> ImageFont.FreeTypeFont:
    """Return the font for measuring, and for drawing without matplotlib."""
    return ImageFont.truetype(str(fonts.file(package)), size)


def wide(text: str, size: int, package: str = fonts.REGULAR) -> float:
    """Return how many pixels a line takes."""
    return font(size, package).getlength(text)


def seen(text: str) -> str:
    """Return a text as one line, without characters that only steer."""
    return _UNSEEN.sub(" ", text).strip()


def fitting(text: str, size: int, most: float, package: str = fonts.REGULAR) -> str:
    """Return a line that is at most so many pixels wide, with an ellipsis where some is left out."""
    line = seen(text)[:200]
    if wide(line, size, package) <= most:
        return line
    while line and wide(line + "…", size, package) > most:
        line = line[:-1]
    return line.rstrip() + "…"


def wrapped(text: str, size: int, most: float, *, lines: int = 4, package: str = fonts.REGULAR) -> list[str]:
    """Return a text in lines at most so many pixels wide: Korean and English break between words only."""
    found = [""]
    for piece in chain.from_iterable(_narrow(piece, size, most, package) for piece in _PIECE.findall(seen(text)[:500])):
        if wide(found[-1] + piece, size, package) <= most:
            found[-1] += piece
        else:
            found.append(piece.lstrip())
    found = [line.rstrip() for line in found if line.strip()]
    if len(found) <= lines:
        return found
    return [*found[: lines - 1], fitting(" ".join(found[lines - 1 :]), size, most, package)]


def _narrow(piece: str, size: int, most: float, package: str) -> list[str]:
    """Return a word in parts that fit a line: one, unless it is longer than any line."""
    if wide(piece, size, package) <= most:
        return [piece]
    kept = next((n for n in range(len(piece), 1, -1) if wide(piece[:n], size, package) <= most), 1)
    return [piece[:kept], *_narrow(piece[kept:], size, most, package)]


def frame(axes: Axes, box: Box) -> None:
    """Draw the edges of what is shown nearer elsewhere."""
    west, south, east, north = box
    axes.add_patch(Rectangle((west, south), east - west, north - south, fill=False, edgecolor=FAINT, linewidth=1))


def meet(one: Box, other: Box) -> bool:
    """Say whether two boxes overlap."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def outline(rings: Rings) -> Outline:
    """Return an area as one path: what is inside an odd number of rings belongs to it."""
    codes = [[Outline.MOVETO, *[Outline.LINETO] * (len(ring) - 2), Outline.CLOSEPOLY] for ring in rings]
    return Outline(np.concatenate(rings), np.concatenate(codes))


def step(count: int) -> str:
    """Return the colour of a number of actions."""
    return STEPS[max(sum(count >= least for least in CLASSES) - 1, 0)]
