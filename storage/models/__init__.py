"""The tables, by subject."""

from storage.models.actions import Action, ActionVersion, Attachment, Update
from storage.models.base import Base
from storage.models.cycles import Answer, Confirmation, Cycle, Period, Reminder, Stop
from storage.models.drafts import Draft, Lookup
from storage.models.people import Absence, City, Consent, Invitation, JoinRequest, Office, Person, Seat
from storage.models.places import PlaceName, PlaceRegister, PlaceRow
from storage.models.queue import Incoming, Outgoing
from storage.models.records import AuditEntry, Fact, Feedback

__all__ = [
    "Absence",
    "Action",
    "ActionVersion",
    "Answer",
    "Attachment",
    "AuditEntry",
    "Base",
    "City",
    "Confirmation",
    "Consent",
    "Cycle",
    "Draft",
    "Fact",
    "Feedback",
    "Incoming",
    "Invitation",
    "JoinRequest",
    "Lookup",
    "Office",
    "Outgoing",
    "Period",
    "Person",
    "PlaceName",
    "PlaceRegister",
    "PlaceRow",
    "Reminder",
    "Seat",
    "Stop",
    "Update",
]
