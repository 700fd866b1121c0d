"""The try-out's network: real actions of real cities, marked as demo, and people one can be."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot import clock
from bot.dates import add_months
from bot.simulator import groups
from bot.simulator.api import Json
from bot.simulator.demo import DemoAction, DemoFigure, load
from bot.simulator.world import World
from handlers.start import VERSION
from storage import Database, Session, actions, cities, cycles, invitations, offices, people, places
from storage.models import City


@dataclass(frozen=True)
class Player:
    """Somebody one can be; ``place`` names the city as the register knows it, or the code of an office."""

    id: int
    name: str
    language: str
    zone: str
    shown_role: str
    shown_place: str
    role: str | None = None
    place: str = ""

    def drawn(self) -> Json:
        """Return the person as the web chat lists them."""
        return {"id": self.id, "name": self.name, "role": self.shown_role, "place": self.shown_place,
                "language": self.language, "zone": self.zone}  # fmt: skip


PLAYERS = (
    Player(101, "김미나", "ko", "Asia/Seoul", "담당자", "수원시", "officer", "경기도 수원시"),
    Player(102, "高野 純", "ja", "Asia/Tokyo", "担当者", "富山市", "officer", "富山県 富山市"),
    Player(103, "李怡君", "zh_Hant", "Asia/Taipei", "承辦人", "高雄市", "officer", "高雄市"),
    Player(104, "Anna Weber", "en", "Europe/Berlin", "Officer", "Freiburg", "officer", "Freiburg im Breisgau"),
    Player(105, "박지훈", "ko", "Asia/Seoul", "총괄 담당자", "수원시", "coordinator", "경기도 수원시"),
    Player(106, "정은영", "ko", "Asia/Seoul", "검토자", "한국사무소", "reviewer", "korea"),
    Player(107, "Sam Carter", "en", "Europe/London", "Not a member yet", ""),
)  # fmt: skip
GROUPS = (("수원시의회 소통방", (101, 105)), ("富山・高雄 議員交流", (102, 103)))  # the first adds the bot
QUARTERLY = {"korea": "분기 보고", "japan": "四半期報告", "kaohsiung": "季度報告"}  # each office names its own


async def seed(database: Database, world: World) -> list[Json]:
    """Fill a new database with the demo network and let its people exist; return who one can be.

    A database that holds it already stays as it is.
    """
    async with database.begin() as session:
        if not await cities.everyone(session):
            for action in load():
                await _publish(session, action)
            for player in PLAYERS:
                await _seat(session, player)
            await _plan_cycles(session)
    for player in PLAYERS:
        world.introduce(player.id, player.name, player.language.replace("_", "-").lower())
        if player.role:
            world.private(player.id)  # so that the bot can write first
    return [player.drawn() for player in PLAYERS]


def gather(world: World) -> None:
    """Let there be groups with the bot, where people talk to each other."""
    for title, members in GROUPS:
        groups.found(world, title, members)


async def city_of(session: Session, action: DemoAction) -> City:
    """Return the city that did it; where the province itself did, that."""
    name = f"{action.province} {action.unit}".strip()
    found = [place for place in await places.find(session, name) if place.country == action.country]
    if len(found) != 1:
        raise LookupError(f"{name} may be {[place.key for place in found]}")
    return await cities.ensure(session, found[0])


async def _publish(session: Session, action: DemoAction) -> None:
    city = await city_of(session, action)
    answers: dict[str, Any] = {
        "title": action.title,
        "text": action.text,
        "language": action.language,
        "kind": action.kind,
        "target": action.targets[0],
        "day": min(date(action.year, 12, 31), clock.now().date()),
        "precision": "year",
        "visibility": "public",
        "figures": [_figure(figure) for figure in action.figures],
        "links": action.source_hint,
    }
    if action.pathways:
        answers["pathway"] = action.pathways[0]
    await actions.publish(session, city.id, None, answers, source_id=action.source_id, demo=True)


def _figure(figure: DemoFigure) -> str:
    return f"{figure.label} {figure.value} {figure.unit} ({figure.year})"


async def _seat(session: Session, player: Player) -> None:
    """Let somebody sit where they belong, as if they had been invited and had agreed."""
    if player.role is None:
        return
    officer = await people.meet(session, player.id, name=player.name, language=player.language)
    office = await offices.by_code(session, player.place)
    city = None
    if office is None:
        [place] = await places.find(session, player.place)
        city = await cities.ensure(session, place)
    await invitations.seat(
        session, officer.id, player.role, city_id=city.id if city else None, office_id=office.id if office else None
    )
    await invitations.consent(session, officer.id, VERSION)


async def _plan_cycles(session: Session) -> None:
    """Let the offices ask: quarterly from next month on, and the world once a year, a month later."""
    month = add_months(clock.now().date().replace(day=1), 1)
    for code, name in QUARTERLY.items():
        await _ask(session, code, name, 3, month)
    await _ask(session, "world", "Yearly report", 12, add_months(month, 1))


async def _ask(session: Session, code: str, name: str, months: int, opens: date) -> None:
    office = await offices.by_code(session, code)
    assert office is not None, "the offices exist from the start"
    await cycles.create(session, office.id, name, months, opens, opens + timedelta(days=14))
