"""What has probably been told already: the one place that decides it."""

import re
from collections.abc import Collection
from hashlib import blake2b

from sqlalchemy import bindparam, select

from bot.language.fold import fold, fold_name
from storage.engine import Session
from storage.hot import Hot
from storage.models import Action

_FIGURE = re.compile(r"\d+")
_identical = Hot(
    select(Action.id)
    .where(Action.city_id == bindparam("city"), Action.fingerprint == bindparam("text"), Action.state == "published")
    .order_by(Action.id.desc())
    .limit(1)
)


def fingerprint(text: str) -> str:
    """Return what texts have in common whose letters and digits are the same, however they are written."""
    return blake2b(fold_name(text).encode(), digest_size=16).hexdigest()


def adds_figures(text: str, published: str) -> bool:
    """Say whether a text has a figure that is not in what was published: then it tells something new."""
    return not {*_FIGURE.findall(fold(text))} <= {*_FIGURE.findall(fold(published))}


async def identical(session: Session, city_id: int, text: str) -> int | None:
    """Return the newest action of a city whose text is the same, as far as letters and digits go, if there is one."""
    found = await _identical(session, city=city_id, text=fingerprint(text))
    return found.rows[0][0] if found.rows else None


async def probable(session: Session, told: Collection[tuple[int, str]]) -> dict[tuple[int, str], str]:
    """Return for each city (its id) and text that it has probably published already the number of that action."""
    prints = {(city_id, text): fingerprint(text) for city_id, text in told}
    if not prints:
        return {}
    statement = select(Action.city_id, Action.fingerprint, Action.number).where(
        Action.city_id.in_(sorted({city_id for city_id, _text in prints})),
        Action.fingerprint.in_(sorted(set(prints.values()))),
        Action.state == "published",
    )
    rows = await session.execute(statement.order_by(Action.id.desc()))
    numbers = {(city_id, key): number for city_id, key, number in rows}
    return {
        (city_id, text): numbers[city_id, key] for (city_id, text), key in prints.items() if (city_id, key) in numbers
    }
