"""A stand-in for Telegram: its Bot API on one side, people who chat on the other."""

from bot.simulator.server import serving
from bot.simulator.stage import Stage
from bot.simulator.world import World

__all__ = ["Stage", "World", "serving"]
