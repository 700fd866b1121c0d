"""A question and its answers between two cities: read, answered, passed on, left, and shown to others or not."""

from bot import clock
from bot.command import STALE, Command, cities
from bot.deputies import ROLES
from bot.language.draft import language
from bot.letters import Letter, caution
from bot.payloads import keyboard
from bot.questions import Text
from bot.text import Message, _, said
from bot.thread_view import LAST, show
from bot.thread_words import MAY_OTHERS, lines, questions_letter, rewritten, sender
from bot.turn import Refusal, Turn, button, in_rows, letter
from storage import cities as towns
from storage import drafts, notices, threads
from storage.drafts import Draft
from storage.threads import STOPPED, Thread

thread = Command("thread", _("Questions and answers between two cities"), who=cities, hidden=True)
answer = Letter(
    "answer_city",
    _("Write to another city"),
    Text("text", _("What would you like to write? It goes to the other city as you write it."), longest=2000),
    who=cities,
    hidden=True,
)
MOST = 12  # colleagues to choose from
GONE = _("The question was withdrawn. What you wrote was not sent, and is kept here.")


@thread.press
async def open(turn: Turn, inquiry_id: int, page: int) -> None:
    """Show a thread in place."""
    await show(turn, await _mine(turn, inquiry_id), page)


@thread.press
async def below(turn: Turn, inquiry_id: int) -> None:
    """Show a thread below the message that told of it."""
    turn.pressed = None
    await show(turn, await _mine(turn, inquiry_id), LAST)


@thread.press
async def write(turn: Turn, inquiry_id: int) -> None:
    """Ask what to write; where that is asked already, it is not begun a second time."""
    shown = await _mine(turn, inquiry_id)
    if shown.withdrawn:
        raise Refusal(_("The question was withdrawn. No answer is needed."))
    if turn.officer.city_id == shown.asker.id and shown.inquiry.state != "answered":
        raise Refusal(_("{city} has not answered yet. Then you can go on writing."),
                      city=towns.name(shown.asked, turn.officer.language))  # fmt: skip
    begun = await drafts.unfinished(turn.session, turn.officer.id, 20)
    known = next((d for d in begun if d.conversation == answer.name and d.answers["inquiry"] == inquiry_id), None)
    if known is None:
        return await answer.ask_about(turn, inquiry=inquiry_id)
    turn.pressed = None
    await answer.take_up(turn, known.id)


@answer.card
async def look(turn: Turn, draft: Draft) -> None:
    """Show what is about to be sent, to whom, and in whose name."""
    shown = await _mine(turn, draft.answers["inquiry"])
    answer.emit(
        turn,
        draft,
        _("<b>To {city}</b> · {number}\n<blockquote>{text}</blockquote>\n{lines}"),
        [
            [answer.button(_("Send"), "finish", draft)],
            [answer.button(_("Change the text"), "change", draft, "text"), answer.button(_("Cancel"), "cancel", draft)],
        ],
        {
            "city": towns.label(shown.other(turn.officer.city_id), turn.officer.language),
            "number": shown.number,
            "text": draft.answers["text"],
            "lines": lines(turn, caution(draft.answers["text"]), await sender(turn)),
        },
    )


@answer.done
async def send(turn: Turn, draft: Draft) -> str:
    """Send what was written to the other city, where somebody gets it in office hours."""
    shown, text = await _mine(turn, draft.answers["inquiry"]), draft.answers["text"]
    in_words = language(text) or turn.officer.language
    reply = await threads.reply(turn.session, shown, turn.officer, text, in_words, clock.now())
    if reply is None:
        raise Refusal(GONE)
    undecided = shown.inquiry.action_id is not None and shown.inquiry.answerer_agrees is None
    offers = undecided and await threads.is_first(turn.session, reply)
    key = shown.inquiry.id
    decide = [button(_("Agree"), agree_below, key, 1), button(_("No"), agree_below, key, 0)] if offers else []
    turn.show(
        _("<b>Sent to {city}</b> · {number}\nIt arrives in office hours there.\n{question}"),
        rows=[decide, [button(_("Thread"), below, key)]],
        city=towns.label(shown.other(turn.officer.city_id), turn.officer.language),
        number=shown.number,
        question=MAY_OTHERS if offers else "",
    )
    if turn.officer.city_id == shown.asked.id:
        turn.owed += await rewritten(turn.unit, shown.inquiry.call_id)
    return shown.number


@thread.press
async def not_now(turn: Turn, inquiry_id: int, here: int) -> None:
    """Leave a question; ``here`` says that the thread itself was on view, and not the message that brought it."""
    shown = await _mine(turn, inquiry_id, asked=True)
    if not await threads.decline(turn.session, shown, turn.officer):
        raise Refusal(_("It is not open any more. Nothing was changed."))
    await turn.session.refresh(shown.inquiry)
    turn.owed += await rewritten(turn.unit, shown.inquiry.call_id)
    if here:
        await show(turn, shown, LAST)
    else:
        turn.toast(_("Left for now. /ask opens it whenever you like."))


