"""What cities measure. A figure is never changed: what is said later for the same day counts instead."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import bindparam, select

from bot import clock
from bot.reports.contents import IndicatorPart, MeasurePart
from bot.reports.progress import progress
from storage import audit
from storage.engine import Session
from storage.hot import Hot
from storage.models import City, Indicator, Measure, Person, Rating

ONCE = ("baseline", "target_value")  # an indicator has one of each; of values it has one for each day
SHOWN_LAST = "~"  # behind all targets: what belongs to none


@dataclass(frozen=True)
class Kept:
    """An indicator as it is kept, and everything said of it."""

    row: Indicator
    part: IndicatorPart

    @property
    def last(self) -> MeasurePart | None:
        return self.part.values[-1] if self.part.values else None

    @property
    def known(self) -> list[Decimal]:
        """Everything it was or is to be, the newest value last: what a new one is compared with."""
        first = [self.part.target_value, self.part.baseline]
        return [each.value for each in (*first, *self.part.values) if each]


@dataclass(frozen=True, slots=True)
class Named:
    """What an indicator is known by."""

    id: int
    target: str | None
    name: str
    unit: str
    part_of: int | None = None


_named = Hot(
    select(Indicator.id, Indicator.target, Indicator.name, Indicator.unit, Indicator.part_of)
    .where(Indicator.city_id == bindparam("city"), Indicator.withdrawn_at.is_(None))
    .order_by(Indicator.id)
)


async def named(session: Session, city_id: int) -> list[Named]:
    """Return what a city's indicators are known by: asked of whatever somebody types that has a number in it."""
    return [Named(*row) for row in (await _named(session, city=city_id)).rows]


async def create(session: Session, city_id: int, person_id: int, fields: Mapping[str, str | None]) -> Indicator:
    """Let a city measure something: target, name, language, unit, better, and what else is known of it."""
    indicator = Indicator(city_id=city_id, person_id=person_id, at=clock.now(), **fields)
    session.add(indicator)
    await session.flush()
    audit.note(session, person_id, "indicator added", _subject(indicator), target=indicator.target)
    return indicator


async def break_down(session: Session, whole: Indicator, person_id: int, group: str, name: str) -> Indicator:
    """Let a city measure the same for one group of people or one district."""
    same = ("target", "language", "unit", "better", "source", "code", "department")
    fields = {each: getattr(whole, each) for each in same} | {"name": name, "group_name": group}
    part = await create(session, whole.city_id, person_id, fields)
    part.part_of = whole.id
    await session.flush()
    return part


async def breakdowns(session: Session, indicator_id: int, today: date) -> list[Kept]:
    """Return the breakdowns of an indicator."""
    return await _kept(session, today, Indicator.part_of == indicator_id, Indicator.withdrawn_at.is_(None))


async def change(session: Session, indicator: Indicator, person_id: int, name: str, value: str | None) -> None:
    """Change what is known of an indicator beside its figures: name, source, department."""
    setattr(indicator, name, value)
    audit.note(session, person_id, f"indicator {name} changed", _subject(indicator))
    await session.flush()


async def withdraw(session: Session, indicator: Indicator, person_id: int) -> bool:
    """Take an indicator out of what is shown, its figures kept; say whether it was there."""
    return await _set(session, indicator, person_id, withdrawn=True)


async def bring_back(session: Session, indicator: Indicator, person_id: int) -> bool:
    """Undo a withdrawal; say whether there was one."""
    return await _set(session, indicator, person_id, withdrawn=False)


async def _set(session: Session, indicator: Indicator, person_id: int, *, withdrawn: bool) -> bool:
    if (indicator.withdrawn_at is not None) == withdrawn:
        return False
    indicator.withdrawn_at = clock.now() if withdrawn else None
    event = "indicator withdrawn" if withdrawn else "indicator brought back"
    audit.note(session, person_id, event, _subject(indicator))
    await session.flush()
    return True


async def say(
    session: Session, indicator: Indicator, person_id: int, kind: str, measured: tuple[date, Decimal | None],
    *, reason: str | None = None,
) -> Measure:  # fmt: skip
    """Write down what an indicator was, is or is to be on a day; no value takes back what was said for it.

    Args:
        kind: baseline, value or target_value.
        reason: why it differs from what was said before.
    """
    day, value = measured
    measure = Measure(
        indicator_id=indicator.id, kind=kind, day=day, value=value, reason=reason, person_id=person_id, at=clock.now(),
    )  # fmt: skip
    session.add(measure)
    await session.flush()
    event = f"{kind.replace('_', ' ')} {'taken back' if value is None else 'recorded'}"
    audit.note(session, person_id, event, _subject(indicator), measure=measure.id)
    return measure


