"""Reports by kind and by file format. Nothing large is imported before it is made."""

from collections.abc import Callable
from importlib import import_module

from bot.reports import opendata
from bot.reports.blocks import Document
from bot.reports.contents import Contents
from bot.reports.parts import marked
from bot.reports.state_of_play import StateOfPlay

KINDS = {
    "city": "bot.reports.implementation",
    "country": "bot.reports.implementation",
    "un": "bot.reports.un",
    "practice": "bot.reports.practice",
    "review": "bot.reports.review",
    "brief": "bot.reports.brief",
}
FORMATS = {
    "pdf": "bot.reports.pdf",
    "docx": "bot.reports.word",
    "hwpx": "bot.reports.hangul",
    "text": "bot.reports.plain",
}
WORKBOOK = "xlsx"
OPEN = ("csv", "json")  # of everything as it is today, for other programs
SUFFIXES = {
    "pdf": "pdf", "docx": "docx", "hwpx": "hwpx", "text": "txt", "xlsx": "xlsx", "csv": "csv", "json": "json"
}  # fmt: skip
OF_ACTIONS = ("brief", "practice")  # kinds about chosen actions


def make(kind: str, form: str, contents: Contents, languages: tuple[str, ...], photos: dict[int, bytes]) -> bytes:
    """Return a report as a file.

    Raises:
        Missing: the fonts for a PDF are not installed.
    """
    if form == WORKBOOK:
        return opendata.report_workbook(contents)
    document: Callable[[Contents, tuple[str, ...]], Document] = import_module(KINDS[kind]).document
    write: Callable[[Document, dict[int, bytes]], bytes] = import_module(FORMATS[form]).write
    return write(marked(contents, document(contents, languages)), photos)


def table(form: str, data: opendata.Data) -> bytes:
    """Return open data as a file."""
    return opendata.WRITERS[form](data)


def state_of_play(form: str, state: StateOfPlay, language: str) -> bytes:
    """Return where a city stands as a file."""
    write: Callable[[Document], bytes] = import_module(FORMATS[form]).write
    return write(import_module("bot.reports.state_of_play").document(state, language))


def erratum(form: str, old: Contents, new: Contents, languages: tuple[str, ...]) -> bytes:
    """Return what has changed since a version as a file."""
    from bot.reports import changes

    write: Callable[[Document], bytes] = import_module(FORMATS[form]).write
    return write(marked(new, changes.document(old, new, languages)))
