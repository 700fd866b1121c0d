"""Names in Han characters, from one country's forms to another's."""

from functools import cache

from opencc import OpenCC

# Older forms in Korean hanja, with what Japan and Taiwan write today, and what only Taiwan writes otherwise.
_HANJA = str.maketrans({"淸": "清", "靑": "青", "尙": "尚", "鎭": "鎮"})
_CHINESE = str.maketrans({"鷄": "雞", "陜": "陝"})
# Japanese names of Korean cities keep these although the short forms are usual elsewhere.
_JAPANESE = str.maketrans({"竜": "龍", "巌": "岩", "芦": "蘆", "嶽": "岳"})


def _convert(name: str, *steps: str) -> str:
    for step in steps:
        name = str(_converter(step).convert(name))
    return name


@cache
def _converter(step: str) -> OpenCC:
    return OpenCC(step)


def simplified(name: str) -> str:
    """Return a Traditional or Japanese name in the characters of mainland China."""
    return _convert(name, "jp2t", "t2s")


def traditional(name: str) -> str:
    """Return a Simplified or Japanese name in the characters of Taiwan."""
    return _convert(name, "jp2t", "s2t", "t2tw")


def japanese(name: str) -> str:
    """Return a Chinese name in the characters of Japan."""
    return _convert(name, "s2t", "t2jp")


def from_hanja(hanja: str) -> dict[str, str]:
    """Return a Korean name in hanja as Japan, mainland China and Taiwan write it."""
    name = hanja.translate(_HANJA)
    chinese = name.translate(_CHINESE)
    return {
        "ja": _convert(name, "t2jp").translate(_JAPANESE),
        "zh_Hans": _convert(chinese, "t2s"),
        "zh_Hant": chinese,
    }
