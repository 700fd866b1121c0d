"""What people do in a long year, by typing and pressing: all that could carry somebody's identity somewhere else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from bot.simulator import World, acts, groups
from bot.simulator.chats import Chat
from bot.simulator.samples import contact, location
from bot.text import Message, negotiate, translator
from handlers import COMMANDS
from storage.people import Officer
from tests.outward import Identity
from tests.people import Person, Seen

QUIET = {"leave", "practice"}  # commands that are tried on their own
LOOKING = ("action:open", "action:all_news", "action:history", "who:", "thread:", "evidence:of_action", "city:")
NUMBER = re.compile(r"[A-Z]{3,4}-\d{4}")  # of an action


class Actor(Person):
    """Somebody with a whole identity: first and last name, username, phone number, Telegram id."""

    def __init__(self, world: World, identity: Identity, language: str) -> None:
        first, last = identity.name.split()
        super().__init__(world, identity.telegram_id, first, language.replace("_", "-").lower(), identity.username)
        self.identity, self.language = identity, negotiate(self.user["language_code"])
        self.user["last_name"] = last
        self.officer: Officer | None = None

    def label(self, words: str) -> str:
        return translator(self.language).label(Message(words))

    @property
    def last(self) -> Seen:
        """The newest message of the bot."""
        return self.heard[-1]

    def doing(self, data: str) -> str | None:
        """Return what the button of the newest message that does this carries, if there is one."""
        return next(iter(self._doing(self.last, data)), None)

    def with_button(self, data: str) -> Seen:
        """Return the newest message with a button that does this."""
        found = [seen for seen in self.heard if self._doing(seen, data)]
        assert found, f"nothing does {data!r} for {self.identity}; the newest messages are {self.chat[-6:]}"
        return found[-1]

    def _doing(self, seen: Seen, data: str) -> list[str]:
        buttons = (button for row in seen.inline for button in row)
        return [each["callback_data"] for each in buttons if each.get("callback_data", "").startswith(data)]


class Calm(Protocol):
    """Waits until everything that was done is answered, and all that is owed has arrived."""

    async def __call__(self) -> None: ...

    async def tick(self, minutes: int = 0) -> None: ...


@dataclass
class Stage:
    """Where people act; nothing goes on before everything that was done is answered."""

    world: World
    calm: Calm

    async def say(self, actor: Actor, *texts: str) -> Seen:
        """Type, one text after the other; return what is shown last."""
        for text in texts:
            await actor.acts.says(text)
            await self.calm()
        return actor.last

    async def tap(self, actor: Actor, *labels: str) -> Seen:
        """Press the newest button with each label, one after the other; return what is shown last."""
        for label in labels:
            await actor.acts.presses(actor.label(label))
            await self.calm()
        return actor.last

    async def press(self, actor: Actor, data: str) -> Seen:
        """Press the newest button that does this; return what is shown last."""
        seen = actor.with_button(data)
        await actor.acts.presses_data(actor._doing(seen, data)[0], message_id=seen.message["message_id"])
        await self.calm()
        return actor.last


async def join(stage: Stage, codes: Sequence[tuple[Actor, str]]) -> None:
    """Let everybody take the seat they are invited to."""
    for actor, code in codes:
        await actor.acts.says(f"/start {code}")
    await stage.calm()
    for actor, _code in codes:
        await actor.acts.presses(actor.label("Agree"))
    await stage.calm()


async def show_names(stage: Stage, people: Sequence[Actor]) -> None:
    for actor in people:
        await actor.acts.says("/settings")
    await stage.calm()
    for actor in people:
        await actor.acts.presses(actor.label("Show my name"))
    await stage.calm()


async def send_themselves(stage: Stage, people: Sequence[Actor]) -> None:
    """Let people share their contact, where they are, and what somebody else wrote."""
    for actor, other in pairwise(people):
        await actor.acts.sends(contact(actor.identity.phone, actor.user["first_name"]))
        await actor.acts.sends(location(37.2636, 127.0286))
        origin = {"type": "user", "sender_user": other.user, "date": 1_800_000_000}
        await actor.acts.sends({"forward_origin": origin, **acts.texted("Zqforwarded by a colleague, about buses.")})
    await stage.calm()


async def tell(stage: Stage, actor: Actor, text: str) -> str:
    """Publish something with a photo; return its number."""
    await actor.acts.sends_photo(caption=text)
    await stage.calm()
    shown = await stage.tap(actor, "Publish")
    found = NUMBER.search(shown)
    assert found, shown
    return found[0]


async def ask_and_answer(stage: Stage, asker: Actor, answerer: Actor, number: str) -> None:
    """Let one city ask another, be answered, and both let everybody read it; then write once more."""
    await stage.say(asker, f"/action {number}")
    await stage.tap(asker, "Ask this city")
    await stage.say(asker, f"Zqasked about {number}?")
    await _send(stage, asker)
    await stage.calm.tick()
    await stage.press(answerer, "thread:write")
    await stage.say(answerer, f"Zqanswered about {number}.")
    await _send(stage, answerer)
    await stage.calm.tick()
    for actor in (answerer, asker):
        await stage.press(actor, "thread:agree")
    await stage.press(asker, "thread:write")
    await stage.say(asker, "Zqthanks.")
    await _send(stage, asker)
    await stage.calm.tick()


async def _send(stage: Stage, actor: Actor) -> None:
    shown = await stage.tap(actor, "Send")
    if actor.label("City and role only") in shown.labels:
        await stage.tap(actor, "City and role only")


async def do_too(stage: Stage, actor: Actor, number: str) -> None:
    """Let a city do what another one does, and find it useful."""
    await stage.say(actor, f"/action {number}")
    await stage.tap(actor, "Useful")
    await stage.say(actor, f"/action {number}")
    await stage.tap(actor, "We are doing this too")
    await stage.say(actor, "Zqshorter.")
    await stage.tap(actor, "Publish")


async def review(stage: Stage, reviewer: Actor, author: Actor) -> None:
    """Let an office return what waits longest, its author answer, and the office look again."""
    await stage.say(reviewer, "/review")
    await stage.tap(reviewer, "1", "Return", "Source missing")
    await stage.press(author, "review_answer:about")
    await stage.say(author, "Zqfrom the yearbook.")
    await stage.say(reviewer, "/review")
    await stage.tap(reviewer, "1", "Publish")


async def look_around(stage: Stage, people: Sequence[Actor], number: str) -> None:
    """Let people look at an action from all sides: its history, its news, what others did, and what was asked."""
    for actor in people:
        await stage.say(actor, f"/action {number}")
        card = actor.last.message["message_id"]
        for verb in LOOKING:
            if actor.chat and (doing := actor.doing(verb)):
                await actor.acts.presses_data(doing, message_id=card)
                await stage.calm()
                await stage.say(actor, f"/action {number}")
                card = actor.last.message["message_id"]


async def hold_up(stage: Stage, reviewer: Actor, author: Actor, number: str) -> None:
    """Let an office highlight an action, and its city agree."""
    await stage.say(reviewer, f"/action {number}")
    await stage.tap(reviewer, "Highlight", "Easy to copy", "Send")
    await stage.calm.tick(minutes=15)
    await stage.press(author, "highlights:agree")


async def gather(stage: Stage, people: Sequence[Actor], reviewer: Actor, number: str) -> list[Chat]:
    """Let a group and a channel have the bot, and people ask there and inline."""
    group = groups.found(stage.world, "Zqcouncil", [each.id for each in people])
    channel = groups.found(stage.world, "Zqchannel", [reviewer.id], kind="channel")
    await stage.calm()
    for actor, text in zip(people, ("/find Zqtold", f"/action {number}", "/mine", "/highlights"), strict=False):
        await actor.within(group.id).acts.says(text)
        query = acts.ask_inline(stage.world, actor.id, "Zqtold")
        await stage.world.until(lambda query=query: stage.world.queries.get(query).answered)  # type: ignore[misc]
    await stage.tap(reviewer, "한국어")
    return [group, channel]


async def hand_over(stage: Stage, leaving: Actor, successor: Actor) -> None:
    """Let a seat pass to somebody else, who keeps the state of play."""
    await stage.say(leaving, "/handover")
    await stage.tap(leaving, "Hand over my seat", "Keep them")
    code = next(seen for seen in reversed(leaving.heard) if "start=" in seen).split("start=")[1].split()[0]
    await join(stage, [(successor, code)])
    await stage.press(successor, "handover:document")
    await stage.tap(successor, "TXT")


async def join_unasked(stage: Stage, stranger: Actor, decider: Actor, place: str) -> None:
    """Let a stranger ask to join, be let in, and read the notice."""
    await stage.say(stranger, "/join", place, "Zqsomebody of the planning department")
    await stage.press(decider, "refuse:approve")
    await stage.press(stranger, "start:in_language")


async def remark(stage: Stage, actor: Actor, reviewer: Actor) -> None:
    await stage.say(actor, "/feedback", "Zqremark.")
    await stage.press(reviewer, "reply:answer_remark")
    await stage.say(reviewer, "Zqanswer to a remark.")


async def type_everything(stage: Stage, people: Sequence[Actor]) -> None:
    """Let people type every command there is, each at their own pace."""
    for command in COMMANDS:
        if command.typed and command.name not in QUIET:
            for actor in people:
                await actor.acts.says(f"/{command.name}")
            await stage.calm()
    for actor in people:
        await actor.acts.says("/cancel")
    await stage.calm()


async def take_files(stage: Stage, actor: Actor, reviewer: Actor) -> None:
    """Let a city and an office take along whatever there is as a file."""
    await stage.say(
        actor, *(f"/report city {form}" for form in ("pdf", "docx", "xlsx", "csv", "json")), "/report un text"
    )
    await stage.say(reviewer, "/report country csv", "/report country text", "/mydata")
    await stage.say(actor, "/deadlines")
    await stage.tap(actor, "Calendar file")
