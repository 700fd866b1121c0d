"""A whole update in one message: its form, and the answers in it."""

from collections.abc import Mapping
from typing import Any

from bot.command import Who, everyone
from bot.conversation import Conversation
from bot.language.lettered import LETTERS, ORDER, Block, form
from bot.questions import Question, Text
from bot.tables.entries import UNDERSTOOD, Faulty
from bot.text import Message, Said, _, said
from bot.turn import Turn, button, clip
from storage import places

LINES: Mapping[str, Message] = {
    "text": _("What"),
    "target": _("Target"),
    "kind": _("Status"),
    "day": _("Date"),
    "place_key": _("Place"),
    "effect": _("Who notices"),
    "lesson": _("What did not work"),
    "partners": _("Partners"),
    "links": _("Link"),
    "tags": _("Tags"),
}
HOW = _(
    "<b>Everything in one message</b>\n"
    "Lines that begin with letters become a filled draft; only A is needed. B takes a target such as 11.5, "
    "C says “under way” or “done”, D a date such as 2026-11-20.\n\n"
    "<code>{form}</code>\n\n"
    "A tap on the form copies it. Words of your own language may stand for the letters: “Target: 11.5”."
)
FORM = Message("<code>{form}</code>")
COLUMNS = {"target": "target", "kind": "kind", "day": "date"}  # as tables call what is understood the same way
NOTES = "notes"  # the answer that keeps what could not be understood: letter, what was typed, what stands instead


HELP = ("help", "?", "도움말", "ヘルプ", "帮助", "幫助", "說明")


class Lettered(Conversation):
    """A conversation that can begin with all its answers in one message, and shows the form for it on ``help``."""

    def __init__(self, name: str, title: Message, *questions: Question, who: Who = everyone) -> None:
        super().__init__(name, title, *questions, who=who)
        self._form = self.bind("form", self.form)

    async def start(self, turn: Turn, words: str) -> None:
        """Begin a draft with what stood behind the command, or show how to tell everything at once."""
        if words.casefold() not in HELP:
            return await super().start(turn, words)
        turn.say(HOW, rows=[[button(_("Copy the form"), self._form)]], form=_empty_form(turn))

    async def form(self, turn: Turn) -> None:
        """Send the empty form alone: a tap copies it."""
        turn.say(FORM, form=_empty_form(turn))


def _empty_form(turn: Turn) -> str:
    return "\n".join(form({name: turn.translate.plain(words) for name, words in LINES.items()}))


async def understood(
    turn: Turn, block: Block, guessed: Mapping[str, Any], questions: Mapping[str, object]
) -> dict[str, Any]:
    """Return the answers in a block, on top of those guessed from its text, with notes of what is not understood."""
    answers, notes = dict(guessed), [[letter, "", None] for letter in block.unknown]
    for name, typed in block.values.items():
        if name == "text":
            continue
        given = await _given(turn, name, typed, questions.get(name))
        if given is None:
            notes.append([name, clip(typed, 60), answers.get(name)])
            if name not in COLUMNS and name != "place_key":  # too long for its question, so it is part of the text
                answers["text"] += f"\n{typed}"
        else:
            answers |= given
            if name == "target":
                answers.pop("suggested", None)
    return answers | ({NOTES: notes} if notes else {})


async def _given(turn: Turn, name: str, typed: str, question: object) -> dict[str, Any] | None:
    if name == "place_key":
        found = await places.find(turn.session, typed)
        return {name: found[0].key} if len(found) == 1 else None
    if name in COLUMNS:
        return _cell(turn, name, typed)
    return {name: typed} if isinstance(question, Text) and len(typed) <= question.longest else None


def _cell(turn: Turn, name: str, typed: str) -> dict[str, Any] | None:
    try:
        given = UNDERSTOOD[COLUMNS[name]](typed, turn.today)
    except Faulty:
        return None
    return given | ({"day": given["day"].isoformat()} if "day" in given else {})


def notes(turn: Turn, answers: Mapping[str, Any]) -> list[Said]:
    """Return a line for everything in a block that was not understood and was not answered since."""
    lines, unknown = [], []
    for name, typed, instead in answers.get(NOTES) or ():
        if name not in ORDER:
            unknown.append(name)
        elif answers.get(name) == instead:
            letter = LETTERS[ORDER.index(name)]
            lines.append(said(_("{letter}: {why}"), letter=letter, why=_why(turn, name, typed)))
    if unknown:
        lines.append(said(_("Not in the form, kept in the text: {letters}"), letters=unknown))
    return lines


def _why(turn: Turn, name: str, typed: str) -> Said:
    if name == "place_key":
        return said(_("“{place}” is no place that is known for certain; type a city or district, such as Suwon"),
                    place=typed)  # fmt: skip
    if name == "kind":
        return said(_("“{status}” is no status; type “under way” or “done”"), status=typed)
    if name not in COLUMNS:
        return said(_("too long for its line, kept in the text"))
    try:
        UNDERSTOOD[COLUMNS[name]](typed, turn.today)
    except Faulty as faulty:
        return faulty.why
    raise AssertionError(f"{typed} is understood")
