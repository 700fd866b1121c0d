"""The mean vector of each language, before any action is told in it: that of Goal 11's own texts."""

import tempfile
import zipfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from bot.goal11 import TARGETS
from bot.text import translator
from storage.index.meaning import Vector
from storage.index.wanted import LANGUAGES

Read = Callable[[Sequence[str]], Awaitable[Vector]]


async def priors(encoder: str, read: Read, folder: Path) -> Mapping[str, Vector]:
    """Return each language's mean, from the folder if it was computed before. Takes seconds."""
    kept = folder / f"means-{encoder}.npz"
    try:
        with kept.open("rb") as file, np.load(file) as means:
            return {language: means[language] for language in LANGUAGES}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        pass  # there is none, or none that is whole
    found = {language: (await read(_texts(language))).mean(0) for language in LANGUAGES}
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".new", delete=False) as whole:
        np.savez(whole, **found)
    Path(whole.name).replace(kept)
    return found


def _texts(language: str) -> list[str]:
    tell = translator(language).plain
    return [f"{tell(target.title)}. {tell(target.description)}" for target in TARGETS.values()]
