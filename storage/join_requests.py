"""Requests to join a city without an invitation."""

from sqlalchemy import select

from bot import clock
from storage import audit, offices, people
from storage.engine import Session
from storage.models import City, JoinRequest
from storage.people import Officer


async def ask(session: Session, person_id: int, city_id: int, text: str) -> JoinRequest:
    """Keep a request; a person has one open request at a time, and a new one replaces it."""
    request = await open_of(session, person_id)
    if request is None:
        request = JoinRequest(person_id=person_id)
        session.add(request)
    request.city_id, request.text, request.asked_at = city_id, text, clock.now()
    request.state = "open"
    await session.flush()
    audit.note(session, person_id, "asked to join", f"request:{request.id}")
    return request


async def open_of(session: Session, person_id: int) -> JoinRequest | None:
    statement = select(JoinRequest).where(JoinRequest.person_id == person_id, JoinRequest.state == "open")
    return (await session.scalars(statement)).first()


async def get(session: Session, request_id: int) -> JoinRequest | None:
    return await session.get(JoinRequest, request_id)


async def decide(session: Session, request: JoinRequest, by: int, state: str, reason: str | None = None) -> bool:
    """Approve or decline; say whether it was still open."""
    if request.state != "open":
        return False
    request.state, request.reason, request.decided_by = state, reason, by
    audit.note(session, by, state, f"request:{request.id}")
    await session.flush()
    return True


async def deciders(session: Session, city: City) -> list[Officer]:
    """Return who decides about a city's requests: its coordinators, else the nearest office with people."""
    coordinators = await people.in_city(session, city.id, "coordinator")
    if coordinators:
        return coordinators
    for office_id in await offices.above(session, city.office_id):
        if found := await people.in_office(session, office_id):
            return found
    return []


async def may_decide(session: Session, officer: Officer, city: City) -> bool:
    """Say whether somebody may decide about a city: its coordinator, or an office it belongs to."""
    if officer.role == "coordinator":
        return officer.city_id == city.id
    return officer.for_office and officer.office_id in await offices.above(session, city.office_id)
