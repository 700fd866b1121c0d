"""One action: its card, its news and history, and what its own city may do with it."""

from collections.abc import Mapping, Sequence

from bot import action_rows, adopting, holding, seen
from bot.action_rows import Known
from bot.cards import dotted, full, joined
from bot.command import Command, cities
from bot.conversation import Conversation
from bot.language.draft import language
from bot.publishing import asks_before
from bot.questions import Text
from bot.review_words import outcome, outcomes
from bot.reviewing import tell_group
from bot.text import Message, Said, _, said
from bot.turn import Refusal, Turn, button, clip
from storage import actions, attachments, emissions, imports, review_queue, reviews, shared
from storage import useful as usefulness
from storage.actions import Told
from storage.drafts import Draft
from storage.models import ActionVersion

action = Command("action", _("Open an action by its number"), hidden=True)
news = Conversation(
    "news",
    _("Add news to an action"),
    Text("text", _("What is new? A sentence is enough."), longest=2000, shortest=4),
    who=cities,
    hidden=True,
)
asks_before(news)
CAPTION = _("{number} {title}")
CARD_AND_LINE = Message("{card}\n{line}")


@action.starts
async def by_number(turn: Turn, words: str) -> None:
    told = await actions.by_number(turn.session, words)
    if told is None:
        raise Refusal(_("There is no action with this number. Numbers look like SUW-0001."))
    await _show(turn, told)


@action.press
async def open(turn: Turn, action_id: int) -> None:
    """Show the card with everything one may do with it."""
    turn.pressed = None  # it is shown below, and what was pressed stays
    await _show(turn, await _told(turn, action_id))


async def _show(turn: Turn, told: Told) -> None:
    if not await _may_see(turn, told):
        raise Refusal(seen.GONE)
    text = full(turn, told, await adopting.lines(turn, told.action.id))
    if saved := await emissions.of_action(turn.session, told.action.id):
        line = said(_("Saves {tonnes} t CO₂e a year ({year})"), tonnes=saved.tonnes, year=str(saved.year))
        text = said(CARD_AND_LINE, card=text, line=line)
    known = await _known(turn, told)
    if known.asked:
        text = said(CARD_AND_LINE, card=text, line=said(_("Questions answered: {n}"), n=known.asked))
    if known.review:
        line = said(_("Review: {outcome}"), outcome=await outcome(turn.session, turn, known.review))
        text = said(CARD_AND_LINE, card=text, line=line)
    if told.city.id == turn.officer.city_id and (came := await imports.origin(turn.session, told.action)):
        day, file, row = came
        words = _("Imported {day}, {file}, row {row}")
        line = said(words, day=turn.translate.full_day(turn.translate.day_of(day)), file=file, row=str(row))
        text = said(CARD_AND_LINE, card=text, line=line)
    turn.show(text, rows=await action_rows.rows(turn, told, known))


async def _known(turn: Turn, told: Told) -> Known:
    """Look up what both the text of a card and the buttons under it depend on."""
    inside = await _inside(turn, told)
    return Known(
        inside=inside,
        review=await reviews.newest(turn.session, told.action.id) if inside else None,
        asked=await shared.count(turn.session, told.action.id),
        earlier=told.action.version > 1 and bool(await _earlier(turn, told, inside=inside)),
    )


@action.press
async def withdraw(turn: Turn, action_id: int) -> None:
    """Ask once more before an action disappears from what others see."""
    told = await _own(turn, action_id)
    rows = [[button(_("Yes, withdraw"), withdraw_now, action_id)], [button(_("Back"), shown, action_id)]]
    turn.show(
        _("<b>Withdraw {number}?</b>\nOthers no longer see it. Your city keeps it and can publish it again."),
        rows=rows,
        number=told.action.number,
    )


@action.press
async def withdraw_now(turn: Turn, action_id: int) -> None:
    """Take it out of what others see."""
    told = await _own(turn, action_id)
    if not await actions.withdraw(turn.session, told.action, turn.officer.id):
        raise Refusal(_("It was withdrawn already."))
    await tell_group(turn, action_id)
    rows = [[button(_("Publish again"), republish, action_id)]]
    turn.show(_("<b>{number} is withdrawn.</b> Only your city still sees it."), rows=rows, number=told.action.number)


@action.press
async def republish(turn: Turn, action_id: int) -> None:
    """Undo a withdrawal."""
    told = await _own(turn, action_id)
    if not await actions.republish(turn.session, told.action, turn.officer.id):
        raise Refusal(_("It is published already."))
    await tell_group(turn, action_id)
    await _show(turn, told)


@action.press
async def shown(turn: Turn, action_id: int) -> None:
    """Back to the card, in place."""
    await _show(turn, await _told(turn, action_id))


@action.press
async def useful(turn: Turn, action_id: int) -> None:
    """Say that it is useful to this officer's city."""
    told = await _others(turn, action_id)
    if not await usefulness.mark(turn.session, told, turn.officer):
        raise Refusal(_("Your city marked this as useful already."))
    turn.toast(_("Marked as useful to your city. Another tap takes it back."))
    await _show(turn, told)


@action.press
async def not_useful(turn: Turn, action_id: int) -> None:
    """Take that back."""
    told = await _others(turn, action_id)
    if not await usefulness.unmark(turn.session, told, turn.officer):
        raise Refusal(_("That was taken back already."))
    turn.toast(_("Taken back."))
    await _show(turn, told)


