"""One look at the page: who asks for what, in which language, and what the answer is put together with."""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from aiohttp import web
from markupsafe import Markup, escape

from bot.language.clean import clean
from bot.text import LANGUAGES, Translator, Words, negotiate, translator
from bot.web.page.assets import Assets
from storage import Database, actions
from storage.index import Index
from storage.models import Action

TAGS = {language.replace("_", "-"): language for language in LANGUAGES}
LANGUAGE = f"{{language:{'|'.join(TAGS)}}}"  # in a route
_TOO_MANY = 20  # languages of one browser
_BLANK_LINES = re.compile(r"\n\s*\n")


class Missing(Exception):
    """There is nothing at this address, or nothing that this reader may know of."""


class Withdrawn(Exception):
    """There was something at this address, which its city has withdrawn."""


@dataclass(frozen=True)
class Site:
    """What all looks at the page share."""

    database: Database
    index: Index
    assets: Assets
    address: str | None = None  # as people reach it; without one, as they did just now


@dataclass(frozen=True)
class Page:
    """What is between header and footer, and what is told about it elsewhere."""

    title: str
    body: Markup
    about: str = ""
    status: int = 200
    picture: str = ""  # the path of one that stands for the page
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    kept: bool = True  # whether search engines and browsers may keep it


class Visit:
    """Somebody looks at the page."""

    def __init__(self, site: Site, request: web.Request) -> None:
        self.site, self.request = site, request
        self.tag = request.match_info.get("language") or preferred_tag(request)
        self.language = TAGS[self.tag]
        self.translate: Translator = translator(self.language)

    def given(self, name: str, most: int = 40) -> str:
        """Return what the address says under a name, behind its question mark or as a part of its path."""
        said = self.request.match_info.get(name) or self.request.query.get(name, "")
        return clean(said)[:most]

    @property
    def path(self) -> str:
        """The address without host and language, which is the same in every language."""
        whole, own = self.request.rel_url.raw_path_qs, f"/{self.tag}/"
        return whole[len(own) - 1 :] if whole.startswith(own) else whole

    @property
    def host(self) -> str:
        """The address of the whole page, without a slash at its end."""
        return self.site.address or str(self.request.url.origin())

    def at(self, path: str, **query: object) -> str:
        """Return an address in the reader's language; what is empty is left out of its query."""
        asked = urlencode({name: value for name, value in query.items() if value})
        return f"/{self.tag}{path}" + (f"?{asked}" if asked else "")

    def say(self, words: Words, **values: object) -> Markup:
        """Return a message in the reader's language, its values escaped."""
        return self.translate.html(words, values)

    def value(self, value: object) -> Markup:
        """Return a value as people of this language write it."""
        return escape(self.translate.value(value))

    def facts(self, *facts: object) -> Markup:
        """Return facts in one line, separated by middle dots; those that are empty are left out."""
        return Markup(" · ").join(self.value(fact) for fact in facts if fact)

    def day(self, day: date) -> str:
        """Return a day with its year."""
        return self.translate.full_day(day)

    def country(self, code: str) -> str:
        """Return what a country or area is called."""
        return str(self.translate.locale.territories.get(code, code))

    def as_of(self, action: Action) -> str:
        """Return the day for which an action is told, no more exactly than it is known."""
        tell = {"year": self.translate.year, "month": self.translate.month}
        return tell.get(actions.precision(action), self.translate.full_day)(action.day)


def lang(language: str | None) -> Markup:
    """Return the attribute, with a space before it, that tells readers' programs in which language a text is."""
    return Markup(' lang="{}"').format(language.replace("_", "-")) if language else Markup("")


def paragraphs(text: str, language: str | None) -> Markup:
    """Return a text as it was written, a paragraph for each that it has."""
    parts = [part.strip() for part in _BLANK_LINES.split(text) if part.strip()]
    return Markup("").join(Markup("<p{}>{}</p>").format(lang(language), part) for part in parts)


def preferred(header: str) -> str:
    """Return which of our languages a browser likes best: ``ko-KR,ko;q=0.9,en;q=0.8`` is ``ko``."""
    wanted: list[tuple[float, int, str]] = []
    for place, part in enumerate(header.split(",")[:_TOO_MANY]):
        code, _, weight = part.strip().partition(";q=")
        if re.split("[-_]", code.lower())[0] in ("en", "ko", "ja", "zh"):
            wanted.append((-_weight(weight), place, code))
    return negotiate(min(wanted)[2]) if wanted else "en"


def preferred_tag(request: web.Request) -> str:
    """Return the language to begin with for somebody whose address names none."""
    return preferred(request.headers.get("Accept-Language", "")).replace("_", "-")


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
