"""Every command of the bot, in the order the menu shows them, and every job it does by itself."""

from bot.command import Command
from bot.importing import further
from bot.schedule import AnyJob, Job, LongJob
from bot.turn import Turn
from handlers import adopt as adopting
from handlers import alerts, asking, exchange, groups, highlighting, inline, notices
from handlers import find as finding
from handlers import un as handing_in
from handlers import update as telling
from handlers import value as values
from handlers.absence import absence, back
from handlers.action import action, news
from handlers.adopt import adopt
from handlers.answer import answer
from handlers.answered import answered
from handlers.ask import ask, question
from handlers.board import board
from handlers.breakdown import breakdown
from handlers.brief import brief
from handlers.cancel import cancel
from handlers.chapter import chapter, remark, wording
from handlers.chats import chat_of_office, membership
from handlers.city import city
from handlers.contribution import contribution
from handlers.deadlines import deadline, deadlines, new_day
from handlers.diff import diff
from handlers.emission import emission
from handlers.errand import errand
from handlers.evidence import evidence
from handlers.feedback import ask_network, feedback, reply
from handlers.find import find
from handlers.follow import follow
from handlers.gaps import gaps
from handlers.glossary import add_word, glossary, remove_word
from handlers.goals import goal, goals, national, told
from handlers.groups import group, known
from handlers.handover import handover, lapse, seats
from handlers.help import describe, help_
from handlers.highlight import highlight
from handlers.highlights import highlights_
from handlers.importing import importing, takes
from handlers.indicator import indicator, measured
from handlers.inhabitants import inhabitants
from handlers.invite import invite, seat
from handlers.join import join, refuse
from handlers.language import language
from handlers.leave import leave
from handlers.map import map_
from handlers.milestones import ladder, milestone, milestones
from handlers.mine import mine
from handlers.mydata import mydata
from handlers.new import new
from handlers.new_indicator import new_indicator
from handlers.office import office
from handlers.passing import passing
from handlers.practice import close, practice
from handlers.readiness import duties, readiness
from handlers.reason import own_words, reason, worded
from handlers.reminders import reminders
from handlers.report import report
from handlers.review import review
from handlers.review_answer import review_answer, takes_reply
from handlers.review_count import count
from handlers.review_rules import review_rules
from handlers.revising import about, aim, baseline, dated, rated
from handlers.round import new_round, round_
from handlers.settings import settings
from handlers.shelf import publication, shelf
from handlers.start import start
from handlers.thread import answer as answer_city
from handlers.thread import thread
from handlers.tidy import progress, tidy
from handlers.un import submitted, un
from handlers.un_entry import registration, submission, un_entry
from handlers.update import edit, update
from handlers.value import value
from handlers.who import who
from storage import privacy

COMMANDS: list[Command] = [
    update, find, highlights_, ask, follow, new, mine, city, goals, board, gaps, report, diff, shelf, map_,
    indicator, milestones, readiness, answer, reminders, deadlines, round_, office, review, invite, handover,
    glossary, settings, language, feedback, join, mydata, practice, leave, cancel, help_, start, action, edit, news,
    refuse, reply, ask_network, seat, absence, tidy, progress, add_word, remove_word, importing, who, deadline,
    new_day, un_entry, registration, submission, new_round, chapter, remark, wording, brief, un, submitted,
    publication, goal, measured, new_indicator, national, value, breakdown, aim, baseline, about, rated, dated, told,
    ladder, milestone, duties, emission, seats, errand, contribution, passing, highlight, group, chat_of_office,
    evidence, reason, own_words, worded, review_rules, review_answer, adopt, question, thread, answer_city, answered,
    inhabitants,
]  # fmt: skip
JOBS: list[AnyJob] = [
    Job("plan", 60, asking.plan, "makes the periods ahead and writes down whom to remind when"),
    Job("remind", 10, asking.remind, "sends the reminders that are due"),
    Job("recall", 60, asking.recall, "reminds of drafts left half-way"),
    Job("warn", 60, notices.warn, "tells cities of deadlines 60, 30 and 7 days before"),
    Job("round", 60, notices.tell_of_rounds, "tells the parties of report rounds which chapters wait for them"),
    Job("adopted", 60, adopting.tell, "tells cities who does too what they told of"),
    Job("ask", 10, exchange.deliver, "brings questions to other cities, and answers back"),
    LongJob("alert", 30, alerts.tell, "tells people what is new of what they follow"),
    Job("thank", 300, handing_in.thank, "tells contributors what became of a report that was handed in"),
    Job("back", 300, back, "tells who was away what happened meanwhile"),
    Job("lapse", 300, lapse, "says once that nobody has taken over a seat in time"),
    Job("highlight", 60, highlighting.tell, "asks cities about highlights, tells people of them, and fills channels"),
    Job("review", 300, count, "tells those who look at actions what has waited for more than two working days"),
    Job("forget", 3600, privacy.forget, "deletes what has been kept long enough"),
    Job("close", 3600, close, "closes practice towns nobody has written from for a week"),
    LongJob("import", 1, further, "reads and imports tables that were sent"),
]
describe(COMMANDS)
known(COMMANDS)


async def anything(turn: Turn) -> None:
    """Something was sent that no question waits for: a table, an answer, a number, a value, or what a city did."""
    for taken in (takes, takes_reply, finding.takes, values.takes):
        if await taken(turn):
            return
    await telling.anything(turn)


async def in_company(turn: Turn) -> None:
    """A command was sent in a group, or the bot was added somewhere or thrown out."""
    assert turn.company is not None
    await (groups.heard(turn) if turn.company.present is None else membership(turn))


values.otherwise(telling.anything)
adopting.becomes(update)


__all__ = ["COMMANDS", "JOBS", "anything", "in_company", "inline"]
