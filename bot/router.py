"""What a turn is for: a command, a button, an answer to an open question, or something new."""

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence

from bot.command import STALE, Command, lead
from bot.conversation import Conversation
from bot.heard import Heard, said_to
from bot.pace import Bucket
from bot.text import Message, _
from bot.turn import Refusal, Turn, button
from storage import drafts, facts, search

NOT_FOR_YOU = _("This is for other roles in the network. /help shows what is open to you.")
UNKNOWN = _("There is no such command. /help lists them; anything else you type becomes a draft.")
NOT_HERE = _("This is about your real city. You are in the practice town; /practice leads back.")
SLOWER = _("That was a lot at once. Please wait a minute; nothing before it was lost.")

# What can be tried in the practice town: everything of a city but what brings in, or hands over to, real people.
IN_PRACTICE = {
    "practice", "update", "edit", "news", "action", "find", "who", "mine", "city", "goals", "goal", "told", "board",
    "gaps", "map", "indicator", "measured", "new_indicator", "value", "aim", "baseline", "about", "rated", "dated",
    "milestones", "milestone", "ladder", "readiness", "duties", "emission", "glossary", "settings", "language",
    "feedback", "mydata", "leave", "cancel", "help", "start", "ask", "question", "answered", "adopt",
    "follow", "new", "breakdown", "national", "highlights", "report", "un", "submitted", "brief", "diff", "shelf",
    "publication", "deadlines", "deadline", "new_day", "un_entry", "registration", "submission", "importing",
    "reminders", "answer", "absence", "tidy", "progress", "passing", "errand", "contribution", "round", "new_round",
    "chapter", "remark", "wording", "evidence", "thread", "answer_city", "ask_network", "office",
    "inhabitants",
}  # fmt: skip
FOR_REAL: Mapping[str, Message] = {
    "handover": _("A seat is handed over for real, to a person: that is done in your own city, not in practice."),
    "invite": _("Whoever is invited here is a real person: that is done in your own city, not in practice."),
}


Answer = Callable[[Turn], Awaitable[None]]


class Router:
    """Finds the command for a turn, and asks whether this person may use it."""

    def __init__(self, commands: Sequence[Command], anything: Answer, in_company: Answer) -> None:
        self._commands = {command.name: command for command in commands}
        self._anything, self._in_company = anything, in_company
        self._buckets: dict[tuple[int, bool], Bucket] = {}
        self.limits = {True: (300.0, 5.0), False: (20.0, 0.25)}  # with a seat or without: at once, and a second
        self.limit_of_group = 20.0, 20 / 60

    def add(self, command: Command) -> None:
        """Know one more command: for benchmarks and tests."""
        self._commands[command.name] = command

    async def message(self, turn: Turn) -> None:
        """Answer what was typed or sent in a private chat."""
        if self._too_much(turn) or await _is_card_of_ours(turn):
            return
        name, words = await _meant(turn)
        if name is None:
            return await self._not_a_command(turn)
        command = self._commands.get(name)
        if command is None or not command.typed:
            turn.say(UNKNOWN)
        elif not command.who(turn.officer):
            turn.say(NOT_FOR_YOU)
        elif turn.officer.practising and name not in IN_PRACTICE:
            turn.say(FOR_REAL.get(name, NOT_HERE), rows=[[button(_("Start for real"), lead("practice", "leave"))]])
        else:
            await command.start(turn, words)

    async def press(self, turn: Turn) -> None:
        """Do what a pressed button leads to."""
        assert turn.pressed is not None
        if self._too_much(turn):
            return
        name, _colon, rest = turn.pressed.data.partition(":")
        verb, *args = rest.split(":")
        command = self._commands.get(name)
        press = command.presses.get(verb) if command else None
        if command is None or press is None or (turn.company and verb not in command.in_groups):
            raise Refusal(STALE)
        if not command.who(turn.officer):
            raise Refusal(NOT_FOR_YOU)
        if turn.officer.practising and name not in IN_PRACTICE:
            raise Refusal(NOT_HERE)
        await press.follow(turn, args)

    async def edited(self, turn: Turn) -> None:
        """Somebody changed an earlier message of theirs; in company that concerns nobody."""
        if turn.company or self._too_much(turn):
            return
        turn.say(
            _(
                "A change to an earlier message is not noticed. "
                "To change a draft or an action, use the buttons on its card."
            )
        )

    async def aside(self, turn: Turn) -> None:
        """What is no private message: what is said to bots in groups, and being added to one or thrown out."""
        if turn.company is None:
            return
        if turn.company.present is not None:
            await self._in_company(turn)
        elif _to_a_bot(turn.heard) and not (bucket := self._bucket(turn)).wait(now := time.monotonic()):
            await self._in_company(turn)
            if turn.owed:
                bucket.take(now)  # what is said to others does not use up what this group may ask

    async def _not_a_command(self, turn: Turn) -> None:
        draft = await drafts.asking(turn.session, turn.officer.id)
        conversation = self._commands.get(draft.conversation) if draft else None
        if draft and isinstance(conversation, Conversation):
            await conversation.hears(turn, draft)
        else:
            await self._anything(turn)

    def _too_much(self, turn: Turn) -> bool:
        """Say whether this person, or this group, sends more than people do; people are told once."""
        bucket, now = self._bucket(turn), time.monotonic()
        if not search.resumed(turn.unit):
            if bucket.wait(now):
                return True
            bucket.take(now)
        if bucket.filled < 1 and turn.company is None:
            turn.say(SLOWER)
        return False

    def _bucket(self, turn: Turn) -> Bucket:
        """Return what measures how much this person sends, or this group."""
        now = time.monotonic()
        if len(self._buckets) > 5000:
            self._buckets = {key: each for key, each in self._buckets.items() if now - each.at < 120}
        key = turn.chat_id, turn.company is None and turn.officer.invited  # a stranger has no number of ours yet
        limit = self.limit_of_group if turn.company else self.limits[turn.officer.invited]
        return self._buckets.setdefault(key, Bucket(*limit))


async def _meant(turn: Turn) -> tuple[str | None, str]:
    """Return the command somebody means: the bot's own name, as it is typed in other chats, stands for /find."""
    text = turn.heard.text
    if text.startswith("@") and not turn.heard.forwarded:
        own = await facts.username(turn.session)
        if text[1:].lower().startswith(own) and (asked := said_to(own, text)) is not None:
            return "find", asked
    return _command(text)


async def _is_card_of_ours(turn: Turn) -> bool:
    """Say whether something is a card this bot offered in the very chat: nothing somebody wants to tell."""
    return bool(turn.heard.dropped_by) and turn.heard.dropped_by == await facts.username(turn.session)


def _to_a_bot(heard: Heard) -> bool:
    """Say whether something in a group may be meant for a bot, for this one or another."""
    return heard.text.startswith("/") or "@" in heard.text or bool(heard.asked_of)


def _command(text: str) -> tuple[str | None, str]:
    """Return the command a text begins with and what stands behind it."""
    if not text.startswith("/") or len(text) < 2:
        return None, text
    first, _space, rest = text[1:].partition(" ") if " " in text.split("\n", 1)[0] else text[1:].partition("\n")
    name = first.split("@", 1)[0].lower()
    return (name, rest.strip()) if name.replace("_", "").isalnum() else (None, text)
