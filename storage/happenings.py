"""What happens to actions that are published: news, other figures, another status, adoptions, answers, evidence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from bot.language.draft import figures
from storage import actions
from storage.actions import Told
from storage.engine import Session
from storage.index.wanted import shown
from storage.models import Action, ActionVersion, Adoption, City, Evidence, Inquiry, Question, Update
from storage.people import Officer

MOST = 200  # of each kind that are looked at
_ITS = City.id == Action.city_id


@dataclass(frozen=True)
class Event:
    """Something that happened to an action, and what was said of it in whose words."""

    kind: str  # news, status, figures, adopted, answered, evidence
    id: int
    told: Told
    at: datetime
    text: str  # what was said; of a status or of evidence its code
    by: City | None = None  # the city that takes it over


@dataclass(frozen=True)
class Window:
    """A stretch of time, without its first moment, with its last."""

    after: datetime
    upto: datetime

    def __contains__(self, moment: datetime) -> bool:
        return self.after < moment <= self.upto

    def covers(self, column: InstrumentedAttribute[Any] | ColumnElement[Any]) -> Sequence[ColumnElement[bool]]:
        """Return what must be true of a moment that is in it."""
        return column > self.after, column <= self.upto


async def of_actions(
    session: Session, which: Sequence[ColumnElement[bool]], window: Window, reader: Officer
) -> list[Event]:
    """Return what happened to other cities' actions that a reader may see, newest first."""
    seen = [*which, *visible(reader)]
    events: list[Event] = []
    for statement, event in (
        (_news(window), _new), (_versions(window), _changed), (_adoptions(window, reader), _adopted),
        (_evidence(window), _evidenced), (_answers(window), _answered),
    ):  # fmt: skip
        rows = (await session.execute(statement.where(*seen).limit(MOST))).all()
        events += [found for row in rows if (found := event(*row))]
    return sorted(_first_of_each(events), key=lambda each: (each.at, each.id), reverse=True)


def visible(reader: Officer) -> list[ColumnElement[bool]]:
    """Return what must be true of another city's action that a reader may see."""
    elsewhere = [] if reader.place_key is None else [City.place_key != reader.place_key]
    return [*actions.open_to(reader.seated, reader.city_id if reader.practising else None), *elsewhere]


def _first_of_each(events: Sequence[Event]) -> list[Event]:
    """Leave out later changes of an action: the first one tells already how it differs from what it is now."""
    first: dict[tuple[str, int], Event] = {}
    for each in events:
        first.setdefault((each.kind, each.told.action.id if each.kind in ("status", "figures") else -each.id), each)
    return list(first.values())


Make = Callable[..., Event | None]


def _news(window: Window) -> Select[*tuple[Any, ...]]:
    joined = select(Update, Action, City).join(Action, Action.id == Update.action_id).join(City, _ITS)
    return joined.where(*window.covers(Update.at)).order_by(Update.id)


def _new(row: Update, action: Action, city: City) -> Event:
    return Event("news", row.id, Told(action, city), row.at, row.text)


def _versions(window: Window) -> Select[*tuple[Any, ...]]:
    joined = select(ActionVersion, Action, City).join(Action, Action.id == ActionVersion.action_id)
    return joined.join(City, _ITS).where(*window.covers(ActionVersion.at)).order_by(ActionVersion.id)


def _changed(row: ActionVersion, action: Action, city: City) -> Event | None:
    """Tell of another status, or of other figures; a text that only reads better is no news."""
    if row.fields.get("kind") != action.kind:
        return Event("status", row.id, Told(action, city), row.at, action.kind)
    now = [each.text for each in figures(action.text)]
    if now == [each.text for each in figures(str(row.fields.get("text") or ""))]:
        return None
    return Event("figures", row.id, Told(action, city), row.at, " · ".join(now))


def _adoptions(window: Window, reader: Officer) -> Select[*tuple[Any, ...]]:
    copy, its = aliased(Action), aliased(City)
    joined = select(Adoption, Action, City, its).join(Action, Action.id == Adoption.source_id).join(City, _ITS)
    joined = joined.join(copy, copy.id == Adoption.action_id).join(its, its.id == copy.city_id)
    # One that waited for its office's look is there only since it was published.
    there = case((copy.published_at > Adoption.at, copy.published_at), else_=Adoption.at)
    return joined.where(
        *window.covers(there),
        copy.state == "published",
        copy.visibility.in_(shown(reader.seated)),
        *([] if reader.city_id is None else [its.id != reader.city_id]),
    ).order_by(Adoption.id)


def _adopted(row: Adoption, action: Action, city: City, by: City) -> Event:
    return Event("adopted", row.id, Told(action, city), row.at, row.change, by)


def _evidence(window: Window) -> Select[*tuple[Any, ...]]:
    joined = select(Evidence, Action, City).join(Action, Action.id == Evidence.action_id).join(City, _ITS)
    return joined.where(*window.covers(Evidence.at)).order_by(Evidence.id)


def _evidenced(row: Evidence, action: Action, city: City) -> Event:
    return Event("evidence", row.id, Told(action, city), row.at, row.level)


def _answers(window: Window) -> Select[*tuple[Any, ...]]:
    joined = (
        select(Inquiry, Question, Action, City)
        .join(Question, Question.id == Inquiry.question_id)
        .join(Action, Action.id == Inquiry.action_id)
    )
    joined = joined.join(City, _ITS)
    return joined.where(*window.covers(Inquiry.shared_at)).order_by(Inquiry.id)


def _answered(row: Inquiry, question: Question, action: Action, city: City) -> Event | None:
    return Event("answered", row.id, Told(action, city), row.shared_at, question.text) if row.shared_at else None