async def take_back(session: Session, indicator: Indicator, person_id: int, measure: Measure) -> bool:
    """Let what was said before count again in place of what was just said; say whether that still counted."""
    statement = select(Measure).where(Measure.indicator_id == indicator.id, Measure.kind == measure.kind)
    if measure.kind not in ONCE:
        statement = statement.where(Measure.day == measure.day)
    said = (await session.scalars(statement.order_by(Measure.id.desc()).limit(2))).all()
    if said[0].id != measure.id or measure.value is None:
        return False
    before = said[1] if len(said) > 1 and said[1].value is not None else None
    measured = (before.day, before.value) if before else (measure.day, None)
    await say(session, indicator, person_id, measure.kind, measured)
    return True


async def rate(session: Session, indicator: Indicator, person_id: int, rating: str | None, reason: str | None) -> None:
    """Let a city's own word stand for the reckoned rating; none lets the reckoned one count again."""
    row = Rating(indicator_id=indicator.id, rating=rating, reason=reason, person_id=person_id, at=clock.now())
    session.add(row)
    await session.flush()
    audit.note(session, person_id, "rated" if rating else "rating cleared", _subject(indicator), rating=rating)


async def measure(session: Session, measure_id: int) -> Measure | None:
    return await session.get(Measure, measure_id)


async def history(session: Session, indicator_id: int) -> list[tuple[Measure, str | None]]:
    """Return everything that was ever said of an indicator, newest first, each with the name of who said it."""
    statement = select(Measure, Person.name).outerjoin(Person, Person.id == Measure.person_id)
    rows = await session.execute(statement.where(Measure.indicator_id == indicator_id).order_by(Measure.id.desc()))
    return [(row[0], row[1]) for row in rows]


async def get(session: Session, indicator_id: int, today: date) -> Kept | None:
    """Return an indicator, also one that was withdrawn."""
    found = await _kept(session, today, Indicator.id == indicator_id)
    return found[0] if found else None


async def of_city(session: Session, city_id: int, today: date, target: str | None = None) -> list[Kept]:
    """Return what a city measures, for one target or for all, by target."""
    conditions = [Indicator.city_id == city_id, Indicator.withdrawn_at.is_(None)]
    return await _kept(session, today, *conditions, *([Indicator.target == target] if target else []))


async def parts(session: Session, city_ids: Collection[int], upto: date) -> list[IndicatorPart]:
    """Return what cities measure for a report, by target: what is known today of the time up to a day."""
    kept = await _kept(session, upto, Indicator.city_id.in_(city_ids), Indicator.withdrawn_at.is_(None))
    return [each.part for each in kept]


async def _kept(session: Session, upto: date, *conditions: object) -> list[Kept]:
    statement = select(Indicator, City.code).join(City, City.id == Indicator.city_id).where(*conditions)  # type: ignore[arg-type]
    rows = (await session.execute(statement.order_by(Indicator.id))).all()
    ids = [indicator.id for indicator, _code in rows]
    figures, words = await _figures(session, ids), await _words(session, ids)
    kept = [Kept(row, _part(row, code, figures.get(row.id, {}), words.get(row.id), upto)) for row, code in rows]
    return sorted(kept, key=lambda each: (each.row.target or SHOWN_LAST, each.row.id))


Figures = dict[str, dict[date, MeasurePart]]


async def _figures(session: Session, ids: Collection[int]) -> dict[int, Figures]:
    """Return what counts of what was said, by indicator, kind and day."""
    found: dict[int, Figures] = {}
    for said in await session.scalars(select(Measure).where(Measure.indicator_id.in_(ids)).order_by(Measure.id)):
        figures = found.setdefault(said.indicator_id, {}).setdefault(said.kind, {})
        if said.kind in ONCE:
            figures.clear()
        if said.value is None:
            figures.pop(said.day, None)
        else:
            figures[said.day] = MeasurePart(said.day, said.value)
    return found


async def _words(session: Session, ids: Collection[int]) -> dict[int, Rating]:
    """Return the city's own word on each indicator, where it gave one."""
    rows = await session.scalars(select(Rating).where(Rating.indicator_id.in_(ids)).order_by(Rating.id))
    return {row.indicator_id: row for row in rows}


def _part(row: Indicator, code: str, figures: Figures, word: Rating | None, upto: date) -> IndicatorPart:
    values = figures.get("value", {})
    told = tuple(values[day] for day in sorted(values) if day <= upto)
    baseline, aim = (next(iter(figures.get(kind, {}).values()), None) for kind in ONCE)
    reckoned = progress(row.better, baseline, told, aim, upto)
    own = word if word and word.rating else None
    return IndicatorPart(
        city=code,
        name=row.name,
        language=row.language,
        unit=row.unit,
        better=row.better,
        target=row.target or "",
        source=row.source or "",
        code=row.code or "",
        department=row.department or "",
        baseline=baseline,
        values=told,
        target_value=aim,
        rating=(own.rating or "") if own else reckoned.rating if reckoned else "",
        reason=(own.reason or "") if own else "",
    )


def _subject(indicator: Indicator) -> str:
    return f"indicator:{indicator.id}"
