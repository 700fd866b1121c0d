"""An action: what a city did, in its own words, with everything it said about it that is public."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from bot.cards import GOAL_NAMES, KINDS, PATHWAY_NAMES, language_name
from bot.evidence_words import evidence
from bot.language.draft import language as written_in
from bot.text import Message, Words, _
from bot.turn import clip
from bot.web.page.pieces import demo_note, photo_address, target_title
from bot.web.page.visit import Missing, Page, Visit, Withdrawn, lang, paragraphs
from storage import actions, adoptions, attachments, cities, emissions, reviews, shared
from storage.actions import Told
from storage.adoptions import Copy, Source
from storage.models import Attachment, Emission, Update
from storage.shared import Shared

ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]。、，]")

_PAGE = Markup("""\
<article class="action">
<p class="facts"><a href="{city_page}">{city}</a> · <a href="{target_page}">{target}</a></p>
<h1{lang}>{title}</h1>
<p class="facts">{facts}</p>
{demo}{photos}
<div class="telling">{text}</div>
<dl class="details">{details}</dl>
{news}
{asked}
<aside class="evidence"><h2>{how}</h2><ul>{evidence}</ul></aside>
</article>""")
_DETAIL = Markup("<div><dt>{label}</dt><dd{lang}>{value}</dd></div>")
_PHOTO = Markup(
    '<li><a href="{large}"><img src="{small}" alt="{alt}" width="480" height="360" loading="lazy" '
    'decoding="async"></a></li>'
)
_NEWS = Markup('<section aria-labelledby="news"><h2 id="news">{title}</h2>{items}</section>')
_ITEM = Markup('<article class="news"><h3>{day}</h3>{text}</article>')
_ASKED = Markup('<section aria-labelledby="asked"><h2 id="asked">{title}</h2>{items}</section>')
_PART = Markup('<article class="news"><h3>{city}</h3>{text}</article>')
_TO_ACTION = Markup('<a href="{href}">{number}</a> · {city}')
_LINK = Markup('<a href="{href}" rel="nofollow noopener external">{href}</a>')

TOLD: dict[str, Message] = {
    "effect": _("Who notices"),
    "partners": _("Partners"),
    "tags": _("Tags"),
    "links": _("Links"),
}


@dataclass(frozen=True)
class Known:
    """What is public about an action."""

    told: Told
    files: Sequence[Attachment]
    news: Sequence[Update]
    saved: Emission | None
    asked: Sequence[Shared]
    source: Source | None  # what it follows
    copies: Sequence[Copy]  # what follows it


async def action(visit: Visit) -> Page:
    """Show an action that anybody may see."""
    async with visit.site.database.begin() as session:
        told = await actions.by_number(session, visit.given("number"))
        if told is None or told.action.visibility != "public" or told.action.state in reviews.HIDDEN:
            raise Missing
        if told.action.state != "published":
            raise Withdrawn
        known = Known(
            told=told,
            files=await attachments.of_action(session, told.action.id),
            news=await actions.updates(session, told.action.id),
            saved=await emissions.of_action(session, told.action.id),
            asked=await shared.of_action(session, told.action.id),
            source=await adoptions.source(session, told.action.id, member=False),
            copies=await adoptions.copies(session, told, member=False),
        )
    return _page(visit, known)


def _page(visit: Visit, known: Known) -> Page:
    told, action, files = known.told, known.told.action, known.files
    photos = [file.id for file in files if file.kind in ("photo", "picture") and file.state == "kept"]
    foreign = action.language != visit.language
    body = _PAGE.format(
        city_page=visit.at(f"/cities/{told.city.code}"),
        city=cities.label(told.city, visit.language),
        target_page=visit.at("/actions", target=action.target),
        target=target_title(visit, action.target),
        lang=lang(action.language),
        title=action.title,
        facts=visit.facts(
            action.number,
            KINDS[action.kind],
            visit.say(_("as of {day}"), day=visit.as_of(action)),
            visit.say(_("Original in {language}"), language=language_name(action.language)) if foreign else "",
        ),
        demo=demo_note(visit) if action.demo else "",
        photos=_photos(visit, told, photos),
        text=paragraphs(action.text, action.language),
        details=_details(visit, known),
        news=_news(visit, known.news),
        asked=_asked(visit, known.asked),
        how=visit.say(_("How far this is shown")),
        evidence=Markup("").join(Markup("<li>{}</li>").format(line) for line in _evidence(visit, told, files)),
    )
    picture = photo_address(photos[0], 1280) if photos else ""
    return Page(action.title, body, about=clip(action.text, 200), picture=picture)


def _photos(visit: Visit, told: Told, photos: Sequence[int]) -> Markup:
    alt = visit.say(_("Photo of {number}, as the city sent it"), number=told.action.number).striptags()
    inside = Markup("").join(
        _PHOTO.format(large=photo_address(key, 1280), small=photo_address(key, 480), alt=alt) for key in photos
    )
    return Markup('<ul class="photos">{}</ul>').format(inside) if photos else Markup("")


def _details(visit: Visit, known: Known) -> Markup:
    """Return the optional answers that were given. What did not work is for members, so it is not among them."""
    action = known.told.action
    told = [
        *_said(visit, action.details or {}, action.language),
        *_saved(visit, known.saved),
        *_between(visit, known.source, known.copies),
    ]
    return Markup("").join(
        _DETAIL.format(label=visit.say(label), value=value, lang=lang(language)) for label, value, language in told
    )


def _said(visit: Visit, details: dict[str, Any], language: str) -> Iterator[tuple[Words, Markup, str | None]]:
    for name, label in TOLD.items():
        if details.get(name):
            text = str(details[name])
            yield label, linked(text), written_in(text) or language
    if figures := [str(figure) for figure in details.get("figures") or ()]:
        yield _("Figures"), Markup("<br>").join(Markup.escape(figure) for figure in figures), language
    if second := str(details.get("second") or ""):
        yield _("In another language"), Markup("<br>").join(Markup.escape(second).splitlines()), written_in(second)
    if details.get("pathway") in PATHWAY_NAMES:
        yield _("Pathway"), visit.say(PATHWAY_NAMES[details["pathway"]]), None
    if goals := [GOAL_NAMES[goal] for goal in details.get("goals") or () if goal in GOAL_NAMES]:
        yield _("Related goals"), visit.value(goals), None


def _saved(visit: Visit, saved: Emission | None) -> Iterator[tuple[Words, Markup, str | None]]:
    """Return what it saves of greenhouse gases, with its year and its source."""
    if saved and saved.tonnes:
        year = visit.translate.year(date(saved.year, 1, 1))
        figure = visit.say(_("{tonnes} t CO₂e a year ({year})"), tonnes=saved.tonnes, year=year)
        source = visit.say(_("Source: {source}"), source=saved.source) if saved.source else ""
        yield _("CO₂ saved"), visit.facts(figure, source), None


def _between(visit: Visit, source: Source | None, copies: Sequence[Copy]) -> Iterator[tuple[Words, Markup, str | None]]:
    """Return what it follows and what was changed, and which cities follow it."""
    if source and source.withdrawn:
        yield _("Comes after"), visit.say(_("An action that was withdrawn since")), None
    elif source:
        yield _("Comes after"), _reference(visit, source.told), None
    if source:
        yield _("What was changed"), Markup.escape(source.change), source.language
    if copies:
        yield _("Adapted by"), Markup("<br>").join(_reference(visit, each.told) for each in copies), None


def _reference(visit: Visit, told: Told) -> Markup:
    """Return a link to another city's action."""
    return _TO_ACTION.format(
        href=visit.at(f"/actions/{told.action.number}"),
        number=told.action.number,
        city=cities.label(told.city, visit.language),
    )


