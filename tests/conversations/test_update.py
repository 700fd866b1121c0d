"""Telling what a city did."""

from tests.conftest import Runs, invited
from tests.people import Person
from storage import Database


async def test_help_answers(bot_runs: Runs, lee: Person) -> None:
    async with bot_runs():
        assert await lee.says("/help")
