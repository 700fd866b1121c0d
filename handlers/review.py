"""/review — what waits for an office's look, the oldest first: publish, return or decline."""

from collections.abc import Mapping, Sequence

from bot import seen
from bot.cards import dotted, full, joined
from bot.command import STALE, Command, lead
from bot.review_words import below, outcome
from bot.reviewing import decide, decided, decisions, meanwhile, onwards, opened, tell_group
from bot.text import Message, Said, _, plural, said
from bot.turn import Button, Refusal, Turn, button, clip, in_rows
from storage import actions, attachments, cities, notices, review_queue, reviews
from storage.people import Officer
from storage.review_queue import Counts, Queued, Request

PAGE = 5
LONGEST_KEY = 15  # digits: no key of ours has more
ALL = Message("{lines}")
SECTIONS = ("before", "after", "checks")
HEADS: Mapping[str, Message] = {
    "before": _("<b>To be looked at before publishing: {n}</b>"),
    "after": _("<b>Published, not looked at yet: {n}</b>"),
    "checks": _("<b>Checks that cities ask for: {n}</b>"),
}
LABELS: Mapping[str, Message] = {"before": _("Before: {n}"), "after": _("Published: {n}"), "checks": _("Checks: {n}")}
NOTHING = _("Nothing waits here.")


def looks(officer: Officer) -> bool:
    """Whether somebody looks at what cities publish: an office, or a city's research institute."""
    return officer.for_office or officer.role == "institute"


review = Command("review", _("What waits for a look"), who=looks, in_groups=("publish", "card"))


@review.starts
async def begin(turn: Turn, words: str) -> None:
    """Show what waits; with a number, that action."""
    if words and turn.officer.for_office:
        return await _open(turn, await _known(turn, words))
    there = await review_queue.counts(turn.session, turn.officer)
    first = next((name for name in SECTIONS if _count(there, name)), "before" if turn.officer.for_office else "checks")
    await _page(turn, first, 0)


async def _known(turn: Turn, number: str) -> int:
    """Return what is thought of an action; one that nobody was to look at waits for a look from now on."""
    told = await actions.by_number(turn.session, number)
    known = told is not None and not review_queue.kept_to_itself(told)
    if told and known and await review_queue.may_look(turn.session, turn.officer, told):
        last = await reviews.newest(turn.session, told.action.id)
        if last or (last := await reviews.look_again(turn.session, told.action)):
            return last.id
    raise Refusal(_("Nothing is known here under this number. Numbers look like SUW-0001."))


@review.press
async def page(turn: Turn, section: str, number: int) -> None:
    """Turn to another page, or to another part of what waits."""
    if section not in SECTIONS or (section != "checks" and not turn.officer.for_office):
        raise Refusal(STALE)
    await _page(turn, section, max(number, 0))


