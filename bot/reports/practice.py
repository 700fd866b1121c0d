"""One action told at length, as award calls and case collections ask for it; what is not known stays blank."""

from bot.goal11 import TARGETS
from bot.reports import parts
from bot.reports.blocks import Block, Document, Heading, Paragraph, Photos, Words
from bot.reports.contents import ActionPart, Contents
from bot.reports.voice import Voice
from bot.text import Message, _


def document(contents: Contents, languages: tuple[str, ...]) -> Document:
    """Return the long form of the first action of these contents."""
    voice = Voice(languages)
    [action, *_others] = [action for chapter in contents.chapters for action in chapter.actions]
    city = next(each for each in contents.cities if each.code == action.city)
    blocks: list[Block] = []
    for label, words in _answers(voice, action):
        blocks += [Heading(1, voice.say(label)), _answer(voice, words)]
    if action.photos:
        told = voice.say(_("Photo: {title}"), title=voice.quoted(action.title, action.language))
        blocks += [Heading(1, voice.say(_("Photos"))), Photos(action.photos[: parts.MOST_PHOTOS], told)]
    return Document(
        title=voice.quoted(action.title, action.language),
        subtitle=voice.joined([voice.name(city.names), voice.name(city.within)]),
        facts=(parts.action_facts(voice, action),),
        blocks=tuple(blocks),
        languages=languages,
        day=contents.day,
        cover=False,
        running=voice.say(_("{number}, as of {day}. Pumasi."), number=action.number, day=voice.day(contents.day)),
    )


def _answers(voice: Voice, action: ActionPart) -> list[tuple[Message, Words]]:
    """Return what such forms ask, in their order, and what is known of it."""

    def own(text: str) -> Words:
        return voice.quoted(text, action.language) if text else ()

    saved: Words = ()
    if action.tonnes is not None:
        saved = voice.say(_("{tonnes} t of CO2 equivalents a year"), tonnes=action.tonnes)
    return [
        (_("Target"), voice.joined([voice.target(action.target), voice.say(TARGETS[action.target].description)])),
        (_("Why it was needed"), ()),
        (_("What was done"), parts.text(voice, action)),
        (_("Who notices the difference"), own(action.noticed)),
        (_("Measured results"), saved),
        (_("Partners and participation"), own(action.partners)),
        (_("Cost, staff and time"), ()),
        (_("What others can learn from it"), ()),
        (_("Other goals"), voice.joined([voice.goal(each) for each in action.goals]) if action.goals else ()),
        (_("Pathway"), voice.pathway(action.pathway) if action.pathway else ()),
        (_("Evidence"), own("\n".join([*action.links, *action.documents]))),
    ]


def _answer(voice: Voice, words: Words) -> Paragraph:
    return Paragraph(words) if words else Paragraph(voice.blank(), "blank")
