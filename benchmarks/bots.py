"""The bots that are compared: stock python-telegram-bot's echo, and Pumasi with an echo and as it is."""

import asyncio
import sys
from pathlib import Path

from bot.app import Pumasi
from bot.command import Command
from bot.pace import Pace
from bot.text import Message
from bot.turn import Turn
from storage import Database, cities, invitations, people, places
from storage.schema import migrate

NO_PACE = Pace(overall=1e6, overall_burst=1e6, person=1e6, person_burst=1e6)


def stock(api: str) -> None:
    """Python-telegram-bot as its documentation shows it: polling, one handler."""
    from telegram import Update
    from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters

    async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message and update.message.text
        await update.message.reply_text(update.message.text)

    application = ApplicationBuilder().token("42:BENCH").base_url(f"{api}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


async def pumasi(api: str, folder: Path, *, echo: bool) -> None:
    """Pumasi on SQLite, durable as always, with fifty officers of Suwon and nothing that paces it."""
    database = Database(f"sqlite+aiosqlite:///{folder / ('echo.db' if echo else 'pumasi.db')}")
    await migrate(database, Path("data/places.jsonl.gz"))
    async with database.begin() as session:
        [place] = await places.find(session, "수원시", limit=1)
        city = await cities.ensure(session, place)
        for number in range(1, 51):
            person = await people.meet(session, number, name="Mina", language="en")
            await invitations.seat(session, person.id, "officer", city_id=city.id, office_id=None)
            await invitations.consent(session, person.id, "bench")
    bot = Pumasi("42:BENCH", database, api=api, pace=NO_PACE)
    bot.router.limits = {True: (1e9, 1e9), False: (1e9, 1e9)}
    if echo:
        bot.router.add(_echo())
    async with bot.running():
        await asyncio.Event().wait()


def _echo() -> Command:
    command = Command("echo", Message("Echo"))

    @command.starts
    async def say(turn: Turn, words: str) -> None:
        turn.say(Message("{text}"), text=turn.heard.text)

    return command


if __name__ == "__main__":
    kind, address, place = sys.argv[1:]
    if kind == "stock":
        stock(address)
    else:
        asyncio.run(pumasi(address, Path(place), echo=kind == "echo"))
