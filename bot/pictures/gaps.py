"""Where there are actions and where there are none: a table of cities or regions by targets."""

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from bot.pictures import sheet
from bot.pictures.sheet import BODY, FAINT, INK, LINE, MARGIN, PAPER, SMALL, STEPS, WIDTH, Sheet
from bot.pictures.values import Gaps, Row
from bot.text import _

NAMES = 300  # pixels for the names on the left
ROW = 54
TITLE = _("Gaps in Goal 11")
BLANK = _("An empty box with a dash: no public action yet.")
BLANKS = _("empty")
WHERE = _("World")
NOBODY = _("No city takes part yet.")


def draw(gaps: Gaps, language: str) -> bytes:
    """Return the table as PNG."""
    page = Sheet(300 + ROW * (len(gaps.rows) + 2), language)
    top = page.head(page.translate.plain(TITLE), page.counted(gaps, WHERE), demo=gaps.demo) + 30
    height = ROW * (len(gaps.rows) + 2)
    axes = page.axes(0, top, WIDTH, height)
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)
    width = (WIDTH - 2 * MARGIN - NAMES) / max(len(gaps.targets), 1)
    for column, target in enumerate(gaps.targets):
        middle = MARGIN + NAMES + (column + 0.5) * width
        page.write(middle, top + 36, target, SMALL, ha="center", weight="bold")
        empty = sum(not row.counts.get(target) for row in gaps.rows)
        page.write(middle, top + height - 16, str(empty), SMALL, ha="center", color=FAINT)
    for number, row in enumerate(gaps.rows, 1):
        _row(page, axes, (top, number * ROW, width), row, gaps.targets)
    page.write(MARGIN, top + height - 16, page.translate.plain(BLANKS), SMALL, color=FAINT)
    page.foot([page.translate.plain(BLANK if gaps.rows else NOBODY)])
    return page.png()


def _row(page: Sheet, axes: Axes, place: tuple[float, float, float], row: Row, targets: tuple[str, ...]) -> None:
    top, y, width = place
    page.write(MARGIN, top + y + 36, sheet.fitting(row.name, BODY - 2, NAMES - 16), BODY - 2)
    for column, target in enumerate(targets):
        x, count = MARGIN + NAMES + column * width, row.counts.get(target, 0)
        colour = sheet.step(count) if count else PAPER
        axes.add_patch(Rectangle((x + 3, y + 4), width - 6, ROW - 8, facecolor=colour, edgecolor=LINE, linewidth=1.2))
        ink = PAPER if count and colour in STEPS[2:] else INK if count else FAINT
        page.write(x + width / 2, top + y + 36, str(count) if count else "–", SMALL + 2, ha="center", color=ink)
