"""/start — the way in: an invitation and the notice, or a friendly explanation."""

import re

from bot import clock, seen, succession
from bot.cards import OWN_NAMES, brief
from bot.command import Command, lead
from bot.goal11 import TARGETS
from bot.succession import ROLES
from bot.text import LANGUAGES, Message, Said, _, said
from bot.thread_words import unnamed
from bot.turn import Refusal, Turn, button
from storage import actions, cities, handover, invitations, offices, people
from storage.models import Invitation

NUMBER = re.compile(r"[A-Za-z]{3,4}-\d{4,8}")  # of an action, where its link leads to a chat
VERSION = "2026-11"  # of the notice; a change of it is asked about again

start = Command("start", _("Start, or join with an invitation"))

NOTICE = _(
    "<b>{seat}</b> · {role}\n"
    "Before you join, please read how Pumasi treats what you send.\n\n"
    "<blockquote expandable>"
    "<b>Who is responsible</b>: the office that runs this network for your country, {office}.\n"
    "<b>What for</b>: cities tell each other what they do for Goal 11, and are reminded to report.\n"
    "<b>Publishable information only</b>: no internal documents, nothing about private persons. "
    "Nothing is published before you press Publish.\n"
    "<b>Who may use it</b>: what your city makes public, anybody may use who names it (CC BY 4.0); photos stay yours.\n"
    "<b>What is kept about you</b>: your Telegram ID and name, language, seat, and what you do here. "
    "No phone number, no username.\n"
    "<b>How long</b>: until you leave with /leave; drafts 90 days, technical records 45 days.\n"
    "<b>Abroad</b>: messages travel through Telegram, whose servers are outside your country.\n"
    "<b>Your rights</b>: see everything with /mydata, have it corrected through /feedback, leave at any time. "
    "What your city published stays with the city, without your name."
    "</blockquote>"
)
WELCOME = _(
    "<b>Welcome. You now speak for {seat}</b>\n"
    "Type in a sentence what your city did, or forward a press release: it becomes a draft you can publish.\n"
    "/find shows what others did, /help everything else."
)
WELCOME_PARTNER = _(
    "<b>Welcome. You read the report of {seat}</b> · {role}\n"
    "/round shows its chapters: comment on each, and say which of them are balanced, with nothing missing."
)
READY = _("<b>Pumasi</b> is ready. /round shows the chapters of the report, /help everything else.")
STRANGER = _(
    "<b>Pumasi</b> · local governments exchanging what they do for Sustainable Development Goal 11\n\n"
    "This chat is for officers with an invitation. You can read what cities have made public, or ask to join."
)
PRIMER = (
    _(
        "<b>Goal 11 in two minutes</b> · 1 of 3\n"
        "In 2015 the countries of the world agreed on 17 goals for 2030. Goal 11 is about cities and villages: "
        "open to everyone, safe, able to recover, sustainable.\n\n"
        "Much of it is what local governments do anyway: buses, housing, parks, waste, flood protection."
    ),
    _(
        "<b>Its targets</b> · 2 of 3\n{targets}\n\n"
        "Nobody needs to know the numbers: Pumasi suggests the target, you confirm it."
    ),
    _(
        "<b>What counts as an action</b> · 3 of 3\n"
        "Anything your city does that people can notice and another city could copy: under way or done, large or "
        "small. One or two sentences are enough; figures with a unit and a year help others.\n\n"
        "Now type what your city did, or look around with /find."
    ),
)


@start.starts
async def begin(turn: Turn, words: str) -> None:
    if NUMBER.fullmatch(words):
        return await _open(turn, words)
    if words and not turn.officer.invited:
        return await _invite(turn, words)
    if words and await invitations.open_one(turn.session, words, clock.now()):
        turn.say(
            _("You already have a seat. The invitation is still free for somebody else; to change seats, /leave first.")
        )
    if turn.officer.for_office:
        turn.say(
            _("<b>Pumasi</b> is ready. /office shows who has answered, /find what cities did, /help everything else.")
        )
    elif turn.officer.partner_of:
        turn.say(READY)
    elif turn.officer.seated:
        turn.say(_("<b>Pumasi</b> is ready. Type what your city did, or /find and a word. /help shows everything."))
    else:
        _explain(turn)


async def _open(turn: Turn, number: str) -> None:
    """Open an action whose link somebody followed, if they may see it."""
    told = seen.of(turn, await actions.by_number(turn.session, number))
    rows = [[button(_("More"), lead("action", "open"), told.action.id),
             button(_("Who else did this"), lead("who", "below"), told.action.id)]]  # fmt: skip
    if not turn.officer.invited:
        rows.append([button(_("Ask to join"), lead("join", "ask")), button(_("About Pumasi"), explain_below)])
    turn.say(brief(turn, told), rows=rows)


