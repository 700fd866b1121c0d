"""The tree of offices."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from bot.text import Message, _
from storage.engine import Session
from storage.models import City, Office
from storage.people import Officer


@dataclass(frozen=True)
class Known:
    """An office that exists from the start."""

    code: str
    parent: str | None
    name: Message
    language: str
    zone: str
    country: str | None


# The office of practice towns hangs under no other, so that nobody's branch has them. Each town has one of its own
# under it, which is in that person's world alone.
PRACTICE = "practice"
FROM_THE_START = (
    Known("world", None, _("World Secretariat"), "en", "Europe/Berlin", "DE"),
    Known("eastasia", "world", _("East Asia Secretariat"), "en", "Asia/Seoul", "KR"),
    Known(PRACTICE, None, _("Practice office"), "en", "UTC", None),
    Known("korea", "eastasia", _("Korea Office"), "ko", "Asia/Seoul", "KR"),
    Known("japan", "eastasia", _("Japan Office"), "ja", "Asia/Tokyo", "JP"),
    Known("kaohsiung", "eastasia", _("Kaohsiung Capacity Center"), "zh_Hant", "Asia/Taipei", "TW"),
)
BY_COUNTRY = {"KR": "korea", "JP": "japan", "TW": "kaohsiung", "CN": "eastasia", "MN": "eastasia"}


async def ensure(session: Session) -> None:
    """Make the offices that exist from the start, where they are missing."""
    known = {office.code: office for office in await _all(session)}
    for each in FROM_THE_START:
        if each.code not in known:
            parent = known[each.parent].id if each.parent else None
            office = Office(
                code=each.code, parent_id=parent, name=each.name, language=each.language,
                zone=each.zone, country=each.country,
            )  # fmt: skip
            session.add(office)
            await session.flush()
            known[each.code] = office


async def _all(session: Session) -> Sequence[Office]:
    return (await session.scalars(select(Office).order_by(Office.id))).all()


async def everyone(session: Session) -> Sequence[Office]:
    """Return the offices of the network; those of practice towns are none."""
    return [office for office in await _all(session) if not office.code.startswith(PRACTICE)]


async def by_code(session: Session, code: str) -> Office | None:
    return (await session.scalars(select(Office).where(Office.code == code))).first()


async def get(session: Session, office_id: int) -> Office | None:
    return await session.get(Office, office_id)


async def for_country(session: Session, country: str) -> Office:
    """Return the office cities of this country belong to."""
    office = await by_code(session, BY_COUNTRY.get(country, "world"))
    assert office is not None, "the offices exist from the start"
    return office


async def branch(session: Session, office_id: int) -> set[int]:
    """Return an office and everything under it: what its people may act on."""
    parents = {office.id: office.parent_id for office in await _all(session)}
    inside = {office_id}
    while True:
        more = {child for child, parent in parents.items() if parent in inside} - inside
        if not more:
            return inside
        inside |= more


async def oversees(session: Session, officer: Officer, office_id: int | None) -> bool:
    """Say whether somebody works for this office, or for one it belongs to."""
    return officer.for_office and office_id in await branch(session, officer.office_id or 0)


async def above(session: Session, office_id: int) -> list[int]:
    """Return an office and those it belongs to, nearest first."""
    parents = {office.id: office.parent_id for office in await _all(session)}
    chain: list[int] = []
    step: int | None = office_id
    while step is not None:
        chain.append(step)
        step = parents[step]
    return chain


async def cities(session: Session, office_id: int) -> Sequence[City]:
    """Return the cities of an office and of those under it; invented ones are nobody's."""
    inside = City.office_id.in_(await branch(session, office_id)), City.practice.is_(False)
    statement = select(City).where(*inside).order_by(City.id)
    return (await session.scalars(statement)).all()


def title(office: Office) -> Message:
    """Return an office's name, to be translated where it is shown."""
    return Message(office.name)
