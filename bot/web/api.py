"""The read API: what cities have made public, searched as in chat. Nobody has to sign in, nothing is kept."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from aiohttp import web

from bot.goal11 import TARGETS
from bot.text import negotiate
from bot.web.answers import Unusable, forgiving, json
from bot.web.description import DESCRIPTION, page
from storage import Database, adoptions, cities, places, search
from storage.adoptions import Ties
from storage.index import Index, Query
from storage.search import Hit

MOST, USUAL = 100, 20  # items of one answer
LONGEST = 4096  # characters of a query
LANGUAGES = ("en", "ko", "ja", "zh_Hans", "zh_Hant", "de", "da", "es")


@dataclass(frozen=True)
class Cursor:
    """Where the next answer begins. The size of the first one stays, because it decides how groups share an answer."""

    offset: int = 0
    size: int = 0

    @classmethod
    def read(cls, text: str) -> "Cursor":
        try:
            offset, size = base64.urlsafe_b64decode(text).decode().split(".")
            cursor = cls(int(offset), int(size))
        except ValueError:
            raise Unusable("cursor: take it from the answer before, as it is") from None
        if not (0 <= cursor.offset <= 1_000_000 and 1 <= cursor.size <= MOST):
            raise Unusable("cursor: take it from the answer before, as it is")
        return cursor

    def __str__(self) -> str:
        return base64.urlsafe_b64encode(f"{self.offset}.{self.size}".encode()).decode()


def api_routes(database: Database, index: Index) -> list[web.RouteDef]:
    """Return the routes of the read API."""

    async def actions(request: web.Request) -> web.Response:
        limit = _limit(request.query.get("limit"))
        cursor = Cursor.read(request.query["cursor"]) if request.query.get("cursor") else Cursor(0, limit)
        query = await _query(database, request)
        found = await search.find(database, index, query, offset=cursor.offset, limit=limit, page=cursor.size)
        end = cursor.offset + limit
        following = str(Cursor(end, cursor.size)) if end < found.total else None
        async with database.begin() as session:
            ties = await adoptions.public_ties(session, [hit.told.action.id for hit in found.items])
        return json({"items": [_item(hit, ties) for hit in found.items], "next": following})

    async def docs(request: web.Request) -> web.Response:
        if "text/html" in request.headers.get("Accept", ""):
            return web.Response(text=page(), content_type="text/html")
        return json(DESCRIPTION)

    return [web.get("/api/actions", forgiving(actions)), web.get("/api/docs", docs)]


async def _query(database: Database, request: web.Request) -> Query:
    given: Mapping[str, str] = request.query
    words = given.get("q", "").replace("\0", " ").strip()
    if len(words) > LONGEST:
        raise Unusable(f"q: at most {LONGEST} characters")
    target = given.get("target") or None
    if target is not None and target not in TARGETS:
        raise Unusable(f"target: one of {', '.join(TARGETS)}")
    return Query(
        words=words,
        language=negotiate(request.headers.get("Accept-Language", "").split(",")[0].strip() or None),
        languages=_languages(given.get("languages", "")),
        target=target,
        place=await _place(database, given["place"]) if given.get("place") else None,
        since=_since(given["since"]) if given.get("since") else None,
    )


def _limit(text: str | None) -> int:
    if text is None:
        return USUAL
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST):
        raise Unusable(f"limit: a number from 1 to {MOST}")
    return int(text)


def _languages(text: str) -> tuple[str, ...]:
    chosen = tuple(part.strip().replace("-", "_") for part in text.split(",") if part.strip())
    if unknown := [each for each in chosen if each not in LANGUAGES]:
        raise Unusable(f"languages: {unknown[0][:20]!r} is none of {', '.join(LANGUAGES)}")
    return chosen


def _since(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Unusable("since: a date such as 2026-01-31") from None


async def _place(database: Database, text: str) -> str:
    """Return the key of the one place with this name where a city takes part."""
    async with database.begin() as session:
        found = await places.find(session, text[:200])
        taking_part = [place for place in found if await cities.at_place(session, place.key)]
    if len(taking_part) == 1:
        return taking_part[0].key
    if not found:
        raise Unusable("place: no place of this name is known")
    if not taking_part:
        raise Unusable(f"place: {found[0].label('en')} does not take part yet")
    raise Unusable(f"place: one of {'; '.join(place.label('en') for place in taking_part)}")


def _item(hit: Hit, ties: Ties) -> dict[str, Any]:
    action, city = hit.told.action, hit.told.city
    return {
        "number": action.number,
        "source_id": action.source_id,
        "title": action.title,
        "text": action.text,
        "language": action.language,
        "city": city.names.get("en", ""),
        "country": city.country,
        "target": action.target,
        "date": action.day.isoformat(),
        "adapts": ties.sources.get(action.number),
        "adapted_by": ties.cities.get(action.id, 0),
        "score": round(hit.score, 4),
        "group": hit.group,
    }
