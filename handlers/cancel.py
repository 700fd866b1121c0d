"""/cancel — drop the question that is open."""

from bot import sharing
from bot.command import Command, Lead
from bot.text import _
from bot.turn import Turn, button
from storage import drafts

cancel = Command("cancel", _("Drop what is open"))


@cancel.starts
async def drop(turn: Turn, words: str) -> None:
    draft = await drafts.asking(turn.session, turn.officer.id)
    if draft is None:
        unfinished = await drafts.unfinished(turn.session, turn.officer.id, 1)
        draft = unfinished[0] if unfinished else None
    if draft is None:
        turn.say(_("Nothing is open."))
        return
    draft.state, draft.asking = "cancelled", None
    turn.retire(draft.card_id)
    sharing.put_away(turn, draft)
    turn.say(
        _("Cancelled. Nothing was sent or published."),
        rows=[[button(_("Undo"), Lead(f"{draft.conversation}:restore"), draft.id)]],
    )
