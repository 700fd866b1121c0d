"""What the web side asks of a running bot."""

from typing import Protocol

from bot.inbox import Dispatcher, Intake
from bot.outbox import Sender
from bot.polling import Polling
from bot.schedule import Schedule
from storage import Database
from storage.index import Index


class Running(Protocol):
    """A bot, as far as the web side knows it."""

    @property
    def database(self) -> Database: ...
    @property
    def index(self) -> Index: ...
    @property
    def intake(self) -> Intake: ...
    @property
    def polling(self) -> Polling: ...
    @property
    def dispatcher(self) -> Dispatcher: ...
    @property
    def sender(self) -> Sender: ...
    @property
    def schedule(self) -> Schedule: ...
