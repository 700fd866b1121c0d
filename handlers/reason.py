"""Why something is returned or declined: reasons an office gives often, worded by each office, or its own words."""

from collections.abc import Mapping

from bot.cards import OWN_NAMES, joined
from bot.command import STALE, Command, lead, offices
from bot.conversation import Conversation
from bot.questions import Text
from bot.reviewing import decide, decided, meanwhile, opened
from bot.text import LANGUAGES, Message, Said, _, said, translator
from bot.turn import Refusal, Turn, button, clip, in_rows
from storage import reasons
from storage.drafts import Draft

ASKED: Mapping[str, Message] = {
    "returned": _("<b>Why is {number} returned?</b>\n{title}\nThe city reads the reason in its own language."),
    "declined": _("<b>Why is {number} declined?</b>\n{title}\nThe city reads the reason in its own language."),
}
TO_TYPE = _("{asked}\nPress what fits, or <b>Own words</b> to type it.")
LABELS: Mapping[str, Message] = {
    "figure": _("Year missing"), "source": _("Source missing"), "target": _("Other target"),
    "personal": _("Personal data"), "internal": _("Not public"), "elsewhere": _("Not the city's"),
}  # fmt: skip
LONGEST = 900  # characters of own words

reason = Command("reason", _("Reasons for the city"), who=offices, hidden=True, in_groups=("choose", "because"))
own_words = Conversation(
    "own_words",
    _("A reason in own words"),
    Text("text", _("What should the city read? One or two sentences."), longest=LONGEST, shortest=4),
    who=offices,
    hidden=True,
)
worded = Conversation(
    "worded",
    _("Word a reason"),
    Text("text", _("How should this reason read? It is sent as you type it."), longest=300, shortest=4),
    who=offices,
    hidden=True,
)


@reason.press
async def choose(turn: Turn, review_id: int, state: str) -> None:
    """Ask for the reason of a decision."""
    queued = await opened(turn, review_id)
    if state not in ASKED:
        raise Refusal(STALE)
    if queued.review.state != "waiting":
        raise await meanwhile(turn, queued)
    given = [button(label, because, review_id, state, code) for code, label in LABELS.items()]
    back = lead("review", "card" if turn.chat_id < 0 else "open")
    last = [button(_("Back"), back, review_id)]
    own = [] if turn.chat_id < 0 else [button(_("Own words"), in_own_words, review_id, state)]
    action = queued.told.action
    asked = said(ASKED[state], number=action.number, title=clip(action.title, 120))
    turn.show(said(TO_TYPE, asked=asked) if own else asked, rows=[*in_rows(given, 3), own, last])


@reason.press
async def because(turn: Turn, review_id: int, state: str, code: str) -> None:
    """Decide for one of the reasons given often."""
    queued = await opened(turn, review_id)
    if state not in ASKED or code not in reasons.REASONS:
        raise Refusal(STALE)
    if not await decide(turn, queued, state, code=code):
        raise await meanwhile(turn, queued)
    await decided(turn, queued)


@reason.press
async def in_own_words(turn: Turn, review_id: int, state: str) -> None:
    """Ask for the reason in own words."""
    queued = await opened(turn, review_id)
    if state not in ASKED:
        raise Refusal(STALE)
    if queued.review.state != "waiting":
        raise await meanwhile(turn, queued)
    await own_words.ask_about(turn, review=review_id, state=state)


@own_words.done
async def decide_so(turn: Turn, draft: Draft) -> str:
    """Decide for the reason that was typed. Where somebody else was faster, that is said."""
    queued = await opened(turn, draft.answers["review"])
    if await decide(turn, queued, draft.answers["state"], text=draft.answers["text"]):
        await decided(turn, queued)
    else:
        refusal = await meanwhile(turn, queued)
        turn.say(Said(refusal.words, refusal.values))
    return queued.told.action.number


@reason.press
async def listed(turn: Turn) -> None:
    """Show how this office words its reasons."""
    lines = [
        said(_("{place} {text}"), place=place, text=(await _wording(turn, code, turn.officer.language))[0])
        for place, code in enumerate(LABELS, 1)
    ]
    numbers = [button(str(place), one, code) for place, code in enumerate(LABELS, 1)]
    rows = [numbers, [button(_("Back"), lead("review", "page"), "before", 0)]]
    head = _("<b>Reasons of this office</b>\n{lines}\n\nEach city reads them in its own language.")
    turn.show(head, rows=rows, lines=joined(turn, lines))


@reason.press
async def one(turn: Turn, code: str) -> None:
    """Show a reason in every language."""
    if code not in LABELS:
        raise Refusal(STALE)
    texts = {name: (await _wording(turn, code, name))[0] for name in LANGUAGES}
    lines = [
        said(_("<b>{language}</b>\n{text}"), language=OWN_NAMES[name], text=text) for name, text in texts.items()
    ]  # fmt: skip
    choices = [button(OWN_NAMES[name], word, code, name) for name in LANGUAGES]
    rows = [*in_rows(choices, 3), [button(_("Back"), listed)]]
    turn.show(_("{lines}\n\nChoose a language to word it differently."), rows=rows, lines=joined(turn, lines, "\n\n"))


@reason.press
async def word(turn: Turn, code: str, language: str) -> None:
    """Show a reason in one language, to be worded differently or as everybody does."""
    _known(code, language)
    text, own = await _wording(turn, code, language)
    rows = [[button(_("Word it differently"), retype, code, language)]]
    if own:
        rows.append([button(_("As it was"), reset, code, language)])
    rows.append([button(_("Back"), one, code)])
    turn.show(_("<b>{language}</b>\n{text}"), rows=rows, language=OWN_NAMES[language], text=text)


@reason.press
async def retype(turn: Turn, code: str, language: str) -> None:
    """Ask for the wording."""
    _known(code, language)
    await worded.ask_about(turn, code=code, language=language)


@reason.press
async def reset(turn: Turn, code: str, language: str) -> None:
    """Give a reason as everybody does."""
    _known(code, language)
    await reasons.unword(turn.session, turn.officer, code, language)
    await one(turn, code)


@worded.done
async def keep(turn: Turn, draft: Draft) -> str:
    """Keep the wording."""
    code = draft.answers["code"]
    await reasons.word(turn.session, turn.officer, code, draft.answers["language"], draft.answers["text"])
    await one(turn, code)
    return str(turn.translate.plain(LABELS[code]))


async def _wording(turn: Turn, code: str, language: str) -> tuple[str, bool]:
    """Return a reason in a language, and whether this office words it so itself."""
    found = await reasons.wording(turn.session, turn.officer.office_id or 0, code, language)
    return (translator(language).plain(found), False) if isinstance(found, Message) else (found, True)


def _known(code: str, language: str) -> None:
    if code not in LABELS or language not in LANGUAGES:
        raise Refusal(STALE)
