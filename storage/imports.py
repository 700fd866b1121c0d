"""Actions out of a table: what each row would change, and the change itself.

A row is known by its city and its own name for the action, so that a file may be read again and again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import or_, select

from bot.tables.entries import Entry
from bot.tables.rows import Row
from bot.text import Said, _, said
from storage import actions, audit, cities, duplicates, offices, places
from storage.engine import Database, Session
from storage.index import Index, Nearly
from storage.models import Action, City
from storage.places import Place

Verdict = Literal["new", "changed", "known", "duplicate", "faulty"]
CANDIDATES = 5
DUPLICATE = _("probable duplicate of {number}")
Known = Mapping[tuple[int, str], Action]
Alike = Mapping[tuple[int, str], str]


@dataclass(frozen=True)
class Scope:
    """For which cities somebody may import: the one at a place, those of some offices, or all."""

    place_key: str | None = None
    offices: frozenset[int] | None = None
    town: Place | None = None  # in practice everything belongs to the invented town, whatever place it names


@dataclass(frozen=True)
class Judged:
    """A row, what becomes of it, and why it is left out if it is."""

    row: Row
    verdict: Verdict
    why: Said | None = None
    entry: Entry | None = None
    site: "Site | None" = None
    action: Action | None = None

    @property
    def target_suggested(self) -> bool:
        """Whether it would get a target that its row does not name."""
        return self.verdict == "new" and self.entry is not None and "target" not in self.entry.given


@dataclass
class Site:
    """A place of the file: its city, once it takes part, and the language its office works in."""

    place: Place
    office_id: int
    language: str
    city_id: int | None = None


@dataclass
class Reading:
    """One reading of a file, from its first row to its last: it remembers what the rows before said."""

    scope: Scope = field(default_factory=Scope)
    keep_duplicates: bool = False
    language: str = "en"  # in which candidates for a place are named
    _sites: dict[str, Site | Said] = field(default_factory=dict)
    _names: dict[tuple[str, str], int] = field(default_factory=dict)  # place and source_id: row
    _texts: dict[tuple[str, str], int] = field(default_factory=dict)  # place and fingerprint: row

    async def judge(self, session: Session, read: Iterable[tuple[Row, Entry | Said]]) -> list[Judged]:
        """Return what each of the next rows would change. Nothing is written."""
        sited = [(row, entry, await self._site(session, entry)) for row, entry in read]
        pairs = [
            (site.city_id, entry)
            for _row, entry, site in sited
            if isinstance(entry, Entry) and isinstance(site, Site) and site.city_id
        ]
        known = await _known(session, [(city_id, entry.source_id) for city_id, entry in pairs])
        alike = await duplicates.probable(session, {(city_id, entry.answers["text"]) for city_id, entry in pairs})
        return [
            self._judged(row, entry, site, known, alike)
            if isinstance(entry, Entry) and isinstance(site, Site)
            else Judged(row, "faulty", site if isinstance(site, Said) else None)
            for row, entry, site in sited
        ]

    def _judged(self, row: Row, entry: Entry, site: Site, known: Known, alike: Alike) -> Judged:
        earlier = self._names.setdefault((site.place.key, entry.source_id), row.number)
        if earlier != row.number:
            why = said(_("source_id “{name}” stands in row {row} already"), name=entry.source_id, row=str(earlier))
            return Judged(row, "faulty", why)
        action = known.get((site.city_id or 0, entry.source_id))
        text, here = entry.answers["text"], (site.place.key, duplicates.fingerprint(entry.answers["text"]))
        if action is None and not self.keep_duplicates:
            first = self._texts.get(here, row.number)
            if first != row.number:
                return Judged(row, "duplicate", said(_("probable duplicate of row {row}"), row=str(first)))
            if number := alike.get((site.city_id or 0, text)):
                return Judged(row, "duplicate", said(DUPLICATE, number=number))
        self._texts.setdefault(here, row.number)
        if action is None:
            return Judged(row, "new", None, entry, site)
        return Judged(row, "known" if _same(action, entry) else "changed", None, entry, site, action)

    async def _site(self, session: Session, entry: Entry | Said) -> Site | Said:
        """Return where a row belongs, or why it belongs nowhere."""
        if isinstance(entry, Said):
            return entry
        if entry.place not in self._sites:
            self._sites[entry.place] = await self._look_up(session, entry.place)
        site = self._sites[entry.place]
        if isinstance(site, Site) and site.city_id is None:
            city = await cities.at_place(session, site.place.key)
            site.city_id = city.id if city else None
        return site

    async def _look_up(self, session: Session, text: str) -> Site | Said:
        found = [self.scope.town] if self.scope.town else await places.find(session, text, limit=CANDIDATES)
        found = [place for place in found if place.key == self.scope.place_key] or found
        if not found:
            return said(_("the place “{place}” is unknown"), place=text)
        if len(found) > 1:
            labels = list(dict.fromkeys(place.label(self.language) for place in found))
            return said(_("the place “{place}” may be: {candidates}"), place=text, candidates="; ".join(labels))
        [place] = found
        city = await cities.at_place(session, place.key)
        office = (await offices.get(session, city.office_id)) if city else None
        office = office or await offices.for_country(session, place.country)
        outside = self.scope.offices is not None and office.id not in self.scope.offices
        if outside or self.scope.place_key not in (None, place.key):
            return said(_("“{place}” is not a place you may import for"), place=text)
        return Site(place, office.id, office.language, city.id if city else None)


async def nearly(database: Database, index: Index, judged: Sequence[Judged], before: datetime) -> dict[int, str]:
    """Return, by numbers of new rows, the number of what their city had published by then that says nearly the same.

    Only a model can tell, and it reads each row of a city that has published something. Not within a transaction. What
    was published lacks a figure of the row: then the row is news.
    """
    found: dict[int, str] = {}
    for each in judged:
        if each.verdict == "new" and each.entry and each.site and each.site.city_id:
            language = each.entry.answers["language"] or each.site.language
            ranked = await index.look_up(Nearly(each.site.place.key, each.entry.answers["text"], language))
            if number := await _said_before(database, each, dict(ranked.own), before):
                found[each.row.number] = number
    return found


async def _said_before(database: Database, row: Judged, near: Mapping[int, float], before: datetime) -> str | None:
    assert row.entry and row.site
    if not near:
        return None
    statement = select(Action.id, Action.number, Action.text).where(
        Action.id.in_(near), Action.city_id == row.site.city_id, Action.state == "published",
        Action.published_at < before,
    )  # fmt: skip
    async with database.begin() as session:
        told = (await session.execute(statement)).all()
    same = [each for each in told if not duplicates.adds_figures(row.entry.answers["text"], each.text)]
    return max(same, key=lambda each: near[each.id]).number if same else None


def without(judged: Sequence[Judged], near: Mapping[int, str]) -> list[Judged]:
    """Return the rows with those left out that say nearly the same as what was published."""
    return [
        replace(each, verdict="duplicate", why=said(DUPLICATE, number=near[each.row.number]))
        if each.verdict == "new" and each.row.number in near
        else each
        for each in judged
    ]


async def write(session: Session, judged: Sequence[Judged], person_id: int | None, file: str) -> None:
    """Publish what is new and change what has changed; each action's trail names the file and the row."""
    fresh: dict[str, list[Judged]] = {}
    for each in judged:
        if each.verdict == "new" and each.site:
            fresh.setdefault(each.site.place.key, []).append(each)
        elif each.verdict == "changed" and each.action and each.entry:
            await _change(session, each.action, each.entry, person_id)
    for rows in fresh.values():
        await _publish(session, rows, person_id, file)


