"""One turn: what somebody sent, everything a handler needs to answer, and one transaction around all of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Protocol

import orjson

from bot import clock
from bot.company import Company
from bot.dates import next_working_morning
from bot.deputies import signed
from bot.heard import Heard
from bot.payloads import LONGEST, PICTURE, captioned, keyboard, with_file, with_order, within
from bot.payloads import clip as clip
from bot.text import Said, Translator, Words, _, said, translator
from bot.workshop import Order
from storage import Session, Unit
from storage.drafts import Draft
from storage.models import Import, Inquiry, Review
from storage.outbox import Owed
from storage.people import Officer

PRACTISING = _("<i>Practice town: nothing leaves it. /practice ends it.</i>\n\n{message}")


class Refusal(Exception):
    """An answer we cannot use, or something not allowed, with words for the officer. It rolls the turn back."""

    def __init__(self, words: Words, **values: object) -> None:
        super().__init__(words)
        self.words, self.values = words, values


class Pressable(Protocol):
    """What a button can lead to: see ``bot.command.Press``."""

    @property
    def data(self) -> str: ...


@dataclass(frozen=True)
class Button:
    """A label and what pressing it does, or the address it opens. A plain ``str`` label is shown as it is.

    In a private chat an address of ours may be opened ``inside`` Telegram, which takes nothing but https for that.
    """

    label: Words | Said | str
    press: Pressable | None = None
    args: tuple[object, ...] = ()
    url: str | None = None
    inside: bool = False

    def drawn(self, translate: Translator) -> dict[str, Any]:
        """Return the button as the Bot API wants it."""
        label = self.label
        text = label if type(label) is str else translate.label(label)  # type: ignore[arg-type]
        if self.url and self.inside and self.url.startswith("https://"):
            return {"text": text, "web_app": {"url": self.url}}
        if self.url:
            return {"text": text, "url": self.url}
        assert self.press is not None
        data = ":".join([self.press.data, *map(str, self.args)])
        if len(data.encode()) > 64:
            raise ValueError(f"too much for a button: {data}")
        return {"text": text, "callback_data": data}


def button(label: Words | Said | str, press: Pressable, *args: object) -> Button:
    return Button(label, press, args)


Rows = Iterable[Sequence[Button]]


@dataclass(frozen=True)
class Press:
    """A button that was pressed: its data, the message it hangs on, and the query to acknowledge."""

    query_id: str
    data: str
    message_id: int | None


@dataclass
class Turn:
    """Say, show, send; the rest is the handler's business."""

    unit: Unit
    officer: Officer
    chat_id: int
    heard: Heard
    pressed: Press | None = None
    company: Company | None = None  # whom else it is said to; nobody in a private chat
    owed: list[Owed] = field(default_factory=list)
    toasted: str | None = None
    menu_changed: bool = False
    _noted: list[tuple[Draft | Import | Inquiry | Review, str, Owed]] = field(default_factory=list)

    @property
    def session(self) -> Session:
        return self.unit.session

    @property
    def today(self) -> date:
        """The day it is where this officer is."""
        return self.translate.day_of(clock.now())

    @property
    def translate(self) -> Translator:
        return translator(self.officer.language, self.officer.zone)

    def say(self, words: Words | Said, *, rows: Rows = (), **values: object) -> Owed:
        """Owe this chat a message. It leaves if, and only if, this turn commits."""
        payload = _message(self.chat_id, self.translate, self._said(words, values), rows)
        return self.owe("sendMessage", payload)

    def show(self, words: Words | Said, *, rows: Rows = (), **values: object) -> Owed:
        """Change the message whose button was pressed; without a press, say it."""
        if self.pressed is None or self.pressed.message_id is None:
            return self.say(_said(words, values), rows=rows)
        payload = _message(self.chat_id, self.translate, self._said(words, values), rows)
        return self.owe("editMessageText", payload | {"message_id": self.pressed.message_id})

    def retire(self, call_id: int | None) -> None:
        """Take the buttons off an earlier message of ours: it is finished with."""
        if call_id is None:
            return
        owed = self.owe("editMessageReplyMarkup", {"chat_id": self.chat_id, "reply_markup": keyboard([])})
        owed.about_id = call_id

    def offer_location(self, words: Words, label: Words) -> Owed:
        """Owe this chat, a private one, a button below the input line that shares where the person is."""
        payload = _message(self.chat_id, self.translate, Said(words, {}), ())
        key = {"text": self.translate.plain(label), "request_location": True}
        payload["reply_markup"] = {"keyboard": [[key]], "resize_keyboard": True, "one_time_keyboard": True}
        return self.owe("sendMessage", payload)

    def take_back(self, call_id: int) -> None:
        """Delete an earlier message of ours. A keyboard it brought goes with it."""
        self.owe("deleteMessage", {"chat_id": self.chat_id}).about_id = call_id

    def send_files(self, kind: str, file_ids: Sequence[str], caption: Words, **values: object) -> None:
        """Owe this chat up to ten files of one kind (photo, video, document) that Telegram has already."""
        text = captioned(self.translate, self._said(caption, values))["caption"]
        if len(file_ids) == 1:
            self.owe(
                f"send{kind.title()}",
                {"chat_id": self.chat_id, kind: file_ids[0], "caption": text, "parse_mode": "HTML"},
            )
            return
        media: list[dict[str, str]] = [{"type": kind, "media": file_id} for file_id in file_ids[:10]]
        media[0] |= {"caption": text, "parse_mode": "HTML"}
        self.owe("sendMediaGroup", {"chat_id": self.chat_id, "media": media})

    def send_file(self, name: str, content: bytes, caption: Words, **values: object) -> None:
        """Owe this chat a document made here."""
        self._upload("sendDocument", {"field": "document", "name": name}, content, Said(caption, values))

    def send_picture(self, content: bytes, caption: Words, **values: object) -> None:
        """Owe this chat a photo that is kept here."""
        self._upload("sendPhoto", {"field": "photo", "name": "photo.jpg"}, content, Said(caption, values))

    def _upload(self, method: str, file: dict[str, str], content: bytes, caption: Said) -> None:
        self.owe(method, with_file(self.chat_id, file, content) | self._captioned(caption, {}))

    def picture(self, order: Order, caption: Words | Said, *, rows: Rows = (), **values: object) -> Owed:
        """Owe this chat a picture that the workshop makes, with the same in words under it."""
        return self.owe("sendPhoto", self._ordered(order, PICTURE, rows) | self._captioned(caption, values))

    def redraw(self, order: Order, caption: Words | Said, *, rows: Rows = (), **values: object) -> Owed:
        """Put such a picture in the place of the one whose button was pressed; without a press, send it."""
        if self.pressed is None or self.pressed.message_id is None:
            return self.picture(order, caption, rows=rows, **values)
        payload = self._ordered(order, PICTURE, rows) | {"media": self._captioned(caption, values)}
        return self.owe("editMessageMedia", payload | {"message_id": str(self.pressed.message_id)})

    def document(self, order: Order, name: str, caption: Words | Said, *, rows: Rows = (), **values: object) -> Owed:
        """Owe this chat a document that the workshop makes."""
        payload = self._ordered(order, {"field": "document", "name": name}, rows)
        return self.owe("sendDocument", payload | self._captioned(caption, values))

    def _ordered(self, order: Order, file: dict[str, str], rows: Rows) -> dict[str, Any]:
        return with_order(self.chat_id, self.translate, order, file) | {"reply_markup": _markup(self.translate, rows)}

    def _captioned(self, caption: Words | Said, values: Mapping[str, object]) -> dict[str, str]:
        return captioned(self.translate, self._said(caption, values))

    def _said(self, words: Words | Said, values: Mapping[str, object]) -> Said:
        return _to(self.officer, _said(words, values))

    def toast(self, words: Words, **values: object) -> None:
        """Answer the press with a short note over the chat."""
        self.toasted = self.translate.plain(words, **values)[:200]

    def send(self, reader: Officer, words: Words, *, rows: Rows = (), **values: object) -> None:
        """Owe somebody else a message, in their language."""
        if reader.telegram_id is None:
            return
        self.owed.append(letter(reader, said(words, **values), rows=rows))

    def refresh_menu(self) -> None:
        """Show this person the commands of their present role and language."""
        self.menu_changed = True

    def keep_card(self, draft: Draft | Import, owed: Owed) -> None:
        """Remember the message that shows this draft or file, once it has a number."""
        if owed.method == "sendMessage":
            self._noted.append((draft, "card_id", owed))

    def keep_keyboard(self, draft: Draft, owed: Owed) -> None:
        """Remember the message that brought a keyboard, once it has a number."""
        self._noted.append((draft, "keyboard_id", owed))

    def keep_call(self, brought: Inquiry | Review, owed: Owed) -> None:
        """Remember the call that brought a question to a city, or a review to its office's group."""
        self._noted.append((brought, "call_id", owed))

    def note_messages(self) -> None:
        """Called when what is owed has its numbers."""
        for draft, column, owed in self._noted:
            setattr(draft, column, owed.id)

    def owe(self, method: str, payload: dict[str, Any]) -> Owed:
        if self.company and self.company.thread and method.startswith("send"):
            payload |= {"message_thread_id": self.company.thread}
        person_id = self.officer.id or None
        owed = Owed(self.chat_id, method, orjson.dumps(payload).decode(), clock.now().timestamp(), person_id)
        self.owed.append(owed)
        return owed


