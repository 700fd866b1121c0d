"""The goals, the pathways and the milestones by which a city finds its way to a target."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.text import Message, _

SDGS: Mapping[int, Message] = {
    1: _("No poverty"),
    2: _("Zero hunger"),
    3: _("Good health and well-being"),
    4: _("Quality education"),
    5: _("Gender equality"),
    6: _("Clean water and sanitation"),
    7: _("Affordable and clean energy"),
    8: _("Decent work and economic growth"),
    9: _("Industry, innovation and infrastructure"),
    10: _("Reduced inequalities"),
    11: _("Sustainable cities and communities"),
    12: _("Responsible consumption and production"),
    13: _("Climate action"),
    14: _("Life below water"),
    15: _("Life on land"),
    16: _("Peace, justice and strong institutions"),
    17: _("Partnerships for the goals"),
}

AIMS: Mapping[int, Message] = {
    11: _("Make cities and villages open to everyone, safe, able to recover, and sustainable."),
}


@dataclass(frozen=True)
class Pathway:
    """One of the five ways of development that ICLEI's members follow."""

    id: str
    title: Message
    description: Message


PATHWAYS: Mapping[str, Pathway] = {
    pathway.id: pathway
    for pathway in (
        Pathway(
            "zero_emission",
            _("Zero emission development"),
            _("Cut emissions across energy, transport and buildings on the way to climate neutrality."),
        ),
        Pathway(
            "nature_based",
            _("Nature-based development"),
            _("Protect biodiversity and use nature to make towns healthier and more livable."),
        ),
        Pathway(
            "resilient",
            _("Resilient development"),
            _("Foresee, withstand and recover from shocks and slow stresses."),
        ),
        Pathway(
            "circular",
            _("Circular development"),
            _("Keep materials in use, prevent waste and build local circular economies."),
        ),
        Pathway(
            "equitable",
            _("Equitable and people-centered development"),
            _("Build just, livable and inclusive communities and fight poverty."),
        ),
    )
}


@dataclass(frozen=True)
class Milestone:
    """One of five steps towards a goal, with its name in climate protection, where the steps come from."""

    number: int
    title: Message
    climate: Message


MILESTONES: Mapping[int, Milestone] = {
    milestone.number: milestone
    for milestone in (
        Milestone(1, _("1 Baseline: take stock and forecast"), _("Emissions inventory and forecast")),
        Milestone(2, _("2 Goal: adopt a target"), _("Adopt a reduction target")),
        Milestone(3, _("3 Plan: write the local action plan"), _("Local climate action plan")),
        Milestone(4, _("4 Action: carry out policies and measures"), _("Implement measures")),
        Milestone(5, _("5 Review: monitor and report results"), _("Monitor and verify results")),
    )
}


@dataclass(frozen=True)
class Ladder:
    """Steps a city takes one after the other, by the codes under which they are kept."""

    id: str
    title: Message
    steps: Mapping[str, Message]


LADDERS: Mapping[str, Ladder] = {
    ladder.id: ladder
    for ladder in (
        Ladder(
            "milestones",
            _("Five milestones"),
            {str(number): milestone.title for number, milestone in MILESTONES.items()},
        ),
        Ladder(
            "phases",
            _("Three phases"),
            {
                "analyze": _("Analyze: know where emissions and risks come from"),
                "act": _("Act: carry out the plan with everyone involved"),
                "accelerate": _("Accelerate: widen what works and bring in others"),
            },
        ),
    )
}
