"""The image holds what setup makes, and is told only what settings know."""

import re

from bot.settings import Settings
from tests.commands import ROOT


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_a_container_is_told_only_what_settings_know() -> None:
    text = _text("Dockerfile") + _text("compose.yaml")
    told = re.findall(r"\bPUMASI_(\w+)[:=]|: pumasi_(\w+)$", text, re.MULTILINE)
    names = {(variable or secret).lower() for variable, secret in told}
    assert names <= set(Settings.model_fields) and {"bot_token", "data", "public_url"} <= names


def test_what_is_copied_into_the_image_is_let_into_its_context() -> None:
    copied = [
        name
        for line in re.findall(r"^COPY (?!--from)(.+) \S+$", _text("Dockerfile"), re.MULTILINE)
        for name in line.split()
    ]
    let_in = [line[1:] for line in _text(".dockerignore").splitlines() if line.startswith("!")]
    assert sorted(copied) == sorted(let_in) and all((ROOT / name).exists() for name in copied)


def test_the_image_is_built_with_everything_setup_makes() -> None:
    made = re.findall(r"^(?:REGISTER|SHAPES) := (.+)$", _text("Makefile"), re.MULTILINE)
    assert len(made) == 2 and all(f" {file} " in _text("Dockerfile") for line in made for file in line.split())
    assert "pybabel -q compile" in _text("Dockerfile")
