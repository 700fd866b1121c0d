"""One question before something is published: about what had better stay inside, and about what was told before."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot import holding
from bot.cards import city_name, head, joined
from bot.command import lead
from bot.conversation import Conversation
from bot.language.publishable import Doubt, doubts
from bot.text import Message, Said, _, said
from bot.turn import Turn, button, clip
from storage.actions import Told
from storage.drafts import Draft
from storage.duplicates import fingerprint

CHECKED = ("text", "title", "effect", "lesson", "partners", "second", "links", "tags", "change")
SURE = "sure"  # the answer that says of which texts one was asked already
MOST = 5  # of what was found, told one by one
KINDS: Mapping[str, Message] = {
    "phone": _("phone number"),
    "identity": _("identity number of a person"),
    "email": _("private e-mail address"),
    "card": _("card number"),
    "passport": _("passport number"),
    "internal": _("word by which papers are marked as internal"),
}
LOOK = _("<b>Is this meant to be published?</b>\n{lines}\n\nYour text is not published yet.")
SAME = _("<b>{number} says nearly the same:</b>\n{same}\n\nYour text is not published yet.")
BOTH = _(
    "<b>{number} says nearly the same:</b>\n{same}\n\n"
    "<b>Is this meant to be published?</b>\n{lines}\n\nYour text is not published yet."
)

Alike = Callable[[Turn, Draft], Awaitable[Told | None]]


def asks_before(conversation: Conversation, alike: Alike | None = None) -> None:
    """Let a conversation ask once before it finishes where something looks as if it were not for everyone.

    Nothing is ever held back: *Publish anyway* goes on, and the same texts are not asked about again.

    Args:
        alike: finds what was told before and says nearly the same, if that is to be asked about too.
    """

    async def asks(turn: Turn, draft: Draft) -> bool:
        told = await alike(turn, draft) if alike and not draft.answers.get("anyway") else None
        found = unsure(draft.answers)
        if told or found:
            _ask(turn, conversation, draft, told, found)
        return bool(told or found)

    async def anyway(turn: Turn, draft_id: int) -> None:
        """Publish it as it is."""
        draft = await holding.still_open(turn, draft_id, conversation.name)
        draft.answers = {**draft.answers, "anyway": True, SURE: confirmed(draft.answers)}
        await conversation.finish(turn, draft_id)

    conversation.before(asks)
    conversation.press(anyway)


def unsure(answers: Mapping[str, Any]) -> list[tuple[str, Doubt]]:
    """Return what had better not be published and was not asked about, each once, with the answer it stands in."""
    sure, found = answers.get(SURE) or {}, dict[tuple[str, str], tuple[str, Doubt]]()
    for name in CHECKED:
        text = answers.get(name)
        if isinstance(text, str) and not (name in sure and sure[name] == fingerprint(text)):
            for doubt in doubts(text):
                found.setdefault((doubt.kind, doubt.words), (name, doubt))
    return list(found.values())


def confirmed(answers: Mapping[str, Any]) -> dict[str, str]:
    """Return by what these texts are known again: they are not asked about a second time."""
    return {name: fingerprint(text) for name in CHECKED if isinstance(text := answers.get(name), str)}


def _ask(
    turn: Turn, conversation: Conversation, draft: Draft, told: Told | None, found: list[tuple[str, Doubt]]
) -> None:
    row = [conversation.button(_("Cancel"), "cancel", draft)]
    values: dict[str, object] = {"lines": joined(turn, _lines(found))}
    if found:
        row.insert(0, conversation.button(_("Edit"), "change", draft, found[0][0]))
    if told:
        action = told.action
        same = head(action.title, action.text, city_name(turn, told.city), action.target, action.kind)
        values |= {"number": action.number, "same": same}
        row.insert(0, button(_("Update that one"), lead("action", "news_from"), action.id, draft.id))
    rows = [[button(_("Publish anyway"), conversation.presses["anyway"], draft.id)], row]
    words = LOOK if told is None else BOTH if found else SAME
    conversation.emit(turn, draft, words, rows, values)


def _lines(found: list[tuple[str, Doubt]]) -> list[Said]:
    line = _("“{found}” · {kind}")
    lines = [said(line, found=clip(doubt.words, 60), kind=KINDS[doubt.kind]) for _name, doubt in found[:MOST]]
    if len(found) > MOST:
        lines.append(said(_("and more of the kind: {n}"), n=len(found) - MOST))
    return lines
