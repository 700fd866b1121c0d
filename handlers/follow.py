"""/follow — what one wants to hear about: searches whose news are told, each until it is stopped."""

from bot.cards import joined
from bot.command import Command, lead, members
from bot.searches import followable, sought
from bot.text import Said, _, said
from bot.turn import Refusal, Turn, button, in_rows
from storage import cycles, follows, lookups, people
from storage.models import Follow

follow = Command("follow", _("What you want to hear about"), who=members)
STOPPED = _("This was stopped already. /follow shows what you follow.")


@follow.starts
async def begin(turn: Turn, words: str) -> None:
    await _list(turn)


@follow.press
async def show(turn: Turn) -> None:
    """Show everything that is followed."""
    await _list(turn)


async def _list(turn: Turn) -> None:
    kept = await follows.of(turn.session, turn.officer.id)
    if not kept:
        return _explain(turn)
    lines = [_line(turn, place, each) for place, each in enumerate(kept, 1)]
    opening = [button(str(place), lead("find", "followed"), each.id) for place, each in enumerate(kept, 1)]
    stopping = [
        button(said(_("Stop {n}"), n=place) if len(kept) > 1 else _("Stop"), stop, each.id)
        for place, each in enumerate(kept, 1)
    ]
    turn.show(
        _("<b>You follow</b>\n\n{lines}\n\n{how}"),
        rows=[*in_rows(opening, 6), *in_rows(stopping, 3)],
        lines=joined(turn, lines),
        how=await _how_often(turn),
    )


def _line(turn: Turn, place: int, each: Follow) -> Said:
    since = cycles.local_day(turn.officer.zone, each.since)
    if each.told_at is None:
        return said(_("{place} <b>{sought}</b>\n   since {day}"), place=place, sought=sought(turn, each), day=since)
    told = cycles.local_day(turn.officer.zone, each.told_at)
    return said(
        _("{place} <b>{sought}</b>\n   since {day} · last news {told}"),
        place=place, sought=sought(turn, each), day=since, told=told,
    )  # fmt: skip


def _explain(turn: Turn) -> None:
    turn.show(
        _("<b>You follow nothing yet</b>\nSearch with /find and press “{follow}” below what was found: what other "
          "cities publish about it from then on is told to you."),
        rows=[[button(_("Search"), lead("find", "again"))]],
        follow=_("Follow"),
    )  # fmt: skip


@follow.press
async def search(turn: Turn, lookup_id: int) -> None:
    """Follow what was searched for."""
    lookup = await lookups.get(turn.session, lookup_id, turn.officer.id)
    if lookup is None or not followable(lookup):
        raise Refusal(_("That search is too old to go on with. Please search again with /find."))
    try:
        kept = await follows.keep(turn.session, turn.officer, lookup)
    except follows.Full:
        raise Refusal(_("You follow {n} searches, which is as many as there is room for. /follow stops one of them."),
                      n=follows.MOST) from None  # fmt: skip
    turn.pressed = None  # what was found stays where it is
    turn.show(
        _("<b>You follow “{sought}”</b>\nWhat other cities publish about it from now on is told to you. {how}"),
        rows=[[button(_("Stop"), stop, kept.id), button(_("See all follows"), show)]],
        sought=sought(turn, kept),
        how=await _how_often(turn),
    )


async def _how_often(turn: Turn) -> Said:
    person = await people.row(turn.session, turn.officer.id)
    if person.budget == 0:
        return said(_("At present nothing is told, because /settings allow no messages."))
    return said(_("Once a week at most, in office hours, all in one message; without news there is none."))


@follow.press
async def stop(turn: Turn, follow_id: int) -> None:
    """Follow something no more."""
    kept = await follows.get(turn.session, follow_id, turn.officer.id)
    if kept is None:
        raise Refusal(STOPPED)
    await follows.stop(turn.session, kept)
    again = await lookups.keep(turn.session, turn.officer.id, kept.words, kept.filters)
    turn.show(
        _("<b>“{sought}” is stopped</b>\nYou hear no more about it."),
        rows=[[button(_("Follow again"), search, again.id), button(_("See all follows"), show)]],
        sought=sought(turn, kept),
    )


@follow.press
async def stop_news(turn: Turn, follow_id: int) -> None:
    """Follow something no more whose news were just told: they stay where they are."""
    turn.pressed = None
    await stop(turn, follow_id)


@follow.press
async def show_below(turn: Turn) -> None:
    """Show everything that is followed below the news of it."""
    turn.pressed = None
    await _list(turn)
