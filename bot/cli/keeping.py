"""The schema, copies of everything, and back."""

from argparse import Namespace
from collections import Counter

from bot.cli import Unusable
from bot.cli.opening import opened, up_to_date
from bot.settings import Settings
from storage import backup as copies
from storage import schema
from storage.index import Index, renew


async def migrate(settings: Settings, _asked: Namespace) -> None:
    """Bring schema, offices and place register up to date."""
    async with opened(settings) as database:
        try:
            done = await schema.migrate(database, settings.register)
        except schema.TooNew as error:
            raise Unusable(f"the database cannot be used: {error}") from None
    for line in done or ["everything is up to date"]:
        print(line)
    if not settings.register.exists():
        print(f"no places: {settings.register} is missing, make setup builds it")


async def backup(settings: Settings, asked: Namespace) -> None:
    """Copy everything into one file, also while the bot runs."""
    async with opened(settings) as database:
        try:
            rows = await copies.save(database, asked.file)
        except copies.Unfit as error:
            raise Unusable(str(error)) from None
        except OSError as error:
            raise Unusable(f"{asked.file} cannot be written: {error.strerror}") from None
    print(f"{asked.file}: {_told(rows)}")


async def restore(settings: Settings, asked: Namespace) -> None:
    """Put a copy in place of what is in the database."""
    async with opened(settings) as database:
        try:
            rows = await copies.restore(database, asked.file, settings.register, force=asked.force)
        except copies.Unfit as error:
            raise Unusable(str(error)) from None
        except OSError as error:
            raise Unusable(f"{asked.file} cannot be read: {error.strerror}") from None
    print(f"restored from {asked.file}: {_told(rows)}")


async def reindex(settings: Settings, _asked: Namespace) -> None:
    """Build the search companion anew: here, or by the bot that is running."""
    async with up_to_date(settings) as database:
        async with database.begin() as session:
            await renew(session)
        index = Index(database, settings.data / "index", None)
        try:
            found = await index.rebuilt()
        finally:
            await index.close()
    print(f"{found} actions can be found" if found is not None else "the bot that is running builds it anew")


def _told(rows: Counter[str]) -> str:
    shown = [f"{rows[name]} {name}" for name in ("cities", "people", "actions") if rows[name]]
    return ", ".join([f"{rows.total()} rows", *shown])
