"""/follow — what one wants to hear about, each until it is stopped, and how often it is told."""

from collections.abc import Mapping

from bot import clock, seen
from bot.cards import joined
from bot.command import Command, lead, members
from bot.searches import followable, what
from bot.text import Message, Said, _, said
from bot.turn import Button, Refusal, Turn, button, in_rows
from storage import actions, cities, follows, lookups, people, practice
from storage.follows import Followed, Wish

PAGE = 6  # of what is followed
RHYTHMS: Mapping[int, Message] = {
    7: _("Every week"),
    14: _("Every two weeks"),
    30: _("Every month"),
    0: _("Never by itself"),
}
HOW: Mapping[int, Message] = {
    7: _("Once a week at most, in office hours, all in one message; without news there is none."),
    14: _("Every two weeks at most, in office hours, all in one message; without news there is none."),
    30: _("Once a month at most, in office hours, all in one message; without news there is none."),
    0: _("Nothing is told by itself; /new shows what is new."),
}
STOPPED = _("This was stopped already. /follow shows what you follow.")

follow = Command("follow", _("What you want to hear about"), who=members)


@follow.starts
async def begin(turn: Turn, words: str) -> None:
    await _list(turn, 0)


@follow.press
async def show(turn: Turn) -> None:
    """Show everything that is followed."""
    await _list(turn, 0)


@follow.press
async def page(turn: Turn, offset: int) -> None:
    """Turn a page."""
    await _list(turn, max(offset, 0))


async def _list(turn: Turn, offset: int) -> None:
    everything = await follows.of(turn.session, turn.officer.id)
    if not everything:
        return _explain(turn)
    kept = [await follows.known(turn.session, each) for each in everything[offset : offset + PAGE]]
    opening = [_opening(place, each) for place, each in enumerate(kept, offset + 1)]
    stopping = [
        button(said(_("Stop {n}"), n=place) if len(everything) > 1 else _("Stop"), stop, each.follow.id)
        for place, each in enumerate(kept, offset + 1)
    ]
    turning = [button(_("Previous"), page, max(offset - PAGE, 0))] if offset else []
    if offset + PAGE < len(everything):
        turning.append(button(_("Next"), page, offset + PAGE))
    turn.show(
        _("<b>You follow</b>\n\n{lines}\n\n{how}"),
        rows=[opening, *in_rows(stopping, 3), [*turning, button(_("How often"), how_often)]],
        lines=joined(turn, [_line(turn, place, each) for place, each in enumerate(kept, offset + 1)]),
        how=await _how(turn),
    )


def _opening(place: int, each: Followed) -> Button:
    if each.follow.kind == "action":
        return button(str(place), lead("action", "open"), each.follow.action_id)
    return button(str(place), lead("find", "followed"), each.follow.id)


def _line(turn: Turn, place: int, each: Followed) -> Said:
    since = turn.translate.day_of(each.follow.since)
    if each.follow.told_at is None:
        return said(_("{place} <b>{sought}</b>\n   since {day}"), place=place, sought=what(turn, each), day=since)
    told = turn.translate.day_of(each.follow.told_at)
    return said(
        _("{place} <b>{sought}</b>\n   since {day} · last news {told}"),
        place=place, sought=what(turn, each), day=since, told=told,
    )  # fmt: skip


def _explain(turn: Turn) -> None:
    turn.show(
        _("<b>You follow nothing yet</b>\nPress “{follow}” below a search, on a city's page or on a card: what is new "
          "of it from then on is told to you."),
        rows=[[button(_("Search"), lead("find", "again")), button(_("How often"), how_often)]],
        follow=_("Follow"),
    )  # fmt: skip


@follow.press
async def search(turn: Turn, lookup_id: int) -> None:
    """Follow what was searched for."""
    lookup = await lookups.get(turn.session, lookup_id, turn.officer.id)
    if lookup is None or not followable(lookup):
        raise Refusal(_("That search is too old to go on with. Please search again with /find."))
    await _keep(turn, Wish.of_search(lookup.words, lookup.filters))


@follow.press
async def city(turn: Turn, city_id: int) -> None:
    """Follow a city."""
    found = await cities.seen(turn.session, city_id, turn.officer.city_id)
    if found is None or found.id == turn.officer.city_id:
        raise Refusal(_("Other cities can be followed, not one's own. /mine shows what yours published."))
    await _keep(turn, Wish("city", filters={"place": found.place_key}))