def linked(text: str) -> Markup:
    """Return a text in which addresses of the web can be followed; whatever else it holds stays text."""
    parts, end = [], 0
    for found in ADDRESS.finditer(text):
        parts += [Markup.escape(text[end : found.start()]), _LINK.format(href=found[0])]
        end = found.end()
    return Markup("").join([*parts, Markup.escape(text[end:])])


def _news(visit: Visit, news: Sequence[Update]) -> Markup:
    items = Markup("").join(
        _ITEM.format(day=visit.day(each.at.date()), text=paragraphs(each.text, each.language)) for each in news
    )
    return _NEWS.format(title=visit.say(_("News")), items=items) if news else Markup("")


def _asked(visit: Visit, asked: Sequence[Shared]) -> Markup:
    """Return what other cities asked about it and were answered, where both cities let everybody read it."""
    items = Markup("").join(
        _PART.format(city=cities.label(part.city, visit.language), text=paragraphs(part.text, part.language))
        for each in asked
        for part in each.parts
    )
    return _ASKED.format(title=visit.say(_("Asked by other cities")), items=items) if asked else Markup("")


def _evidence(visit: Visit, told: Told, files: Sequence[Attachment]) -> Iterator[Markup]:
    """Say in plain words who says this, what supports it, and which version it is."""
    action = told.action
    yield visit.value(evidence(visit.translate, action))
    documents = sum(file.kind not in ("photo", "picture") for file in files)
    if documents:
        yield visit.say(_("Documents handed in with it: {n}"), n=documents)
    if (action.details or {}).get("target_suggested"):
        yield visit.say(_("The target is suggested from the text, not chosen by the city."))
    changed = visit.day(action.changed_at.date())
    yield visit.say(_("Version {version}, last changed on {day}"), version=action.version, day=changed)
    yield visit.say(_("Permanent address: {address}"), address=f"{visit.host}/actions/{action.number}")
