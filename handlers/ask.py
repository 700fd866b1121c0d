"""/ask — ask other cities, and find every question your city has asked or was asked."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot import clock, practised, seen
from bot.cards import dotted, joined
from bot.command import STALE, Command, cities, lead
from bot.language.draft import language
from bot.language.targets import suggest
from bot.letters import Letter, caution
from bot.questions import Text
from bot.text import Message, Said, _, plural, said
from bot.thread_view import LAST, show, state
from bot.thread_words import answer_letter, lines, rewritten, sender
from bot.turn import Button, Refusal, Turn, button, clip, in_rows
from bot.whom import Whom, because, reached, read, recipients
from storage import cities as towns
from storage import drafts, invented, lookups, notices, questions, threads
from storage.drafts import Draft
from storage.models import Question
from storage.questions import About
from storage.threads import STOPPED, Thread

PAGE = 6  # questions on one page
LISTED = 15  # cities of a question on one page
WHEN = _("It goes out in office hours there, at most one message a day to each city.")
NONE_YET = _("None yet. What other cities do, they can tell you more about.")
NUMBER = re.compile(r"[Qq]-(\d{1,15})")

ask = Command("ask", _("Ask other cities"), who=cities)
question = Letter(
    "question",
    _("Ask other cities"),
    Text("text", _("What would you like to know? One question, in your own language."), longest=1000, shortest=4),
    Whom("to", _("<b>Who shall be asked?</b>\nType the name of a city, or # and a tag; or press a target: then all "
                 "cities with an action on it are asked.")),
    who=cities,
    hidden=True,
)  # fmt: skip


@ask.starts
async def begin(turn: Turn, words: str) -> None:
    if found := NUMBER.fullmatch(words):
        return await _of_question(turn, int(found[1]), 0)
    if words:
        return await question.begin(turn, replace(turn.heard, text=words))
    await _list(turn, 0)


@ask.press
async def listed(turn: Turn, page: int) -> None:
    """Turn the pages of a city's questions."""
    await _list(turn, max(page, 0))


@ask.press
async def new(turn: Turn) -> None:
    """Begin a question."""
    await question.ask_about(turn)


async def _list(turn: Turn, page: int) -> None:
    shown, total = await threads.of_city(turn.session, turn.officer.city_id or 0, page * PAGE, PAGE)
    first = page * PAGE + 1
    entries = [_line(turn, place, each) for place, each in enumerate(shown, first)]
    numbers = [button(str(place), of_question, each[0].question.id, 0) for place, each in enumerate(shown, first)]
    turning = [button(_("Previous"), listed, page - 1)] if page else []
    turning += [button(_("Next"), listed, page + 1)] if (page + 1) * PAGE < total else []
    wants = not await notices.stopped(turn.session, turn.officer.id, STOPPED)
    hearing = [] if wants else [button(_("Get questions again"), lead("thread", "resume"))]
    turn.show(
        _("<b>Questions between cities</b>\n{lines}"),
        rows=[[button(_("Ask other cities"), new)], *in_rows(numbers, 6), turning, hearing],
        lines=joined(turn, entries, "\n\n") if entries else NONE_YET,
    )


def _line(turn: Turn, place: int, asked: Sequence[Thread]) -> Said:
    first = asked[0]
    asks = first.asker.id == turn.officer.city_id
    answered = sum(each.inquiry.state == "answered" for each in asked)
    if first.question.withdrawn_at:
        how: object = _("withdrawn")
    elif asks:
        how = said(_("{n} of {total} answered"), n=answered, total=len(asked))
    else:
        how = _("answered") if answered else _("waits for your answer")
    facts = dotted(turn, [first.number, _partners(turn, asked), how])
    return said(Message("{place} {facts}\n   {text}"), place=place, facts=facts, text=clip(first.question.text, 100))


