"""The indicators of Goal 11, and what a city can measure instead where one is made for nations."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.text import Message, _

# The same in every language, so there is nothing to translate.
PERCENT = Message("%")


@dataclass(frozen=True)
class Indicator:
    """What the United Nations measure, and the figure closest to it that a city already has."""

    code: str
    title: Message
    unit: Message
    local: Message | None = None
    retired: bool = False
    better: str = ""  # up, down: of what a city measures; empty where a city measures nothing like it


INDICATORS: Mapping[str, Indicator] = {
    indicator.code: indicator
    for indicator in (
        Indicator(
            "11.1.1",
            _("Share of city residents in slums, informal settlements or inadequate housing"),
            PERCENT,
            local=_("Households below the minimum housing standard (%)"),
            better="down",
        ),
        Indicator(
            "11.2.1",
            _("Share of people with convenient access to public transport"),
            PERCENT,
            local=_("Low-floor bus share (%)"),
            better="up",
        ),
        Indicator(
            "11.3.1",
            _("Land consumption rate compared with population growth rate"),
            _("ratio"),
            local=_("Built-up area per resident (m²)"),
            better="down",
        ),
        Indicator(
            "11.3.2",
            _("Share of cities where civil society takes part directly, regularly and democratically in planning"),
            PERCENT,
            local=_("Participatory budget (share of total, %)"),
            better="up",
        ),
        Indicator(
            "11.4.1",
            _("Spending per person on preserving cultural and natural heritage"),
            _("PPP dollars per person"),
            local=_("Heritage budget per resident"),
            better="up",
        ),
        Indicator(
            "11.5.1",
            _("Deaths, missing and directly affected people from disasters"),
            _("people per 100,000 inhabitants"),
            better="down",
        ),
        Indicator("11.5.2", _("Direct economic loss from disasters"), _("money; share of GDP (%)")),
        Indicator(
            "11.5.3",
            _("Damage to critical infrastructure and interruptions of basic services caused by disasters"),
            _("number of cases"),
        ),
        Indicator(
            "11.6.1",
            _("Share of municipal solid waste collected and treated in controlled facilities"),
            PERCENT,
            local=_("Recycling rate of household waste (%)"),
            better="up",
        ),
        Indicator(
            "11.6.2",
            _("Yearly mean of fine dust (PM2.5, PM10) in cities"),
            _("µg/m³"),
            local=_("Yearly mean PM2.5 (µg/m³)"),
            better="down",
        ),
        Indicator(
            "11.7.1",
            _("Share of the built-up area that is open space for public use"),
            PERCENT,
            local=_("Park area per resident (m²)"),
            better="up",
        ),
        Indicator(
            "11.7.2",
            _("Share of people who suffered harassment, sexual or not, in the past 12 months"),
            PERCENT,
        ),
        Indicator(
            "11.a.1",
            _(
                "Countries whose urban or regional plans respond to population change, balance territories "
                "and widen local finances"
            ),
            _("number of countries"),
        ),
        Indicator(
            "11.b.1",
            _("Countries with national disaster risk reduction strategies in line with the Sendai Framework"),
            _("number of countries"),
        ),
        Indicator(
            "11.b.2",
            _("Share of local governments with local disaster risk reduction strategies"),
            PERCENT,
            local=_("Local safety and climate adaptation plan in force (yes/no)"),
        ),
        Indicator(
            "11.c.1",
            _("Share of aid to least developed countries for sustainable, resilient buildings made of local materials"),
            PERCENT,
            retired=True,
        ),
    )
}