async def _publish(session: Session, rows: Sequence[Judged], person_id: int | None, file: str) -> None:
    """Publish rows of one place."""
    sites = [each.site for each in rows if each.site]
    city = await cities.ensure(session, sites[0].place)
    entries = [each.entry for each in rows if each.entry]
    told = [
        (
            {**entry.answers, "language": entry.answers["language"] or sites[0].language, "visibility": "public"},
            {"source_id": entry.source_id, "source_digest": entry.digest},
        )
        for entry in entries
    ]
    published = await actions.publish_all(session, city.id, person_id, told)
    for each, action in zip(rows, published, strict=True):
        if each.target_suggested:
            action.details = {**action.details, "target_suggested": True}
        event = "published" if action.state == "published" else "handed in"
        audit.note(session, person_id, event, f"action:{action.number}", file=file, row=each.row.number)


async def _change(session: Session, action: Action, entry: Entry, person_id: int | None) -> None:
    """Change what the row says; what it leaves open stays as it is, unless it follows from the text."""
    given = {name: entry.answers[name] for name in entry.given}
    if entry.answers["text"] != action.text:
        follows = ("title", "language", "figures")
        given = {name: entry.answers[name] for name in follows if entry.answers[name] is not None} | given
    kept = dict(action.details)
    if "day" in given:
        kept.pop("precision", None)
    suggested = "target_suggested" in kept and "target" not in given
    await actions.edit(session, action, person_id, kept | given)
    if suggested:
        action.details = {**action.details, "target_suggested": True}
    action.source_digest = entry.digest


async def with_suggested_targets(session: Session, city_id: int, limit: int) -> list[actions.Told]:
    """Return a city's actions whose target nobody has chosen yet, in the order of their numbers."""
    suggested = Action.details["target_suggested"].as_boolean()
    statement = select(Action, City).join(City).where(Action.city_id == city_id, Action.state == "published", suggested)
    return [actions.Told(*row) for row in await session.execute(statement.order_by(Action.id).limit(limit))]


async def origin(session: Session, action: Action) -> tuple[datetime, str, int] | None:
    """Return when, from which file and which row an action was imported; nothing if it was told in chat."""
    if action.source_digest is None:
        return None
    for entry in await audit.of(session, f"action:{action.number}"):
        if entry.event in ("published", "handed in") and "row" in entry.details:
            return entry.at, entry.details["file"], entry.details["row"]
    return None


async def _known(session: Session, names: Sequence[tuple[int, str]]) -> dict[tuple[int, str], Action]:
    """Return the actions that cities have by these names; a number is the name of what was told in chat."""
    wanted = sorted({name for _city, name in names})
    statement = select(Action).where(
        Action.city_id.in_(sorted({city_id for city_id, _name in names})),
        or_(Action.source_id.in_(wanted), Action.number.in_(wanted)),
    )
    found = (await session.scalars(statement)).all() if names else ()
    by_number = {(action.city_id, action.number): action for action in found if action.source_id is None}
    return by_number | {(action.city_id, action.source_id): action for action in found if action.source_id}


def _same(action: Action, entry: Entry) -> bool:
    """Say whether an action is as a row has it, or was made from this very row."""
    if action.source_digest == entry.digest:
        return True
    now: dict[str, Any] = {name: getattr(action, name) for name in actions.COLUMNS} | action.details
    return all(now.get(name) == entry.answers[name] for name in entry.given)