def _partners(turn: Turn, asked: Sequence[Thread]) -> Said:
    first, tongue = asked[0], turn.officer.language
    if first.asker.id != turn.officer.city_id:
        return said(_("from {city}"), city=towns.name(first.asker, tongue))
    if len(asked) > 1:
        return said(plural("to {n} city", "to {n} cities"), n=len(asked))
    return said(_("to {city}"), city=towns.name(first.asked, tongue))


# -- asking ------------------------------------------------------------------------------


@ask.press
async def of_action(turn: Turn, action_id: int) -> None:
    """Ask a city about one of its actions."""
    told = await seen.by_id(turn, action_id)
    if told.city.id == turn.officer.city_id:
        raise Refusal(_("That is your own city. Please name another one."))
    await _ask_of(turn, About("action", str(action_id)))


@ask.press
async def of_city(turn: Turn, city_id: int) -> None:
    """Ask a city."""
    await _ask_of(turn, About("city", str(city_id)))


@ask.press
async def network(turn: Turn, lookup_id: int) -> None:
    """Ask the cities with an action on the target that is nearest to what was not found."""
    lookup = await lookups.get(turn.session, lookup_id, turn.officer.id)
    nearest = suggest(lookup.words, 1) if lookup else []
    if not nearest:
        return await question.ask_about(turn)
    await _ask_of(turn, About("target", nearest[0][0]))


async def _ask_of(turn: Turn, about: About) -> None:
    """Begin a question to known cities, which are named before it is written."""
    to = await reached(turn, about)
    draft = await drafts.start(turn.session, turn.officer.id, question.name, question.version, answers={"to": to})
    turn.pressed = None
    asked = await questions.audience(turn.session, turn.officer.city_id or 0, about)
    await question.advance(turn, draft, said(_("<b>To {whom}</b>"), whom=recipients(turn, asked)))


@question.card
async def look(turn: Turn, draft: Draft) -> None:
    """Show what is about to be asked, of whom, and in whose name."""
    about = read(draft.answers["to"])
    asked = await questions.audience(turn.session, turn.officer.city_id or 0, about)
    to = said(_("<b>To {whom}</b>"), whom=recipients(turn, asked) if asked else _("nobody"))
    question.emit(
        turn,
        draft,
        Message("{head}\n<blockquote>{text}</blockquote>\n{lines}"),
        [
            [question.button(_("Send"), "finish", draft)] if asked else [],
            [
                question.button(_("Change the text"), "change", draft, "text"),
                question.button(_("Whom to ask"), "change", draft, "to"),
            ],
            [question.button(_("Cancel"), "cancel", draft)],
        ],
        {
            "head": lines(turn, to, await because(turn, about)),
            "text": draft.answers["text"],
            "lines": lines(turn, caution(draft.answers["text"]), await sender(turn), said(WHEN)),
        },
    )  # fmt: skip


@question.done
async def send(turn: Turn, draft: Draft) -> str:
    """Put the question to the cities; each gets it when somebody there is at work."""
    text, now = draft.answers["text"], clock.now()
    in_words = language(text) or turn.officer.language
    try:
        asked, goes_out = await questions.ask(
            turn.session, turn.officer, text, in_words, read(draft.answers["to"]), now
        )
    except questions.Nobody:
        if turn.officer.practising:
            return practised.asked(turn)
        raise Refusal(_("Nobody there can be asked: no officer of the city takes part at present.")) from None
    except questions.Full:
        raise Refusal(_("Your city has questions for the next {n} days already. Nothing was lost: send it later."),
                      n=questions.AHEAD) from None  # fmt: skip
    number = questions.number(asked)
    when = _("Answers come here.") if goes_out == now else _("One question a day goes to many cities.")
    words = _("<b>{number} is asked</b>\n{when}")
    if goes_out != now:
        words = _("<b>{number} is asked, and goes out on {day}</b>\n{when}")
    day = turn.translate.day_of(goes_out)
    rows = [[button(_("See the question"), of_question, asked.id, 0)]]
    turn.show(words, rows=rows, number=number, when=when, day=day)
    if turn.officer.practising:
        await _answered(turn, asked)
    return number