def letter(reader: Officer, words: Words | Said, *, rows: Rows = (), unasked: bool = False, **values: object) -> Owed:
    """Return a message for somebody who may not be in this chat, as they read it; a deputy reads in whose place."""
    chat_id, what = reader.telegram_id or 0, _to(reader, signed(_said(words, values), reader))
    payload = _message(chat_id, translator(reader.language, reader.zone), what, rows)
    person_id, moment = reader.id or None, clock.now().timestamp()
    return Owed(chat_id, "sendMessage", orjson.dumps(payload).decode(), moment, person_id, unasked)


def in_office_hours(owed: Owed, reader: Officer) -> Owed:
    """Return a letter as one that leaves when its reader is at work: at once, or on the next working morning."""
    moment = next_working_morning(clock.now(), reader.zone, reader.country or "")
    return replace(owed, due_at=moment.timestamp())


def instead(call_id: int, letter: Owed) -> Owed:
    """Return a letter as what an earlier message of ours says from now on."""
    return replace(letter, method="editMessageText", about_id=call_id)


def enclosed(reader: Officer, name: str, content: bytes, caption: Words, **values: object) -> Owed:
    """Return a document made here for somebody who may not be in this chat."""
    payload = with_file(reader.telegram_id or 0, {"field": "document", "name": name}, content)
    return _document(reader, payload, Said(caption, values))


