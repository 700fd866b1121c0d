"""One of everything that passes between cities, so that its buttons have something to be pressed about."""

from collections.abc import Mapping
from typing import Any

from bot import clock
from storage import Session, actions, chats, facts, handover, invitations, offices, outbox, people, reviews, threads
from storage.models import Adoption, Evidence, Inquiry, Publication, Question, Reply, Review, Useful
from storage.outbox import Owed
from storage.people import Officer
from tests.everything import ANSWERS

GROUP = -100777  # of the Korea office


async def between_cities(session: Session, cast: Mapping[str, Officer], made: Mapping[str, int]) -> dict[str, int]:
    """Let Suwon ask and be asked, follow and be followed, be looked at and handed over; return the keys by table."""
    await facts.put(session, facts.PAGE, "https://pumasi.example")
    await facts.put(session, facts.USERNAME, "pumasi_bot")
    row = await session.get_one(Publication, made["publications"])
    row.attachment_id = made["attachments"]
    found = await _actions(session, cast)
    found |= await _asked(session, cast, made["actions"])
    found |= await _looked_at(session, cast, made["actions"], found["actions:adopted"])
    for seen in ("members", "city", "withdrawn"):
        last = await reviews.newest(session, made[f"actions:{seen}"]) or _review(made[f"actions:{seen}"])
        session.add(last)
        await session.flush()
        found[f"reviews:{seen}"] = last.id
    return found | await _left(session, cast)


async def _actions(session: Session, cast: Mapping[str, Officer]) -> dict[str, int]:
    """Let Suwon do what Toyama does, and Busan find that useful."""
    found = {}
    for name, who in {"theirs": "foreigner", "adopted": "author", "neighbours": "neighbour"}.items():
        told = ANSWERS | {"title": f"zq {name}", "text": f"zq {name}: a night bus runs every hour.", "lesson": ""}
        action = await actions.publish(session, cast[who].city_id or 0, cast[who].id, told)
        found[f"actions:{name}"] = action.id
    author, busan, now = cast["author"], cast["neighbour"], clock.now()
    follows = {"action_id": found["actions:adopted"], "source_id": found["actions:theirs"]}
    session.add(Adoption(**follows, change="Smaller.", language="en", person_id=author.id, at=now))
    session.add(Useful(action_id=found["actions:adopted"], city_id=busan.city_id, person_id=busan.id, at=now))
    await session.flush()
    return found


async def _asked(session: Session, cast: Mapping[str, Officer], action_id: int) -> dict[str, int]:
    """Let Suwon ask Busan, and Toyama ask Suwon: once answered, once not yet, once for everybody to read."""
    author, busan, toyama = cast["author"], cast["neighbour"], cast["foreigner"]
    asked, _theirs = await _question(session, author, busan, "zq-asked")
    await _question(session, toyama, author, "zq-put", action_id=action_id)
    sent, _sent = await _question(session, toyama, author, "zq-sent", state="sent")
    shared: dict[str, Any] = {"asker_agrees": True, "answerer_agrees": True, "shared_at": clock.now()}
    await _question(session, toyama, author, "zq shared", action_id=action_id, **shared)
    await threads.reread(session, action_id)
    return {"questions": asked.question_id, "inquiries": asked.id + 1, "inquiries:sent": sent.id}


async def _question(
    session: Session, by: Officer, to: Officer, words: str, state: str = "answered", **about: Any
) -> tuple[Inquiry, Question]:
    now = clock.now()
    question = Question(city_id=by.city_id, person_id=by.id, text=words, language="en", asked_at=now)
    session.add(question)
    await session.flush()
    thread = Inquiry(question_id=question.id, city_id=to.city_id, person_id=to.id, state=state, sent_at=now, **about)
    session.add(thread)
    await session.flush()
    if state == "answered":
        said = {"inquiry_id": thread.id, "city_id": to.city_id, "person_id": to.id}
        session.add(Reply(**said, text=f"{words} answered", language="en", at=now))
        await session.flush()
    return thread, question


async def _looked_at(session: Session, cast: Mapping[str, Officer], action_id: int, reviewed_id: int) -> dict[str, int]:
    """Let an office have a group in which it looks at actions, and the bot be in two chats more."""
    newest = await reviews.newest(session, action_id)
    assert newest is not None
    reviewer, found = cast["reviewer"], {"reviews": newest.id}
    card = Owed(GROUP, "sendMessage", "{}", 0.0)
    await outbox.put(await session.connection(), [card])
    newest.call_id = card.id
    for kind in ("group", "channel"):
        chat = await chats.added(session, GROUP - len(kind), kind, "en", reviewer.id)
        found[f"chats:{kind}"] = chat.id
    office = await offices.get(session, reviewer.office_id or 0)
    assert office is not None
    office.chat_id = GROUP
    check = Evidence(
        action_id=reviewed_id, level="reviewed", reason="asked", person_id=cast["author"].id, at=clock.now()
    )  # fmt: skip
    session.add(check)
    await session.flush()
    return found | {"evidence:reviewed": check.id}


def _review(action_id: int) -> Review:
    """Return what an office thought of an action while it was for others."""
    return Review(action_id=action_id, version=1, before=False, state="published", asked_at=clock.now())


async def _left(session: Session, cast: Mapping[str, Officer]) -> dict[str, int]:
    """Seat two more in Suwon: one whom things can be given to, and one whose seat is being handed over."""
    found = {}
    for number, name in enumerate(("spare", "leaving"), 90):
        known = await people.meet(session, number, name=f"zq-name-{name}", language="en")
        seat = await invitations.seat(session, known.id, "officer", city_id=cast["author"].city_id, office_id=None)
        await invitations.consent(session, known.id, "before")
        found |= {f"people:{name}": known.id, f"seats:{name}": seat.id}
    there = await handover.holder(session, found["seats:leaving"])
    assert there is not None
    await handover.offer(session, there, cast["coordinator"], erases=False)
    return found
