"""Modules and functions stay short enough to be read."""

import ast
from pathlib import Path

from tests.commands import ROOT

MODULE, FUNCTION = 300, 40  # lines
FILES = [
    file
    for package in ("bot", "handlers", "storage")
    for file in sorted((ROOT / package).rglob("*.py"))
    if "versions" not in file.parts
]
Function = ast.FunctionDef | ast.AsyncFunctionDef


def _name(file: Path) -> str:
    return str(file.relative_to(ROOT))


def _functions(file: Path) -> list[Function]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def _body(function: Function) -> int:
    """Return how many lines a function has without its docstring."""
    first = function.body[1] if ast.get_docstring(function) and len(function.body) > 1 else function.body[0]
    return (function.end_lineno or 0) - first.lineno + 1


def test_a_module_fits_into_a_head() -> None:
    lines = {_name(file): len(file.read_text(encoding="utf-8").splitlines()) for file in FILES}
    assert {name: count for name, count in lines.items() if count > MODULE} == {}


def test_a_function_fits_on_a_page() -> None:
    bodies = {f"{_name(file)}:{each.name}": _body(each) for file in FILES for each in _functions(file)}
    assert {name: count for name, count in bodies.items() if count > FUNCTION} == {}


def test_a_module_says_what_it_is_for() -> None:
    trees = {_name(file): ast.parse(file.read_text(encoding="utf-8")) for file in FILES}
    assert [name for name, tree in trees.items() if tree.body and not ast.get_docstring(tree)] == []
