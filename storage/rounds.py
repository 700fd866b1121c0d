"""Rounds in which a city, its research institute, its citizens' council and its office agree on a report."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update

from bot import clock
from storage import audit, cycles, offices
from storage.engine import Session, changed
from storage.models import Approval, Chapter, City, Comment, Indicator, Measure, Round
from storage.people import Officer

TARGETS = tuple(f"11.{number}" for number in range(1, 8))
PARTIES = ("city", "institute", "council", "office")
Measured = Mapping[str | None, datetime]  # when a figure of a target was last said


@dataclass(frozen=True)
class Reading:
    """A chapter, and where each party stands with it."""

    chapter: Chapter
    approvals: Mapping[str, Approval]  # the last of each party that gave one
    comments: Sequence[Comment]  # the newest first
    measured: bool  # whether there are figures for its target

    @property
    def blank(self) -> bool:
        """Whether nothing is said of how it is, nor of what remains, nor in figures."""
        return not self.chapter.now and not self.chapter.to_do and not self.measured

    @property
    def agreed(self) -> list[str]:
        """The parties that find the chapter balanced as it stands."""
        return [party for party in PARTIES if self.agrees(party)]

    @property
    def fallen(self) -> list[str]:
        """The parties that agreed before it was changed: it needs another look."""
        return [party for party in PARTIES if party in self.approvals and not self.agrees(party)]

    def agrees(self, party: str) -> bool:
        given = self.approvals.get(party)
        return given is not None and given.revision == self.chapter.revision


@dataclass(frozen=True)
class Words:
    """What a round says of one target: for a report."""

    now: str
    to_do: str
    approved: Sequence[str]  # parties


async def party(session: Session, officer: Officer, city: City) -> str | None:
    """Return as which party somebody takes part in a city's rounds."""
    if officer.city_id == city.id:
        return "city"
    if officer.partner_of == city.id:
        return officer.role
    if await offices.oversees(session, officer, city.office_id):
        return "office"
    return None


async def begin(
    session: Session, city: City, officer: Officer, name: str, chapters: Mapping[str, tuple[str, str]]
) -> Round | None:
    """Open a round with what is known of each target, now and to do; nothing while another is open."""
    # One at a time: two coordinators may press at once.
    await session.execute(select(City.id).where(City.id == city.id).with_for_update())
    newest = await latest(session, city.id)
    if newest and newest.closed_at is None:
        return None
    now = clock.now()
    row = Round(city_id=city.id, name=name, person_id=officer.id, opened_at=now)
    session.add(row)
    await session.flush()
    for target in TARGETS:
        here, to_do = chapters.get(target, ("", ""))
        session.add(Chapter(round_id=row.id, target=target, now=here, to_do=to_do, changed_at=now))
    await session.flush()
    audit.note(session, officer.id, "round opened", f"round:{row.id}")
    return row


async def latest(session: Session, city_id: int) -> Round | None:
    """Return a city's newest round, open or closed."""
    statement = select(Round).where(Round.city_id == city_id).order_by(Round.id.desc()).limit(1)
    return (await session.scalars(statement)).first()


async def get(session: Session, round_id: int) -> tuple[Round, City] | None:
    row = (await session.execute(select(Round, City).join(City).where(Round.id == round_id))).first()
    return (row[0], row[1]) if row else None


async def of_chapter(session: Session, chapter_id: int) -> tuple[Round, City] | None:
    """Return the round a chapter belongs to."""
    row = await session.get(Chapter, chapter_id)
    return await get(session, row.round_id) if row else None


async def going_on(session: Session, office_ids: Collection[int]) -> list[tuple[Round, City]]:
    """Return the rounds that are open, of the cities of these offices."""
    statement = select(Round, City).join(City).where(Round.closed_at.is_(None), City.office_id.in_(office_ids))
    return [(row[0], row[1]) for row in await session.execute(statement.order_by(Round.id))]


async def readings(session: Session, row: Round) -> list[Reading]:
    """Return a round's chapters, in order. A figure that was changed since counts as a change of its chapter."""
    chapters, measured = await _chapters(session, row), await _measured(session, row)
    for chapter in chapters if row.closed_at is None else ():
        if _outdated(chapter, measured) and await _revise(session, chapter, clock.now()):
            _note(session, None, "figure changed", chapter, revision=chapter.revision)
    return await _read(session, chapters, measured)


async def _chapters(session: Session, row: Round) -> Sequence[Chapter]:
    statement = select(Chapter).where(Chapter.round_id == row.id).order_by(Chapter.target)
    return (await session.scalars(statement.execution_options(populate_existing=True))).all()


async def _measured(session: Session, row: Round) -> Measured:
    """Return the targets of which a city has figures, with when one was last said."""
    statement = (
        select(Indicator.target, func.max(Measure.at))
        .join(Measure, Measure.indicator_id == Indicator.id)
        .where(Indicator.city_id == row.city_id, Indicator.target.in_(TARGETS))
        .group_by(Indicator.target)
    )
    return {target: at for target, at in await session.execute(statement)}


