"""A city's whole picture: of each target, what there is, when something was last said of it, and what is missing."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Select, case, func, select

from bot.dates import DAY, add_months
from bot.goal11 import TARGETS
from storage import actions, answers, cities, cycles
from storage.actions import Told
from storage.engine import Session
from storage.index.wanted import shown
from storage.models import Action, City, Confirmation, Goal, Indicator, Measure, Update

STALE_AFTER = 12  # months in which nothing was said
STATES = ("filled", "stale", "blank")


@dataclass(frozen=True)
class Square:
    """Where a city stands with one target."""

    target: str
    actions: int
    indicators: int
    goals: int
    said_on: date | None  # the day of the last word on its actions or indicators
    today: date

    @property
    def state(self) -> str:
        """Return blank where no action is told, stale where nothing was said for twelve months, else filled."""
        if not self.actions:
            return "blank"
        assert self.said_on is not None
        return "stale" if self.said_on <= add_months(self.today, -STALE_AFTER) else "filled"

    @property
    def gap(self) -> bool:
        """Whether something is missing: actions, news, or a way to measure."""
        return self.state != "filled" or not self.indicators


@dataclass
class _Tally:
    """What is counted for a square."""

    actions: int = 0
    indicators: int = 0
    goals: int = 0
    said_on: date | None = None

    def hear(self, day: date | None) -> None:
        self.said_on = max(filter(None, (self.said_on, day)), default=None)


Board = Mapping[str, Square]  # by target, in their order


async def of_cities(session: Session, city_ids: Collection[int], today: date, *, own: bool = False) -> dict[int, Board]:
    """Return the squares of cities.

    An action speaks for its own day, the as-of date; news, confirmations and figures for the day they were told.

    Args:
        own: whether what only the own city sees counts, too.
    """
    tallies: dict[int, dict[str, _Tally]] = {id: defaultdict(_Tally) for id in city_ids}
    seen = [Action.city_id.in_(city_ids), Action.state == "published"]
    if not own:
        seen.append(Action.visibility.in_(shown(True)))
    for city_id, target, precision, count, last in await session.execute(_told().where(*seen)):
        tally = tallies[city_id][target]
        tally.actions += count
        tally.hear(_last_day(last, precision))
    for said in (_news(), _confirmed()):
        for city_id, target, at in await session.execute(said.where(*seen)):
            tallies[city_id][target].hear(_day(at))
    for city_id, measured, count, at in await session.execute(_measured(city_ids)):
        tally = tallies[city_id][measured or ""]
        tally.indicators = count
        tally.hear(_day(at))
    for city_id, target, count in await session.execute(_aims(city_ids)):
        tallies[city_id][target].goals = count
    return {id: {target: _square(target, kept[target], today) for target in TARGETS} for id, kept in tallies.items()}


def _square(target: str, kept: _Tally, today: date) -> Square:
    return Square(target, kept.actions, kept.indicators, kept.goals, kept.said_on, today)


def _told() -> Select[int, str, str | None, int, date]:
    precision = Action.details["precision"].as_string()
    columns = select(Action.city_id, Action.target, precision, func.count(), func.max(Action.day))
    return columns.group_by(Action.city_id, Action.target, precision)


def _news() -> Select[int, str, datetime]:
    columns = select(Action.city_id, Action.target, func.max(Update.at))
    return columns.join(Update, Update.action_id == Action.id).group_by(Action.city_id, Action.target)


def _confirmed() -> Select[int, str, datetime]:
    columns = select(Action.city_id, Action.target, func.max(Confirmation.at))
    columns = columns.where(Confirmation.kind.not_in(("passed", "skipped")))  # of these, nothing was said yet
    return columns.join(Confirmation, Confirmation.action_id == Action.id).group_by(Action.city_id, Action.target)


def _measured(city_ids: Collection[int]) -> Select[int, str | None, int, datetime]:
    return (
        select(Indicator.city_id, Indicator.target, func.count(Indicator.id.distinct()), func.max(Measure.at))
        .outerjoin(Measure, Measure.indicator_id == Indicator.id)
        .where(Indicator.city_id.in_(city_ids), Indicator.target.is_not(None), Indicator.withdrawn_at.is_(None))
        .where(Indicator.part_of.is_(None))
        .group_by(Indicator.city_id, Indicator.target)
    )


def _aims(city_ids: Collection[int]) -> Select[int, str, int]:
    columns = select(Goal.city_id, Goal.target, func.count()).group_by(Goal.city_id, Goal.target)
    return columns.where(Goal.city_id.in_(city_ids), Goal.withdrawn_at.is_(None))


def _last_day(day: date, precision: str | None) -> date:
    """Return the last day something is told for: of a year or a month that is known only as such, its last."""
    if precision == "year":
        return date(day.year, 12, 31)
    return add_months(day.replace(day=1), 1) - DAY if precision == "month" else day


def _day(at: datetime | None) -> date | None:
    return at.astimezone(UTC).date() if at else None


def counts(board: Board) -> Counter[str]:
    """Return how many squares are in each state; together they are as many as there are targets."""
    return Counter(square.state for square in board.values())


async def to_check(session: Session, city: City, today: date) -> tuple[Counter[str], bool]:
    """Return of how many actions of each target a word is due in open periods, and whether it is overdue."""
    found: set[tuple[str, int]] = set()
    late = False
    for asked in await cycles.of_city(session, city, today):
        given = await answers.of(session, asked.period.id, city.id)
        if asked.period.opens > today or answers.settles(given):
            continue
        left = await answers.unchecked(session, asked.period.id, city.id)
        found |= {(action.target, action.id) for action in left}
        late = late or (bool(left) and today > answers.due_day(asked.period, given))
    return Counter(target for target, _id in found), late


async def neighbours(session: Session, city: City, targets: Collection[str], language: str) -> dict[str, Told]:
    """Return for each target what one other city did.

    Cities of similar size come first, then those of the same country; among each what is in the reader's language,
    the newest.
    """
    size = func.coalesce(City.population, 0)
    own = city.population or 0
    alike = (size * cities.SIMILAR >= own) & (size <= own * cities.SIMILAR) & (size > 0)
    apart = case((alike, 0), (City.country == city.country, 1), else_=2)
    foreign = case((Action.language == language, 0), else_=1)
    by = (apart, foreign, Action.day.desc(), Action.id.desc())
    order = func.row_number().over(partition_by=Action.target, order_by=by)
    ranked = (
        select(Action.id, order.label("place"))
        .join(City)
        .where(Action.target.in_(targets), Action.city_id != city.id, *actions.open_to(True))
        .subquery()
    )
    first = select(Action, City).join(City).join(ranked, ranked.c.id == Action.id).where(ranked.c.place == 1)
    return {row[0].target: Told(row[0], row[1]) for row in await session.execute(first)}


async def actions_on(session: Session, city_id: int, target: str, *, own: bool) -> Sequence[Action]:
    """Return what a city tells of one target, the newest first."""
    statement = select(Action).where(Action.city_id == city_id, Action.target == target, Action.state == "published")
    if not own:
        statement = statement.where(Action.visibility.in_(shown(True)))
    return (await session.scalars(statement.order_by(Action.day.desc(), Action.id.desc()))).all()
