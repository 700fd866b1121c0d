"""Every command of the bot, in the order the menu shows them, and every job it does by itself."""

from bot.command import Command
from bot.importing import further
from bot.schedule import AnyJob, Job, LongJob
from bot.turn import Turn
from handlers import alerts, asking
from handlers import un as handing_in
from handlers import update as telling
from handlers.absence import absence
from handlers.action import action, news
from handlers.answer import answer
from handlers.brief import brief
from handlers.cancel import cancel
from handlers.city import city
from handlers.diff import diff
from handlers.feedback import feedback, reply
from handlers.find import find
from handlers.follow import follow
from handlers.glossary import add_word, glossary, remove_word
from handlers.goals import goals
from handlers.help import describe, help_
from handlers.importing import importing, takes
from handlers.invite import invite, seat
from handlers.join import join, refuse
from handlers.language import language
from handlers.leave import leave
from handlers.mine import mine
from handlers.mydata import mydata
from handlers.office import office
from handlers.reminders import reminders
from handlers.report import report
from handlers.settings import settings
from handlers.shelf import publication, shelf
from handlers.start import start
from handlers.tidy import progress, tidy
from handlers.un import submitted, un
from handlers.update import edit, update
from handlers.who import who
from storage import privacy

COMMANDS: list[Command] = [
    update, find, follow, mine, city, goals, report, diff, shelf, answer, reminders, office, invite, glossary, settings,
    language, feedback, join, mydata, leave, cancel, help_, start, action, edit, news, refuse, reply, seat, absence,
    tidy, progress, add_word, remove_word, importing, who, brief, un, submitted, publication,
]  # fmt: skip
JOBS: list[AnyJob] = [
    Job("plan", 60, asking.plan, "makes the periods ahead and writes down whom to remind when"),
    Job("remind", 10, asking.remind, "sends the reminders that are due"),
    Job("recall", 60, asking.recall, "reminds of drafts left half-way"),
    LongJob("alert", 30, alerts.tell, "tells people what is new of what they follow"),
    Job("thank", 300, handing_in.thank, "tells contributors what became of a report that was handed in"),
    Job("forget", 3600, privacy.forget, "deletes what has been kept long enough"),
    LongJob("import", 1, further, "reads and imports tables that were sent"),
]
describe(COMMANDS)


async def anything(turn: Turn) -> None:
    """Something was sent that no question waits for: a table to import, or what a city did."""
    if not await takes(turn):
        await telling.anything(turn)


__all__ = ["COMMANDS", "JOBS", "anything"]
