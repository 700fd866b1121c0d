"""What is looked for, and in which language it is asked."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.language import draft

OWN_SCRIPTS = {"zh_Hans": ("zh_Hans", "zh_Hant"), "zh_Hant": ("zh_Hant", "zh_Hans")}
HAN_LANGUAGES = ("ja", "zh_Hans", "zh_Hant")
LANGUAGES = ("en", "ko", *HAN_LANGUAGES)
_ABBREVIATED = re.compile(r"[\W\dA-Z_]*")


Facets = Mapping[str, Sequence[str]]  # for each name, the values that will do


@dataclass(frozen=True)
class Group:
    """What an action must have to be in a group, and what it must not."""

    facets: Facets
    without: Facets = field(default_factory=dict)


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

    @property
    def facets(self) -> Facets:
        """What an action must have to be shown."""
        facets: dict[str, Sequence[str]] = {"visibility": ["public", "members"] if self.member else ["public"]}
        for name in ("target", "place", "country", "pathway", "kind", "year"):
            value = getattr(self, name)
            if value is not None:
                facets[name] = [str(value)]
        return facets

    @property
    def own(self) -> tuple[str, ...]:
        """The languages that count as the query's own; the first is the one it is most likely in."""
        if not self.words.strip():
            return OWN_SCRIPTS.get(self.language, (self.language,))
        words = unicodedata.normalize("NFKC", self.words)
        found = draft.language(words)
        han = draft.HAN.findall(words)
        if han and (found is None or (found in ("zh_Hans", "zh_Hant") and self.language == "ja" and _japanese(han))):
            first = self.language if self.language in HAN_LANGUAGES else "zh_Hans"
            return (first, *(each for each in HAN_LANGUAGES if each != first))
        if found is None or (found == "en" and _ABBREVIATED.fullmatch(words)):
            found = self.language if _ABBREVIATED.fullmatch(words) else "en"
        return OWN_SCRIPTS.get(found, (found,))

    def groups(self) -> tuple["Group | None", "Group | None"]:
        """Return where to look: in the query's own languages, and in all others; none where nothing is wanted."""
        facets, own = self.facets, self.own
        if not self.languages:
            return Group({**facets, "language": own}), Group(facets, {"language": own})
        chosen = [each for each in self.languages if each in own]
        others = [each for each in self.languages if each not in own]
        return (
            Group({**facets, "language": chosen}) if chosen else None,
            Group({**facets, "language": others}) if others else None,
        )


def _japanese(signs: Sequence[str]) -> bool:
    """Say whether a Japanese reader may have written these characters, which also are Chinese."""
    try:
        return bool("".join(signs).encode("cp932"))
    except UnicodeEncodeError:
        return False
