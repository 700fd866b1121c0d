"""/round — a city, its research institute, its citizens' council and its office agree on the city's report."""

from collections.abc import Sequence

from bot.cards import dotted, joined
from bot.chapter_words import PARTIES, first_words, short_title
from bot.command import STALE, Command, invited, lead
from bot.conversation import Conversation
from bot.language.clean import clean
from bot.questions import Text
from bot.text import Message, Said, _, plural, said, translator
from bot.turn import Button, Refusal, Turn, button, in_rows
from storage import actions, cities, cycles, goals, notices, offices, people, round_news, rounds
from storage.drafts import Draft
from storage.models import City, Round
from storage.people import Officer
from storage.rounds import Reading

PAGE = 10  # rounds of an office
ALL = Message("{lines}")


def leads(officer: Officer) -> bool:
    """Say whether somebody opens and closes rounds: a coordinator; in practice everybody."""
    return officer.role == "coordinator" or officer.practising


round_ = Command("round", _("The report round with four parties"), who=invited)
new_round = Conversation(
    "new_round",
    _("Open a report round"),
    Text("name", _("What is the round called? For example: Report to the UN forum 2027."), longest=120),
    who=lambda officer: leads(officer),
    hidden=True,
)


@round_.starts
async def begin(turn: Turn, words: str) -> None:
    await _start(turn, 0)


@round_.press
async def start_over(turn: Turn, page: int) -> None:
    """Show the own round again, or an office's list of them."""
    await _start(turn, page)


async def _start(turn: Turn, page: int) -> None:
    if turn.officer.for_office:
        return await _of_branch(turn, page)
    city = await cities.get(turn.session, turn.officer.city_id or turn.officer.partner_of or 0)
    assert city is not None
    row = await rounds.latest(turn.session, city.id)
    if row is None:
        return _none(turn, city)
    await _overview(turn, row, city)


def _none(turn: Turn, city: City) -> None:
    may = leads(turn.officer)
    how = (
        _("Its chapters begin with what your city has told; the research institute, the citizens’ council and the "
          "office comment on them and agree.")
        if may
        else _("A coordinator of the city opens one.")
    )  # fmt: skip
    turn.show(
        _("<b>No report round yet</b> · {city}\n{how}"),
        rows=[[button(_("Open a round"), open_one)]] if may else [],
        city=cities.name(city, turn.officer.language),
        how=how,
    )


