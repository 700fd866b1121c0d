"""The schema, brought up to date: safe when several processes start at once."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage import offices, place_register
from storage.engine import Database, Session

MIGRATIONS = Path(__file__).parent / "migrations"


class TooNew(Exception):
    """The database was made by a later version of this program."""


async def migrate(database: Database, register: Path | None = None) -> list[str]:
    """Bring schema, offices and place register up to date; return what was done.

    Raises:
        TooNew: the database is ahead of this program.
    """
    done: list[str] = []
    async with database.sole("migrate"), database.unit(rebuilds=True) as unit:
        before = await unit.connection.run_sync(version)
        if before is not None and before not in versions():
            raise TooNew(f"its schema {before} is newer than this program, which knows up to {head()}")
        await unit.connection.run_sync(upgrade)
        # Who may only read, or has no room left, is to know it now and not when somebody writes.
        await unit.connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
        if before != head():
            done.append(f"schema {before or 'empty'} → {head()}")
        loaded = await fill(unit.session, register)
        if loaded:
            done.append(f"{loaded} places")
    return done


async def fill(session: Session, register: Path | None) -> int:
    """Make what a schema needs from the start, where it is missing; return how many places that were."""
    await offices.ensure(session)
    return await place_register.load(session, register) if register and register.exists() else 0


def versions() -> list[str]:
    """Return every version this program knows."""
    return [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]


def head() -> str:
    """Return the newest version this program knows."""
    return str(ScriptDirectory(str(MIGRATIONS)).get_current_head())


def version(connection: Connection) -> str | None:
    """Return the version a database has; none for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(connection: Connection, to: str = "head") -> None:
    """Bring a database to a version, within the transaction it is in."""
    command.upgrade(_config(connection), to)


def downgrade(connection: Connection, to: str) -> None:
    command.downgrade(_config(connection), to)


def _config(connection: Connection) -> Config:
    if not connection.in_transaction():
        connection.begin()  # or Alembic begins one of its own, and commits it
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
