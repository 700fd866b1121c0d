"""What is said of questions and answers between cities: whose they are, about what, and in which language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from babel import Locale
from markupsafe import Markup

from bot.cards import TARGET_NAMES, Addressee, Reader, dotted, joined, language_name
from bot.command import lead
from bot.deputies import ROLES
from bot.text import Message, Said, _, said
from bot.turn import Button, Rows, Turn, button, clip, instead, letter
from storage import Session, actions, cities, outbox, people, threads
from storage.engine import Unit
from storage.models import Reply
from storage.outbox import Owed
from storage.people import Officer
from storage.threads import Speaker, Thread

ALL = Message("{lines}")
OVER: Mapping[str, Message] = {
    "withdrawn": _("{number} from {city}: the question was withdrawn. No answer is needed."),
    "answered": _("{number} from {city}: answered. /ask shows the thread."),
    "declined": _("{number} from {city}: left for now. /ask opens it."),
}
PASSED = _("{number} from {city}: passed to {name}.")
MAY_OTHERS = _(
    "May others read this question and its answer? Without names, and until one of the two cities takes it back."
)


@dataclass(frozen=True)
class Item:
    """A question as a city is asked it."""

    thread: Thread
    text: threads.Said
    about: Said | None  # why this city


async def item(session: Session, thread: Thread) -> Item:
    return Item(thread, await threads.question_said(session, thread), await about(session, thread))


async def about(session: Session, thread: Thread) -> Said | None:
    """Return because of what a city is asked: an action of its own, or a target or tag it has one for."""
    told = await actions.get(session, thread.inquiry.action_id) if thread.inquiry.action_id else None
    if told is None:
        return None
    question, values = thread.question, {"number": told.action.number, "title": clip(told.action.title, 90)}
    if question.target:
        return said(_("{target}: because of {number} {title}"), target=TARGET_NAMES[question.target], **values)
    if question.tag:
        return said(_("Tag “{tag}”: because of {number} {title}"), tag=clip(question.tag, 60), **values)
    return said(_("About {number} {title}"), **values)


def who(reader: Reader, speaker: Speaker) -> Markup:
    """Return who speaks, as far as another city may know."""
    return dotted(reader, [cities.label(speaker.city, reader.officer.language), *_person(reader, speaker)])


def _person(reader: Reader, speaker: Speaker) -> list[object]:
    """Return what is told besides the city: its country to readers of another one, the role, and maybe the name."""
    city, tongue = speaker.city, reader.officer.language
    country = Locale.parse(tongue).territories.get(city.country, city.country)
    known = city.country == reader.officer.country or country in cities.label(city, tongue)
    return [None if known else country, ROLES.get(speaker.role or ""), speaker.name]


def lines(reader: Reader, *each: Said | None) -> Markup:
    """Return those lines there are, under each other."""
    return joined(reader, [one for one in each if one])


async def sender(turn: Turn) -> Said:
    """Return in whose name somebody writes to another city, as it will be seen there."""
    city = await cities.get(turn.session, turn.officer.city_id or 0)
    assert city is not None
    return said(_("From: {who}"), who=who(turn, await threads.speaker(turn.session, city, turn.officer.id)))


def written(reader: Reader, text: threads.Said) -> Said:
    """Return one text of a thread as it was written, with who wrote it, when, and in which language."""
    facts: list[object] = [reader.translate.day_of(text.at)]
    if text.language != reader.officer.language:
        facts.append(said(_("Original in {language}"), language=language_name(text.language)))
    return said(
        Message("<b>{who}</b> · {facts}\n<blockquote>{text}</blockquote>"),
        who=who(reader, text.speaker),
        facts=dotted(reader, facts),
        text=text.text,
    )


async def questions_letter(
    session: Session, reader: Officer, given: Sequence[Thread], passed: Mapping[int, str] = {}
) -> tuple[Said, list[list[Button]]]:
    """Return the message that brings a city questions, as it reads now, and its buttons.

    Args:
        passed: to whom questions were passed on just now, by the key of their inquiry.
    """
    to = Addressee(reader)
    waiting = [each for each in given if each.inquiry.state == "sent" and each.inquiry.id not in passed]
    parts = [_over(to, each, passed) for each in given if each not in waiting]
    places = [str(place) if len(waiting) > 1 else "" for place in range(1, len(waiting) + 1)]
    parts += [_question(to, place, await item(session, each)) for place, each in zip(places, waiting, strict=True)]
    return said(ALL, lines=joined(to, parts, "\n\n")), _rows(waiting)


def _over(to: Reader, thread: Thread, passed: Mapping[int, str]) -> Said:
    city = cities.label(thread.asker, to.officer.language)
    if name := passed.get(thread.inquiry.id):
        return said(PASSED, number=thread.number, city=city, name=name)
    return said(OVER.get(thread.inquiry.state, OVER["withdrawn"]), number=thread.number, city=city)


def _question(to: Reader, place: str, each: Item) -> Said:
    facts: list[object] = [each.thread.number, *_person(to, each.text.speaker)]
    if each.text.language != to.officer.language:
        facts.append(said(_("Original in {language}"), language=language_name(each.text.language)))
    city = cities.label(each.thread.asker, to.officer.language)
    head = said(_("<b>Question from {city}</b>"), city=city)
    if place:
        head = said(_("<b>{place} Question from {city}</b>"), place=place, city=city)
    return said(
        Message("{head}\n<blockquote>{text}</blockquote>\n{facts}"),
        head=lines(to, head, each.about),
        text=each.text.text,
        facts=dotted(to, facts),
    )


def _rows(waiting: Sequence[Thread]) -> list[list[Button]]:
    stop = [button(_("Stop"), lead("thread", "stop"))]
    if not waiting:
        return []
    keys = [each.inquiry.id for each in waiting]
    if len(keys) == 1:
        return [
            [button(_("Answer"), lead("thread", "write"), keys[0])],
            [
                button(_("Pass to a colleague"), lead("thread", "pass_on"), keys[0]),
                button(_("Not now"), lead("thread", "not_now"), keys[0], 0),
            ],
            stop,
        ]
    numbered = list(enumerate(keys, 1))
    return [
        [button(said(_("Answer {n}"), n=n), lead("thread", "write"), key) for n, key in numbered],
        [button(said(_("Pass {n} on"), n=n), lead("thread", "pass_on"), key) for n, key in numbered],
        [button(said(_("Not now: {n}"), n=n), lead("thread", "not_now"), key, 0) for n, key in numbered],
        stop,
    ]


async def answer_letter(session: Session, reader: Officer, thread: Thread, reply: Reply) -> tuple[Said, Rows]:
    """Return the message that tells one city what the other one wrote, and its buttons."""
    to, answers = Addressee(reader), reply.city_id == thread.asked.id
    head = _("<b>Answer from {city}</b> · {number}") if answers else _("<b>{city} writes more</b> · {number}")
    open_to_others = thread.inquiry.action_id is not None and thread.inquiry.asker_agrees is None
    asks = open_to_others and await threads.is_first(session, reply)
    body = said(
        Message("{head}\n{question}\n\n{answer}"),
        head=said(head, city=cities.label(thread.other(reader.city_id), reader.language), number=thread.number),
        question=clip(thread.question.text, 300),
        answer=lines(
            to,
            written(to, await threads.reply_said(session, thread, reply)),
            said(MAY_OTHERS) if asks else None,
        ),
    )
    key, agree = thread.inquiry.id, lead("thread", "agree_below")
    rows = [[button(_("Write back"), lead("thread", "write"), key), button(_("Thread"), lead("thread", "below"), key)]]
    if asks:
        rows.append([button(_("Agree"), agree, key, 1), button(_("No"), agree, key, 0)])
    return body, rows


async def rewritten(unit: Unit, call_id: int | None, passed: Mapping[int, str] = {}) -> list[Owed]:
    """Return what lets a message that brought questions say how they stand now; nothing where it is long gone."""
    reader = await _reader(unit, call_id)
    if call_id is None or reader is None:
        return []
    text, rows = await questions_letter(unit.session, reader, await threads.together(unit.session, call_id), passed)
    return [instead(call_id, letter(reader, text, rows=rows))]


async def renamed(unit: Unit, person_id: int) -> list[Owed]:
    """Return what lets messages that have arrived name somebody as they want to be named now."""
    calls, replies = await threads.arrived_from(unit.session, person_id)
    owed = [each for call_id in calls for each in await rewritten(unit, call_id)]
    for reply in replies:
        reader = await _reader(unit, reply.call_id)
        if reader and reply.call_id:
            [thread] = await threads.several(unit.session, [reply.inquiry_id])
            text, rows = await answer_letter(unit.session, reader, thread, reply)
            owed.append(instead(reply.call_id, letter(reader, text, rows=rows)))
    return owed


async def unnamed(unit: Unit, person_id: int) -> list[Owed]:
    """Return what takes the name of somebody who goes out of messages that have arrived."""
    if not (await people.row(unit.session, person_id)).shows_name:
        return []
    await people.change(unit.session, person_id, shows_name=False)
    return await renamed(unit, person_id)


async def _reader(unit: Unit, call_id: int | None) -> Officer | None:
    """Return who has a message, if it has arrived there and they can be written to."""
    person_id = await outbox.reader_of(unit.connection, call_id)
    reader = await people.get(unit.session, person_id) if person_id else None
    return reader if reader and reader.telegram_id and reader.reachable else None
