"""The seven duties of a local government for sustainable development, as a yearly self-check asks them."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.text import Message, _


@dataclass(frozen=True)
class Duty:
    """One duty: its name, the question, and the words by which examples of other cities are found."""

    id: str
    title: Message
    question: Message
    words: Message


DUTIES: Mapping[str, Duty] = {
    duty.id: duty
    for duty in (
        Duty(
            "department",
            _("Lead department"),
            _("Is one department in charge of sustainable development?"),
            _("lead department for sustainable development"),
        ),
        Duty(
            "ordinance",
            _("Ordinance"),
            _("Is there an ordinance on sustainable development?"),
            _("ordinance on sustainable development"),
        ),
        Duty(
            "indicators",
            _("Own indicators"),
            _("Has the city set indicators of its own?"),
            _("sustainable development indicators"),
        ),
        Duty(
            "basic_plan",
            _("Basic plan"),
            _("Is there a basic plan or strategy for sustainable development?"),
            _("basic plan for sustainable development"),
        ),
        Duty(
            "implementation_plan",
            _("Implementation plan"),
            _("Is there an implementation plan for it?"),
            _("implementation plan for sustainable development"),
        ),
        Duty(
            "report",
            _("Implementation report"),
            _("Is a report on its implementation published?"),
            _("sustainability report"),
        ),
        Duty(
            "committee",
            _("Local committee"),
            _("Is there a local committee for sustainable development?"),
            _("sustainable development committee"),
        ),
    )
}
