"""What an operator types, tried from outside."""

import re
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.__main__ import main
from bot.settings import Settings
from bot.simulator import World
from storage import Database, invitations
from storage.models import City, Cycle, Invitation
from tests.commands import Operator, until
from tests.conftest import TOKEN

CYCLE = ("cycle", "--office", "korea", "--name", "Quarterly", "--months", "3")
SECRET = "secret-word"
# What says the same whichever database there is.
either = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def operator(tmp_path: Path, database_url: str, api: str) -> Operator:
    return Operator(tmp_path, PUMASI_DATABASE_URL=database_url, PUMASI_BOT_API=api, PUMASI_BOT_TOKEN=TOKEN)


@pytest.fixture
def lonely(tmp_path: Path) -> Operator:
    """An operator with nothing set."""
    return Operator(tmp_path)


async def _count(database: Database, table: type) -> int:
    async with database.begin() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_an_invitation_for_a_city_ends_with_its_link(operator: Operator, database: Database) -> None:
    finished = await operator.types("invite", "--place", "수원시", "--role", "coordinator", "--days", "3")
    assert (finished.code, finished.err) == (0, [])
    code = re.fullmatch(r"https://t\.me/pumasi_bot\?start=([\w-]{16,64})", finished.out[-1])
    assert code and "coordinator of Suwon" in finished.out[0]
    async with database.begin() as session:
        [invitation] = await session.scalars(select(Invitation))
        assert invitation.role == "coordinator" and invitation.code_hash == invitations._hash(code[1])


@either
async def test_without_a_role_an_officer_is_invited(operator: Operator) -> None:
    assert "officer of Suwon" in (await operator.types("invite", "--place", "Suwon")).out[0]


@either
async def test_an_invitation_for_an_office_ends_with_its_link(operator: Operator, database: Database) -> None:
    finished = await operator.types("invite", "--office", "korea", "--role", "reviewer")
    assert finished.code == 0 and finished.out[-1].startswith("https://t.me/pumasi_bot?start=")
    assert await _count(database, City) == 0


@either
async def test_an_ambiguous_place_lists_the_candidates(operator: Operator, database: Database) -> None:
    said = await operator.fails("invite", "--place", "중구")
    for district in ("Jung-gu, Seoul", "Jung-gu, Busan", "대구광역시 중구"):
        assert district in said
    assert await _count(database, Invitation) == await _count(database, City) == 0


@either
async def test_an_unknown_place_is_said_to_be_unknown(operator: Operator, database: Database) -> None:
    assert "no place is called 'Qwxzy'" in await operator.fails("invite", "--place", "Qwxzy")
    assert await _count(database, Invitation) == 0


