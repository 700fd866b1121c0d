"""What cities have chosen for texts like one: from their choices a suggested target learns.

A choice counts by how near its text is. A city has one vote, however much it publishes; and among other cities no vote
weighs more than all the rest together, so that what one city alone says changes nothing for anybody else. What was only
suggested in an import, what is practised, withdrawn, or not for the reader's eyes is no choice.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from sqlalchemy import BindParameter, bindparam, select

from bot.language import draft
from storage.engine import Database, Session
from storage.hot import Hot
from storage.index import Index, Neighbours, Ranked
from storage.index.wanted import shown
from storage.models import Action, City
from storage.people import Officer
from storage.search import wanted

# From which nearness on a choice counts, and at which it counts fully. Of pairs of actions of different cities in the
# demo network, one in five have the same target just above 0.06 by words, and four in five at 0.16; three in five do
# just above 0.25 by meaning.
BY_WORDS = 0.06, 0.16
BY_MEANING = 0.25, 0.75
OWN, BRANCH = 2.0, 1.5  # what a vote of one's own city counts, and one of a city of the same office

Votes = Mapping[str, float]  # by target


@dataclass(frozen=True, slots=True)
class Choice:
    """A target that a city has chosen for a text, and how near that text is: 0 to 1."""

    city_id: int
    target: str
    near: float
    own: bool = False
    branch: bool = False


def votes(choices: Iterable[Choice]) -> Votes:
    """Return what choices say for each target, in votes of one city whose text is as near as can be."""
    by_city: defaultdict[int, list[Choice]] = defaultdict(list)
    for choice in choices:
        by_city[choice.city_id].append(choice)
    own: defaultdict[str, float] = defaultdict(float)
    others: defaultdict[str, list[float]] = defaultdict(list)
    for told in by_city.values():
        weight = max(each.near for each in told) * (OWN if told[0].own else BRANCH if told[0].branch else 1.0)
        for target, share in _shares(told).items():
            if told[0].own:
                own[target] += weight * share
            else:
                others[target].append(weight * share)
    return {target: said for target in {*own, *others} if (said := own[target] + _fair(others[target]))}


def _shares(told: Sequence[Choice]) -> Votes:
    near: defaultdict[str, float] = defaultdict(float)
    for each in told:
        near[each.target] += each.near
    total = sum(near.values())
    return {target: each / total for target, each in near.items()}


def _fair(weights: Sequence[float]) -> float:
    """Return the sum of the votes for a target, the largest of which counts no more than the others together."""
    largest = max(weights, default=0.0)
    rest = sum(weights) - largest
    return rest + min(largest, rest)


async def for_draft(session: Session, officer: Officer, text: str) -> Votes:
    """Return what cities have chosen for texts like what an officer of a city types, by words.

    Raises:
        Wanted: the index has to be asked first, outside of this transaction.
    """
    language = draft.language(text) or officer.language
    ranked = wanted(session, Neighbours(text, language, officer.place_key or "", member=True))
    return votes(await among(session, ranked, officer) if ranked else ())


async def for_anybody(database: Database, index: Index, text: str) -> Votes:
    """Return what cities have chosen in public for texts like one, by meaning where there is a model."""
    ranked = await index.look_up(Neighbours(text, draft.language(text) or "en", by_meaning=True))
    async with database.begin() as session:
        return votes(await among(session, ranked))


async def among(session: Session, ranked: Ranked, officer: Officer | None = None) -> list[Choice]:
    """Return the choices among what is like a text that an officer of a city, or anybody, may learn from."""
    least, full = BY_MEANING if ranked.meaning else BY_WORDS
    near = {id: min((score - least) / (full - least), 1.0) for id, score in (*ranked.own, *ranked.other)}
    near = {id: score for id, score in near.items() if score > 0}
    if not near:
        return []
    rows = (await _by_id(len(near))(session, **{f"id{n}": id for n, id in enumerate(near)})).rows
    told = [_Row(*row) for row in rows]
    city_id, office_id = (officer.city_id, officer.office_id) if officer else (None, None)
    return [
        Choice(each.city_id, each.target, near[each.id], each.city_id == city_id, each.office_id == office_id)
        for each in told
        if each.counts(city_id)
    ]


class _Row(NamedTuple):
    id: int
    city_id: int
    target: str
    state: str
    visibility: str
    suggested: str | None
    office_id: int
    practice: bool

    def counts(self, city_id: int | None) -> bool:
        """Say whether somebody of a city, or anybody, may learn from it."""
        open_to = self.city_id == city_id or self.visibility in shown(member=city_id is not None)
        return open_to and self.state == "published" and not self.practice and self.suggested is None


@cache
def _by_id(many: int) -> Hot:
    suggested = Action.details["target_suggested"].as_string()
    columns = Action.id, Action.city_id, Action.target, Action.state, Action.visibility, suggested
    ids: list[BindParameter[int]] = [bindparam(f"id{n}") for n in range(many)]
    return Hot(select(*columns, City.office_id, City.practice).join(City).where(Action.id.in_(ids)))
