"""/map — where cities do what: maps, gaps and tags as pictures, with the same in words."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import islice

from babel import Locale
from markupsafe import Markup

from bot.cards import TARGET_NAMES, dotted
from bot.command import STALE, Command
from bot.goal11 import TARGETS
from bot.pictures import makers
from bot.pictures.values import Districts, Gaps, Row, Spot, Spots, Tags
from bot.text import Message, Plural, _, plural, said
from bot.turn import Button, Refusal, Turn, button, clip, in_rows
from bot.workshop import Order, order
from storage import cities, spread
from storage.spread import Share

map_ = Command("map", _("Maps, gaps and tags"))

ALL = "all"  # in a button: no target
LISTED = 12  # names in a line under a picture
LISTED_TAGS, LISTED_GAPS = 30, 3
DRAWN_TAGS = 100  # handed over; how many have room is seen when they are drawn
LONGEST_TAG = 24
MOST_ROWS = 20  # of a table of gaps that a phone shows; more cities are put together by region

WHERE: Mapping[str, Message] = {
    "korea": _("South Korea"),
    "world": _("World"),
    "gaps": _("Gaps"),
    "tags": _("Tags"),
}
EVERYTHING = _("Goal 11, all targets")
EMPTY = _("No city takes part yet.")
CAPTION = _("<b>{title}</b>\n{where}\n\n{text}")
HAVE = _("cities with actions: {some} of {all}")
TOTAL = plural("{n} action", "{n} actions")
NUMBER = _("{name} {n}")
MORE_PLACES = plural("and {n} more place", "and {n} more places")
MORE_TAGS = plural("and {n} more", "and {n} more")
FURTHER = plural("{n} further region", "{n} further regions")
NONE_YET = _("None yet: {names}")
WITHOUT = _("Without a public action so far:")
GAP = _("{code} ({n}): {names}")
NO_TAGS = _("No public action has tags yet. An action gets them when it is changed: /mine")


@map_.starts
async def begin(turn: Turn, words: str) -> None:
    near = "korea" if turn.officer.country == "KR" or turn.officer.language == "ko" else "world"
    await _draw(turn, near, words if words in TARGETS else "")


@map_.press
async def show(turn: Turn, kind: str, target: str) -> None:
    """Put another picture in the place of this one."""
    if kind not in WHERE or target not in (ALL, *TARGETS):
        raise Refusal(STALE)
    await _draw(turn, kind, "" if target == ALL else target)


async def _draw(turn: Turn, kind: str, target: str) -> None:
    """Show a picture of what is public now, with the same facts in words."""
    if kind == "tags":
        picture, text = await _tags(turn, target)
    else:
        shares = await spread.everyone(turn.session)
        picture, text = _DRAWN[kind](turn, shares, target)
    values = {
        "title": EVERYTHING if kind == "gaps" or not target else TARGET_NAMES[target],
        "where": dotted(turn, [WHERE[kind], turn.translate.full_day(turn.today)]),
        "text": text,
    }
    turn.redraw(picture, CAPTION, rows=_rows(kind, target), **values)


def _rows(kind: str, target: str) -> list[Sequence[Button]]:
    """Offer the other views, and the other targets."""
    there = target or ALL
    views = [button(name, show, each, there) for each, name in WHERE.items() if each != kind]
    if kind == "gaps":
        return [views]
    named: list[tuple[Message | str, str]] = [(_("All targets"), ALL), *((code, code) for code in TARGETS)]
    return [views, *in_rows([button(name, show, kind, code) for name, code in named if code != there], 3)]


def _korea(turn: Turn, shares: Sequence[Share], target: str) -> tuple[Order, Markup]:
    there = [share for share in shares if share.city.country == "KR"]
    counts = {key: share.number(target) for share in there for key in share.areas}
    names = {key: _name(turn, share) for share in there for key in share.areas}
    value = Districts(day=turn.today, target=target, demo=_demo(there), counts=counts, names=names)
    return order(makers.korea, value, turn.officer.language), _counted(turn, there, target)


def _world(turn: Turn, shares: Sequence[Share], target: str) -> tuple[Order, Markup]:
    spots = [Spot(_name(turn, share), share.longitude, share.latitude, share.number(target)) for share in shares]
    value = Spots(day=turn.today, target=target, demo=_demo(shares), cities=tuple(spots))
    return order(makers.world, value, turn.officer.language), _counted(turn, shares, target)


def _gaps(turn: Turn, shares: Sequence[Share], _target: str) -> tuple[Order, Markup]:
    rows = [Row(_name(turn, share), share.counts) for share in shares]
    rows = rows if len(rows) <= MOST_ROWS else _by_region(turn, shares)
    value = Gaps(day=turn.today, demo=_demo(shares), targets=tuple(TARGETS), rows=tuple(rows))
    lines = [turn.translate.html(WITHOUT if rows else EMPTY)]
    for code in TARGETS:
        without = [row.name for row in rows if not row.counts.get(code)]
        if without:
            names = _listed(turn, without, LISTED_GAPS)
            lines.append(turn.translate.html(GAP, {"code": code, "n": len(without), "names": names}))
    return order(makers.gaps, value, turn.officer.language), Markup("\n").join(lines)


def _by_region(turn: Turn, shares: Sequence[Share]) -> list[Row]:
    """Return provinces of South Korea and other countries, those with the most cities first."""
    regions: dict[str, list[Share]] = {}
    for share in shares:
        regions.setdefault(_region(turn, share), []).append(share)
    ordered = sorted(regions.items(), key=lambda region: (-len(region[1]), region[0]))
    rows = [Row(name, sum((share.counts for share in there), Counter())) for name, there in ordered]
    if len(rows) <= MOST_ROWS:
        return rows
    rest = rows[MOST_ROWS - 1 :]
    together = turn.translate.plain(FURTHER, n=len(rest))
    return [*rows[: MOST_ROWS - 1], Row(together, sum((Counter(row.counts) for row in rest), Counter()))]


def _region(turn: Turn, share: Share) -> str:
    language = turn.officer.language
    country = Locale.parse(language).territories.get(share.city.country, share.city.country)
    return share.province.get(language) or share.province.get("en") or country


async def _tags(turn: Turn, target: str) -> tuple[Order, Markup]:
    counts, demo = await spread.tags(turn.session, target)
    value = Tags(day=turn.today, target=target, demo=demo, counts=dict(islice(counts.items(), DRAWN_TAGS)))
    names = [_numbered(turn, clip(tag, LONGEST_TAG), n) for tag, n in counts.items()]
    text = _listed(turn, names, LISTED_TAGS, MORE_TAGS) if names else turn.translate.html(NO_TAGS)
    return order(makers.tags, value, turn.officer.language), text


def _counted(turn: Turn, shares: Sequence[Share], target: str) -> Markup:
    """Return what a map shows, in words: how many, the cities with the most, and those with none."""
    if not shares:
        return turn.translate.html(EMPTY)
    having = sorted((-share.number(target), _name(turn, share)) for share in shares)
    some = [_numbered(turn, name, -n) for n, name in having if n]
    facts = [said(TOTAL, n=-sum(n for n, _name in having)), said(HAVE, some=len(some), all=len(having))]
    lines = [dotted(turn, facts), _listed(turn, some, LISTED)]
    if none := [name for n, name in having if not n]:
        lines.append(turn.translate.html(NONE_YET, {"names": _listed(turn, none, LISTED)}))
    return Markup("\n").join(line for line in lines if line)


def _name(turn: Turn, share: Share) -> str:
    return cities.name(share.city, turn.officer.language)


def _numbered(turn: Turn, name: str, number: int) -> Markup:
    return turn.translate.html(NUMBER, {"name": name, "n": number})


def _listed(turn: Turn, names: Sequence[str], most: int, left_out: Plural = MORE_PLACES) -> Markup:
    """Return the first names in one line, and how many more there are."""
    more = [said(left_out, n=len(names) - most)] if len(names) > most else []
    return dotted(turn, [*names[:most], *more])


def _demo(shares: Sequence[Share]) -> bool:
    return any(share.demo for share in shares)


_DRAWN: Mapping[str, Callable[[Turn, Sequence[Share], str], tuple[Order, Markup]]] = {
    "korea": _korea,
    "world": _world,
    "gaps": _gaps,
}
