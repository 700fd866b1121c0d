"""/find — what other cities did: by words, or by browsing."""

from collections.abc import Sequence

from bot import adopting, seen
from bot.cards import TARGET_NAMES, brief, joined, short
from bot.command import Command, lead, members
from bot.goal11 import TARGETS
from bot.language.fold import fold
from bot.language.targets import suggest
from bot.searches import FILTERS, followable, label, sought
from bot.text import Said, _, plural, said
from bot.turn import Button, Refusal, Turn, button, clip, in_rows
from storage import actions, drafts, follows, lookups, practice, questions, search
from storage.actions import Told
from storage.models import Lookup
from storage.search import Found

PAGE = 5
GONE = _("That search is too old to go on with. Please search again with /find.")
BY_GLOSSARY = _("<b>{title}</b> · {count}\n\n{list}\n\nOther languages: by the words of the glossary only.")
YEARS = [str(year) for year in range(1900, 2200)]
find = Command("find", _("Find what cities did"))


@find.starts
async def begin(turn: Turn, words: str) -> None:
    if not fold(words):
        return _browse(turn)
    if told := await _numbered(turn, words):
        return await _open(turn, told, rows=[])
    target = words.lower()
    words, filters = ("", {"target": target}) if target in TARGETS else (words, {})
    await _results(turn, await lookups.keep(turn.session, turn.officer.id, words, filters), 0)


async def takes(turn: Turn) -> bool:
    """Say whether what was sent is nothing but the number of an action one may see; it is opened then."""
    told = await _numbered(turn, turn.heard.text.strip()) if not turn.heard.files else None
    if told and seen.may_see(turn, told):
        await _open(turn, told, rows=[])
        return True
    return False


async def _numbered(turn: Turn, words: str) -> Told | None:
    """Return the action whose number this is."""
    return await actions.by_number(turn.session, words) if "-" in words and len(words) < 20 else None


def _browse(turn: Turn) -> None:
    rows = [
        [button(_("Newest"), newest)],
        [button(_("By target"), by, 0, "target"), button(_("By country"), by, 0, "country")],
        [button(_("By pathway"), by, 0, "pathway"), button(_("By year"), by, 0, "year")],
    ]
    turn.show(
        _("<b>What would you like to find?</b>\nType /find and a word, such as: /find {example}. Or browse."),
        rows=rows,
        example=_("flood"),
    )


@find.press
async def again(turn: Turn) -> None:
    """Begin a new search."""
    _browse(turn)


@find.press
async def newest(turn: Turn) -> None:
    """Everything, newest first."""
    await _results(turn, await lookups.keep(turn.session, turn.officer.id, "", {}), 0)


@find.press
async def in_city(turn: Turn, place: str) -> None:
    """What one city did."""
    await _results(turn, await lookups.keep(turn.session, turn.officer.id, "", {"place": place}), 0)


@find.press
async def on_target(turn: Turn, target: str) -> None:
    """What cities did for one target."""
    if target not in TARGETS:
        raise Refusal(GONE)
    await _results(turn, await lookups.keep(turn.session, turn.officer.id, "", {"target": target}), 0)


@find.press
async def for_draft(turn: Turn, draft_id: int) -> None:
    """Look for what somebody just typed."""
    draft = await drafts.get(turn.session, draft_id)
    if draft is None or draft.person_id != turn.officer.id:
        raise Refusal(GONE)
    text = draft.answers.get("text", "")
    turn.pressed = None  # the draft stays where it is
    await _results(turn, await lookups.keep(turn.session, turn.officer.id, text, {}), 0)


@find.press
async def page(turn: Turn, lookup_id: int, offset: int) -> None:
    """Turn a page."""
    await _results(turn, await _lookup(turn, lookup_id), max(offset, 0))


@find.press
async def followed(turn: Turn, follow_id: int) -> None:
    """Search for what somebody follows."""
    follow = await follows.get(turn.session, follow_id, turn.officer.id)
    if follow is None:
        raise Refusal(GONE)
    turn.pressed = None  # the list, or the news, stay where they are
    await _results(turn, await lookups.keep(turn.session, turn.officer.id, follow.words, follow.filters), 0)


