"""Every command of the bot, in the order the menu shows them, and every job it does by itself."""

from bot.command import Command
from bot.schedule import Job
from handlers.help import help_
from handlers.update import anything, update

COMMANDS: list[Command] = [update, help_]
JOBS: list[Job] = []

__all__ = ["COMMANDS", "JOBS", "anything"]
