"""A conversation is an ordered list of questions.

Nothing remembers which question is next: it is the first one without an answer. So a restart, a deploy that adds a
question, going back and correcting need no code of their own. With a card, what has been answered is shown and
may be changed before it is finished; optional questions are asked only when chosen there.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot import holding, sharing
from bot.command import STALE, Command, Press, Who, everyone
from bot.heard import Heard
from bot.questions import Ambiguous, Files, Place, Question, attach
from bot.text import Message, Said, Words, _
from bot.turn import Button, Refusal, Rows, Turn, button, in_rows
from storage import drafts
from storage.drafts import Draft

Done = Callable[[Turn, Draft], Awaitable[str]]
Show = Callable[[Turn, Draft], Awaitable[None]]
Asks = Callable[[Turn, Draft], Awaitable[bool]]
Begin = Callable[[Turn, Heard], Awaitable[dict[str, Any]]]

LISTED = 12  # questions on one page


class Conversation(Command):
    """Questions, and what is done with the answers."""

    def __init__(
        self,
        name: str,
        title: Message,
        *questions: Question,
        who: Who = everyone,
        version: int = 1,
        hidden: bool = False,
    ) -> None:
        super().__init__(name, title, who=who, hidden=hidden)
        self.questions = {question.name: question for question in questions}
        self._first = questions[0]
        # Asked for on the side, so that a location can answer it whatever else is being asked.
        self._place = next((each for each in questions if isinstance(each, Place) and each.optional), None)
        self.version = version
        self._done: Done | None = None
        self._card: Show | None = None
        self._before: Asks | None = None
        self._begin: Begin | None = None
        verbs = (self.answer, self.everything, self.change, self.back, self.skip, self.more, self.finish, self.cancel)
        for verb in (*verbs, self.restore, self.take_up, self.turn_page):
            self.bind(verb.__name__, verb)

    # -- what a handler says about it --------------------------------------------------

    def done(self, function: Done) -> Done:
        """Mark the function that finishes: it returns what the draft became, in a word."""
        self._done = function
        return function

    def card(self, function: Show) -> Show:
        """Mark the function that shows the answers for a last look."""
        self._card = function
        return function

    def before(self, function: Asks) -> Asks:
        """Mark the function that may ask something once more when all is answered: it says whether it did."""
        self._before = function
        return function

    def begins(self, function: Begin) -> Begin:
        """Mark the function that finds first answers in whatever was typed."""
        self._begin = function
        return function

    # -- what a person does ------------------------------------------------------------

    async def ask_about(self, turn: Turn, **known: Any) -> None:
        """Begin a new draft with some answers known from the start: from a button of something else."""
        draft = await drafts.start(turn.session, turn.officer.id, self.name, self.version, answers=known)
        turn.pressed = None  # the message that was pressed stays as it is
        await self.advance(turn, draft)

    async def start(self, turn: Turn, words: str) -> None:
        """Begin a new draft, with what stood behind the command as a first answer."""
        await self.begin(turn, replace(turn.heard, text=words), album=turn.heard.album)

    async def begin(self, turn: Turn, heard: Heard, *, album: str | None = None) -> None:
        """Begin a new draft with whatever was sent."""
        answers = await self._begin(turn, heard) if self._begin and not heard.empty else {}
        draft = await drafts.start(turn.session, turn.officer.id, self.name, self.version, answers=answers, album=album)
        if self._begin is None and heard.text:
            draft.asking, turn.heard = self._first.name, heard
            return await self.hears(turn, draft)
        await self._attach(turn, draft)
        await self.advance(turn, draft)

    @property
    def typed(self) -> bool:
        """A hidden conversation is about something, so that only a button begins it."""
        return not self.hidden

    async def hears(self, turn: Turn, draft: Draft) -> None:
        """Take what was sent as the answer to the open question."""
        if draft.version != self.version or draft.asking not in self.questions:
            return await self._renew(turn, draft)
        question = self._place if turn.heard.location and self._place else self.questions[draft.asking]
        if not isinstance(question, Files):
            await self._attach(turn, draft)
        try:
            value = await question.hear(turn, draft)
        except Refusal as refusal:
            return await self._ask(turn, draft, question, Said(refusal.words, refusal.values))
        except Ambiguous as several:
            return await self._which(turn, draft, question, several.options)
        if self._begin and question is self._first and question.name not in draft.answers:
            draft.answers = {**await self._begin(turn, turn.heard), **draft.answers}
            value = draft.answers.get(question.name, value)
        await self._note(turn, draft, question, value)

    async def answer(self, turn: Turn, draft_id: int, name: str, value: str) -> None:
        """A button of a question was pressed."""
        draft = await holding.still_open(turn, draft_id, self.name)
        question = self.questions.get(name)
        if question is None or draft.asking != name:
            return turn.toast(_("That question is no longer open. Your other answers are kept."))
        picked = await question.pick(turn, draft, value)
        await self._note(turn, draft, question, picked)

    async def change(self, turn: Turn, draft_id: int, name: str) -> None:
        """Ask one question again, or an optional one for the first time."""
        draft = await holding.still_open(turn, draft_id, self.name)
        if name not in self.questions:
            raise Refusal(STALE)
        drafts.finishing(draft, False)
        await self._ask(turn, draft, self.questions[name])

    async def everything(self, turn: Turn, draft_id: int, name: str) -> None:
        """Offer everything that can answer a question, not only what is likely."""
        draft = await holding.still_open(turn, draft_id, self.name)
        question = self.questions.get(name)
        if question is None or draft.asking != name:
            return turn.toast(_("That question is no longer open. Your other answers are kept."))
        await self._ask(turn, draft, question, everything=True)

    async def back(self, turn: Turn, draft_id: int) -> None:
        """Go back: to the card where there is one to see, else to the question before."""
        draft = await holding.still_open(turn, draft_id, self.name)
        if self._card and self._missing(draft, shown=True) is None:
            return await self.advance(turn, draft)
        if answered := [name for name in self.questions if name in draft.answers]:
            drafts.change(draft, {name: value for name, value in draft.answers.items() if name != answered[-1]})
        await self.advance(turn, draft)

    async def skip(self, turn: Turn, draft_id: int) -> None:
        """Leave an optional question without an answer."""
        draft = await holding.still_open(turn, draft_id, self.name)
        question = self.questions.get(draft.asking or "")
        if question is None or not question.optional:
            raise Refusal(STALE)
        await self._note(turn, draft, question, draft.answers.get(question.name))

    async def more(self, turn: Turn, draft_id: int) -> None:
        """Show what else could be told."""
        self._list(turn, await holding.still_open(turn, draft_id, self.name), 0)

    async def turn_page(self, turn: Turn, draft_id: int, page: int) -> None:
        """Turn the pages of what else could be told."""
        self._list(turn, await holding.still_open(turn, draft_id, self.name), max(page, 0))

    async def finish(self, turn: Turn, draft_id: int) -> None:
        """Do what the conversation is for, once."""
        draft = await holding.still_open(turn, draft_id, self.name)
        if missing := self._missing(draft):
            drafts.finishing(draft, True)
            return await self._ask(turn, draft, missing)
        await self._finish(turn, draft)

    async def cancel(self, turn: Turn, draft_id: int) -> None:
        """Drop the draft; it can be brought back."""
        draft = await holding.still_open(turn, draft_id, self.name)
        draft.state, draft.asking = "cancelled", None
        sharing.put_away(turn, draft)
        undo = [self.button(_("Undo"), "restore", draft)]
        self.emit(turn, draft, _("Cancelled. Nothing was sent or published."), [undo])

    async def restore(self, turn: Turn, draft_id: int) -> None:
        """Bring a cancelled draft back."""
        draft = await holding.own(turn, draft_id, self.name)
        if draft.state == "done":
            raise Refusal(STALE)
        draft.state = "open"
        await drafts.wait(turn.session, turn.officer.id)
        await self.advance(turn, draft)

    async def take_up(self, turn: Turn, draft_id: int) -> None:
        """Go on with a draft that waited."""
        draft = await holding.still_open(turn, draft_id, self.name)
        await drafts.wait(turn.session, turn.officer.id)
        await self.advance(turn, draft)

    # -- how it goes on ----------------------------------------------------------------

    async def advance(self, turn: Turn, draft: Draft, note: Said | None = None) -> None:
        """Ask the next question, after a note if there is one, or show the card, or finish."""
        sharing.put_away(turn, draft)
        if missing := self._missing(draft, shown=bool(self._card)):
            await self._ask(turn, draft, missing, note)
        elif self._card:
            draft.asking = None
            await self._card(turn, draft)
        else:
            await self._finish(turn, draft)

    def emit(self, turn: Turn, draft: Draft, words: Words, rows: Rows = (), values: Mapping[str, object] = {}) -> None:
        """Show the draft's newest message: in place after a press, else as a new one that replaces the old."""
        if turn.pressed is None:
            turn.retire(draft.card_id)
        turn.keep_card(draft, turn.show(Said(words, values), rows=rows))

    def button(self, label: Words | Said | str, verb: str, draft: Draft, *args: object) -> Button:
        return button(label, self.presses[verb], draft.id, *args)

    def press(self, function: Callable[..., Awaitable[None]]) -> Press:
        if function.__name__ in self.presses:
            raise ValueError(f"{function.__name__} is a verb of every conversation")
        return super().press(function)

    def _list(self, turn: Turn, draft: Draft, page: int) -> None:
        """List the questions that have a label, so many on a page that no more than five rows are shown."""
        buttons = [self.button(q.label, "change", draft, q.name) for q in self.questions.values() if q.label]
        first = page * LISTED
        last = [self.button(_("Back"), "turn_page", draft, page - 1) if page else self.button(_("Back"), "back", draft)]
        if (end := first + LISTED) < len(buttons):
            last.append(self.button(_("More"), "turn_page", draft, page + 1))
        rows = [*in_rows(buttons[first:end], 3), last]
        self.emit(turn, draft, _("<b>What would you like to add or change?</b>"), rows)

    def _missing(self, draft: Draft, *, shown: bool = False) -> Question | None:
        missing = (q for q in self.questions.values() if not q.optional and q.name not in draft.answers)
        return next((q for q in missing if not (shown and q.at_last)), None)

    async def _attach(self, turn: Turn, draft: Draft) -> None:
        """Keep the files that came along, where this conversation is about something that has files."""
        if turn.heard.files and any(isinstance(question, Files) for question in self.questions.values()):
            draft.answers = {**draft.answers, "files": await attach(turn, draft)}

    async def _note(self, turn: Turn, draft: Draft, question: Question, value: Any) -> None:
        drafts.change(draft, {**draft.answers, question.name: value})
        if drafts.FINISHING in draft.answers and not self._missing(draft):
            drafts.finishing(draft, False)
            return await self._finish(turn, draft)
        await self.advance(turn, draft)

    async def _ask(
        self, turn: Turn, draft: Draft, question: Question, note: Said | None = None, *, everything: bool = False
    ) -> None:
        if draft.asking != question.name:
            await drafts.wait(turn.session, turn.officer.id)
            draft.asking, draft.version = question.name, self.version
        options, rest = await question.options(turn, draft), await question.rest(turn, draft)
        offered = [*options, *rest] if everything else options
        buttons = [self.button(label, "answer", draft, question.name, value) for value, label in offered]
        if rest and not everything:
            buttons.append(self.button(_("All of them"), "everything", draft, question.name))
        rows = [*([b] for b in buttons), self._navigation(draft, question)]
        words = _("{refusal}\n\n{question}") if note else question.prompt
        self.emit(turn, draft, words, rows, {"refusal": note, "question": question.prompt})
        sharing.offer(turn, draft, question)

    async def _which(self, turn: Turn, draft: Draft, question: Question, options: Sequence[tuple[str, str]]) -> None:
        buttons = [self.button(label, "answer", draft, question.name, value) for value, label in options]
        rows = [*([each] for each in buttons), self._navigation(draft, question)]
        draft.asking = question.name
        self.emit(turn, draft, _("Which one do you mean? You can also type it differently."), rows)

    def _navigation(self, draft: Draft, question: Question) -> list[Button]:
        row = []
        if draft.answers:
            row.append(self.button(_("Back"), "back", draft))
        if question.optional:
            row.append(self.button(_("Skip"), "skip", draft))
        return [*row, self.button(_("Cancel"), "cancel", draft)]

    async def _renew(self, turn: Turn, draft: Draft) -> None:
        """Go on with a draft from before a change of this conversation: what was typed is kept."""
        draft.version, draft.asking = self.version, None
        turn.say(_("This draft was begun before Pumasi was changed. Your answers are kept."))
        await self.advance(turn, draft)

    async def _finish(self, turn: Turn, draft: Draft) -> None:
        assert self._done is not None, f"{self.name} has no end"
        draft.asking = None
        if self._before and await self._before(turn, draft):
            return
        draft.state = "done"
        if turn.pressed is None:
            turn.retire(draft.card_id)
        draft.result = await self._done(turn, draft)
