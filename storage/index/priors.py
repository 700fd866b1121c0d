"""The mean vector of each language, before any action is told in it: that of Goal 11's own texts."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from bot.goal11 import TARGETS
from bot.language.encoder import Encoder
from bot.text import translator
from storage.index.meaning import Vector
from storage.index.wanted import LANGUAGES


def priors(encoder: Encoder, folder: Path) -> Mapping[str, Vector]:
    """Return each language's mean, from the folder if it was computed before. Takes seconds."""
    kept = folder / f"means-{encoder.name}.npz"
    try:
        with np.load(kept) as means:
            return {language: means[language] for language in LANGUAGES}
    except (OSError, ValueError, KeyError, EOFError):
        pass
    found = {language: encoder.encode(_texts(language)).mean(0) for language in LANGUAGES}
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(kept, **found)
    return found


def _texts(language: str) -> list[str]:
    tell = translator(language).plain
    return [f"{tell(target.title)}. {tell(target.description)}" for target in TARGETS.values()]
