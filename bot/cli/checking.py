"""What is in force, and what can be reached."""

import re
from argparse import Namespace
from collections.abc import Awaitable, Callable

from pydantic import SecretStr
from telegram.error import InvalidToken, TelegramError

from bot.cli import Unusable
from bot.cli.opening import ask_telegram, model, opened
from bot.pictures import Missing, fonts, geometry
from bot.settings import Settings
from bot.text import LANGUAGES, LOCALES
from storage import schema

WIDTH = 26


class Lacking(Exception):
    """Something the bot needs is not there; the message says what and what helps."""


async def check(settings: Settings, _asked: Namespace) -> None:
    """Print what is in force and what can be reached.

    Raises:
        Unusable: the bot could not run.
    """
    for name in Settings.model_fields:
        print(f"{'PUMASI_' + name.upper():{WIDTH}}{_shown(settings, name)}")
    lacking = []
    for title, look in LOOKS.items():
        try:
            print(f"{title:{WIDTH}}{await look(settings)}")
        except Lacking as error:
            lacking.append(title)
            print(f"{title:{WIDTH}}NOT USABLE: {error}")
    if lacking:
        raise Unusable(f"not usable: {', '.join(lacking)}")


def _shown(settings: Settings, name: str) -> str:
    """Return a setting's value as may be printed."""
    if name == "database_url":
        hidden = re.sub(r"://([^:@/]*):[^@]*@", r"://\1:***@", settings.database)
        return re.sub(r"(password=)[^&]*", r"\1***", hidden)
    value = getattr(settings, name)
    if isinstance(value, SecretStr):
        return "(set)"
    return "(not set)" if value is None else str(value)


async def _database(settings: Settings) -> str:
    if not settings.database_url and not (settings.data / "pumasi.db").exists():
        return "not made yet; run makes it"
    try:
        async with opened(settings) as database, database.snapshot() as connection:
            version = await connection.run_sync(schema.version)
    except Unusable as error:
        raise Lacking(str(error)) from None
    if version == schema.head():
        return f"schema {version}, up to date"
    if version and version not in schema.versions():
        raise Lacking(f"schema {version} is newer than this program")
    return f"schema {version or 'empty'}; run brings it to {schema.head()}"


async def _catalogs(_settings: Settings) -> str:
    missing = uncompiled()
    if missing:
        raise Lacking(f"{', '.join(missing)} not compiled; make setup does it")
    return ", ".join(LANGUAGES)


async def _places(settings: Settings) -> str:
    if not settings.register.exists():
        raise Lacking(f"{settings.register} is missing; make setup builds it")
    return str(settings.register)


async def _shapes(settings: Settings) -> str:
    try:
        for name in geometry.NAMES:
            geometry.shapes(geometry.path(settings.shapes, name))
        for package in (fonts.REGULAR, fonts.BOLD):
            fonts.file(package)
    except Missing as error:
        raise Lacking(str(error)) from None
    return str(settings.shapes)


async def _meaning(settings: Settings) -> str:
    try:
        found = model(settings)
    except Unusable as error:
        raise Lacking(str(error)) from None
    return found.name if found else "no model; other languages are searched by the glossary"


async def _telegram(settings: Settings) -> str:
    if not settings.token:
        return "no token: python -m bot try"
    try:
        me = await ask_telegram(settings, "getMe")
    except InvalidToken:
        raise Lacking("the token is refused") from None
    except TelegramError as error:
        raise Lacking(f"cannot be reached: {error.message}") from None
    return f"@{me['username']}"


def uncompiled() -> list[str]:
    """Return the languages whose catalog was not built."""
    files = {language: LOCALES / language / "LC_MESSAGES" / "bot.mo" for language in LANGUAGES}
    return [language for language, file in files.items() if not file.exists()]


LOOKS: dict[str, Callable[[Settings], Awaitable[str]]] = {
    "Database": _database,
    "Languages": _catalogs,
    "Places": _places,
    "Maps": _shapes,
    "Search by meaning": _meaning,
    "Telegram": _telegram,
}
