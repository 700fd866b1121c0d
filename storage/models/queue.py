"""What came in from Telegram, and what is owed to it.

Times are seconds since 1970 here: these rows are written by hand-compiled statements on the hot path.
"""

from sqlalchemy import Double, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base

WAITING = text("state = 'waiting'")


class Incoming(Base):
    """An update Telegram gave us. Written before it is acknowledged; its content goes when it is done."""

    __tablename__ = "inbox"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # Telegram's update_id
    chat_id: Mapped[int]  # 0 where an update belongs to no chat
    payload: Mapped[str]
    state: Mapped[str]  # waiting, done, parked
    attempts: Mapped[int] = mapped_column(default=0)
    received_at: Mapped[float] = mapped_column(Double)

    __table_args__ = (
        Index("inbox_waiting", "chat_id", "id", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("inbox_by_age", "received_at"),
    )


class Outgoing(Base):
    """A call of the Bot API we owe. Written with the change that caused it, made afterwards."""

    __tablename__ = "outbox"
    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int]
    person_id: Mapped[int | None]
    method: Mapped[str]
    payload: Mapped[str]  # JSON; emptied when settled
    state: Mapped[str]  # waiting, sent, failed
    unasked: Mapped[bool] = mapped_column(default=False)  # counts against the monthly budget
    due_at: Mapped[float] = mapped_column(Double)
    attempts: Mapped[int] = mapped_column(default=0)
    about_id: Mapped[int | None]  # the row whose message this one edits
    message_id: Mapped[int | None]  # Telegram's, once sent
    error: Mapped[str | None]

    __table_args__ = (
        Index("outbox_waiting", "due_at", sqlite_where=WAITING, postgresql_where=WAITING),
        Index(
            "outbox_unasked",
            "person_id",
            "due_at",
            sqlite_where=text("unasked"),
            postgresql_where=text("unasked"),
        ),
    )