async def _of_branch(turn: Turn, page: int) -> None:
    branch = await offices.branch(turn.session, turn.officer.office_id or 0)
    found = await rounds.going_on(turn.session, branch)
    if not found:
        turn.show(_("<b>Report rounds</b>\nNone is open in your cities."))
        return
    page = min(max(page, 0), (len(found) - 1) // PAGE)
    shown = list(enumerate(found, 1))[page * PAGE : (page + 1) * PAGE]
    lines = [said(_("<b>Report rounds</b>"))]
    for place, (row, city) in shown:
        waiting = sum(not each.agrees("office") for each in await rounds.readings(turn.session, row))
        state = said(plural("{n} chapter waits for you", "{n} chapters wait for you"), n=waiting)
        name = cities.name(city, turn.officer.language)
        lines.append(said(_("{place} <b>{city}</b> · {state}"), place=place, city=name, state=state))
    turning = [button(_("Previous"), start_over, page - 1)] if page else []
    if (page + 1) * PAGE < len(found):
        turning.append(button(_("Next"), start_over, page + 1))
    numbers = [button(str(place), show, row.id) for place, (row, _city) in shown]
    turn.show(ALL, rows=[*in_rows(numbers, 5), turning], lines=joined(turn, lines))


@new_round.press
async def open_one(turn: Turn) -> None:
    """Ask for the round's name."""
    await new_round.ask_about(turn)


@new_round.done
async def opened(turn: Turn, draft: Draft) -> str:
    """Open the round, its chapters filled with what the city has told."""
    city = await cities.get(turn.session, turn.officer.city_id or 0)
    assert city is not None
    chapters = await _known(turn, city)
    row = await rounds.begin(turn.session, city, turn.officer, clean(draft.answers["name"]), chapters)
    if row is None:
        raise Refusal(_("A round is open already. /round shows it."))
    if turn.officer.practising:
        await _commented(turn, row)
    await _overview(turn, row, city)
    return str(row.id)


async def _commented(turn: Turn, row: Round) -> None:
    """Let the invented institute have said something already, so that there is a comment to read."""
    [first, *_others] = await rounds.readings(turn.session, row)
    text = turn.translate.plain(_("Please add how many people it reaches, and who looks after it."))
    await rounds.comment(turn.session, first, turn.officer, "institute", text, turn.officer.language)


async def _known(turn: Turn, city: City) -> dict[str, tuple[str, str]]:
    """Return the first words of each chapter, in the language of who opens the round."""
    told = await actions.of_city(turn.session, city.id)
    aims = await goals.of_city(turn.session, city.id)
    translate = translator(turn.officer.language, turn.officer.zone)
    return {
        target: first_words(
            translate, [each for each in told if each.target == target], [g for g in aims if g.target == target]
        )
        for target in rounds.TARGETS
    }


@round_.press
async def show(turn: Turn, round_id: int) -> None:
    """Show a round and where each chapter stands."""
    row, city, _party = await _round(turn, round_id)
    await _overview(turn, row, city)


async def _overview(turn: Turn, row: Round, city: City) -> None:
    found = await rounds.readings(turn.session, row)
    codes = [button(each.chapter.target, lead("chapter", "show"), each.chapter.id) for each in found]
    turn.show(
        _("<b>{name}</b> · {city}\n{state}\n{parties}\n\n{lines}"),
        rows=[*in_rows(codes, 4), *await _more(turn, row, city)],
        name=row.name,
        city=cities.name(city, turn.officer.language),
        state=_since(turn, row, city),
        parties=dotted(turn, [_progress(party, found) for party in rounds.PARTIES]),
        lines=joined(turn, [_line(turn, each) for each in found]),
    )


def _since(turn: Turn, row: Round, city: City) -> Said:
    words, at = (_("open since {day}"), row.opened_at)
    if row.closed_at:
        words, at = _("closed on {day}"), row.closed_at
    return said(words, day=turn.translate.full_day(cycles.local_day(city.zone, at)))


def _progress(party: str, found: Sequence[Reading]) -> Said:
    done = sum(each.agrees(party) for each in found)
    return said(_("{party} {done} of {total}"), party=PARTIES[party], done=done, total=len(found))


def _line(turn: Turn, each: Reading) -> Said:
    title = short_title(each.chapter.target)
    return said(_("<b>{title}</b>\n   {state}"), title=title, state=_state(turn, each))


def _state(turn: Turn, each: Reading) -> str:
    facts: list[object] = [_("blank") if each.blank else None]
    if each.fallen:
        facts.append(said(_("needs another look: {parties}"), parties=[PARTIES[party] for party in each.fallen]))
    if len(each.agreed) == len(rounds.PARTIES):
        facts.append(_("all agree"))
    elif each.agreed:
        facts.append(said(_("agreed: {parties}"), parties=[PARTIES[party] for party in each.agreed]))
    elif not each.fallen:
        facts.append(_("nobody agreed yet"))
    if each.comments:
        facts.append(said(plural("{n} comment", "{n} comments"), n=len(each.comments)))
    return dotted(turn, facts)


async def _more(turn: Turn, row: Round, city: City) -> list[list[Button]]:
    """Return the buttons below the chapters: what is left to do for who leads the round, and the record."""
    last = [button(_("Who agreed"), record, row.id)]
    if turn.officer.for_office:
        last.append(button(_("All rounds"), start_over, 0))
    if not leads(turn.officer):
        return [last]
    if row.closed_at:
        return [last, [button(_("Open a round"), open_one)]]
    partners = () if turn.officer.practising else people.PARTNERS
    missing = [each for each in partners if not await people.in_city(turn.session, city.id, each)]
    labels = {"institute": _("Invite the institute"), "council": _("Invite the council")}
    asking = [button(labels[each], lead("seat", "partner"), each) for each in missing]
    return [asking, [*last, button(_("Close the round"), close, row.id)]]


@round_.press
async def record(turn: Turn, round_id: int) -> None:
    """Show who agreed to which chapter and when: parties, not people."""
    row, city, _party = await _round(turn, round_id)
    lines = [said(_("<b>Who agreed</b> · {name}"), name=row.name)]
    for each in await rounds.readings(turn.session, row):
        days = [
            said(_("{party} {day}"), party=PARTIES[party],
                 day=turn.translate.full_day(cycles.local_day(city.zone, each.approvals[party].at)))
            for party in each.agreed
        ]  # fmt: skip
        facts = dotted(turn, days) if days else _("nobody yet")
        lines.append(said(_("<b>{target}</b> {facts}"), target=each.chapter.target, facts=facts))
    turn.show(ALL, rows=[[button(_("Back"), show, round_id)]], lines=joined(turn, lines))


@round_.press
async def close(turn: Turn, round_id: int) -> None:
    """Ask once more before a round is closed."""
    row = await _led(turn, round_id)
    turn.show(
        _("<b>Close “{name}”?</b>\nNobody can comment, agree or change a chapter then. The record stays."),
        rows=[[button(_("Yes, close it"), close_now, round_id)], [button(_("Back"), show, round_id)]],
        name=row.name,
    )


@round_.press
async def close_now(turn: Turn, round_id: int) -> None:
    """Close a round."""
    await rounds.close(turn.session, await _led(turn, round_id), turn.officer)
    await show(turn, round_id)


@round_.press
async def stop(turn: Turn, round_id: int) -> None:
    """Be told of this round no more."""
    row, _city, _party = await _round(turn, round_id)
    await notices.stop(turn.session, turn.officer.id, round_news.about(row.id))
    turn.show(
        _("<b>{name}</b>\nYou are not told of it any more. /round still shows it."),
        rows=[[button(_("Tell me again"), resume, round_id)]],
        name=row.name,
    )


@round_.press
async def resume(turn: Turn, round_id: int) -> None:
    """Be told of this round again."""
    row, city, _party = await _round(turn, round_id)
    await notices.resume(turn.session, turn.officer.id, round_news.about(row.id))
    await _overview(turn, row, city)


async def _led(turn: Turn, round_id: int) -> Round:
    """Return an open round this person leads."""
    row, city, _party = await _round(turn, round_id)
    if row.closed_at or not leads(turn.officer) or turn.officer.city_id != city.id:
        raise Refusal(STALE)
    return row


async def _round(turn: Turn, round_id: int) -> tuple[Round, City, str]:
    found = await rounds.get(turn.session, round_id)
    party = await rounds.party(turn.session, turn.officer, found[1]) if found else None
    if found is None or party is None:
        raise Refusal(STALE)
    return *found, party


assert set(PARTIES) == set(rounds.PARTIES)
