"""What a deputy is told besides: in whose place a message comes to them."""

from collections.abc import Mapping

from bot.text import Message, Said, _, said
from storage.people import Officer

ROLES: Mapping[str, Message] = {"officer": _("officer"), "coordinator": _("coordinator")}
UNNAMED = _("In place of the {role} of {city}, absent until {day}.")
NAMED = _("In place of {name}, {role} of {city}, absent until {day}.")


def signed(what: Said, reader: Officer) -> Said:
    """Return a message as its reader gets it: to a deputy it says whose it is, and when that one is back."""
    absent = reader.in_place_of
    if absent is None:
        return what
    values = {"role": ROLES[absent.role], "city": reader.city_name, "day": absent.back, "name": absent.name}
    return said(Message("{what}\n\n{place}"), what=what, place=said(NAMED if absent.name else UNNAMED, **values))
