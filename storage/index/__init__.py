"""The search companion: what the database holds, arranged for finding. It can always be built anew."""

from storage.index.folder import renew
from storage.index.keeper import Index
from storage.index.ranking import Ranked, Wanted
from storage.index.wanted import Alike, Nearly, Neighbours, Query, Request

__all__ = ["Alike", "Index", "Nearly", "Neighbours", "Query", "Ranked", "Request", "Wanted", "renew"]
