"""The tables, by subject."""

from storage.models.actions import Action, ActionVector, ActionVersion, Attachment, SentenceVectors, Update
from storage.models.base import Base
from storage.models.cycles import Answer, Confirmation, Cycle, Period, Reminder, Statement, Stop
from storage.models.drafts import Draft, Lookup
from storage.models.exchange import Adoption, Errand, Inquiry, Question, Reply, Useful
from storage.models.follows import Follow
from storage.models.glossary import TermChange
from storage.models.goals import Emission, Goal, Indicator, Measure, MilestoneReached, Rating, ReadinessAnswer
from storage.models.imports import Import
from storage.models.people import Absence, City, Consent, Invitation, JoinRequest, Office, Person, Seat
from storage.models.places import PlaceName, PlaceRegister, PlaceRow
from storage.models.queue import Incoming, Outgoing
from storage.models.records import AuditEntry, Fact, Feedback
from storage.models.reports import (
    Approval,
    Chapter,
    Comment,
    Deadline,
    DeadlineNotice,
    NoticeStop,
    Publication,
    Report,
    Round,
    Thanks,
    UnEntry,
)
from storage.models.reviews import Chat, Evidence, Highlight, HighlightLetter, HighlightPost, Reason, Review, ReviewNote

# A number once given is never given again: buttons and queues remember numbers of rows that are gone.
for _table in Base.metadata.tables.values():
    if _table.autoincrement_column is not None:
        _table.dialect_options["sqlite"]["autoincrement"] = True

__all__ = [
    "Absence",
    "Action",
    "ActionVector",
    "ActionVersion",
    "Adoption",
    "Answer",
    "Approval",
    "Attachment",
    "AuditEntry",
    "Base",
    "Chapter",
    "Chat",
    "City",
    "Comment",
    "Confirmation",
    "Consent",
    "Cycle",
    "Deadline",
    "DeadlineNotice",
    "Draft",
    "Emission",
    "Errand",
    "Evidence",
    "Fact",
    "Feedback",
    "Follow",
    "Goal",
    "Highlight",
    "HighlightLetter",
    "HighlightPost",
    "Import",
    "Incoming",
    "Indicator",
    "Inquiry",
    "Invitation",
    "JoinRequest",
    "Lookup",
    "Measure",
    "MilestoneReached",
    "NoticeStop",
    "Office",
    "Outgoing",
    "Period",
    "Person",
    "PlaceName",
    "PlaceRegister",
    "PlaceRow",
    "Publication",
    "Question",
    "Rating",
    "ReadinessAnswer",
    "Reason",
    "Reminder",
    "Reply",
    "Report",
    "Review",
    "ReviewNote",
    "Round",
    "Seat",
    "SentenceVectors",
    "Statement",
    "Stop",
    "TermChange",
    "Thanks",
    "UnEntry",
    "Update",
    "Useful",
]
