"""Imports point downwards, and the contracts bite."""

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.commands import ROOT

LINT = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_every_import_contract_is_kept() -> None:
    checked = subprocess.run(LINT, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    contracts = PROJECT["tool"]["importlinter"]["contracts"]
    assert f"Contracts: {len(contracts)} kept, 0 broken." in checked.stdout


def test_every_dependency_has_a_lower_and_an_upper_bound() -> None:
    project = PROJECT["project"]
    for name in [*project["dependencies"], *project["optional-dependencies"]["dev"]]:
        assert ">=" in name and "<" in name, name


def test_what_runs_is_pinned_as_what_is_tested() -> None:
    tested, runs = (_pinned(ROOT / name) for name in ("constraints.txt", "constraints-run.txt"))
    assert runs.items() <= tested.items() and runs


def _pinned(file: Path) -> dict[str, str]:
    """Return each package with its version and hashes."""
    blocks = file.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    assert all("--hash=sha256:" in block for block in blocks)
    return {block.split("--hash")[0].strip(): block for block in blocks}