@action.press
async def photos(turn: Turn, action_id: int) -> None:
    """Send the photos."""
    told = await _told(turn, action_id)
    await _send_files(turn, told, ("photo",))
    for content in await attachments.pictures(turn.session, action_id):
        turn.send_picture(content, CAPTION, **_caption(told))
    if not turn.owed:
        raise Refusal(_("The photos could not be fetched from Telegram, or not yet. The city can send them again."))


@action.press
async def documents(turn: Turn, action_id: int) -> None:
    """Send the documents and videos."""
    await _send_files(turn, await _told(turn, action_id), action_rows.DOCUMENTS)


async def _send_files(turn: Turn, told: Told, kinds: Sequence[str]) -> None:
    files = await attachments.of_action(turn.session, told.action.id)
    for kind in kinds:
        if ids := [file.file_id for file in files if file.kind == kind]:
            turn.send_files(kind, ids, CAPTION, **_caption(told))


def _caption(told: Told) -> dict[str, str]:
    return {"number": told.action.number, "title": clip(told.action.title, 120)}


@action.press
async def all_news(turn: Turn, action_id: int) -> None:
    """Show what was added since."""
    told = await _told(turn, action_id)
    lines = [
        said(
            _("<b>{day}</b>\n{text}"),
            day=turn.translate.full_day(turn.translate.day_of(each.at)),
            text=clip(each.text, 400),
        )
        for each in (await actions.updates(turn.session, action_id))[:6]
    ]
    _listed(turn, told, said(_("<b>News of {number}</b>"), number=told.action.number), lines)


@action.press
async def history(turn: Turn, action_id: int) -> None:
    """Show how it read before."""
    told = await _told(turn, action_id)
    inside = await _inside(turn, told)
    decided = await outcomes(turn.session, turn, action_id) if inside else {}
    lines = []
    for each in await _earlier(turn, told, inside=inside):
        facts = [each.version, turn.translate.full_day(turn.translate.day_of(each.at)), each.fields["title"]]
        line = said(_("<b>{facts}</b>\n{text}"), facts=dotted(turn, facts), text=clip(each.fields["text"], 300))
        lines += [line, *_decided(each.version, decided)]
    lines += _decided(told.action.version, decided)
    _listed(turn, told, said(_("<b>Earlier versions of {number}</b>"), number=told.action.number), lines[-8:])


async def _earlier(turn: Turn, told: Told, *, inside: bool) -> Sequence[ActionVersion]:
    """Return how it read before; others do not read what an office asked the city to change."""
    before = await actions.history(turn.session, told.action.id)
    kept_back = set() if inside else await reviews.kept_back(turn.session, told.action.id)
    return [each for each in before if each.version not in kept_back]


def _decided(version: int, outcomes: Mapping[int, Said]) -> list[Said]:
    """Return what became of a version, for those who may know: its city and its offices."""
    if version not in outcomes:
        return []
    return [said(_("Version {version}: {outcome}"), version=version, outcome=outcomes[version])]


def _listed(turn: Turn, told: Told, head: Said, lines: list[Said]) -> None:
    rows = [[button(_("Back"), shown, told.action.id)]]
    turn.show(_("{head}\n\n{lines}"), rows=rows, head=head, lines=joined(turn, lines, "\n\n"))


@action.press
async def add_news(turn: Turn, action_id: int) -> None:
    """Ask for what is new."""
    await _own(turn, action_id)
    await news.ask_about(turn, action=action_id)


@news.done
async def keep_news(turn: Turn, draft: Draft) -> str:
    return await _add(turn, await _own(turn, draft.answers["action"]), draft.answers["text"])


@action.press
async def news_from(turn: Turn, action_id: int, draft_id: int) -> None:
    """Add as news what would have been published a second time, with its photos and documents."""
    told = await _own(turn, action_id)
    draft = await holding.still_open(turn, draft_id, "update")
    await attachments.move(turn.session, draft.id, action_id)
    draft.state, draft.asking, draft.result = "done", None, await _add(turn, told, draft.answers["text"])


async def _add(turn: Turn, told: Told, text: str) -> str:
    await actions.add_update(turn.session, told.action, turn.officer.id, text, language(text) or turn.officer.language)
    turn.show(
        _("<b>Added to {number}</b>\n{text}"),
        rows=[[button(_("Show the card"), open, told.action.id)]],
        number=told.action.number,
        text=clip(text, 300),
    )
    return told.action.number


async def _told(turn: Turn, action_id: int) -> Told:
    told = await actions.get(turn.session, action_id)
    if told is None or not await _may_see(turn, told):
        raise Refusal(seen.GONE)
    return told


async def _may_see(turn: Turn, told: Told) -> bool:
    if seen.may_see(turn, told):
        return True
    return not review_queue.kept_to_itself(told) and await review_queue.may_look(turn.session, turn.officer, told)


async def _inside(turn: Turn, told: Told) -> bool:
    """Say whether somebody is of the city of an action or of an office of its branch."""
    if turn.officer.for_office:
        return await review_queue.may_look(turn.session, turn.officer, told)
    return told.city.id == turn.officer.city_id


async def _own(turn: Turn, action_id: int) -> Told:
    told = await _told(turn, action_id)
    if told.city.id != turn.officer.city_id:
        raise Refusal(_("This action belongs to another city."))
    return told


async def _others(turn: Turn, action_id: int) -> Told:
    """Return what another city published, to somebody who speaks for a city."""
    told = await _told(turn, action_id)
    if turn.officer.city_id is None or told.city.id == turn.officer.city_id:
        raise Refusal(_("This is for officers of other cities."))
    return told
