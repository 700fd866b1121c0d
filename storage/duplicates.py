"""What has probably been told already: the one place that decides it."""

from collections.abc import Collection
from hashlib import blake2b

from sqlalchemy import select

from bot.language.fold import fold_name
from storage.engine import Session
from storage.models import Action


def fingerprint(text: str) -> str:
    """Return what texts have in common whose letters and digits are the same, however they are written."""
    return blake2b(fold_name(text).encode(), digest_size=16).hexdigest()


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
