"""Every command of the bot, in the order the menu shows them, and every job it does by itself."""

from bot.command import Command
from bot.importing import further
from bot.schedule import AnyJob, Job, LongJob
from bot.turn import Turn
from handlers import alerts, asking, notices
from handlers import un as handing_in
from handlers import update as telling
from handlers import value as values
from handlers.absence import absence, back
from handlers.action import action, news
from handlers.answer import answer
from handlers.board import board
from handlers.breakdown import breakdown
from handlers.brief import brief
from handlers.cancel import cancel
from handlers.chapter import chapter, remark, wording
from handlers.city import city
from handlers.contribution import contribution
from handlers.deadlines import deadline, deadlines, new_day
from handlers.diff import diff
from handlers.emission import emission
from handlers.errand import errand
from handlers.feedback import ask_network, feedback, reply
from handlers.find import find
from handlers.follow import follow
from handlers.gaps import gaps
from handlers.glossary import add_word, glossary, remove_word
from handlers.goals import goal, goals, told
from handlers.handover import handover, lapse, seats
from handlers.help import describe, help_
from handlers.importing import importing, takes
from handlers.indicator import indicator, measured
from handlers.invite import invite, seat
from handlers.join import join, refuse
from handlers.language import language
from handlers.leave import leave
from handlers.map import map_
from handlers.milestones import ladder, milestone, milestones
from handlers.mine import mine
from handlers.mydata import mydata
from handlers.new_indicator import new_indicator
from handlers.office import office
from handlers.passing import passing
from handlers.readiness import duties, readiness
from handlers.reminders import reminders
from handlers.report import report
from handlers.revising import about, aim, baseline, dated, rated
from handlers.round import new_round, round_
from handlers.settings import settings
from handlers.shelf import publication, shelf
from handlers.start import start
from handlers.tidy import progress, tidy
from handlers.un import submitted, un
from handlers.un_entry import registration, submission, un_entry
from handlers.update import edit, update
from handlers.value import value
from handlers.who import who
from storage import privacy

COMMANDS: list[Command] = [
    update, find, follow, mine, city, goals, board, gaps, report, diff, shelf, map_, indicator, milestones,
    readiness, answer, reminders, deadlines, round_, office, invite, handover, glossary, settings, language, feedback,
    join, mydata, leave, cancel, help_, start, action, edit, news, refuse, reply, ask_network, seat, absence, tidy,
    progress, add_word, remove_word, importing, who, deadline, new_day, un_entry, registration, submission,
    new_round, chapter, remark, wording, brief, un, submitted, publication, goal, measured, new_indicator, value,
    breakdown, aim, baseline, about, rated, dated, told, ladder, milestone, duties, emission,
    seats, errand, contribution, passing,
]  # fmt: skip
JOBS: list[AnyJob] = [
    Job("plan", 60, asking.plan, "makes the periods ahead and writes down whom to remind when"),
    Job("remind", 10, asking.remind, "sends the reminders that are due"),
    Job("recall", 60, asking.recall, "reminds of drafts left half-way"),
    Job("warn", 60, notices.warn, "tells cities of deadlines 60, 30 and 7 days before"),
    Job("round", 60, notices.tell_of_rounds, "tells the parties of report rounds which chapters wait for them"),
    LongJob("alert", 30, alerts.tell, "tells people what is new of what they follow"),
    Job("thank", 300, handing_in.thank, "tells contributors what became of a report that was handed in"),
    Job("back", 300, back, "tells who was away what happened meanwhile"),
    Job("lapse", 300, lapse, "says once that nobody has taken over a seat in time"),
    Job("forget", 3600, privacy.forget, "deletes what has been kept long enough"),
    LongJob("import", 1, further, "reads and imports tables that were sent"),
]
describe(COMMANDS)


async def anything(turn: Turn) -> None:
    """Something was sent that no question waits for: a table to import, a value, or what a city did."""
    if not await takes(turn) and not await values.takes(turn):
        await telling.anything(turn)


values.otherwise(telling.anything)


__all__ = ["COMMANDS", "JOBS", "anything"]
