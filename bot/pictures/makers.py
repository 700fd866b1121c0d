"""The pictures the bot can order. What draws them is imported in the workshop only: it is large, and starts slowly."""

from bot.pictures.values import Districts, Gaps, Spots, Tags
from bot.reports.contents import IndicatorPart


def korea(districts: Districts, language: str) -> bytes:
    """Return a map of South Korea by districts."""
    from bot.pictures import korea

    return korea.draw(districts, language)


def world(spots: Spots, language: str) -> bytes:
    """Return a map of the world, with a nearer look at where most cities are."""
    from bot.pictures import world

    return world.draw(spots, language)


def gaps(gaps: Gaps, language: str) -> bytes:
    """Return a table of cities or regions by targets, in which blanks are seen."""
    from bot.pictures import gaps as drawing

    return drawing.draw(gaps, language)


def tags(tags: Tags, language: str) -> bytes:
    """Return a cloud of tags."""
    from bot.pictures import tags as drawing

    return drawing.draw(tags, language)


def progress(indicator: IndicatorPart, language: str) -> bytes:
    """Return a line of an indicator's values, with its baseline and its target value."""
    from bot.pictures import charts

    return charts.progress(indicator, language)
