"""/readiness — seven duties, seven taps: does the city have what it takes? Asked every year, private to the city."""

from bot.cards import joined, short
from bot.command import STALE, Command, cities, lead, offices
from bot.goal11 import DUTIES
from bot.text import Message, Said, _, said
from bot.turn import Refusal, Turn, button, in_rows
from storage import readiness as kept
from storage import search
from storage.search import Found, Query

EXAMPLES = 3
OTHER_YEARS = 4
ANSWERS = {True: _("yes"), False: _("no")}
BUTTONS = {True: _("Yes"), False: _("No")}
PRIVATE = _("Only your city sees this. The network sees totals, and only of five cities or more.")

readiness = Command("readiness", _("Seven duties, seven taps"), who=cities)
duties = Command("duties", _("How many cities fulfil their duties"), who=offices, hidden=True)


@readiness.starts
async def begin(turn: Turn, words: str) -> None:
    await _next(turn, turn.today.year)


@readiness.press
async def say(turn: Turn, year: int, duty: str, fulfilled: int) -> None:
    """Answer one question, and ask the next."""
    if duty not in DUTIES or year != turn.today.year:
        raise Refusal(STALE)
    await kept.answer(turn.session, _city(turn), turn.officer.id, year, duty, fulfilled=bool(fulfilled))
    await _next(turn, year)


@readiness.press
async def overview(turn: Turn, year: int) -> None:
    """Show what was answered."""
    await _overview(turn, year, await kept.of_city(turn.session, _city(turn), year))


async def _next(turn: Turn, year: int) -> None:
    """Ask the first question that has no answer yet, or show all the answers."""
    given = await kept.of_city(turn.session, _city(turn), year)
    missing = [duty for duty in DUTIES.values() if duty.id not in given]
    if not missing:
        return await _overview(turn, year, given)
    yes, no = (button(label, say, year, missing[0].id, int(answer)) for answer, label in BUTTONS.items())
    turn.show(
        _("<b>{place} of {total} · {title}</b>\n{question}\n\n{private}"),
        rows=[[yes, no], [button(_("Later"), overview, year)]],
        place=len(given) + 1,
        total=len(DUTIES),
        title=missing[0].title,
        question=missing[0].question,
        private=PRIVATE,
    )


async def _overview(turn: Turn, year: int, given: dict[str, bool]) -> None:
    lines = [
        said(_("{place} {duty}: {answer}"), place=place, duty=duty.title,
             answer=ANSWERS[given[duty.id]] if duty.id in given else _("not answered"))
        for place, duty in enumerate(DUTIES.values(), 1)
    ]  # fmt: skip
    numbers = [button(str(place), show, year, duty) for place, duty in enumerate(DUTIES, 1)]
    others = [each for each in await kept.years(turn.session, _city(turn)) if each != year]
    rows = [*in_rows(numbers, 5), [button(str(each), overview, each) for each in others[:OTHER_YEARS]]]
    if len(given) < len(DUTIES) and year == turn.today.year:
        rows.insert(0, [button(_("Go on"), go_on)])
    turn.show(
        _("<b>Readiness {year}</b> · yes: {yes} of {total}\n{lines}\n\n{how}\n{private}"),
        rows=rows,
        year=str(year),
        yes=sum(given.values()),
        total=len(DUTIES),
        lines=joined(turn, lines),
        how=_("A number shows how other cities do it, and lets you change the answer."),
        private=PRIVATE,
    )


@readiness.press
async def go_on(turn: Turn) -> None:
    """Go on with the first question that has no answer yet."""
    await _next(turn, turn.today.year)


@readiness.press
async def show(turn: Turn, year: int, duty: str) -> None:
    """Show one duty: what was answered, and public examples of other cities."""
    if duty not in DUTIES:
        raise Refusal(STALE)
    given, shown = await kept.of_city(turn.session, _city(turn), year), DUTIES[duty]
    found = await _examples(turn, shown.words)
    examples = [short(turn, place, hit.told) for place, hit in enumerate(found.items, 1)]
    lines: list[Said] = examples or [said(_("No city has told of it yet."))]
    opening = [button(str(place), lead("action", "open"), hit.told.action.id)
               for place, hit in enumerate(found.items, 1)]  # fmt: skip
    answering = [button(label, say, year, duty, int(answer)) for answer, label in BUTTONS.items()]
    turn.show(
        _("<b>{title}: {answer}</b>\n{question}\n\nHow other cities do it:\n{lines}"),
        rows=[opening, answering if year == turn.today.year else [], [button(_("Back"), overview, year)]],
        title=shown.title,
        answer=ANSWERS[given[duty]] if duty in given else _("not answered"),
        question=shown.question,
        lines=joined(turn, lines),
    )


async def _examples(turn: Turn, words: Message) -> Found:
    """Return public actions of other cities that are examples, of one's own country if there are any."""
    officer, wanted = turn.officer, turn.translate.plain(words)
    near = Query(wanted, officer.language, elsewhere=officer.place_key, country=officer.country)
    found = await search.search(turn.session, near, limit=EXAMPLES)
    if found.items:
        return found
    far = Query(wanted, officer.language, elsewhere=officer.place_key)
    return await search.search(turn.session, far, limit=EXAMPLES)


@duties.press
async def totals(turn: Turn) -> None:
    """Show an office how many cities of its branch fulfil each duty, where enough have answered."""
    assert turn.officer.office_id is not None
    year = turn.today.year
    found = await kept.totals(turn.session, turn.officer.office_id, year)
    lines = [
        said(_("{duty}: {yes} of {n}"), duty=duty.title, yes=found[key].fulfilled, n=found[key].answered)
        for key, duty in DUTIES.items()
        if key in found
    ]
    turn.show(
        _("<b>Readiness {year}</b>\n{lines}\n\nTotals of five cities or more; no city is named."),
        rows=[[button(_("Back"), lead("office", "periods"))]],
        year=str(year),
        lines=joined(turn, lines or [said(_("Fewer than five cities have answered."))]),
    )


def _city(turn: Turn) -> int:
    assert turn.officer.city_id is not None
    return turn.officer.city_id
