"""How an indicator goes: its values on a line, from the baseline to the target value."""

from decimal import Decimal

from babel.numbers import format_decimal
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.patheffects import withStroke

from bot.goal11 import TARGETS
from bot.pictures.sheet import BODY, CONTRAST, FAINT, INK, LINE, MARGIN, PAPER, SMALL, STEPS, WIDTH, Sheet
from bot.reports.contents import IndicatorPart, MeasurePart
from bot.text import Message, _

HEIGHT = 900
DIRECTIONS: dict[str, Message] = {"up": _("more is better"), "down": _("less is better")}
BELOW = _("{target} · {unit} · {direction}")
BASELINE, GOAL = _("baseline"), _("target value")
NO_VALUES = _("No values yet")
SOURCE = _("Source: {source}")


def progress(indicator: IndicatorPart, language: str) -> bytes:
    """Return the chart of an indicator as PNG. What is not known is not drawn: no baseline, no square."""
    page = Sheet(HEIGHT, language)
    top = page.head(indicator.name, _below(page, indicator)) + 30
    axes = page.axes(MARGIN + 110, top, WIDTH - 2 * MARGIN - 190, HEIGHT - top - 150)
    if indicator.values or indicator.baseline or indicator.target_value:
        _plot(page, axes, indicator)
    else:
        page.write(WIDTH / 2, HEIGHT / 2, page.translate.plain(NO_VALUES), BODY, ha="center", color=FAINT)
    page.foot([page.translate.plain(SOURCE, source=indicator.source)] if indicator.source else [])
    return page.png()


def _below(page: Sheet, indicator: IndicatorPart) -> str:
    target = TARGETS.get(indicator.target)
    name = f"{target.code} {page.translate.plain(target.title)}" if target else indicator.target
    direction = DIRECTIONS.get(indicator.better, "")
    return page.translate.plain(BELOW, target=name, unit=indicator.unit, direction=direction)


def _plot(page: Sheet, axes: Axes, indicator: IndicatorPart) -> None:
    axes.set_axis_on()
    known = [*([indicator.baseline] if indicator.baseline else []), *indicator.values]
    if known:
        axes.plot(
            [_x(each) for each in known], [_y(each) for each in known], "-", color=STEPS[2], linewidth=3, zorder=2
        )
    for each in indicator.values:
        axes.plot(_x(each), _y(each), "o", color=STEPS[3], markersize=11, zorder=3)
    if indicator.baseline:
        axes.plot(_x(indicator.baseline), _y(indicator.baseline), "s", color=FAINT, markersize=12, zorder=3)
        _name(page, axes, indicator.baseline, BASELINE, FAINT, below=_rises(known))
    if goal := indicator.target_value:
        _reach(axes, known[-1] if known else None, goal)
        _name(page, axes, goal, GOAL, CONTRAST)
    if indicator.values:
        _name(page, axes, indicator.values[-1], None, STEPS[3])
    _scales(page, axes)


def _rises(known: list[MeasurePart]) -> bool:
    """Say whether the line leaves its first point upwards, where its name would be."""
    return len(known) > 1 and known[1].value >= known[0].value


def _reach(axes: Axes, last: MeasurePart | None, goal: MeasurePart) -> None:
    """Draw what is wanted, and the way still to go."""
    axes.plot(_x(goal), _y(goal), "D", color=CONTRAST, markersize=13, zorder=3)
    if last and last.day < goal.day:
        axes.plot([_x(last), _x(goal)], [_y(last), _y(goal)], "--", color=CONTRAST, linewidth=1.6, zorder=1)


def _name(
    page: Sheet, axes: Axes, measure: MeasurePart, what: Message | None, colour: str, *, below: bool = False
) -> None:
    """Write a value over its point, or below, with what it is and its year."""
    value = format_decimal(measure.value, locale=page.translate.locale)
    text = f"{value} ({measure.day.year})" + (f"\n{page.translate.plain(what)}" if what else "")
    halo = [withStroke(linewidth=5, foreground=PAPER)]
    look = page.letters(SMALL + 2) | {"color": colour, "weight": "bold", "path_effects": halo, "ha": "center"}
    axes.annotate(
        text, (_x(measure), _y(measure)), (0, -16 if below else 16), textcoords="offset points",
        va="top" if below else "bottom", annotation_clip=False, zorder=5, **look,
    )  # fmt: skip


def _scales(page: Sheet, axes: Axes) -> None:
    axes.margins(x=0.12, y=0.28)
    locator = AutoDateLocator(minticks=2, maxticks=6)
    axes.xaxis_date()
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator, show_offset=False))
    axes.yaxis.set_major_formatter(lambda value, _at: format_decimal(round(value, 6), locale=page.translate.locale))
    axes.grid(axis="y", color=LINE, linewidth=0.8)
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set(color=INK, **page.letters(SMALL))
    axes.tick_params(length=0)
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(FAINT)


def _x(measure: MeasurePart) -> float:
    return float(date2num(measure.day))


def _y(measure: MeasurePart) -> float:
    return float(Decimal(measure.value))
