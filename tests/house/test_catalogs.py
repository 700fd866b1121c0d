"""Every text, in every language, as the code has it."""

import re
import string
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from bot.text import LANGUAGES, LOCALES
from tests.commands import ROOT

EXTRACT = re.search(r"^EXTRACT := (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def _language(language: str) -> Catalog:
    return _read(LOCALES / language / "LC_MESSAGES" / "bot.po")


def _forms(message: Message) -> list[tuple[str, str]]:
    """Return each translation beside the English it stands for."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string))]
    return [(message.id[1], form) for form in message.string]


def _placeholders(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def _tags(text: str) -> list[str]:
    return sorted(re.findall(r"</?[a-z][^>]*>", text))


def _ids(catalog: Catalog) -> set[object]:
    return {message.id for message in catalog if message.id}


def test_the_committed_catalog_is_what_the_code_says(tmp_path: Path) -> None:
    assert EXTRACT
    fresh = tmp_path / "bot.pot"
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", *EXTRACT[1].split(), "-o", str(fresh), "."]
    subprocess.run(command, cwd=ROOT, check=True)
    assert _ids(_read(LOCALES / "bot.pot")) == _ids(_read(fresh)), "make catalogs"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_text(language: str) -> None:
    catalog = _language(language)
    assert _ids(catalog) == _ids(_read(LOCALES / "bot.pot")), "make catalogs"
    if language != "en":
        missing = [message.id for message in catalog if message.id and not all(form for _, form in _forms(message))]
        assert not missing
    assert not [message.id for message in catalog if message.id and message.fuzzy]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_has_the_same_placeholders_and_tags(language: str) -> None:
    for message in _language(language):
        for english, form in _forms(message) if message.id else ():
            if form:
                assert _placeholders(form) == _placeholders(english), message.id
                assert _tags(form) == _tags(english), message.id


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_no_translation_is_english(language: str) -> None:
    """Texts of nothing but placeholders, codes and marks are the same in every language."""
    for message in _language(language):
        for english, form in _forms(message) if message.id else ():
            words = re.sub(r"\{[^}]*\}|<[^>]*>|Pumasi|/\w+", "", english)
            if len(re.findall(r"[A-Za-z]{3,}", words)) > 2:
                assert form != english


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_old_is_carried_along(language: str) -> None:
    assert not _language(language).obsolete
