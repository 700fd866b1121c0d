"""The skeleton of a voluntary local review: its usual parts, filled with what a city has told."""

from bot.reports import implementation
from bot.reports.blocks import Block, Document, Heading, Paragraph
from bot.reports.contents import Contents
from bot.reports.voice import Voice
from bot.text import Message, _

METHOD = _(
    "The actions, goals and figures of this review were told by the city's offices through Pumasi, each with its date "
    "and source, and are public there under their numbers."
)


def document(contents: Contents, languages: tuple[str, ...]) -> Document:
    """Return the review of a city: what nobody can know for it is left blank for its authors."""
    voice = Voice(languages)
    report = implementation.document(contents, languages)
    blocks: list[Block] = [
        *_empty(voice, _("Opening statement")),
        Heading(1, voice.say(_("Summary"))),
        *implementation.city_at_a_glance(voice, contents),
        *_empty(voice, _("Introduction: the city and its people")),
        Heading(1, voice.say(_("Method and process of the review"))),
        Paragraph(voice.say(METHOD)),
        Heading(1, voice.say(_("Policy and institutions"))),
        *implementation.steps(voice, contents),
        *implementation.chapters(voice, contents),
        *_empty(voice, _("Means of implementation: budget, people, partnerships")),
        Heading(1, voice.say(_("Conclusion and next steps"))),
        *_next_steps(voice, contents),
        *implementation.sources(voice, contents),
    ]
    subtitle = voice.say(_("Voluntary local review: skeleton"))
    return Document(
        report.title, subtitle, report.facts, tuple(blocks), languages, contents.day, running=report.running
    )  # fmt: skip


def _empty(voice: Voice, title: Message) -> list[Block]:
    return [Heading(1, voice.say(title)), Paragraph(voice.blank(), "blank")]


def _next_steps(voice: Voice, contents: Contents) -> list[Block]:
    found: list[Block] = []
    for chapter in contents.chapters:
        if chapter.to_do:
            found += [Heading(2, voice.target(chapter.target)), Paragraph(voice.quoted(chapter.to_do))]
    return found or [Paragraph(voice.blank(), "blank")]
