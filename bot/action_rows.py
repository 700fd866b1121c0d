"""The buttons under an action: for anybody, for other cities, for its own city, for its office."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.command import lead
from bot.text import _
from bot.turn import Button, Turn, button, in_rows
from storage import actions, attachments, highlights, reviews, useful
from storage.actions import Told
from storage.models import Review

PHOTOS, DOCUMENTS = ("photo", "picture"), ("document", "video")  # kinds of files that are opened as such
Rows = list[Sequence[Button]]


@dataclass(frozen=True)
class Known:
    """What the card of an action has looked up for this reader already."""

    inside: bool  # whether they are of its city, or of an office of its branch
    review: Review | None  # the newest, for those inside
    asked: int  # questions about it that others may read
    earlier: bool  # whether they may read how it read before


async def rows(turn: Turn, told: Told, known: Known) -> Rows:
    """Return everything somebody may do with an action, five rows at most."""
    own = told.city.id == turn.officer.city_id
    others = button(_("Who else did this"), lead("who", "others"), told.action.id, 0)
    if own:
        also = _owning(told)
    elif known.inside:
        also = _for_office(told, known)
    else:
        also = await _taking_part(turn, told)
    looking = in_rows(await _looking(turn, told, known, own=own), 3)
    return [[others], *looking, *also] if own else [[others], *also, *looking]


async def _looking(turn: Turn, told: Told, known: Known, *, own: bool) -> list[Button]:
    key = told.action.id
    files = await attachments.of_action(turn.session, key)
    row = [button(_("City"), lead("city", "open"), told.city.id)]
    if any(file.kind in PHOTOS for file in files):
        row.append(button(_("Photos"), lead("action", "photos"), key))
    if any(file.kind in DOCUMENTS for file in files):
        row.append(button(_("Documents"), lead("action", "documents"), key))
    if await actions.updates(turn.session, key):
        row.append(button(_("News"), lead("action", "all_news"), key))
    if known.earlier:
        row.append(button(_("History"), lead("action", "history"), key))
    if own and await reviews.thread(turn.session, key):
        row.append(button(_("Office"), lead("review_answer", "shown"), key))
    elif known.asked:
        row.append(button(_("Thread"), lead("answered", "of_action"), key, 0))
    return row


async def _taking_part(turn: Turn, told: Told) -> Rows:
    """Return what members of the network may do with what another city published."""
    officer, key = turn.officer, told.action.id
    if not officer.seated:
        return []
    following = button(_("Follow"), lead("follow", "action"), key)
    if officer.city_id is None:
        return [[following]]
    marked = await useful.marked(turn.session, key, officer.city_id)
    verb, label = ("not_useful", _("Marked useful")) if marked else ("useful", _("Useful"))
    adopting = button(_("We are doing this too"), lead("adopt", "of_action"), key)
    asking = button(_("Ask this city"), lead("ask", "of_action"), key)
    return [[adopting, button(label, lead("action", verb), key)], [asking, following]]


def _for_office(told: Told, known: Known) -> Rows:
    """Return what the office of an action's city may do with it."""
    row = [button(_("Follow"), lead("follow", "action"), told.action.id)]
    if highlights.may_be_held_up(told):
        row.append(button(_("Highlight"), lead("highlight", "of_action"), told.action.id))
    if known.review:
        row.append(button(_("Review"), lead("review", "open"), known.review.id))
    return [row]


def _owning(told: Told) -> Rows:
    key = told.action.id
    if told.action.state == "withdrawn":
        return [[button(_("Publish again"), lead("action", "republish"), key)]]
    edit, withdraw = (
        button(_("Edit"), lead("edit", "of_action"), key),
        button(_("Withdraw"), lead("action", "withdraw"), key),
    )
    if told.action.state in reviews.HIDDEN:
        return [[edit, withdraw]]
    more = [
        button(_("Add news"), lead("action", "add_news"), key),
        button(_("CO₂ saved"), lead("emission", "of_action"), key),
        button(_("Evidence"), lead("evidence", "of_action"), key),
    ]
    return [more, [edit, button(_("Ask a department"), lead("errand", "of_action"), key), withdraw]]
