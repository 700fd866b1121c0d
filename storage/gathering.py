"""What a report says, gathered: of a city, or of all cities of an office's branch. Public items only."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from bot.dates import DAY
from bot.goal11 import TARGETS
from bot.language import draft
from bot.reports.contents import ActionPart, ChapterPart, CityPart, Contents, IndicatorPart
from bot.text import LANGUAGES, translator
from storage import emissions, goals, indicators, milestones, offices, rounds
from storage.emissions import Saved
from storage.engine import Session
from storage.models import Action, Attachment, City, Office

AT_ONCE = 10_000  # numbers of one statement: databases take 32,767
NO_TARGET = ""  # the chapter of figures that belong to no target; only where there are any
LONGEST = 50  # tags of an action


async def city_report(session: Session, city: City, day: date) -> Contents:
    """Return what a city has told up to a day."""
    return await _gathered(session, "city", dict(city.names), [city], day)


async def country_report(session: Session, office: Office, day: date) -> Contents:
    """Return what all cities of an office's branch have told up to a day."""
    found = sorted(await offices.cities(session, office.id), key=lambda city: (city.country, city.code))
    names = {language: translator(language).plain(offices.title(office)) for language in LANGUAGES}
    return await _gathered(session, "country", names, found, day)


async def of_cities(session: Session, cities: Sequence[City], day: date) -> Contents:
    """Return what several cities have told up to a day, whoever's they are."""
    return await _gathered(session, "country", {}, cities, day)


async def of_actions(session: Session, actions: Sequence[Action]) -> Contents:
    """Return these actions and their cities alone, in this order: what a brief is made of."""
    ids = sorted({action.city_id for action in actions})
    found = (await session.scalars(select(City).where(City.id.in_(ids)).order_by(City.id))).all()
    told = await _action_parts(session, actions, {city.id: city.code for city in found})
    day = max(action.day for action in actions)
    chapters = tuple(ChapterPart(part.target, actions=(part,)) for part in told)
    names = dict(found[0].names)
    demo, practice = any(action.demo for action in actions), any(city.practice for city in found)
    return Contents("city", names, day, 0, tuple(map(_city, found)), chapters, demo=demo, practice=practice)


async def _gathered(session: Session, kind: str, names: dict[str, str], cities: Sequence[City], day: date) -> Contents:
    ids = [city.id for city in cities]
    codes = {city.id: city.code for city in cities}
    rows = await _public(session, ids, day)
    told: dict[str, list[ActionPart]] = defaultdict(list)
    for part in await _action_parts(session, rows, codes):
        told[part.target].append(part)
    measured: dict[str, list[IndicatorPart]] = defaultdict(list)
    for indicator in await indicators.parts(session, ids, day):
        measured[indicator.target].append(indicator)
    aims = await goals.parts(session, ids, day)
    texts = await rounds.words(session, ids[0]) if kind == "city" else {}
    chapters = tuple(
        ChapterPart(
            target=code,
            now=texts[code].now if code in texts else "",
            to_do=texts[code].to_do if code in texts else "",
            goals=tuple(aims.get(code, ())),
            actions=tuple(told[code]),
            indicators=tuple(measured[code]),
            approved=tuple(texts[code].approved) if code in texts else (),
        )
        for code in (*TARGETS, *([NO_TARGET] if measured[NO_TARGET] else []))
    )
    reached = tuple(await milestones.parts(session, ids, day))
    demo, practice = any(row.demo for row in rows), any(city.practice for city in cities)
    return Contents(kind, names, day, 0, tuple(map(_city, cities)), chapters, reached, demo, practice)


def _city(city: City) -> CityPart:
    return CityPart(
        city.code, dict(city.names), dict(city.within), city.country, city.population, city.since.date()
    )  # fmt: skip


def reported() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return what must be true of an action in a report: everybody may see it, or it is invented, as its city is."""
    invented = Action.city_id.in_(select(City.id).where(City.practice))
    return Action.state == "published", or_(Action.visibility == "public", invented)


async def _public(session: Session, city_ids: Sequence[int], day: date) -> Sequence[Action]:
    """Return what everybody may see of what was published up to a day, the newest first.

    Somewhere the next day has begun already: what cities publish there belongs to it as well.
    """
    over = datetime.combine(day + DAY, time(), UTC) + DAY
    statement = select(Action).where(
        Action.city_id.in_(city_ids),
        *reported(),
        Action.day <= day + DAY,
        Action.published_at < over,
    )
    return (await session.scalars(statement.order_by(Action.day.desc(), Action.id.desc()))).all()


async def _action_parts(session: Session, rows: Sequence[Action], codes: dict[int, str]) -> list[ActionPart]:
    ids = [row.id for row in rows]
    files, saved = await _files(session, ids), dict[int, Saved]()
    for start in range(0, len(ids), AT_ONCE):
        saved |= await emissions.counted(session, ids[start : start + AT_ONCE])
    return [_action(row, codes[row.city_id], files.get(row.id, []), saved.get(row.id)) for row in rows]


def _action(row: Action, code: str, files: Sequence[tuple[int, str, str]], saved: Saved | None) -> ActionPart:
    details: dict[str, Any] = row.details or {}
    second = str(details.get("second") or "")
    return ActionPart(
        city=code,
        number=row.number,
        title=row.title,
        text=row.text,
        language=row.language,
        kind=row.kind,
        target=row.target,
        day=row.day,
        only_year=details.get("precision") == "year",
        only_month=details.get("precision") == "month",
        second=second,
        second_language=(draft.language(second) or "en") if second else "",
        noticed=str(details.get("effect") or ""),
        partners=str(details.get("partners") or ""),
        links=tuple(str(details.get("links") or "").splitlines()),
        goals=tuple(map(str, details.get("goals") or ())),
        tags=tuple(tag.strip() for tag in str(details.get("tags") or "").split(",") if tag.strip())[:LONGEST],
        pathway=str(details.get("pathway") or ""),
        photos=tuple(key for key, kind, _name in files if kind in ("photo", "picture")),
        documents=tuple(name for _key, kind, name in files if kind == "document" and name),
        tonnes=saved.tonnes if saved else None,
        tonnes_year=saved.year if saved else None,
        evidence=row.evidence,
        evidence_day=row.evidence_at.date() if row.evidence_at else None,
        figures_changed=row.evidence_reason == "figures",
    )


async def _files(session: Session, ids: Sequence[int]) -> dict[int, list[tuple[int, str, str]]]:
    """Return what is attached to actions: its number, kind and name, without its content."""
    found: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    for start in range(0, len(ids), AT_ONCE):
        statement = select(Attachment.action_id, Attachment.id, Attachment.kind, Attachment.name, Attachment.state)
        few = statement.where(Attachment.action_id.in_(ids[start : start + AT_ONCE])).order_by(Attachment.id)
        for action_id, key, kind, name, state in await session.execute(few):
            if action_id and (kind == "document" or state == "kept"):
                found[action_id].append((key, kind, name or ""))
    return found


async def photos(session: Session, contents: Contents, most: int) -> dict[int, bytes]:
    """Return the photos of a report, so many of each action, as they are kept."""
    told = [action for chapter in contents.chapters for action in chapter.actions]
    keys = [key for action in told for key in action.photos[:most]]
    rows = await session.execute(select(Attachment.id, Attachment.content).where(Attachment.id.in_(keys)))
    return {key: content for key, content in rows if content}
