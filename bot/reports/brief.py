"""One page for superiors, from up to five actions, in the terse style of official papers: a mark before every line."""

from collections.abc import Iterator

from bot.reports import parts
from bot.reports.blocks import Block, Document, Heading, Paragraph, Words
from bot.reports.contents import ActionPart, Contents
from bot.reports.voice import KINDS, Voice
from bot.text import Message, _

MOST = 5  # actions on the page
LONGEST = 800  # characters of all their texts together, so that it stays one page
HEAD, ITEM, NOTE = Message("□ {text}"), Message("○ {text}"), Message("※ {text}")  # the same in every language


def document(contents: Contents, languages: tuple[str, ...]) -> Document:
    """Return the page; texts stand in their own languages, shortened where they would not fit."""
    voice = Voice(languages)
    actions = [action for chapter in contents.chapters for action in chapter.actions][:MOST]
    blocks: list[Block] = []
    for action in actions:
        blocks += _lines(voice, contents, action, LONGEST // len(actions))
    return Document(
        title=voice.say(_("Actions for Goal 11")),
        subtitle=(),
        facts=(voice.say(_("As of {day}"), day=voice.day(contents.day)),),
        blocks=tuple(blocks),
        languages=languages,
        day=contents.day,
        cover=False,
        running=voice.say(_("Source: the cities' own statements in Pumasi")),
    )


def _lines(voice: Voice, contents: Contents, action: ActionPart, most: int) -> Iterator[Block]:
    city = next(each for each in contents.cities if each.code == action.city)
    yield Heading(1, voice.say(HEAD, text=voice.quoted(action.title, action.language)))
    facts = [voice.name(city.names), voice.name(city.within), voice.target(action.target)]
    yield Paragraph(voice.say(ITEM, text=voice.joined([*facts, voice.say(KINDS[action.kind])])))
    yield _marked(voice, parts.shortened(" ".join(action.text.split()), most), action)
    if action.second and action.second_language in voice.languages:
        yield _marked(voice, parts.shortened(" ".join(action.second.split()), most), action)
    if action.noticed:
        told = voice.quoted(parts.shortened(" ".join(action.noticed.split()), most // 2), action.language)
        yield Paragraph(voice.say(ITEM, text=parts.labelled(voice, _("Who notices the difference"), told)))
    source: list[Words] = [voice.quoted(action.number), voice.as_of(action)]
    if action.language not in voice.languages:
        source.append(parts.written_in(voice, action.language))
    yield Paragraph(voice.say(NOTE, text=voice.joined(source)), "label")


def _marked(voice: Voice, text: str, action: ActionPart) -> Paragraph:
    return Paragraph(voice.say(ITEM, text=voice.quoted(text, action.language)))
