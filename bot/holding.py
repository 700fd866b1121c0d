"""Whose draft this is, and whether it is still open: for buttons, which stay in a chat for years."""

from bot.command import STALE
from bot.text import _
from bot.turn import Refusal, Turn
from storage import drafts
from storage.drafts import Draft


async def own(turn: Turn, draft_id: int, conversation: str) -> Draft:
    """Return this person's draft of a conversation."""
    draft = await drafts.get(turn.session, draft_id)
    if draft is None or draft.person_id != turn.officer.id or draft.conversation != conversation:
        raise Refusal(STALE)
    if draft.state.startswith(drafts.ASIDE):
        raise Refusal(STALE)
    return draft


async def still_open(turn: Turn, draft_id: int, conversation: str) -> Draft:
    """Return this person's draft, as long as nothing has become of it."""
    draft = await own(turn, draft_id, conversation)
    if draft.state == "done":
        if draft.result:
            raise Refusal(_("This was done already: {result}"), result=draft.result)
        raise Refusal(_("This was done already."))
    if draft.state != "open":
        raise Refusal(STALE)
    return draft
