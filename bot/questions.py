"""Kinds of question: each asks, and hears what can be an answer to it."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.heard import File, Heard
from bot.language.days import day
from bot.text import Message, Said, _, said
from bot.turn import Refusal, Turn
from storage import attachments, places
from storage.drafts import Draft
from storage.models import Attachment

EARLIEST = 1900  # year
MOST_BYTES = 20 * 1024 * 1024  # the Bot API lets bots fetch no larger files
WORDS_NEEDED = _("Words are needed here: please type them. Nothing was lost.")
TOO_LARGE = _("That file is larger than 20 MB. Please send a smaller one, or a link to it.")
NO_SUCH_PLACE = _("No such place is known. Please type a city or district, such as Suwon or 中区.")
NO_LABEL = Message("")  # the question is not offered on a card


class Ambiguous(Exception):
    """Several things could be meant: the officer picks one."""

    def __init__(self, options: Sequence[tuple[str, str]]) -> None:
        super().__init__(len(options))
        self.options = options


@dataclass(frozen=True)
class Question:
    """One thing to be known. Its name is the answer's name; its label is the button that leads to it.

    What is asked ``at_last`` may be open on the card, and has to be answered before the conversation finishes.
    """

    name: str
    prompt: Message
    label: Message = NO_LABEL
    optional: bool = False
    at_last: bool = False

    async def options(self, turn: Turn, draft: Draft) -> Sequence[tuple[str, Message | Said | str]]:
        """Return what can be pressed instead of typed: value and label."""
        return ()

    async def rest(self, turn: Turn, draft: Draft) -> Sequence[tuple[str, Message | Said | str]]:
        """Return what else can be pressed, once *All of them* was."""
        return ()

    async def hear(self, turn: Turn, draft: Draft) -> Any:
        """Return the answer in what was sent.

        Raises:
            Refusal: it is none, and this says what would be.
            Ambiguous: it may be one of several.
        """
        raise Refusal(_("Please press one of the buttons."))

    async def pick(self, turn: Turn, draft: Draft, value: str) -> Any:
        """Return the answer behind a pressed button."""
        raise Refusal(_("Please press one of the buttons."))


@dataclass(frozen=True)
class Text(Question):
    longest: int = 4000
    shortest: int = 1

    async def hear(self, turn: Turn, draft: Draft) -> str:
        text = words(turn.heard)
        if len(text) > self.longest:
            raise Refusal(
                _("That is {n} characters; please use at most {longest}. Nothing was lost."),
                n=len(text),
                longest=self.longest,
            )
        if len(text) < self.shortest:
            raise Refusal(_("That is very short. A sentence is enough, such as: We opened a night bus line."))
        return text


def words(heard: Heard) -> str:
    """Return what was typed, or ask for words."""
    if not heard.text:
        raise Refusal(WORDS_NEEDED)
    return heard.text


Suggest = Callable[[Mapping[str, Any]], Sequence[str]]


@dataclass(frozen=True)
class Choice(Question):
    """One of a few, pressed. With ``suggest``, likely ones come first and the rest behind *All of them*."""

    choices: Mapping[str, Message | Said] = field(default_factory=dict)
    suggest: Suggest | None = None

    async def options(self, turn: Turn, draft: Draft) -> Sequence[tuple[str, Message | Said | str]]:
        likely = self._likely(draft)
        return [(key, self._label(draft, key)) for key in likely] or list(self.choices.items())

    async def rest(self, turn: Turn, draft: Draft) -> Sequence[tuple[str, Message | Said | str]]:
        likely = self._likely(draft)
        return [(key, self._label(draft, key)) for key in self.choices if key not in likely] if likely else ()

    def _likely(self, draft: Draft) -> Sequence[str]:
        return self.suggest(draft.answers) if self.suggest else ()

    def _label(self, draft: Draft, key: str) -> Message | Said:
        label = self.choices[key]
        return said(_("Chosen: {choice}"), choice=label) if draft.answers.get(self.name) == key else label

    async def hear(self, turn: Turn, draft: Draft) -> str:
        typed = words(turn.heard).casefold()
        for key, label in self.choices.items():
            if typed in (key.casefold(), str(turn.translate.value(label)).casefold()):
                return key
        raise Refusal(_("Please press one of the buttons."))

    async def pick(self, turn: Turn, draft: Draft, value: str) -> str:
        if value not in self.choices:
            raise Refusal(_("Please press one of the buttons."))
        return value


@dataclass(frozen=True)
class Several(Question):
    """Any number of a few: each press adds one or takes it away."""

    choices: Mapping[str, Message | Said] = field(default_factory=dict)

    async def options(self, turn: Turn, draft: Draft) -> Sequence[tuple[str, Message | Said | str]]:
        return list(self.choices.items())

    async def pick(self, turn: Turn, draft: Draft, value: str) -> list[str]:
        if value not in self.choices:
            raise Refusal(_("Please press one of the buttons."))
        chosen: list[str] = draft.answers.get(self.name) or []
        return [key for key in self.choices if (key in chosen) != (key == value)]


@dataclass(frozen=True)
class Day(Question):
    """A day, typed as people of any of the languages write one."""

    async def hear(self, turn: Turn, draft: Draft) -> str:
        typed = words(turn.heard)
        found = day(typed)
        if found is None:
            raise Refusal(_("That is no date. For example: 2026-11-20."))
        if found > turn.today:
            raise Refusal(_("That day is still to come. Please give a day up to today."))
        return found.isoformat()


@dataclass(frozen=True)
class Place(Question):
    """A place of the register, typed or shared as a location. With ``offer``, a button to share one comes along."""

    offer: Message | None = None

    async def hear(self, turn: Turn, draft: Draft) -> str:
        if turn.heard.location:
            found = await places.at(turn.session, *turn.heard.location)
        else:
            found = await places.find(turn.session, words(turn.heard))
        if not found:
            raise Refusal(NO_SUCH_PLACE)
        if len(found) > 1 or turn.heard.location:
            raise Ambiguous([(place.key, place.label(turn.officer.language)) for place in found])
        return found[0].key

    async def pick(self, turn: Turn, draft: Draft, value: str) -> str:
        if await places.get(turn.session, value) is None:
            raise Refusal(NO_SUCH_PLACE)
        return value


@dataclass(frozen=True)
class Files(Question):
    """Photos or documents; the answer is how many there are."""

    kind: str = "photo"

    async def hear(self, turn: Turn, draft: Draft) -> int:
        if not turn.heard.files:
            raise Refusal(
                _("Please send a photo, or press Back.")
                if self.kind == "photo"
                else _("Please send a document, or press Back.")
            )
        if not _fitting(turn.heard):
            raise Refusal(TOO_LARGE)
        return await attach(turn, draft)


def _fitting(heard: Heard) -> list[File]:
    return [file for file in heard.files if (file.size or 0) <= MOST_BYTES]


async def attach(turn: Turn, draft: Draft) -> int:
    """Attach what was sent to the draft and return how many files it has. More of its album may follow.

    Raises:
        Refusal: there is nothing but files that are too large. Beside words or other files, that is only said.
    """
    draft.album = turn.heard.album or draft.album
    files = _fitting(turn.heard)
    if len(files) < len(turn.heard.files):
        if not files and not turn.heard.text:
            raise Refusal(TOO_LARGE)
        turn.say(TOO_LARGE)
    rows = [Attachment(kind=f.kind, file_id=f.file_id, unique_id=f.unique_id, name=f.name, size=f.size) for f in files]
    return await attachments.add(turn.session, draft.id, rows)


@dataclass(frozen=True)
class Link(Text):
    """An address on the web, as somebody copied it."""

    longest: int = 1000

    async def hear(self, turn: Turn, draft: Draft) -> str:
        link = (await super().hear(turn, draft)).strip()
        parts = link.split(maxsplit=1)
        if len(parts) != 1 or not link.startswith(("https://", "http://")) or "." not in link:
            raise Refusal(_("That is no link. Links begin with https://"))
        return link


@dataclass(frozen=True)
class LinkOrFile(Link):
    """An address on the web, or the document itself; of a document the answer is nothing but its name."""

    longest: int = 1000

    async def hear(self, turn: Turn, draft: Draft) -> str:
        if not turn.heard.files:
            return await super().hear(turn, draft)
        if not _fitting(turn.heard):
            raise Refusal(TOO_LARGE)
        await attach(turn, draft)
        return turn.heard.files[0].name or "document"


@dataclass(frozen=True)
class Year(Question):
    """A year of our time that has begun."""

    async def hear(self, turn: Turn, draft: Draft) -> int:
        typed = unicodedata.normalize("NFKC", words(turn.heard)).strip().removesuffix("년").removesuffix("年")
        this_year = turn.today.year
        if not (typed.isdecimal() and EARLIEST <= int(typed) <= this_year):
            raise Refusal(_("That is no year. For example: {year}."), year=str(this_year))
        return int(typed)
