"""What the bot begins by itself: it plans the prompts, sends those that are due, and recalls drafts left half-way."""

from datetime import datetime

import orjson

from bot import clock
from bot.command import lead
from bot.prompts import answer_rows, reminder
from bot.text import _
from bot.turn import button, clip, letter
from storage import Unit, answers, cycles, outbox, planning, recalls, reminders
from storage.outbox import Owed
from storage.recalls import Recall
from storage.reminders import Prompt


async def plan(unit: Unit, now: datetime) -> int:
    """Make the periods ahead and write down whom to prompt when."""
    return await planning.ahead(unit.session, now)


async def remind(unit: Unit, now: datetime) -> int:
    """Send the prompts that are due, each once."""
    sent = 0
    for prompt in await reminders.due(unit.session, now):
        if await reminders.claim(unit, prompt, now):
            await _send(unit, prompt)
            sent += 1
    return sent


async def _send(unit: Unit, prompt: Prompt) -> None:
    period, row = prompt.asked.period, prompt.reminder
    answer = await answers.of(unit.session, period.id, prompt.city.id)
    todo = await answers.checklist(unit.session, period.id, prompt.city.id)
    replaced = await reminders.replaces(unit.session, prompt)
    owed = letter(
        prompt.reader,
        reminder(prompt, answer, todo),
        rows=answer_rows(period.id, row.id),
        unasked=not row.asked,
    )
    await outbox.put(unit.connection, [owed, *await _retired(unit, prompt, replaced)])
    row.call_id = owed.id


async def _retired(unit: Unit, prompt: Prompt, calls: list[int]) -> list[Owed]:
    """Return what takes the buttons off earlier prompts about the same period."""
    chat_id, now = prompt.reader.telegram_id or 0, clock.now().timestamp()
    payload = orjson.dumps({"chat_id": chat_id, "reply_markup": {"inline_keyboard": []}}).decode()
    return [
        Owed(chat_id, "editMessageReplyMarkup", payload, now, prompt.reader.id, about_id=call)
        for call in calls
        if await outbox.message_id(unit.connection, call) is not None
    ]


async def recall(unit: Unit, now: datetime) -> int:
    """Remind people of drafts they have not touched for three days, each once."""
    sent = 0
    for each in await recalls.due(unit.session, now):
        if await recalls.claim(unit, each, now):
            await outbox.put(unit.connection, [_about_draft(each)])
            sent += 1
    return sent


def _about_draft(recalled: Recall) -> Owed:
    draft = recalled.draft
    title = str(draft.answers.get("title") or draft.answers.get("text") or "")
    return letter(
        recalled.reader,
        _("<b>A draft is waiting</b>\n{title}\nLast touched on {day}, not published. There is no second reminder."),
        rows=[
            [button(_("Continue"), lead(draft.conversation, "take_up"), draft.id)],
            [button(_("Reminder settings"), lead("reminders", "settings"))],
        ],
        unasked=True,
        title=clip(title, 120),
        day=cycles.local_day(recalled.reader.zone, draft.touched_at),
    )
