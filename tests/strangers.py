"""Judges nobody here wrote: what the bot asks of the simulator is checked against other people's rules.

The request schema is aiogram's (its models name every method and parameter of the Bot API and their types);
limits and markup are teremok's. python-telegram-bot shares no code with either.

    strangers = Strangers()
    world.watch(strangers)
    ...
    strangers.agree()
"""

from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

import aiogram.methods
from aiogram import Bot
from aiogram.methods import SendPhoto, TelegramMethod
from pydantic import BaseModel, ValidationError
from teremok import ApiRuleViolation, MockedSession
from teremok.validation import validate_html, validate_method

from bot.simulator.api import Json, Upload

_TEXTS = ("text", "caption")


class Strangers:
    """Watches a world and keeps every objection to what the bot asked."""

    def __init__(self) -> None:
        self.seen = 0
        self.objections: list[str] = []
        self._bot = Bot("42:TEST", session=MockedSession())

    def __call__(self, method: str, params: Json, files: Mapping[str, Upload]) -> None:
        """Judge one request."""
        self.seen += 1
        self.objections += [f"{method}: {why}" for why in self._judge(method, params, files)]

    def agree(self) -> None:
        """Assert that nothing was objected to."""
        assert not self.objections, "\n".join(self.objections)

    def _judge(self, name: str, params: Json, files: Mapping[str, Upload]) -> Iterator[str]:
        model = getattr(aiogram.methods, name[:1].upper() + name[1:], None)
        if not (isinstance(model, type) and issubclass(model, TelegramMethod)):
            yield "there is no such method"
            return
        attached = {field: f"attach://{field}" for field in files if field in model.model_fields}
        try:
            method = model.model_validate(attached | params)
        except ValidationError as error:
            yield str(error)
            return
        yield from _unknown(method)
        yield from self._break_rules(method)

    def _break_rules(self, method: TelegramMethod[Any]) -> Iterator[str]:
        media = getattr(method, "media", None) or []
        for item in media if isinstance(media, list) else [media]:
            values = {"caption": item.caption, "parse_mode": item.parse_mode}
            given: Json = {field: value for field, value in values.items() if isinstance(value, str)}
            yield from self._break_rules(SendPhoto(chat_id=1, photo="attach://photo", **given))
        try:
            validate_method(self._bot, self._as_read(method))
        except ApiRuleViolation as violation:
            yield violation.description

    def _as_read(self, method: TelegramMethod[Any]) -> TelegramMethod[Any]:
        """Return the method with its marked-up texts judged and replaced by what a person reads.

        Telegram counts the characters that remain after parsing, teremok those that were sent.
        """
        texts = {name: getattr(method, name, None) for name in _TEXTS}
        mode = getattr(method, "parse_mode", None)
        if not isinstance(mode, str) or mode.upper() != "HTML":
            return method
        marked = {name: text for name, text in texts.items() if isinstance(text, str)}
        for text in marked.values():
            validate_html(text)
        visible: Json = {name: _visible(text) for name, text in marked.items()}
        return method.model_copy(update=visible | {"parse_mode": None})


def _unknown(model: BaseModel, path: str = "") -> Iterator[str]:
    """Yield the names, anywhere inside, that the Bot API does not know."""
    for name in model.model_extra or {}:
        yield f"unknown parameter {path}{name}"
    for name in type(model).model_fields:
        yield from _unknown_within(getattr(model, name), f"{path}{name}.")


def _unknown_within(value: object, path: str) -> Iterator[str]:
    if isinstance(value, BaseModel):
        yield from _unknown(value, path)
    elif isinstance(value, list):
        for item in value:
            yield from _unknown_within(item, path)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.read: list[str] = []

    def handle_data(self, data: str) -> None:
        self.read.append(data)


def _visible(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(reader.read)
