"""How a highlight reads: the same in a list, in a message, in a channel, and on the public page."""

from collections.abc import Mapping, Sequence

from bot.cards import Addressee, Reader, joined, language_name, short
from bot.command import lead
from bot.text import Message, Said, _, said
from bot.turn import Button, button, clip
from storage import offices
from storage.highlights import Held
from storage.people import Officer

REASONS: Mapping[str, Message] = {
    "adopted": _("Adapted by other cities"),
    "evidenced": _("Well evidenced"),
    "lesson": _("Tells what did not work"),
    "first": _("A first of its kind"),
    "easy": _("Easy to copy"),
    "own": _("In our own words"),
}
LONGEST_WORDS = 500  # characters


def reason(language: str, code: str, words: Mapping[str, str]) -> Said:
    """Return why an office holds something up: its reason, and its own words as far as it has any.

    Its words are those in the reader's language; else those it has, named by their language.
    """
    named = code in REASONS and code != "own"
    name = REASONS[code if named else "own"]
    if not words:
        return said(_("Why: {reason}"), reason=name)
    spoken = language if language in words else next(iter(words))
    values = {"reason": name, "words": clip(words[spoken], LONGEST_WORDS), "language": language_name(spoken)}
    if spoken == language:
        return Said(_("Why: {reason}. “{words}”") if named else _("Why: “{words}”"), values)
    return Said(_("Why: {reason}. “{words}” ({language})") if named else _("Why: “{words}” ({language})"), values)


def why(language: str, held: Held) -> Said:
    """Return why an office holds something up."""
    return reason(language, held.highlight.reason, held.highlight.words)


def entry(reader: Reader, place: int, held: Held) -> Said:
    """Return a highlight as a part of a list: what and where, why, and by whom since when."""
    return said(
        _("{action}\n   {why}\n   {office}, {day}"),
        action=short(reader, place, held.told),
        why=why(reader.officer.language, held),
        office=offices.title(held.office),
        day=reader.translate.full_day(reader.translate.day_of(held.agreed_at)),
    )


def entries(reader: Reader, held: Sequence[Held], first: int = 1) -> Said:
    """Return highlights under each other, numbered."""
    lines = [entry(reader, place, each) for place, each in enumerate(held, first)]
    return said(Message("{lines}"), lines=joined(reader, lines, "\n\n"))


REQUEST = _(
    "<b>{office} would like to highlight {number}</b>\n{title}\n{why}\n\n"
    "If your city agrees, the network is told, each person in their own language; what is public is also on the public "
    "page and in channels of the office. Nothing goes out before, and it can be taken back at any time."
)


def request(language: str, held: Held, *, unasked: bool = False) -> tuple[Said, list[Sequence[Button]]]:
    """Return what a city is asked before anything goes out, and its answers; what is unasked can be stopped."""
    key = held.highlight.id
    text = said(
        REQUEST,
        office=offices.title(held.office),
        number=held.told.action.number,
        title=clip(held.told.action.title, 200),
        why=why(language, held),
    )
    more = [button(_("Show the card"), lead("action", "open"), held.told.action.id)]
    more += [button(_("Stop"), lead("highlights", "stop_requests"))] if unasked else []
    answers = [button(_("No, thank you"), lead("highlights", "refuse"), key)]
    return text, [[button(_("Agree"), lead("highlights", "agree"), key)], answers, more]


REQUESTS = _(
    "<b>{n} actions of your city may be highlighted</b>\n\n{list}\n\n"
    "Nothing goes out before your city agrees to each, and it can be taken back at any time."
)
LISTED = 10  # highlights a city is asked about in one message


def requests(reader: Officer, held: Sequence[Held]) -> tuple[Said, list[Sequence[Button]]]:
    """Return what a city is asked about several of its actions at once; each is opened and answered by itself."""
    lines = [
        said(
            _("{place} <b>{number}</b> {title}\n   {facts}"),
            place=place,
            number=each.told.action.number,
            title=clip(each.told.action.title, 90),
            facts=offices.title(each.office),
        )
        for place, each in enumerate(held[:LISTED], 1)
    ]
    text = said(REQUESTS, n=len(held), list=joined(Addressee(reader), lines))
    stop = button(_("Stop"), lead("highlights", "stop_requests"))
    return text, [[button(_("Look at them"), lead("highlights", "mine"))], [stop]]
