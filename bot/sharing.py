"""The keyboard below the input line with which a place is shared: it comes with the question and goes with it."""

from bot.questions import Place, Question
from bot.text import _
from bot.turn import Turn
from storage.drafts import Draft


def offer(turn: Turn, draft: Draft, question: Question) -> None:
    """Offer to share a location where a place is asked for. The question itself has buttons of its own."""
    if not isinstance(question, Place) or question.offer is None:
        put_away(turn, draft)
    elif draft.keyboard_id is None:
        turn.keep_keyboard(draft, turn.offer_location(question.offer, _("Share location")))


def put_away(turn: Turn, draft: Draft) -> None:
    if draft.keyboard_id is not None:
        turn.take_back(draft.keyboard_id)
        draft.keyboard_id = None