@start.press
async def explain_below(turn: Turn) -> None:
    """Explain below what was opened."""
    turn.pressed = None
    _explain(turn)


@start.press
async def explain(turn: Turn) -> None:
    """Back to the explanation for strangers."""
    _explain(turn)


def _explain(turn: Turn) -> None:
    rows = [
        [button(_("Read public actions"), lead("find", "newest"))],
        [button(_("Ask to join"), lead("join", "ask")), button(_("What is Goal 11"), primer, 0)],
        [button(_("Language"), lead("language", "choose"))],
    ]
    turn.show(STRANGER, rows=rows)


async def _invite(turn: Turn, code: str) -> None:
    invitation = await invitations.open_one(turn.session, code, clock.now())
    if invitation is None:
        turn.say(
            _("This invitation cannot be used: it was used already, has expired, or is incomplete. "
              "Please ask your coordinator or office for a new one.")
        )  # fmt: skip
        return _explain(turn)
    await _show_notice(turn, code, invitation)


async def _show_notice(turn: Turn, code: str, invitation: Invitation) -> None:
    others = [name for name in LANGUAGES if name != turn.officer.language]
    choices = [button(OWN_NAMES[name], in_language, code, name) for name in others]
    rows = [
        [button(_("Agree"), agree, code)],
        choices[:2],
        choices[2:],
        [button(_("No, thank you"), decline)],
    ]
    values = await _place(turn, invitation)
    turn.show(NOTICE, rows=rows, **values)


@start.press
async def in_language(turn: Turn, code: str, language: str) -> None:
    """Show the notice in another language, and keep it."""
    if language not in LANGUAGES:
        raise Refusal(_("There is no such language here."))
    invitation = await _still_open(turn, code)
    await people.change(turn.session, turn.officer.id, language=language)
    turn.officer = await people.get(turn.session, turn.officer.id) or turn.officer
    await _show_notice(turn, code, invitation)


@start.press
async def agree(turn: Turn, code: str) -> None:
    """Take the seat, with consent on record."""
    if turn.officer.invited:
        raise Refusal(_("You already have a seat."))
    invitation = await _still_open(turn, code)
    if invitation.erases and invitation.hands_over:
        turn.owed += await unnamed(turn.unit, invitation.hands_over)
    try:
        predecessor = await handover.accept(turn.session, invitation, turn.officer.id, VERSION)
    except LookupError:
        raise Refusal(_("Somebody else was faster: this invitation is used.")) from None
    turn.officer = await people.get(turn.session, turn.officer.id) or turn.officer
    rows = [[button(_("Goal 11 in two minutes"), primer, 0)]]
    welcome = WELCOME_PARTNER if turn.officer.partner_of else WELCOME
    turn.show(welcome, rows=rows, **await _place(turn, invitation))
    turn.refresh_menu()
    if predecessor:
        await succession.tell(turn, predecessor, invitation)


@start.press
async def decline(turn: Turn) -> None:
    """The notice was not agreed to: nothing is kept but the language."""
    turn.show(_("Nothing was joined. The invitation stays valid until it expires, should you change your mind."))


@start.press
async def primer(turn: Turn, page: int) -> None:
    """Goal 11, page by page."""
    page = min(max(page, 0), len(PRIMER) - 1)
    row = [button(_("Back"), primer, page - 1)] if page else []
    if page + 1 < len(PRIMER):
        row.append(button(_("Next"), primer, page + 1))
    elif turn.officer.for_city:
        row.append(button(_("Try it in practice"), lead("practice", "enter")))
    targets = [said(_("{code} {title}"), code=t.code, title=t.title) for t in TARGETS.values()]
    lines = "\n".join(str(turn.translate.value(each)) for each in targets)
    turn.show(PRIMER[page], rows=[row], targets=lines)


async def _still_open(turn: Turn, code: str) -> Invitation:
    invitation = await invitations.open_one(turn.session, code, clock.now())
    if invitation is None:
        raise Refusal(_("This invitation has been used or has expired. Please ask for a new one."))
    return invitation


async def _place(turn: Turn, invitation: Invitation) -> dict[str, Said | Message | str]:
    """Return for whom an invitation lets somebody speak, and which office is responsible."""
    role = ROLES[invitation.role]
    if invitation.city_id:
        city = await cities.get(turn.session, invitation.city_id)
        assert city is not None
        office = await offices.get(turn.session, city.office_id)
        assert office is not None
        return {
            "seat": cities.label(city, turn.officer.language),
            "role": role,
            "office": offices.title(office),
        }
    office = await offices.get(turn.session, invitation.office_id or 0)
    assert office is not None
    return {"seat": offices.title(office), "role": role, "office": offices.title(office)}
