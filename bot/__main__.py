"""``python -m bot``: what an operator types. Errors are one line, exit code 2, and nothing has been changed."""

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from pydantic import ValidationError
from pydantic_settings import SettingsError

from bot.cli import Unusable
from bot.settings import Settings, problems

# Each command: the module and function that carry it out. Only that module is imported.
COMMANDS = {
    "run": "bot.cli.running:run",
    "try": "bot.cli.trying:try_out",
    "migrate": "bot.cli.keeping:migrate",
    "check": "bot.cli.checking:check",
    "invite": "bot.cli.inviting:invite",
    "cycle": "bot.cli.inviting:cycle",
    "backup": "bot.cli.keeping:backup",
    "restore": "bot.cli.keeping:restore",
    "reindex": "bot.cli.keeping:reindex",
    "import": "bot.cli.importing:import_file",
    "export": "bot.cli.reporting:export",
    "report": "bot.cli.reporting:report",
}
MONTHS = (1, 3, 6, 12, 24, 60)
Function = Callable[[Settings, argparse.Namespace], Coroutine[Any, Any, int | None]]


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n")


def main(words: Sequence[str] | None = None) -> int:
    """Carry out one command; return the exit code."""
    try:
        asked = parser().parse_args(words)
        function = _function(COMMANDS[asked.command])
        return asyncio.run(function(Settings(), asked)) or 0
    except ValidationError as error:
        return _refused(problems(error))
    except SettingsError as error:
        return _refused(f"{error}: {error.__cause__}")
    except Unusable as error:
        return _refused(str(error))
    except UnicodeEncodeError:
        return _refused("the arguments are not UTF-8")


def parser() -> Parser:
    """Return the command line's grammar."""
    top = Parser(prog="pumasi", description="A Telegram bot for local governments and Goal 11.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("run", help="run the bot; brings the schema up to date first")
    trial = commands.add_parser("try", help="try it out: a simulated Telegram, no token, no network")
    trial.add_argument("--port", type=_port, help="of the web chat (8088, or the next free one)")
    trial.add_argument("--fresh", action="store_true", help="begin with a new demo network")
    commands.add_parser("migrate", help="bring schema and place register up to date")
    commands.add_parser("check", help="print what is in force and what can be reached")
    _add_invite(commands)
    _add_cycle(commands)
    backup = commands.add_parser("backup", help="copy everything into one file, also while the bot runs")
    backup.add_argument("file", type=Path, metavar="FILE")
    restore = commands.add_parser("restore", help="put a copy back")
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--force", action="store_true", help="replace what is in the database")
    commands.add_parser("reindex", help="build the search companion anew")
    _add_import(commands)
    _add_export(commands)
    _add_report(commands)
    return top


def _add_invite(commands: Any) -> None:
    invite = commands.add_parser("invite", help="print a one-time invitation; the last line is the link")
    whom = invite.add_mutually_exclusive_group(required=True)
    whom.add_argument("--place", metavar="TEXT", help="a city, by any of its names")
    whom.add_argument("--office", metavar="CODE", help="an office's own people")
    invite.add_argument("--role", choices=("officer", "coordinator", "reviewer", "secretariat"))
    invite.add_argument("--days", type=_days, default=14, metavar="N", help="how long it works (14)")


def _add_cycle(commands: Any) -> None:
    cycle = commands.add_parser("cycle", help="begin a reporting cycle for all cities of an office")
    cycle.add_argument("--office", required=True, metavar="CODE")
    cycle.add_argument("--name", required=True, metavar="TEXT")
    cycle.add_argument("--months", required=True, type=int, choices=MONTHS, help="between two reports")
    cycle.add_argument("--opens", required=True, type=_day, metavar="DATE", help="2027-01-04")
    cycle.add_argument("--due", required=True, type=_day, metavar="DATE")


def _add_import(commands: Any) -> None:
    table = commands.add_parser("import", help="publish the actions in an XLSX, CSV or JSON file, a row each")
    table.add_argument("file", type=Path, metavar="FILE")
    table.add_argument("--keep-duplicates", action="store_true", help="also what has probably been published already")


def _add_export(commands: Any) -> None:
    export = commands.add_parser("export", help="write public actions, or everything public, as open data")
    export.add_argument("--what", required=True, choices=("actions", "city", "all"))
    export.add_argument("--format", required=True, choices=("csv", "xlsx", "json", "geojson"))
    export.add_argument("--place", metavar="TEXT", help="of one city only, by any of its names")
    export.add_argument("file", type=Path, metavar="FILE")


def _add_report(commands: Any) -> None:
    report = commands.add_parser("report", help="write what /report sends")
    report.add_argument("--kind", required=True, choices=("city", "country", "un", "brief", "review"))
    report.add_argument("--place", required=True, metavar="TEXT", help="a city, or for a country the code of an office")
    report.add_argument("--format", required=True, choices=("pdf", "docx", "hwpx", "text", "xlsx"))
    report.add_argument("--language", metavar="L", default="en", help="such as ko, or ko+en for two (en)")
    report.add_argument("file", type=Path, metavar="FILE")


def _day(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{word!r} is no date such as 2027-01-04") from None


def _port(word: str) -> int:
    return _between(word, 1, 65535)


def _days(word: str) -> int:
    return _between(word, 1, 365)


def _between(word: str, least: int, most: int) -> int:
    if not (word.isascii() and word.isdigit() and least <= int(word) <= most):
        raise argparse.ArgumentTypeError(f"{word!r} is not a number from {least} to {most}")
    return int(word)


def _function(where: str) -> Function:
    module, _, name = where.partition(":")
    function: Function = getattr(import_module(module), name)
    return function


def _refused(why: str) -> int:
    sys.stderr.write(f"pumasi: {why}\n".encode(errors="replace").decode())
    return 2


def command_line() -> NoReturn:
    """Carry out what was typed, and end at once.

    By then everything is closed. Taking the interpreter apart would only add to the time a stop may take.
    """
    code = main()
    with suppress(BrokenPipeError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    command_line()
