"""People who use the bot in tests: they act as a person does and report what a person sees.

They act on the world directly; what they do reaches the bot over HTTP like anything else.
"""

import asyncio
from collections.abc import Callable, Sequence

from bot.simulator import World, acts
from bot.simulator.api import Json, Upload
from bot.simulator.files import sample_photo
from bot.simulator.log import Shown, Toast
from bot.simulator.samples import location

PATIENCE = 40.0  # seconds: a picture is made in a process that gives way to everything else


class Seen(str):
    """The visible text of a message as it was shown; compares like the text itself."""

    shown: Shown
    edited: bool

    @classmethod
    def of(cls, shown: Shown, *, edited: bool = False) -> "Seen":
        """Return what a person sees of a message."""
        seen = cls(shown.message.get("text", shown.message.get("caption", "")))
        seen.shown, seen.edited = shown, edited
        return seen

    @property
    def message(self) -> Json:
        """The message as the Bot API tells it."""
        return self.shown.message

    @property
    def inline(self) -> list[list[Json]]:
        """The rows of buttons under the message."""
        rows: list[list[Json]] = self.message.get("reply_markup", {}).get("inline_keyboard", [])
        return rows

    @property
    def buttons(self) -> list[list[str]]:
        """The labels under the message, row by row."""
        return [[button["text"] for button in row] for row in self.inline]

    @property
    def labels(self) -> list[str]:
        """The labels under the message, all in one list."""
        return [label for row in self.buttons for label in row]

    @property
    def keyboard(self) -> list[list[str]]:
        """The labels below the input line that came with the message, row by row."""
        rows = (self.shown.keyboard or {}).get("keyboard", [])
        return [[button["text"] for button in row] for row in rows]


class Acts:
    """What a person does, without waiting for anything."""

    def __init__(self, world: World, person_id: int, chat_id: int) -> None:
        self._world = world
        self._id = person_id
        self._chat_id = chat_id

    async def says(self, text: str, *, reply_to: "Seen | None" = None) -> Json:
        original = reply_to.message["message_id"] if reply_to is not None else None
        return acts.say(self._world, self._id, text, chat_id=self._chat_id, reply_to=original)

    async def presses(self, label: str, *, under: "Seen | None" = None) -> str:
        message, button = self._button(label, under)
        data = button.get("callback_data")
        assert data is not None, f"{label!r} opens {button}, it is not an answer"
        return await self.presses_data(data, message_id=message["message_id"])

    async def presses_data(self, data: str, *, message_id: int) -> str:
        return acts.press(self._world, self._id, message_id, data, chat_id=self._chat_id)

    async def edits(self, text: str) -> Json:
        return acts.edit(self._world, self._id, text, chat_id=self._chat_id)

    async def sends_photo(self, content: bytes | None = None, caption: str = "", *, document: bool = False) -> Json:
        content = sample_photo() if content is None else content
        if document:
            return await self.sends_document("photo.jpg", content, "image/jpeg", caption)
        return acts.photo(self._world, self._id, content, caption, chat_id=self._chat_id)

    async def sends_album(self, contents: Sequence[bytes | None], caption: str = "") -> list[Json]:
        pictures = [sample_photo() if content is None else content for content in contents]
        return acts.album(self._world, self._id, pictures, caption, chat_id=self._chat_id)

    async def sends_document(
        self, name: str, content: bytes, mime: str, caption: str = "", *, size: int | None = None
    ) -> Json:
        upload = Upload(name, content, mime, size)
        return acts.document(self._world, self._id, upload, caption, chat_id=self._chat_id)

    async def forwards(self, text: str, origin: str = "City news") -> Json:
        fields = acts.texted(text)
        return acts.forward(self._world, self._id, fields, origin, chat_id=self._chat_id)

    async def shares_location(self, latitude: float, longitude: float) -> Json:
        return await self.sends(location(latitude, longitude))

    async def sends(self, fields: Json) -> Json:
        return acts.send(self._world, self._id, fields, chat_id=self._chat_id)

    def _button(self, label: str, under: "Seen | None") -> tuple[Json, Json]:
        chat = self._world.chats.get(self._chat_id)
        messages = [shown.message for shown in chat.messages.values()] if chat else []
        if under is not None:
            messages = [under.message]
        visible = []
        for message in reversed(messages):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if button["text"] == label:
                        return message, button
                    visible.append(button["text"])
        raise AssertionError(f"there is no button {label!r}; visible are {visible}")


