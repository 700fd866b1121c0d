"""The targets of Goal 11 in the project's own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.goal11.indicators import INDICATORS, Indicator
from bot.goal11.keywords import keywords
from bot.text import Message, _


@dataclass(frozen=True)
class Target:
    """One target of a goal: what it wants, until when, and how to recognise a text about it."""

    code: str
    goal: int
    title: Message
    description: Message
    year: int | None
    indicators: tuple[Indicator, ...] = ()
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)


def _of_goal_11(code: str, title: Message, description: Message, year: int | None = None) -> Target:
    """Return a target with the indicators and keywords that carry its code."""
    indicators = tuple(each for each in INDICATORS.values() if each.code.startswith(f"{code}."))
    return Target(code, 11, title, description, year, indicators, keywords(code))


TARGETS: Mapping[str, Target] = {
    target.code: target
    for target in (
        _of_goal_11(
            "11.1",
            _("Homes and basic services for all"),
            _(
                "Everyone should have a decent, safe home they can pay for and the basic services that go "
                "with it, and run-down settlements should be improved."
            ),
            2030,
        ),
        _of_goal_11(
            "11.2",
            _("Safe and easy transport"),
            _(
                "People of every age and ability should be able to get around safely and cheaply, above all "
                "by good public transport."
            ),
            2030,
        ),
        _of_goal_11(
            "11.3",
            _("Planning with citizens"),
            _(
                "Towns should grow in an inclusive and sparing way, with residents taking a regular part in "
                "planning and running them."
            ),
            2030,
        ),
        _of_goal_11(
            "11.4",
            _("Culture and nature handed down"),
            _("Protect cultural and natural heritage more strongly, and let local people benefit from keeping it."),
        ),
        _of_goal_11(
            "11.5",
            _("Fewer losses from disasters"),
            _(
                "Cut deaths, injuries and economic damage from disasters, floods included, looking first "
                "after poor and vulnerable people."
            ),
            2030,
        ),
        _of_goal_11(
            "11.6",
            _("Clean air, less waste"),
            _("Shrink the environmental burden each city resident causes, watching air quality and waste above all."),
            2030,
        ),
        _of_goal_11(
            "11.7",
            _("Green and public space for all"),
            _(
                "Give everyone, especially women, children, older people and people with disabilities, safe "
                "and easy-to-reach parks and public places."
            ),
            2030,
        ),
        _of_goal_11(
            "11.a",
            _("Links between town and country"),
            _("Plan nationally and regionally so that cities, their fringes and the countryside support one another."),
        ),
        _of_goal_11(
            "11.b",
            _("Joined-up plans for climate and disaster risk"),
            _(
                "Have many more towns adopt and carry out joined-up policies on inclusion, resources, "
                "climate and disaster risk, in step with the Sendai Framework."
            ),
            2020,
        ),
        _of_goal_11(
            "11.c",
            _("Sustainable building in the least developed countries"),
            _(
                "Help the least developed countries, with money and know-how, to put up sustainable, "
                "resilient buildings from local materials."
            ),
        ),
    )
}