@either
async def test_an_unknown_office_is_answered_with_those_there_are(operator: Operator) -> None:
    said = await operator.fails("invite", "--office", "mars", "--role", "reviewer")
    assert "world, eastasia, korea, japan, kaohsiung" in said


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ((), "COMMAND"),
        (("sing",), "sing"),
        (("invite",), "--place"),
        (("invite", "--place", "Suwon", "--office", "korea"), "not allowed"),
        (("invite", "--place", "Suwon", "--role", "reviewer"), "officer or coordinator"),
        (("invite", "--place", "Suwon", "--role", "king"), "king"),
        (("invite", "--place", "Suwon", "--days", "0"), "1 to 365"),
        (("invite", "--place", " "), "--place needs the name of a city"),
        (("invite", "--office", "korea"), "reviewer or secretariat"),
        ((*CYCLE, "--opens", "yesterday", "--due", "2027-01-15"), "yesterday"),
        ((*CYCLE[:-1], "7", "--opens", "2027-01-04", "--due", "2027-01-15"), "7"),
        (("backup",), "FILE"),
        (("try", "--port", "99999"), "65535"),
    ],
)
def test_an_unusable_argument_is_one_line(
    words: tuple[str, ...], reason: str, capsys: pytest.CaptureFixture[str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    try:
        code = main(words)
    except SystemExit as end:
        code = end.code
    said = capsys.readouterr()
    assert (code, said.out) == (2, "")
    assert reason in said.err and said.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


async def test_an_unusable_argument_ends_the_process(lonely: Operator) -> None:
    assert "1 to 365" in await lonely.fails("invite", "--place", "Suwon", "--days", "0")


async def test_a_cycle_is_made_once(operator: Operator, database: Database) -> None:
    words = (*CYCLE, "--opens", "2027-01-04", "--due", "2027-01-15")
    assert (await operator.types(*words)).code == 0
    assert "already" in await operator.fails(*words)
    assert await _count(database, Cycle) == 1


@either
async def test_without_telegram_there_is_no_link(operator: Operator, database: Database) -> None:
    away = operator.but(PUMASI_BOT_API="http://127.0.0.1:9")
    assert "Telegram cannot be reached" in await away.fails("invite", "--place", "Suwon")
    assert await _count(database, Invitation) == await _count(database, City) == 0


@either
async def test_a_bot_that_has_run_is_known_without_telegram(
    operator: Operator, database: Database, world: World
) -> None:
    process = await operator.but(PUMASI_LISTEN="127.0.0.1:0").starts("run")
    await until(lambda: world.calls["setMyDescription"] >= 5)
    process.terminate()
    await process.communicate()
    away = operator.but(PUMASI_BOT_API="http://127.0.0.1:9")
    assert (await away.types("invite", "--place", "Suwon")).out[-1].startswith("https://t.me/pumasi_bot?")


@either
async def test_a_refused_token_is_said_to_be_refused(operator: Operator) -> None:
    stranger = operator.but(PUMASI_BOT_TOKEN="43:WRONG", PUMASI_LISTEN="127.0.0.1:0")
    assert "refuses the token" in await stranger.fails("invite", "--place", "Suwon")
    finished = await stranger.types("run")
    assert finished.code == 2 and finished.err[-1] == "pumasi: Telegram refuses the token"
    assert "43:WRONG" not in "\n".join(finished.err)


async def test_run_without_a_token_names_the_try_out(lonely: Operator) -> None:
    assert "python -m bot try" in await lonely.fails("run")


@either
async def test_a_taken_address_is_said_to_be_taken(operator: Operator, api: str) -> None:
    finished = await operator.but(PUMASI_LISTEN=api.removeprefix("http://")).types("run")
    assert finished.code == 2 and "PUMASI_LISTEN" in finished.err[-1] and "in use" in finished.err[-1]


@pytest.mark.parametrize("command", [("run",), ("migrate",), ("backup", "copy")])
async def test_an_unreachable_database_is_one_line(lonely: Operator, command: tuple[str, ...]) -> None:
    address = f"postgresql+asyncpg://pumasi:{SECRET}@127.0.0.1:1/pumasi"
    operator = lonely.but(PUMASI_DATABASE_URL=address, PUMASI_BOT_TOKEN=TOKEN)
    finished = await operator.types(*command)
    assert finished.code == 2 and finished.err[-1].startswith("pumasi: the database cannot be used: ")
    assert len(finished.err) == 1 and SECRET not in finished.err[0]
    assert not (lonely.folder / "copy").exists()


async def test_a_file_that_is_no_database_is_said_to_be_none(lonely: Operator) -> None:
    file = lonely.folder / "notes.txt"
    file.write_text("These are only notes, long enough to be looked at as a database would be. " * 20)
    before = file.read_bytes()
    said = await lonely.but(PUMASI_DATABASE_URL=f"sqlite+aiosqlite:///{file}").fails("migrate")
    assert "not a database" in said and file.read_bytes() == before


async def test_unusable_settings_are_reported_together(lonely: Operator) -> None:
    settings = {"PUMASI_DATABASE_URL": f"mysql://u:{SECRET}@h/d", "PUMASI_LISTEN": "here", "PUMASI_ENCODER": "big"}
    said = await lonely.but(**settings).fails("check")
    assert all(name in said for name in settings) and SECRET not in said


def test_a_secret_that_cannot_be_read_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pumasi_bot_token").write_bytes(b"42:HIDDEN\xff")
    monkeypatch.setitem(Settings.model_config, "secrets_dir", tmp_path)
    assert main(["check"]) == 2
    said = capsys.readouterr()
    assert said.err.count("\n") == 1 and "bot_token" in said.err and "decode" in said.err
    assert not said.out and "HIDDEN" not in said.err


async def test_migrate_tells_what_it_did(tmp_path: Path) -> None:
    operator = Operator(tmp_path)
    first, again = await operator.types("migrate"), await operator.types("migrate")
    assert first.code == again.code == 0
    assert first.out[0].startswith("schema empty → ") and "places" in first.out[1]
    assert again.out == ["everything is up to date"]


async def test_a_later_schema_is_left_alone(operator: Operator, database: Database) -> None:
    async with database.unit() as unit:
        await unit.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert "9999 is newer" in await operator.fails("migrate")


@either
async def test_check_shows_what_is_in_force_without_secrets(operator: Operator) -> None:
    settings = {"PUMASI_WEBHOOK_URL": "https://bot.example", "PUMASI_WEBHOOK_SECRET": SECRET}
    finished = await operator.but(**settings).types("check")
    shown = "\n".join(finished.out)
    assert (finished.code, finished.err) == (0, [])
    assert "https://bot.example" in shown and "@pumasi_bot" in shown and "up to date" in shown
    assert SECRET not in shown and TOKEN not in shown


@either
async def test_check_says_what_cannot_be_reached(operator: Operator) -> None:
    settings = {"PUMASI_BOT_API": "http://127.0.0.1:9", "PUMASI_DATABASE_URL": "postgresql+asyncpg://127.0.0.1:1/x"}
    finished = await operator.but(**settings).types("check")
    assert finished.code == 2 and finished.err[0].endswith("not usable: Database, Telegram")
    assert len([line for line in finished.out if "NOT USABLE" in line]) == 2


async def test_check_says_what_setup_did_not_build(lonely: Operator) -> None:
    broken = lonely.folder / "data" / "korea.topo.json"
    broken.parent.mkdir()
    broken.write_text("{}")
    finished = await lonely.types("check")
    [line] = [line for line in finished.out if "NOT USABLE" in line]
    assert finished.code == 2 and line.startswith("Maps") and line.endswith("make setup builds it")


async def test_check_makes_nothing(lonely: Operator) -> None:
    assert (await lonely.types("check")).code == 0
    assert list(lonely.folder.iterdir()) == []


@either
async def test_a_backup_can_be_restored_from_the_command_line(operator: Operator, tmp_path: Path) -> None:
    await operator.types("invite", "--place", "Suwon")
    saved = await operator.types("backup", "copy.gz")
    assert saved.code == 0 and "1 cities" in saved.out[-1]
    spare = Operator(tmp_path, PUMASI_DATA=str(tmp_path / "spare"))
    restored = await spare.types("restore", "copy.gz")
    assert restored.code == 0 and "1 cities" in restored.out[-1]
    assert "--force" in await spare.fails("restore", "copy.gz")
    assert "No such file" in await spare.fails("restore", "--force", "nothing.gz")