def _outdated(chapter: Chapter, measured: Measured) -> bool:
    """Say whether a figure of a chapter's target was said after the chapter was last changed."""
    return chapter.target in measured and measured[chapter.target] > chapter.changed_at


async def _read(session: Session, chapters: Sequence[Chapter], measured: Measured) -> list[Reading]:
    ids = [chapter.id for chapter in chapters]
    approvals: dict[int, dict[str, Approval]] = defaultdict(dict)
    given = select(Approval).where(Approval.chapter_id.in_(ids)).order_by(Approval.revision)
    for approval in await session.scalars(given):
        approvals[approval.chapter_id][approval.party] = approval
    comments: dict[int, list[Comment]] = defaultdict(list)
    for comment in await session.scalars(
        select(Comment).where(Comment.chapter_id.in_(ids)).order_by(Comment.id.desc())
    ):
        comments[comment.chapter_id].append(comment)
    return [Reading(each, approvals[each.id], comments[each.id], each.target in measured) for each in chapters]


async def _revise(session: Session, chapter: Chapter, at: datetime, **values: str) -> bool:
    """Raise a chapter's revision, once; the city made the change, so its own approval goes with it."""
    before = chapter.revision
    raised = update(Chapter).where(Chapter.id == chapter.id, Chapter.revision == before)
    if await changed(session, raised.values(revision=before + 1, changed_at=at, **values)) != 1:
        return False
    own = select(Approval).where(
        Approval.chapter_id == chapter.id, Approval.party == "city", Approval.revision == before
    )
    if stands := (await session.scalars(own)).first():
        carried = Approval(
            chapter_id=chapter.id, party="city", revision=before + 1, person_id=stands.person_id, at=stands.at
        )  # fmt: skip
        await cycles.add(session, [carried])
    await session.refresh(chapter)
    return True


def _note(session: Session, person_id: int | None, event: str, chapter: Chapter, **details: object) -> None:
    audit.note(session, person_id, event, f"round:{chapter.round_id}/{chapter.target}", **details)


async def change(session: Session, reading: Reading, officer: Officer, part: str, text: str, revision: int) -> bool:
    """Let the city say something else in a part of a chapter; say no if it is not what they have seen."""
    chapter = reading.chapter
    if chapter.revision != revision:
        return False
    if getattr(chapter, part) == text:
        return True
    if not await _revise(session, chapter, clock.now(), **{part: text}):
        return False
    _note(session, officer.id, "chapter changed", chapter,
               revision=chapter.revision)  # fmt: skip
    return True


async def agree(session: Session, reading: Reading, officer: Officer, party: str, revision: int) -> bool:
    """Let a party find a chapter balanced, with nothing missing; say no if it is not what they have seen."""
    chapter = reading.chapter
    if chapter.revision != revision:
        return False
    # Of two who agree at once, the later one sees that all do.
    await session.execute(select(Round.id).where(Round.id == chapter.round_id).with_for_update())
    row = Approval(
        chapter_id=chapter.id, party=party, revision=revision, person_id=officer.id, at=clock.now()
    )  # fmt: skip
    if await cycles.add(session, [row]):
        _note(session, officer.id, "chapter agreed", chapter, party=party)
    return True


async def disagree(session: Session, reading: Reading, officer: Officer, party: str) -> None:
    """Take a party's approval of a chapter back."""
    chapter = reading.chapter
    await session.execute(delete(Approval).where(Approval.chapter_id == chapter.id, Approval.party == party))
    _note(session, officer.id, "approval undone", chapter, party=party)


async def comment(
    session: Session, reading: Reading, officer: Officer, party: str, text: str, language: str
) -> Comment:
    """Keep what a party says of a chapter."""
    chapter = reading.chapter
    row = Comment(
        chapter_id=chapter.id, party=party, text=text, language=language, person_id=officer.id, at=clock.now()
    )  # fmt: skip
    session.add(row)
    await session.flush()
    _note(session, officer.id, "chapter commented", chapter, party=party)
    return row


def complete(found: Sequence[Reading]) -> bool:
    """Say whether all four parties agree on every chapter."""
    return all(len(reading.agreed) == len(PARTIES) for reading in found)


async def close(session: Session, row: Round, officer: Officer) -> None:
    """Let a round be over; who agreed and when stays on record."""
    row.closed_at = clock.now()
    audit.note(session, officer.id, "round closed", f"round:{row.id}")
    await session.flush()


async def words(session: Session, city_id: int) -> dict[str, Words]:
    """Return what a city's newest round says, by target: for its report; nothing where there was none.

    Nothing is changed here. Of a chapter whose figures are newer than what the others have seen, only the city's own
    approval counts, after the round is closed, too.
    """
    row = await latest(session, city_id)
    if row is None:
        return {}
    chapters, measured = await _chapters(session, row), await _measured(session, row)
    return {
        each.chapter.target: Words(each.chapter.now, each.chapter.to_do, _standing(each, measured))
        for each in await _read(session, chapters, measured)
    }


def _standing(reading: Reading, measured: Measured) -> tuple[str, ...]:
    changed_since = _outdated(reading.chapter, measured)
    return tuple(party for party in reading.agreed if party == "city" or not changed_since)