@thread.press
async def pass_on(turn: Turn, inquiry_id: int) -> None:
    """Ask which colleague shall answer."""
    await _mine(turn, inquiry_id, asked=True)
    there = await threads.colleagues(turn.session, turn.officer)
    if not there:
        raise Refusal(_("Nobody else has a seat in your city who can be written to. /invite lets a colleague in."))
    turn.pressed = None
    names = [
        button(
            said(Message("{name} · {role}"), name=each.name, role=ROLES[each.role or "officer"]),
            pass_to,
            inquiry_id,
            each.id,
        )
        for each in there
    ]
    turn.show(_("<b>Which colleague shall answer?</b>"), rows=in_rows(names[:MOST], 1))


@thread.press
async def pass_to(turn: Turn, inquiry_id: int, person_id: int) -> None:
    """Give a question to a colleague: it reaches them at once, because it was passed to them by hand."""
    shown = await _mine(turn, inquiry_id, asked=True)
    there = await threads.colleagues(turn.session, turn.officer)
    colleague = next((each for each in there if each.id == person_id), None)
    if colleague and (shown.inquiry.state, shown.inquiry.person_id) == ("sent", colleague.id):
        raise Refusal(_("{name} has it already."), name=colleague.name)
    if colleague is None or not await threads.pass_on(turn.session, shown, turn.officer, colleague, clock.now()):
        raise Refusal(_("It is not open any more. Nothing was changed."))
    turn.show(_("<b>{number} is passed to {name}.</b>"), number=shown.number, name=colleague.name)
    turn.owed += await rewritten(turn.unit, shown.inquiry.call_id, {inquiry_id: colleague.name})
    text, rows = await questions_letter(turn.session, colleague, [shown])
    owed = letter(colleague, text, rows=rows)
    turn.owed.append(owed)
    turn.keep_call(shown.inquiry, owed)


@thread.press
async def agree(turn: Turn, inquiry_id: int, yes: int) -> None:
    """Let others read a thread, or no more, from the thread itself."""
    shown = await _decide(turn, inquiry_id, bool(yes))
    await show(turn, shown, LAST)


@thread.press
async def agree_below(turn: Turn, inquiry_id: int, yes: int) -> None:
    """Let others read a thread, or not, from the message that asked: it stays, without the question."""
    await _decide(turn, inquiry_id, bool(yes))
    if turn.pressed and turn.pressed.message_id:
        rest = [[button(_("Write back"), write, inquiry_id), button(_("Thread"), below, inquiry_id)]]
        drawn = keyboard([[each.drawn(turn.translate) for each in row] for row in rest])
        place = {"chat_id": turn.chat_id, "message_id": turn.pressed.message_id}
        turn.owe("editMessageReplyMarkup", {**place, "reply_markup": drawn})


async def _decide(turn: Turn, inquiry_id: int, yes: bool) -> Thread:
    shown = await _mine(turn, inquiry_id)
    if shown.inquiry.state != "answered" or shown.inquiry.action_id is None:
        raise Refusal(_("It is not open any more. Nothing was changed."))
    await threads.agree(turn.session, shown, turn.officer, yes, clock.now())
    other = towns.name(shown.other(turn.officer.city_id), turn.officer.language)
    if shown.inquiry.shared_at:
        turn.toast(_("Others can read it now."))
    elif yes:
        turn.toast(_("Noted. Others can read it once {city} agrees too."), city=other)
    else:
        turn.toast(_("Nobody else can read it."))
    return shown


@thread.press
async def stop(turn: Turn) -> None:
    """Get no questions any more; those that have come can still be answered."""
    await notices.stop(turn.session, turn.officer.id, STOPPED)
    turn.pressed = None
    turn.show(
        _("<b>You get no more questions</b>\nThey go to a colleague of your city, or wait."),
        rows=[[button(_("Get questions again"), resume)]],
    )


@thread.press
async def resume(turn: Turn) -> None:
    """Get questions again."""
    await notices.resume(turn.session, turn.officer.id, STOPPED)
    turn.show(_("<b>You get questions again</b>\nAt most one message a day, in office hours."))


async def _mine(turn: Turn, inquiry_id: int, *, asked: bool = False) -> Thread:
    """Return a thread of this person's city; with ``asked``, one in which it is the city that is asked."""
    shown = await threads.get(turn.session, inquiry_id, turn.officer.city_id)
    if shown is None or (asked and shown.asked.id != turn.officer.city_id):
        raise Refusal(STALE)
    return shown
