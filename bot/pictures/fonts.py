"""Noto Sans CJK: one file with the letters of all our languages, each in its own language's forms."""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from bot.pictures import Missing

REGULAR, BOLD = "cvttf_NotoSansCJK_Regular", "cvttf_NotoSansCJK_Bold"  # packages with one font file each
FAMILY = "Noto Sans CJK TC"
# What the font is told to draw 直 as a reader of the language knows it.
TAGS: Mapping[str, str] = {"en": "en", "ko": "ko", "ja": "ja", "zh_Hans": "zh-Hans", "zh_Hant": "zh-Hant"}


def file(package: str) -> Path:
    """Return the font file of a package.

    Raises:
        Missing: it is not installed.
    """
    found = find_spec(package)
    files = [each for place in (found and found.submodule_search_locations) or () for each in Path(place).glob("*.otf")]
    if not files:
        raise Missing(f"the font package {package} is missing; make setup installs it")
    return files[0]