class Person:
    """Somebody with a chat.

    Each act does it and returns the next thing the bot shows in the chat, a new message or an edit in place,
    in order, each exactly once. ``acts`` does the same without waiting.
    """

    def __init__(
        self,
        world: World,
        person_id: int,
        first_name: str,
        language_code: str = "en",
        username: str | None = None,
    ) -> None:
        self.world = world
        self.id = person_id
        self.user = world.introduce(person_id, first_name, language_code, username)
        self._enter(person_id)

    def _enter(self, chat_id: int) -> None:
        self.chat_id = chat_id
        self.acts = Acts(self.world, self.id, chat_id)
        self._read_to = self.world.log.seq
        self._texts: dict[int, str] = {}

    def within(self, group: int) -> "Person":
        """Return the same person, acting and listening in a group."""
        inside = object.__new__(Person)
        inside.world, inside.id, inside.user = self.world, self.id, self.user
        inside._enter(group)
        return inside

    async def says(self, text: str, *, reply_to: Seen | None = None) -> Seen:
        """Type a text."""
        await self.acts.says(text, reply_to=reply_to)
        return await self.hears()

    async def presses(self, label: str, *, under: Seen | None = None) -> Seen:
        """Press the newest visible button with this label, or the one ``under`` a message seen before."""
        await self.acts.presses(label, under=under)
        return await self.hears()

    async def presses_data(self, data: str, *, message_id: int) -> Seen:
        """Press a button with data of one's own making."""
        await self.acts.presses_data(data, message_id=message_id)
        return await self.hears()

    async def edits(self, text: str) -> Seen:
        """Change one's newest message."""
        await self.acts.edits(text)
        return await self.hears()

    async def sends_photo(self, content: bytes | None = None, caption: str = "", *, document: bool = False) -> Seen:
        """Send a picture (any picture if None), as a photo or as a file."""
        await self.acts.sends_photo(content, caption, document=document)
        return await self.hears()

    async def sends_album(self, contents: Sequence[bytes | None], caption: str = "") -> Seen:
        """Send several pictures at once."""
        await self.acts.sends_album(contents, caption)
        return await self.hears()

    async def sends_document(
        self, name: str, content: bytes, mime: str, caption: str = "", *, size: int | None = None
    ) -> Seen:
        """Send a file; ``size`` pretends that it is that big."""
        await self.acts.sends_document(name, content, mime, caption, size=size)
        return await self.hears()

    async def forwards(self, text: str, origin: str = "City news") -> Seen:
        """Forward a post of a channel."""
        await self.acts.forwards(text, origin)
        return await self.hears()

    async def shares_location(self, latitude: float, longitude: float) -> Seen:
        """Share where one is."""
        await self.acts.shares_location(latitude, longitude)
        return await self.hears()

    async def sends(self, fields: Json) -> Seen:
        """Send a message with these fields (see bot.simulator.samples for stickers, polls and the like)."""
        await self.acts.sends(fields)
        return await self.hears()

    async def hears(self, seconds: float = PATIENCE) -> Seen:
        """Wait for the next thing the bot shows."""
        found = await self._next(seconds)
        assert found is not None, f"nothing was shown in {seconds} seconds; the chat is {self.chat}"
        return found

    async def hears_until(self, wanted: Callable[[Seen], bool], seconds: float = PATIENCE) -> Seen:
        """Wait for the first thing shown that is wanted, reading past all others."""
        while not wanted(seen := await self.hears(seconds)):
            pass
        return seen

    async def quiet(self, seconds: float = 0.3) -> None:
        """Assert that the bot shows nothing new for a while."""
        found = await self._next(seconds)
        assert found is None, f"this was shown: {found!r}"

    @property
    def chat(self) -> list[Seen]:
        """All visible messages of the chat, one's own too, as they stand now, oldest first."""
        chat = self.world.chats.get(self.chat_id)
        return [Seen.of(shown) for shown in chat.messages.values()] if chat else []

    @property
    def heard(self) -> list[Seen]:
        """The visible messages of the bot, as they stand now, oldest first."""
        return [seen for seen in self.chat if seen.shown.own]

    @property
    def toasts(self) -> list[str]:
        """The texts that answered one's presses, oldest first; answers without a text are left out."""
        return [toast.text for toast in self._toasts() if toast.text]

    @property
    def answered_presses(self) -> int:
        """How many of one's presses were answered, with or without a text."""
        return len(self._toasts())

    def _toasts(self) -> list[Toast]:
        toasts = (event.toast for event in self.world.log.after(self.chat_id, 0))
        return [toast for toast in toasts if toast is not None and toast.to == self.id]

    async def _next(self, seconds: float) -> Seen | None:
        loop = asyncio.get_running_loop()
        ends = loop.time() + seconds
        while events := await self.world.log.wait(self.chat_id, self._read_to, ends - loop.time()):
            for event in events:
                self._read_to = event.seq
                if event.kind not in ("message", "edit") or not event.shown or not event.shown.own:
                    continue
                seen = Seen.of(event.shown, edited=event.kind == "edit")
                if not self._only_lost_its_buttons(seen):
                    return seen
        return None

    def _only_lost_its_buttons(self, seen: Seen) -> bool:
        """Say whether a message was merely finished with: that is nothing to read."""
        number = seen.message["message_id"]
        before, self._texts[number] = self._texts.get(number), str(seen)
        return seen.edited and not seen.buttons and before == seen
