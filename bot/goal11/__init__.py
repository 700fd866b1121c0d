"""Goal 11 as data: targets, indicators, pathways and milestones, with codes and marked texts in own words.

A target knows its goal, so another goal is another table of the same kind.
"""

from bot.goal11.duties import DUTIES, Duty
from bot.goal11.indicators import INDICATORS, Indicator
from bot.goal11.pathways import AIMS, LADDERS, MILESTONES, PATHWAYS, SDGS, Ladder, Milestone, Pathway
from bot.goal11.targets import TARGETS, Target

__all__ = [
    "AIMS",
    "DUTIES",
    "INDICATORS",
    "LADDERS",
    "MILESTONES",
    "PATHWAYS",
    "SDGS",
    "TARGETS",
    "Duty",
    "Indicator",
    "Ladder",
    "Milestone",
    "Pathway",
    "Target",
]
