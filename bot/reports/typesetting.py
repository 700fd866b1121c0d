"""``python -m bot.reports.typesetting FOLDER TAGGED``: a folder with data and templates becomes ``report.pdf`` in it.

What typst has once laid out it keeps for as long as its process lives, so a large report has a process of its own.
"""

import subprocess
import sys
from functools import cache
from pathlib import Path

import typst

from bot.reports import fonts
from bot.settings import HERE

PATIENCE = 80.0  # seconds
SHARPNESS = 170  # dots per inch of a chart that is a picture


def pdf(root: Path, *, tagged: bool) -> bytes:
    """Return what ``report.typ`` says as PDF, for archives where every letter has a shape."""
    compiler = typst.Compiler(root / "report.typ", root=root, font_paths=_fonts())
    try:
        made = compiler.compile(
            format="pdf", pdf_standards=["a-2a", "ua-1"] if tagged else ["a-2u"], timestamp=0, pdf_tags=tagged
        )
    except typst.TypstError:
        # No font has a shape for some letter: a gap on paper, which archives do not take.
        made = compiler.compile(format="pdf", timestamp=0, pdf_tags=tagged)
    assert isinstance(made, bytes)
    return made


def pdf_apart(root: Path, *, tagged: bool) -> bytes:
    """Return the same, made in another process, whose memory is free afterwards."""
    fonts.folders()  # what is missing is said here
    command = [sys.executable, "-m", __name__, str(root), str(int(tagged))]
    subprocess.run(command, cwd=HERE, check=True, timeout=PATIENCE, capture_output=True)
    return (root / "report.pdf").read_bytes()


def pictures(root: Path) -> list[bytes]:
    """Return the pages of ``charts.typ`` as PNG."""
    made = typst.Compiler(root / "charts.typ", root=root, font_paths=_fonts()).compile(format="png", ppi=SHARPNESS)
    return made if isinstance(made, list) else [made] if made else []


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=fonts.folders())


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    (folder / "report.pdf").write_bytes(pdf(folder, tagged=sys.argv[2] == "1"))
