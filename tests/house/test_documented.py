"""What people and scripts may rely on is written down."""

import ast
import re
from pathlib import Path

import pytest

from bot.__main__ import COMMANDS as TYPED
from bot.__main__ import parser
from bot.command import Command
from bot.schedule import Job
from bot.settings import Settings
from handlers import COMMANDS, JOBS
from tests.commands import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONVERSATIONS = "\n".join(
    file.read_text(encoding="utf-8") for file in sorted((ROOT / "tests" / "conversations").glob("test_*.py"))
)
SHOWN = [command for command in COMMANDS if not command.hidden]


def _row(first: str) -> bool:
    """Say whether a table of the README has a row about this."""
    return re.search(rf"^\| `{re.escape(first)}[` \[]", README, re.MULTILINE) is not None


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_in_the_readme(name: str) -> None:
    assert _row(f"PUMASI_{name.upper()}")


@pytest.mark.parametrize("name", TYPED)
def test_every_command_of_the_operator_is_in_the_readme(name: str) -> None:
    assert _row(name)


def test_the_command_line_knows_what_it_can_carry_out() -> None:
    listed = re.findall(r"^    (\w+)  ", parser().format_help(), re.MULTILINE)
    assert listed == list(TYPED)


@pytest.mark.parametrize("command", SHOWN, ids=lambda command: command.name)
def test_every_command_of_the_chat_is_in_the_readme(command: Command) -> None:
    assert _row(f"/{command.name}")


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_every_job_is_in_the_readme(job: Job) -> None:
    assert _row(job.name) and job.help


def test_the_readme_names_nothing_that_is_not_there() -> None:
    rows = re.findall(r"^\| `/(\w+)`", README, re.MULTILINE)
    assert sorted(rows) == sorted(command.name for command in SHOWN)


@pytest.mark.parametrize("command", SHOWN, ids=lambda command: command.name)
def test_every_command_of_the_chat_is_tried_in_a_conversation(command: Command) -> None:
    assert f'"/{command.name}' in CONVERSATIONS


@pytest.mark.parametrize("command", SHOWN, ids=lambda command: command.name)
def test_every_command_begins_its_module_with_what_it_is_for(command: Command) -> None:
    module = ROOT / "handlers" / f"{command.name}.py"
    assert module.exists(), "a command and its module have one name"
    assert module.read_text(encoding="utf-8").startswith(f'"""/{command.name} — ')


def _leads() -> set[tuple[str, str]]:
    """Return the commands and verbs to which buttons of other commands lead."""
    files = [*(ROOT / "handlers").glob("*.py"), *(ROOT / "bot").glob("*.py")]
    nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))]
    calls = [node for node in nodes if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "lead"]
    told = [[word.value for word in call.args if isinstance(word, ast.Constant)] for call in calls]
    return {(words[0], words[1]) for words in told if len(words) == 2}


@pytest.mark.parametrize("lead", sorted(_leads()), ids=":".join)
def test_every_button_leads_somewhere(lead: tuple[str, str]) -> None:
    name, verb = lead
    assert verb in {command.name: command for command in COMMANDS}[name].presses


@pytest.mark.parametrize("file", ["Dockerfile", "compose.yaml", "Makefile", ".ci/run", "constraints.txt"])
def test_no_file_names_a_package_index_or_a_path_of_one_machine(file: str) -> None:
    text = Path(ROOT / file).read_text(encoding="utf-8")
    assert not re.search(r"--(extra-)?index-url|--find-links|/simple\b|(?<![\w.-])/(root|work|home)/", text)
