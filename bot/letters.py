"""A conversation whose text goes to another city: sent from a card, with the writer's name only if they want that."""

from typing import Any

from bot import holding
from bot.conversation import Conversation
from bot.text import _
from bot.turn import Turn
from storage import drafts, people, questions
from storage.drafts import Draft


class Letter(Conversation):
    """Words for another city. Whoever writes to one for the first time is asked once whether their name goes along."""

    def __init__(self, *about: Any, **more: Any) -> None:
        super().__init__(*about, **more)
        self.bind("named", self.named)
        self.before(self._asks_for_the_name)

    async def _asks_for_the_name(self, turn: Turn, draft: Draft) -> bool:
        if "named" in draft.answers or await questions.wrote_before(turn.session, turn.officer.id):
            return False
        if (await people.row(turn.session, turn.officer.id)).shows_name:
            return False
        rows = [
            [self.button(_("City and role only"), "named", draft, 0)],
            [self.button(_("Show my name"), "named", draft, 1)],
            [self.button(_("Back"), "back", draft)],
        ]
        self.emit(
            turn,
            draft,
            _("<b>May other cities see your name?</b>\nThey always see your city and your role, and never your phone "
              "number or your account. This is asked once; /settings changes it at any time."),
            rows,
        )  # fmt: skip
        return True

    async def named(self, turn: Turn, draft_id: int, yes: int) -> None:
        """Keep whether other cities see this person's name, and send what waited for that."""
        draft = await holding.still_open(turn, draft_id, self.name)
        await people.change(turn.session, turn.officer.id, shows_name=bool(yes))
        drafts.change(draft, {**draft.answers, "named": bool(yes)})
        await self.finish(turn, draft.id)