async def _answered(turn: Turn, asked: Question) -> None:
    """Show what invented neighbours answer at once."""
    for reply in await invented.answer(turn.session, asked, clock.now()):
        [thread] = await threads.several(turn.session, [reply.inquiry_id])
        text, rows = await answer_letter(turn.session, turn.officer, thread, reply)
        turn.say(text, rows=rows)


# -- one question ------------------------------------------------------------------------


@ask.press
async def of_question(turn: Turn, question_id: int, page: int) -> None:
    """Show a question: the thread, or whom it was put to if those are several."""
    await _of_question(turn, question_id, page)


async def _of_question(turn: Turn, question_id: int, page: int) -> None:
    shown = await threads.of_question(turn.session, question_id, turn.officer.city_id)
    if not shown:
        raise Refusal(_("Your city has no question with this number. /ask lists all it has."))
    if len(shown) == 1:
        return await show(turn, shown[0], LAST)
    first = shown[0]
    page = min(max(page, 0), (len(shown) - 1) // LISTED)
    part = list(enumerate(shown, 1))[page * LISTED : (page + 1) * LISTED]
    entries = [
        said(Message("{place} {city} · {state}"), place=place, city=towns.label(each.asked, turn.officer.language),
             state=dotted(turn, await state(turn, each)))
        for place, each in part
    ]  # fmt: skip
    turning = [button(_("Previous"), of_question, question_id, page - 1)] if page else []
    turning += [button(_("Next"), of_question, question_id, page + 1)] if (page + 1) * LISTED < len(shown) else []
    turn.show(
        Message("<b>{number}</b> · {day}\n<blockquote>{text}</blockquote>\n{lines}"),
        rows=[
            *in_rows([button(str(place), lead("thread", "open"), each.inquiry.id, LAST) for place, each in part], 5),
            [*turning, *_taking_back(turn, first)],
            [button(_("All questions"), listed, 0)],
        ],
        number=first.number,
        day=turn.translate.day_of(first.question.asked_at),
        text=first.question.text,
        lines=joined(turn, entries),
    )


def _taking_back(turn: Turn, first: Thread) -> list[Button]:
    mine = first.asker.id == turn.officer.city_id and not first.question.withdrawn_at
    return [button(_("Withdraw"), withdraw, first.question.id)] if mine else []


@ask.press
async def withdraw(turn: Turn, question_id: int) -> None:
    """Ask once more before a question is taken back."""
    [first, *_rest] = await _mine(turn, question_id)
    turn.show(
        _("<b>Withdraw {number}?</b>\nWhoever has not answered is not asked any more. What was answered stays between "
          "the two cities."),
        rows=[
            [button(_("Yes, withdraw"), withdraw_now, question_id)],
            [button(_("Back"), of_question, question_id, 0)],
        ],
        number=first.number,
    )  # fmt: skip


@ask.press
async def withdraw_now(turn: Turn, question_id: int) -> None:
    """Take a question back; where it has arrived, its message says so."""
    shown = await _mine(turn, question_id)
    others_read = [each.inquiry.action_id for each in shown if each.inquiry.shared_at]
    if not await questions.withdraw(turn.session, shown[0].question, turn.officer, clock.now()):
        raise Refusal(_("It was withdrawn already."))
    for action_id in others_read:
        await threads.reread(turn.session, action_id)
    for each in shown:
        turn.owed += await rewritten(turn.unit, each.inquiry.call_id)
    turn.show(
        _("<b>{number} is withdrawn.</b>"), rows=[[button(_("All questions"), listed, 0)]], number=shown[0].number
    )


async def _mine(turn: Turn, question_id: int) -> list[Thread]:
    """Return the threads of a question that this person's city has asked."""
    shown = await threads.of_question(turn.session, question_id, turn.officer.city_id)
    if not shown or shown[0].asker.id != turn.officer.city_id:
        raise Refusal(STALE)
    return shown