async def _page(turn: Turn, section: str, number: int) -> None:
    there = await review_queue.counts(turn.session, turn.officer)
    total = _count(there, section)
    number = min(number, max(total - 1, 0) // PAGE)
    if section == "checks":
        lines, rows = await _requests(turn, number)
    else:
        lines, rows = await _waiting(turn, section, number)
    turning = [button(_("Previous"), page, section, number - 1)] if number else []
    turning += [button(_("Next"), page, section, number + 1)] if (number + 1) * PAGE < total else []
    head = said(HEADS[section], n=total)
    body = [head, said(ALL, lines=joined(turn, lines) if lines else NOTHING)]
    rows = [*rows, turning, *_places(turn, there, section)]
    turn.show(ALL, rows=rows, lines=joined(turn, body, "\n\n"))


async def _waiting(turn: Turn, section: str, number: int) -> tuple[list[Said], list[Sequence[Button]]]:
    found = await review_queue.page(
        turn.session, turn.officer, before=section == "before", offset=number * PAGE, limit=PAGE
    )
    lines = [_line(turn, place, each) for place, each in enumerate(found, number * PAGE + 1)]
    numbers = [
        button(str(place), open, each.review.id) for place, each in enumerate(found, number * PAGE + 1)
    ]  # fmt: skip
    n = len(found)
    label = (
        plural("Publish {n}", "Publish all {n}") if section == "before" else plural("{n} is fine", "All {n} are fine")
    )
    every = [button(said(label, n=n), all_of, ".".join(str(each.review.id) for each in found))] if n > 1 else []
    return lines, [numbers, every]


def _line(turn: Turn, place: int, each: Queued) -> Said:
    asked = turn.translate.day_of(each.review.asked_at)
    days = (turn.today - asked).days
    facts = [
        cities.name(each.told.city, turn.officer.language),
        each.told.action.number,
        said(plural("since {day}, {n} day", "since {day}, {n} days"), day=asked, n=days),
        _("answered") if each.answered else None,
    ]
    line = _("{place} <b>{title}</b>\n   {facts}")
    return said(line, place=place, title=clip(each.told.action.title, 80), facts=dotted(turn, facts))


async def _requests(turn: Turn, number: int) -> tuple[list[Said], list[Sequence[Button]]]:
    found = await review_queue.checks(turn.session, turn.officer, offset=number * PAGE, limit=PAGE)
    lines = [_request(turn, place, each) for place, each in enumerate(found, number * PAGE + 1)]
    numbers = [
        button(str(place), lead("evidence", "look"), each.row.id)
        for place, each in enumerate(found, number * PAGE + 1)
    ]  # fmt: skip
    return lines, [numbers]


def _request(turn: Turn, place: int, each: Request) -> Said:
    what = _("check of the link") if each.row.level == "link" else _("review by the institute")
    facts = [cities.name(each.told.city, turn.officer.language), each.told.action.number, what]
    line = _("{place} <b>{title}</b>\n   {facts}")
    return said(line, place=place, title=clip(each.told.action.title, 80), facts=dotted(turn, facts))


def _places(turn: Turn, there: Counts, section: str) -> list[Sequence[Button]]:
    if not turn.officer.for_office:
        return []
    others = [
        button(said(LABELS[name], n=_count(there, name)), page, name, 0) for name in SECTIONS if name != section
    ]  # fmt: skip
    settings = [button(_("Cities"), lead("review_rules", "cities"), 0), button(_("Reasons"), lead("reason", "listed"))]
    return [others, settings]


def _count(there: Counts, section: str) -> int:
    return {"before": there.before, "after": there.after, "checks": there.checks}[section]


@review.press
async def open(turn: Turn, review_id: int) -> None:
    """Show an action with everything said about it."""
    await _open(turn, review_id)


async def _open(turn: Turn, review_id: int) -> None:
    queued = await opened(turn, review_id)
    if review_queue.kept_to_itself(queued.told):
        raise Refusal(seen.GONE)
    action = queued.told.action
    if queued.review.state == "edited" and (last := await reviews.newest(turn.session, action.id)):
        queued = Queued(last, queued.told)
    files = [file.kind for file in await attachments.of_action(turn.session, action.id)]
    more = [button(_("Photos"), lead("action", "photos"), action.id)] if {"photo", "picture"} & {*files} else []
    more += [button(_("Documents"), lead("action", "documents"), action.id)] if {"document", "video"} & {*files} else []
    news = await actions.updates(turn.session, action.id)
    more += [button(_("News"), lead("action", "all_news"), action.id)] if news else []
    more += [button(_("History"), lead("action", "history"), action.id)] if action.version > 1 else []
    rows: list[list[Button]] = decisions(queued.review) if queued.review.state == "waiting" else []
    if queued.review.state == action.state == "published":
        rows = [[button(_("Look again"), again, queued.review.id)]]
    card = await below(turn.session, turn, full(turn, queued.told), queued.told)
    turn.show(card, rows=[*rows, *in_rows(more, 3), await onwards(turn, queued)])


@review.press
async def again(turn: Turn, review_id: int) -> None:
    """Let what was looked at wait for another look; it stays published meanwhile."""
    queued = await opened(turn, review_id)
    await reviews.look_again(turn.session, queued.told.action)
    await _open(turn, review_id)


@review.press
async def card(turn: Turn, review_id: int) -> None:
    """Show a group its card again, without the reasons to choose from."""
    queued = await opened(turn, review_id)
    await tell_group(turn, queued.told.action.id)


@review.press
async def publish(turn: Turn, review_id: int) -> None:
    """Publish what waits, or say of what is published that it was looked at."""
    queued = await opened(turn, review_id)
    if not await decide(turn, queued, "published"):
        raise await meanwhile(turn, queued)
    await decided(turn, queued)


@review.press
async def all_of(turn: Turn, ids: str) -> None:
    """Ask once more before everything on a page is decided."""
    waiting = [each for each in await _those(turn, ids) if each.review.state == "waiting"]
    if not waiting:
        raise Refusal(_("All of these were decided meanwhile. Open the list again."))
    before = waiting[0].review.before
    lines = [said(_("{number} {title}"), number=each.told.action.number, title=clip(each.told.action.title, 80))
             for each in waiting]  # fmt: skip
    head = _("<b>Publish these?</b>\n{lines}") if before else _("<b>Looked at all of these?</b>\n{lines}")
    yes = button(_("Yes, publish") if before else _("Yes, they are fine"), all_now, ids)
    rows = [[yes], [button(_("Back"), page, "before" if before else "after", 0)]]
    turn.show(head, rows=rows, lines=joined(turn, lines))


@review.press
async def all_now(turn: Turn, ids: str) -> None:
    """Decide each of them by itself; what somebody else has decided meanwhile stays as it is."""
    lines, section = [], "before"
    for each in await _those(turn, ids):
        section = "before" if each.review.before else "after"
        if not await decide(turn, each, "published"):
            await turn.session.refresh(each.review)
        done = await outcome(turn.session, turn, each.review)
        lines.append(said(_("{number}: {outcome}"), number=each.told.action.number, outcome=done))
    rows = [[button(_("Back"), page, section, 0)]]
    turn.show(_("<b>Decided</b>\n{lines}"), rows=rows, lines=joined(turn, lines))


async def _those(turn: Turn, ids: str) -> list[Queued]:
    keys = ids.split(".")
    if len(keys) > PAGE or not all(key.isascii() and key.isdigit() and len(key) < LONGEST_KEY for key in keys):
        raise Refusal(STALE)
    found = [await opened(turn, int(key)) for key in keys]
    # All who decide about several hold them in the same order, so that nobody waits for each other.
    return sorted(found, key=lambda each: each.told.action.id)


@review.press
async def stop(turn: Turn) -> None:
    """Say no more by itself how much waits."""
    await notices.stop(turn.session, turn.officer.id, review_queue.ABOUT)
    words = _("You are no longer told how much waits. /review shows it at any time.")
    turn.show(words, rows=[[button(_("Tell me again"), resume)]])


@review.press
async def resume(turn: Turn) -> None:
    """Say again by itself how much waits."""
    await notices.resume(turn.session, turn.officer.id, review_queue.ABOUT)
    await begin(turn, "")
