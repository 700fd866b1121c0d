"""/new — what is new since this person looked last, of what they follow: asked for, in place of being told."""

from datetime import datetime, timedelta

from bot import clock
from bot.cards import joined
from bot.command import Command, lead, members
from bot.news_words import SHOWN, Digest, digest, listed
from bot.text import _
from bot.turn import Turn, button
from storage import digests, follows, people
from storage.digests import SETTLED, Look

FIRST = timedelta(days=30)  # back, for who never looked

new = Command("new", _("What is new since you last looked"), who=members)


@new.starts
async def begin(turn: Turn, words: str) -> None:
    await _show(turn)


@new.press
async def more(turn: Turn) -> None:
    """Show what did not fit before, in a message of its own."""
    turn.pressed = None
    await _show(turn)


async def _show(turn: Turn) -> None:
    look = await digests.look(turn.session, clock.now())
    before = (await people.row(turn.session, turn.officer.id)).looked_at
    # Written first: a digest that is being made for the same person waits for us, or we for it.
    await people.change(turn.session, turn.officer.id, looked_at=look.at)
    if await follows.of(turn.session, turn.officer.id):
        await _followed(turn, look)
    else:
        await _targets(turn, look, before - SETTLED if before else look.at - FIRST)


async def _followed(turn: Turn, look: Look) -> None:
    fresh = await digests.fresh(turn.session, turn.officer, look)
    everything = button(_("See all follows"), lead("follow", "show_below"))
    if not fresh.news:
        turn.show(
            _("<b>Nothing new since you last looked</b>\nWhat is new of what you follow will be here."),
            rows=[[everything]],
        )
        return
    found = digest(turn, fresh.news)
    turn.show(
        _("<b>New since you last looked</b>\n\n{news}"),
        rows=[*found.numbers, [*([button(_("More"), more)] if fresh.more else []), everything]],
        news=joined(turn, found.parts, "\n\n"),
    )
    await digests.note_told(turn.session, fresh, look)


async def _targets(turn: Turn, look: Look, after: datetime) -> None:
    """Show what is new for the targets of one's own city: nothing is followed."""
    items = await digests.for_own_targets(turn.session, turn.officer, look, after)
    looking = button(_("Search"), lead("find", "again"))
    if not items:
        turn.show(
            _("<b>Nothing new since you last looked</b>\nYou follow nothing: “{follow}” below a search or on a card "
              "says what you want to hear about."),
            rows=[[looking]],
            follow=_("Follow"),
        )  # fmt: skip
        return
    found = Digest(listed(turn, items, SHOWN), [item.told for item in items[:SHOWN]])
    turn.show(
        _("<b>New since you last looked</b>\nYou follow nothing yet; this is for your city's targets.\n\n{news}"),
        rows=[*found.numbers, [button(_("All results"), lead("find", "newest")), looking]],
        news=joined(turn, found.parts),
    )