@find.press
async def card(turn: Turn, lookup_id: int, offset: int, action_id: int) -> None:
    """Open one of the list, with a way back to it."""
    await _open(turn, await actions.get(turn.session, action_id), rows=[[button(_("Back"), page, lookup_id, offset)]])


async def _open(turn: Turn, found: Told | None, rows: list[Sequence[Button]]) -> None:
    told = seen.of(turn, found)
    more = [
        button(_("More"), lead("action", "open"), told.action.id),
        button(_("Who else did this"), lead("who", "below"), told.action.id),
    ]
    text = brief(turn, told, await adopting.lines(turn, told.action.id))
    turn.show(text, rows=[more, *rows])


@find.press
async def narrow(turn: Turn, lookup_id: int) -> None:
    """Show what a search can be narrowed by."""
    lookup = await _lookup(turn, lookup_id)
    buttons = [button(FILTERS[name], by, lookup_id, name) for name in FILTERS]
    rows = [*in_rows(buttons, 2), [button(_("Back"), page, lookup_id, 0)]]
    if lookup.filters:
        rows.insert(0, [button(_("Remove filters"), widen, lookup_id)])
    turn.show(_("<b>Narrow down by</b>"), rows=rows)


@find.press
async def widen(turn: Turn, lookup_id: int) -> None:
    """Search again without filters."""
    lookup = await _lookup(turn, lookup_id)
    lookup.filters = {}
    await _results(turn, lookup, 0)


@find.press
async def by(turn: Turn, lookup_id: int, name: str) -> None:
    """Show the values of one filter, as far as there is something behind them."""
    if name not in FILTERS:
        raise Refusal(GONE)
    lookup = await _lookup(turn, lookup_id) if lookup_id else await lookups.keep(turn.session, turn.officer.id, "", {})
    counts = await search.counts(turn.session, lookups.query(lookup, turn.officer), name)
    buttons = [
        button(said(_("{label} ({n})"), label=label(turn, name, value), n=n), choose, lookup.id, name, value)
        for value, n in counts
    ]
    rows = [
        *in_rows(buttons, 1 if name in ("target", "pathway") else 3),
        [button(_("Back"), back, lookup.id)],
    ]
    turn.show(_("<b>{filter}</b>"), rows=rows, filter=FILTERS[name])


@find.press
async def choose(turn: Turn, lookup_id: int, name: str, value: str) -> None:
    """Narrow a search by one value."""
    lookup = await _lookup(turn, lookup_id)
    if name not in FILTERS or (name == "year" and value not in YEARS):
        raise Refusal(GONE)
    lookup.filters = {**lookup.filters, name: int(value) if name == "year" else value}
    await _results(turn, lookup, 0)


@find.press
async def back(turn: Turn, lookup_id: int) -> None:
    """From a filter back to the list, or to the beginning."""
    lookup = await _lookup(turn, lookup_id)
    if lookup.words or lookup.filters:
        await _results(turn, lookup, 0)
    else:
        _browse(turn)


async def _results(turn: Turn, lookup: Lookup, offset: int) -> None:
    query = lookups.query(lookup, turn.officer)
    beside = turn.officer.practising and not offset and await _of_the_town(turn, lookup)
    found = await search.search(turn.session, query, offset=offset, limit=PAGE, page=PAGE)
    if not found.total:
        return None if beside else await _nothing(turn, lookup, found)
    numbers = [
        button(str(offset + i), card, lookup.id, offset, hit.told.action.id) for i, hit in enumerate(found.items, 1)
    ]
    turning = [button(_("Narrow"), narrow, lookup.id)]
    if offset:
        turning.insert(0, button(_("Previous"), page, lookup.id, max(offset - PAGE, 0)))
    if offset + PAGE < found.total:
        turning.append(button(_("Next"), page, lookup.id, offset + PAGE))
    turn.show(
        _("<b>{title}</b> · {count}\n\n{list}") if found.by_meaning or offset else BY_GLOSSARY,
        rows=[numbers, *await _instead(turn, lookup, found), turning, _follow_row(turn, lookup)],
        title=sought(turn, lookup) or _("Newest"),
        count=_count(turn, found),
        list=joined(turn, _lines(turn, found, offset)),
    )


