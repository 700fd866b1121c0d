"""What the index is asked: what is looked for, what is like an action, what says nearly the same as a text."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from bot.language import draft

OWN_SCRIPTS = {"zh_Hans": ("zh_Hans", "zh_Hant"), "zh_Hant": ("zh_Hant", "zh_Hans")}
HAN_LANGUAGES = ("zh_Hans", "zh_Hant", "ja")
LANGUAGES = ("en", "ko", *HAN_LANGUAGES)
SHORT = 8  # characters of a query that may be one word
_ABBREVIATED = re.compile(r"[\W\dA-Z_]*")


Facets = Mapping[str, Sequence[str]]  # for each name, the values that will do


@dataclass(frozen=True)
class Group:
    """What an action must have to be in a group, and what it must not."""

    facets: Facets
    without: Facets = field(default_factory=dict)
    since: date | None = None
    keys: tuple[int, int] | None = None  # see ``Query.keys``


def shown(member: bool) -> Sequence[str]:
    """Return the visibilities of other cities' actions for a member of the network, or for anybody."""
    return ("public", "members") if member else ("public",)


@dataclass(frozen=True)
class Query:
    """What is looked for: words and filters, and for whom."""

    words: str = ""
    language: str = "en"  # the reader's: its texts come first, unless the words are in another
    member: bool = False
    target: str | None = None
    place: str | None = None  # a place key: this city
    country: str | None = None
    pathway: str | None = None
    kind: str | None = None
    year: int | None = None
    since: date | None = None
    languages: tuple[str, ...] = ()  # only texts in these
    elsewhere: str | None = None  # a place key: not this city
    keys: tuple[int, int] | None = None  # only actions whose key is above the first, and not above the second

    @property
    def facets(self) -> Facets:
        """What an action must have to be shown."""
        facets: dict[str, Sequence[str]] = {"visibility": shown(self.member)}
        for name in ("target", "place", "country", "pathway", "kind", "year"):
            value = getattr(self, name)
            if value is not None:
                facets[name] = [str(value)]
        return facets

    @cached_property
    def own(self) -> tuple[str, ...]:
        """The languages that count as the query's own; the first is the one it is most likely in."""
        if not self.words.strip():
            return OWN_SCRIPTS.get(self.language, (self.language,))
        words = unicodedata.normalize("NFKC", self.words)
        found = draft.language(words)
        han = draft.HAN.findall(words)
        if found in (None, *HAN_LANGUAGES) and han and not draft.KANA.search(words):
            # A few Han characters may be of any of three languages: the reader's own, if it is one of them.
            may_be_japanese = all(draft.has_sign("cp932", sign) for sign in han)
            if self.language == "ja" and may_be_japanese:
                found = "ja"
            elif self.language in ("zh_Hans", "zh_Hant"):
                found = self.language
            elif found is None or (len(words) <= SHORT and may_be_japanese):
                return HAN_LANGUAGES
        if found is None or (found == "en" and _ABBREVIATED.fullmatch(words)):
            found = self.language if _ABBREVIATED.fullmatch(words) else "en"
        return OWN_SCRIPTS.get(found, (found,))

    def groups(self) -> tuple["Group | None", "Group | None"]:
        """Return where to look: in the query's own languages, and in all others; none where nothing is wanted."""
        facets, own = self.facets, self.own
        without: Facets = {"place": [self.elsewhere]} if self.elsewhere else {}
        if not self.languages:
            foreign = Group(facets, {**without, "language": own}, self.since, self.keys)
            return Group({**facets, "language": own}, without, self.since, self.keys), foreign
        chosen = [each for each in self.languages if each in own]
        others = [each for each in self.languages if each not in own]
        return (
            Group({**facets, "language": chosen}, without, self.since, self.keys) if chosen else None,
            Group({**facets, "language": others}, without, self.since, self.keys) if others else None,
        )


@dataclass(frozen=True)
class Alike:
    """What other cities did for the same target as one action that is like it."""

    action_id: int
    member: bool = False


@dataclass(frozen=True)
class Nearly:
    """What the city of a place has published that says nearly the same as a text. Only a model can tell."""

    place: str
    text: str
    language: str


@dataclass(frozen=True)
class Neighbours:
    """What is like a text: what its own city has published, and what all others have."""

    text: str
    language: str
    place: str = ""  # of its city, if it has one
    member: bool = False
    by_meaning: bool = False  # where there is a model, which takes its time; else by words of its language


Request = Query | Alike | Nearly | Neighbours