def ordered(reader: Officer, order: Order, name: str, caption: Words, **values: object) -> Owed:
    """Return a document that the workshop makes, for somebody who may not be in this chat."""
    file = {"field": "document", "name": name}
    payload = with_order(reader.telegram_id or 0, translator(reader.language, reader.zone), order, file)
    return _document(reader, payload, Said(caption, values))


def _document(reader: Officer, payload: dict[str, Any], caption: Said) -> Owed:
    payload |= captioned(translator(reader.language, reader.zone), _to(reader, caption))
    chat_id, moment = reader.telegram_id or 0, clock.now().timestamp()
    return Owed(chat_id, "sendDocument", orjson.dumps(payload).decode(), moment, reader.id)


def _said(words: Words | Said, values: Mapping[str, object]) -> Said:
    return words if isinstance(words, Said) else Said(words, values)


def _to(reader: Officer, what: Said) -> Said:
    """Return what is said to somebody; in the practice town every message says so."""
    return said(PRACTISING, message=what) if reader.practising else what


def _message(chat_id: int, translate: Translator, what: Said, rows: Rows) -> dict[str, Any]:
    return {
        "chat_id": chat_id,
        "text": within(translate, what, LONGEST),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        "reply_markup": _markup(translate, rows),
    }


def _markup(translate: Translator, rows: Rows) -> dict[str, Any]:
    return keyboard([[each.drawn(translate) for each in row] for row in rows if row])


def in_rows(buttons: Sequence[Button], width: int) -> list[Sequence[Button]]:
    """Lay buttons out, so many in a row."""
    return [buttons[i : i + width] for i in range(0, len(buttons), width)]
