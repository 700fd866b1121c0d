"""Pieces that several pages share: a card, a search field, what stands where nothing is."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from bot.cards import KINDS, language_name
from bot.goal11 import TARGETS
from bot.highlight_words import why
from bot.text import Message, Words, _
from bot.turn import clip
from bot.web.page.visit import Page, Visit, lang
from storage import cities, offices
from storage.actions import Told
from storage.highlights import Held

LONGEST_QUERY = 200  # characters

_CARD = Markup("""\
<li class="card">{photo}<div><h3{lang}><a href="{href}">{title}</a></h3>
<p class="facts">{facts}</p>
<p class="text"{lang}>{text}</p>{note}</div></li>""")
_PHOTO = Markup('<img src="{src}" alt="" width="480" height="360" loading="lazy" decoding="async">')
_SEARCH = Markup("""\
<form class="search" role="search" action="{action}">
<label for="q">{label}</label>
<span class="field"><input id="q" name="q" type="search" value="{words}" maxlength="{longest}" enterkeyhint="search">
<button>{go}</button></span>
{more}
</form>""")
_LOST = Markup('<div class="lost"><h1>{title}</h1><p>{text}</p>{search}<p><a href="{home}">{to}</a></p></div>')
_DEMO = Markup('<p class="note">{text}</p>')

SEARCH = _("Search actions")


def photo_address(photo_id: int, width: int) -> str:
    return f"/photos/{photo_id}-{width}.jpg"


def card(
    visit: Visit, told: Told, photos: Sequence[int] = (), *, city: bool = True, note: Markup | None = None
) -> Markup:
    """Return an action in a list: its title, and where, what, when and in which language, and perhaps a note below."""
    action = told.action
    return _CARD.format(
        photo=_PHOTO.format(src=photo_address(photos[0], 480)) if photos else "",
        href=visit.at(f"/actions/{action.number}"),
        title=clip(action.title, 160),
        facts=visit.facts(
            cities.label(told.city, visit.language) if city else "",
            action.target,
            KINDS[action.kind],
            visit.as_of(action),
            "" if action.language == visit.language else language_name(action.language),
        ),
        text=clip(action.text, 220),
        lang=lang(action.language),
        note=Markup('<p class="why">{}</p>').format(note) if note else "",
    )


def highlighted(visit: Visit, held: Held) -> Markup:
    """Return why an office holds something up, and which office."""
    return visit.facts(why(visit.language, held), offices.title(held.office))


def cards(visit: Visit, found: Sequence[Told], photos: Mapping[int, Sequence[int]], *, city: bool = True) -> Markup:
    """Return a list of actions."""
    inside = Markup("\n").join(card(visit, told, photos.get(told.action.id, ()), city=city) for told in found)
    return Markup('<ul class="cards">{}</ul>').format(inside)


def target_title(visit: Visit, code: str) -> Markup:
    """Return a target's code with what it is about."""
    return Markup("{} {}").format(code, visit.say(TARGETS[code].title))


def search_form(visit: Visit, words: str = "", more: Markup | None = None) -> Markup:
    """Return the field to search in, which works without scripts; ``more`` are further fields below it."""
    return _SEARCH.format(
        action=visit.at("/actions"),
        label=visit.say(SEARCH),
        words=words,
        longest=LONGEST_QUERY,
        go=visit.say(_("Search")),
        more=more or "",
    )


def demo_note(visit: Visit) -> Markup:
    """Return the line that tells a demo network from a real one."""
    return _DEMO.format(text=visit.say(_("For trying out: examples put together from public sources.")))


WHY: Mapping[int, Message] = {
    404: _("The address may be mistyped, or what was here is not public. Please search, or go on from the first page."),
    410: _("It is no longer shown. What other cities do is still here."),
    500: _("It will be looked into. Please try again in a few minutes."),
}


def lost(visit: Visit, status: int, title: Words) -> Page:
    """Return a page that says why there is nothing, and leads on."""
    heading = visit.say(title)
    body = _LOST.format(
        title=heading,
        text=visit.say(WHY[status]),
        search=search_form(visit),
        home=visit.at("/"),
        to=visit.say(_("To the first page")),
    )
    return Page(heading.striptags(), body, status=status, kept=False)