async def _of_the_town(turn: Turn, lookup: Lookup) -> bool:
    """Tell first what is found in the practice town and beside it, which stands in no index; say whether it is any."""
    there = await practice.found(turn.session, turn.officer.city_id or 0, lookup.words, lookup.filters)
    if there:
        numbers = [button(str(i), lead("action", "open"), told.action.id) for i, told in enumerate(there, 1)]
        turn.say(
            _("<b>In the practice town and beside it</b>\n\n{list}"),
            rows=[numbers],
            list=joined(turn, [short(turn, i, told) for i, told in enumerate(there, 1)]),
        )
    return bool(there)


def _follow_row(turn: Turn, lookup: Lookup) -> list[Button]:
    wanted = members(turn.officer) and followable(lookup) and lookup.filters.get("place") != turn.officer.place_key
    return [button(_("Follow"), lead("follow", "search"), lookup.id)] if wanted else []


def _lines(turn: Turn, found: Found, offset: int) -> list[Said]:
    lines: list[Said] = []
    before = "own"
    for i, hit in enumerate(found.items, offset + 1):
        if hit.group != before and found.own:
            lines.append(said(_("\nIn other languages")))
        before = hit.group
        lines.append(short(turn, i, hit.told))
    return lines


def _count(turn: Turn, found: Found) -> Said:
    own = said(plural("{n} action", "{n} actions"), n=found.own)
    other = said(plural("{n} in another language", "{n} in other languages"), n=found.other)
    if not found.own:
        return other
    return said(_("{own}, {other}"), own=own, other=other) if found.other else own


async def _nothing(turn: Turn, lookup: Lookup, found: Found) -> None:
    rows = await _instead(turn, lookup, found)
    hint = _("Try another word, or browse.")
    nearest = suggest(lookup.words, 1)
    if nearest:
        code = nearest[0][0]
        rows.append([button(TARGET_NAMES[code], on_target, code)])
        hint = _("The nearest target is below.")
    if lookup.filters:
        rows.append([button(_("Remove filters"), widen, lookup.id)])
    rows.append([*await _asking(turn, lookup), button(_("Search in other words"), again), *_follow_row(turn, lookup)])
    rows.append([button(_("Newest"), newest), button(_("By target"), by, 0, "target")])
    about = sought(turn, lookup)
    words = _("<b>No action about “{sought}” yet</b>\n{hint}") if about else _("<b>Nothing here yet</b>\n{hint}")
    turn.show(words, rows=rows, sought=about, hint=hint)


async def _instead(turn: Turn, lookup: Lookup, found: Found) -> list[Sequence[Button]]:
    """Return what else to look for, where the reader's language has nothing with these words."""
    rows: list[Sequence[Button]] = []
    for words, asking in ((found.meant, _("Did you mean “{meant}”?")), (found.part, _("Only “{meant}”"))):
        if words:
            instead = await lookups.keep(turn.session, turn.officer.id, words, lookup.filters)
            rows.append([button(said(asking, meant=clip(words, 40)), page, instead.id, 0)])
    return rows


async def _asking(turn: Turn, lookup: Lookup) -> list[Button]:
    """Return the way to ask: cities with an action on the nearest target; where there are none, the office."""
    if not members(turn.officer) or not lookup.words:
        return []
    nearest = suggest(lookup.words, 1)
    reached = await questions.on_targets(turn.session, turn.officer.city_id) if turn.officer.city_id else {}
    cities_know = nearest and nearest[0][0] in reached
    way = lead("ask", "network") if cities_know else lead("ask_network", "about")
    return [button(_("Ask the network"), way, lookup.id)]


async def _lookup(turn: Turn, lookup_id: int) -> Lookup:
    lookup = await lookups.get(turn.session, lookup_id, turn.officer.id)
    if lookup is None:
        raise Refusal(GONE)
    return lookup