@follow.press
async def action(turn: Turn, action_id: int) -> None:
    """Follow an action."""
    told = await actions.get(turn.session, action_id)
    member = turn.officer.seated
    if told is None or not (seen.together(turn, told) or actions.visible(told, member=member, city_id=None)):
        raise Refusal(seen.GONE)
    if told.city.id == turn.officer.city_id:
        raise Refusal(_("Other cities can be followed, not one's own. /mine shows what yours published."))
    await _keep(turn, Wish("action", action_id=action_id))


async def _keep(turn: Turn, wish: Wish) -> None:
    try:
        kept = await follows.keep(turn.session, turn.officer, wish)
    except follows.Full as full:
        words = _("You follow {n} things, which is as many as there is room for. /follow stops one of them.")
        if wish.kind == "search" and full.most == follows.SEARCHES:
            words = _("You follow {n} searches, which is as many as there is room for. /follow stops one of them.")
        raise Refusal(words, n=full.most) from None
    if turn.officer.practising:
        await practice.catch_up(turn.session, kept, turn.officer.city_id or 0)
    turn.pressed = None  # what was found stays where it is
    about = (
        _("<b>You follow “{sought}”</b>\nWhat is new of it from now on is told to you. {how}")
        if wish.kind in ("city", "action")
        else _("<b>You follow “{sought}”</b>\nWhat other cities publish about it from now on is told to you. {how}")
    )
    turn.show(
        about,
        rows=[[button(_("Stop"), stop, kept.id), button(_("See all follows"), show)]],
        sought=what(turn, await follows.known(turn.session, kept)),
        how=await _how(turn),
    )


async def _how(turn: Turn) -> Said:
    person = await people.row(turn.session, turn.officer.id)
    if person.budget == 0:
        return said(_("At present nothing is told, because /settings allow no messages."))
    return said(HOW.get(person.news_every, HOW[7]))


@follow.press
async def how_often(turn: Turn) -> None:
    """Ask how often news of what is followed may come."""
    chosen = (await people.row(turn.session, turn.officer.id)).news_every
    rhythms = [
        button(said(_("Chosen: {choice}"), choice=label) if days == chosen else label, every, days)
        for days, label in RHYTHMS.items()
    ]
    turn.show(
        _("<b>How often may news of what you follow come?</b>\n{how}"),
        rows=[
            *in_rows(rhythms, 2),
            [button(_("See all follows"), show), button(_("Settings"), lead("settings", "back"))],
        ],
        how=await _how(turn),
    )


@follow.press
async def every(turn: Turn, days: int) -> None:
    """Keep how often."""
    if days not in RHYTHMS:
        raise Refusal(_("Please press one of the buttons."))
    await follows.set_rhythm(turn.session, turn.officer, days, clock.now())
    await how_often(turn)


@follow.press
async def stop_digest(turn: Turn) -> None:
    """Tell nothing by itself any more: what was told stays where it is."""
    turn.pressed = None
    await follows.set_rhythm(turn.session, turn.officer, 0, clock.now())
    turn.show(
        _("<b>News no longer come by themselves</b>\n/new shows them when you want to see them."),
        rows=[[button(_("How often"), how_often), button(_("See all follows"), show)]],
    )


@follow.press
async def stop(turn: Turn, follow_id: int) -> None:
    """Follow something no more."""
    kept = await follows.get(turn.session, follow_id, turn.officer.id)
    if kept is None:
        raise Refusal(STOPPED)
    followed = await follows.known(turn.session, kept)
    await follows.stop(turn.session, kept)
    turn.show(
        _("<b>“{sought}” is stopped</b>\nYou hear no more about it."),
        rows=[[await _following_again(turn, followed), button(_("See all follows"), show)]],
        sought=what(turn, followed),
    )


async def _following_again(turn: Turn, followed: Followed) -> Button:
    kept, label = followed.follow, _("Follow again")
    if kept.kind == "action":
        return button(label, action, kept.action_id)
    again = await lookups.keep(turn.session, turn.officer.id, kept.words, kept.filters)
    return button(label, search, again.id)


@follow.press
async def stop_news(turn: Turn, follow_id: int) -> None:
    """Follow something no more whose news were just told: they stay where they are."""
    turn.pressed = None
    await stop(turn, follow_id)


@follow.press
async def show_below(turn: Turn) -> None:
    """Show everything that is followed below the news of it."""
    turn.pressed = None
    await _list(turn, 0)
