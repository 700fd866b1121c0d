"""The fonts reports are set in: one family whose letters take the forms of the language they are in."""

from importlib.util import find_spec
from pathlib import Path

from bot.pictures import Missing

PACKAGES = ("cvttf_NotoSansCJK_Regular", "cvttf_NotoSansCJK_Bold")


def folders() -> list[Path]:
    """Return where the fonts lie.

    Raises:
        Missing: they are not installed.
    """
    found = [Path(folder) for name in PACKAGES for folder in _locations(name)]
    if not all(any(folder.glob("*.otf")) for folder in found) or len(found) < len(PACKAGES):
        raise Missing(f"the fonts of {' and '.join(PACKAGES)} are missing; make setup installs them")
    return found


def _locations(package: str) -> list[str]:
    spec = find_spec(package)
    return list(spec.submodule_search_locations or ()) if spec else []
