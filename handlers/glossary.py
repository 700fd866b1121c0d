"""/glossary — for offices: what the same thing is called in five languages; words are added and removed.

A word added here is found in every language from then on.
"""

from collections.abc import Awaitable, Callable, Sequence

from bot.cards import LANGUAGE_NAMES, joined
from bot.command import STALE, offices
from bot.conversation import Conversation
from bot.language.fold import fold
from bot.language.glossary import Concept
from bot.questions import Choice, Text
from bot.text import LANGUAGES, Message, _, said
from bot.turn import Refusal, Turn, button
from storage import Session
from storage import glossary as kept
from storage.drafts import Draft
from storage.people import Officer

Change = Callable[[Session, Officer, Concept, str, str], Awaitable[None]]

MOST = 5  # concepts offered for one text
LINE = _("{language}: {list}")
LANGUAGE = Choice("language", _("In which language?"), choices={code: LANGUAGE_NAMES[code] for code in LANGUAGES})

glossary = Conversation(
    "glossary",
    _("Words of city work in five languages"),
    Text("word", _("Which word? For example: flood, 침수 or 浸水."), longest=100),
    who=offices,
)
add_word = Conversation(
    "add_word", _("Add a word"), LANGUAGE,
    Text("word", _("Which word should be added? Type it as a colleague would look for it."), longest=60),
    who=offices, hidden=True,
)  # fmt: skip
remove_word = Conversation(
    "remove_word", _("Remove a word"), LANGUAGE,
    Text("word", _("Which word should go? Type it as it stands above."), longest=60),
    who=offices, hidden=True,
)  # fmt: skip


@glossary.done
async def look_up(turn: Turn, draft: Draft) -> str:
    """Show the concept a word stands for, or let one of several be chosen."""
    word = draft.answers["word"]
    _version, shared = await kept.shared(turn.session)
    found = shared.concepts_in(fold(word), turn.officer.language)[:MOST]
    if not found:
        turn.show(
            _("<b>No concept has the word “{word}”</b>\nLook for one that means the same, and add the word to it."),
            word=word,
        )
    elif len(found) == 1:
        _show(turn, found[0])
    else:
        _offer(turn, found)
    return str(word)


def _offer(turn: Turn, found: Sequence[Concept]) -> None:
    rows = [[button(concept.words[turn.officer.language][0], open_concept, concept.key)] for concept in found]
    turn.show(_("<b>Which one do you mean?</b>"), rows=rows)


@glossary.press
async def open_concept(turn: Turn, key: str) -> None:
    """Show a concept."""
    _show(turn, await _concept(turn, key))


def _show(turn: Turn, concept: Concept) -> None:
    lines = [
        said(LINE, language=LANGUAGE_NAMES[language], list=", ".join(concept.words[language])) for language in LANGUAGES
    ]
    turn.show(
        _("<b>{name}</b>\n{lines}\n\nAll cities share these words: what one looks for finds what another wrote."),
        rows=[[button(_("Add a word"), add, concept.key), button(_("Remove a word"), remove, concept.key)]],
        name=concept.words[turn.officer.language][0],
        lines=joined(turn, lines),
    )


@add_word.press
async def add(turn: Turn, key: str) -> None:
    """Ask for a word to add to a concept."""
    await add_word.ask_about(turn, concept=(await _concept(turn, key)).key)


@remove_word.press
async def remove(turn: Turn, key: str) -> None:
    """Ask for a word to take away from a concept."""
    await remove_word.ask_about(turn, concept=(await _concept(turn, key)).key)


@add_word.done
async def keep(turn: Turn, draft: Draft) -> str:
    """Add the word."""
    return await _change(turn, draft, kept.add, _("“{word}” is there already, or has no letters. Nothing was changed."))


@remove_word.done
async def drop(turn: Turn, draft: Draft) -> str:
    """Take the word away."""
    refused = _("“{word}” is not among these words, or is the only one. Nothing was changed.")
    return await _change(turn, draft, kept.remove, refused)


async def _change(turn: Turn, draft: Draft, change: Change, refused: Message) -> str:
    key, language, word = (str(draft.answers[name]) for name in ("concept", "language", "word"))
    try:
        await change(turn.session, turn.officer, await _concept(turn, key), language, word)
    except ValueError:
        raise Refusal(refused, word=word) from None
    _show(turn, await _concept(turn, key))
    return word


async def _concept(turn: Turn, key: str) -> Concept:
    _version, shared = await kept.shared(turn.session)
    if key not in shared.concepts:
        raise Refusal(STALE)
    return shared.concepts[key]
