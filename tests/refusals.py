"""Presses that are refused: a person sees a short note over the chat, and nothing else changes."""

from tests.people import Person, Seen


async def noted(person: Person, label: str, *, under: Seen | None = None) -> str:
    """Let somebody press a button; return the note that answers it."""
    before = len(person.toasts)
    await person.acts.presses(label, under=under)
    return await _answered(person, before)


async def noted_for(person: Person, data: str, message_id: int) -> str:
    """Let somebody press a button of their own making; return the note that answers it."""
    before = len(person.toasts)
    await person.acts.presses_data(data, message_id=message_id)
    return await _answered(person, before)


async def _answered(person: Person, before: int) -> str:
    await person.world.until(lambda: len(person.toasts) > before)
    return person.toasts[-1]
