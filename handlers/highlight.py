"""An office holds an action up: which one, why, who would hear of it; and afterwards who did."""

from collections.abc import Sequence

from bot import holding
from bot.cards import LANGUAGE_NAMES, dotted, joined, short
from bot.command import STALE, lead
from bot.command import offices as for_offices
from bot.conversation import Conversation
from bot.highlight_words import LONGEST_WORDS, REASONS, reason
from bot.language.draft import language as written_in
from bot.questions import Choice, Text
from bot.text import LANGUAGES, Message, Said, _, plural, said
from bot.turn import Button, Refusal, Turn, button, clip
from storage import actions, cities, highlight_letters, highlights, offices
from storage.actions import Told
from storage.drafts import Draft
from storage.highlights import Held

PAGE = 5
IN_LANGUAGES: dict[str, Message] = {
    "en": _("The same in English? Skip leaves it out."),
    "ko": _("The same in Korean? Skip leaves it out."),
    "ja": _("The same in Japanese? Skip leaves it out."),
    "zh_Hans": _("The same in Simplified Chinese? Skip leaves it out."),
    "zh_Hant": _("The same in Traditional Chinese? Skip leaves it out."),
}
WORDS = _("Why should others read it? One or two sentences in a language of your choice.")
KINDS: dict[str, Message] = {"new": _("New"), "adopted": _("Adopted"), "evidenced": _("Well evidenced")}
STATES: dict[str, Message] = {
    "waiting": _("its city is not asked yet"),
    "asked": _("its city is asked"),
    "agreed": _("agreed"),
    "refused": _("its city said no"),
    "withdrawn": _("taken back by its city"),
    "ended": _("ended by the office"),
}

highlight = Conversation(
    "highlight",
    _("Highlight an action"),
    Choice("reason", _("Why should others read it?"), choices=REASONS),
    Text("words", WORDS, optional=True, longest=LONGEST_WORDS),
    *(
        Text(f"words_{code}", prompt, optional=True, longest=LONGEST_WORDS)
        for code, prompt in IN_LANGUAGES.items()
    ),
    who=for_offices,
    hidden=True,
)  # fmt: skip


@highlight.press
async def kinds(turn: Turn) -> None:
    """Show the ways to look for what may be held up."""
    rows = [[button(title, listed, kind, 0)] for kind, title in KINDS.items()]
    turn.show(
        _("<b>What could others learn from?</b>\nActions of your cities, each not highlighted yet. "
          "Any card also has a button for it."),
        rows=[*rows, [button(_("Back"), lead("highlights", "page"), 0)]],
    )  # fmt: skip


@highlight.press
async def listed(turn: Turn, kind: str, offset: int) -> None:
    """Show what may be held up."""
    if kind not in KINDS:
        raise Refusal(STALE)
    offset = max(offset, 0)
    found = await highlights.candidates(turn.session, turn.officer.office_id or 0, kind, offset, PAGE + 1)
    shown = found[:PAGE]
    lines = [short(turn, place, told) for place, told in enumerate(shown, offset + 1)]
    numbers = [button(str(place), of_action, told.action.id) for place, told in enumerate(shown, offset + 1)]
    turning = [button(_("Previous"), listed, kind, max(offset - PAGE, 0))] if offset else []
    turning += [button(_("Next"), listed, kind, offset + PAGE)] if len(found) > PAGE else []
    turn.show(
        _("<b>{kind}</b>\n\n{lines}"),
        rows=[numbers, turning, [button(_("Back"), kinds)]],
        kind=KINDS[kind],
        lines=joined(turn, lines) if lines else _("There is nothing of this kind."),
    )


@highlight.press
async def of_action(turn: Turn, action_id: int) -> None:
    """Begin with an action, from its card or from a list."""
    told = await _told(turn, action_id)
    if held := await highlights.of_action(turn.session, action_id):
        raise Refusal(
            _("{office} has chosen {number} already: {state}."),
            office=offices.title(held.office),
            number=told.action.number,
            state=STATES[held.highlight.state],
        )
    await highlight.ask_about(turn, action=action_id)


@highlight.press
async def in_languages(turn: Turn, draft_id: int) -> None:
    """Ask for the same words in the other languages, one after another."""
    draft = await holding.still_open(turn, draft_id, "highlight")
    draft.answers = {**draft.answers, "in_languages": True}
    await highlight.advance(turn, draft)


@highlight.card
async def show(turn: Turn, draft: Draft) -> None:
    """Ask for what is still missing of the words; then show who would hear of it."""
    if draft.answers["reason"] == "own" and "words" not in draft.answers:
        return await highlight.change(turn, draft.id, "words")
    spoken = _words(turn, draft)
    if spoken and draft.answers.get("in_languages"):
        left = [code for code in LANGUAGES if code not in spoken and f"words_{code}" not in draft.answers]
        if left:
            return await highlight.change(turn, draft.id, f"words_{left[0]}")
    told = await _told(turn, draft.answers["action"])
    highlight.emit(turn, draft, PREVIEW, _rows(draft, spoken), await _preview(turn, draft, told, spoken))


LACKING = _("Own words are missing.")
PREVIEW = _(
    "<b>Highlight {number}?</b>\n{title}\n{city}\n{why}\n\n{audience}\n"
    "{city} is asked first; nothing goes out before it agrees."
)


def _rows(draft: Draft, spoken: dict[str, str]) -> list[Sequence[Button]]:
    changing = [
        highlight.button(_("Change reason"), "change", draft, "reason"),
        highlight.button(_("Own words"), "change", draft, "words"),
    ]
    if spoken:
        changing.append(button(_("Other languages"), in_languages, draft.id))
    sending = [] if _lacking(draft, spoken) else [highlight.button(_("Send"), "finish", draft)]
    return [sending, changing, [highlight.button(_("Cancel"), "cancel", draft)]]


def _lacking(draft: Draft, spoken: dict[str, str]) -> bool:
    return draft.answers["reason"] == "own" and not spoken


async def _preview(turn: Turn, draft: Draft, told: Told, spoken: dict[str, str]) -> dict[str, object]:
    chosen = draft.answers["reason"]
    return {
        "number": told.action.number,
        "title": clip(told.action.title, 200),
        "city": cities.label(told.city, turn.officer.language),
        "why": LACKING if _lacking(draft, spoken) else reason(turn.officer.language, chosen, spoken),
        "audience": await _audience(turn, told),
    }


async def _audience(turn: Turn, told: Told) -> object:
    """Return how many would be told, in which languages, and in how many channels it would be posted."""
    counted = await highlight_letters.audience(turn.session, turn.officer.id, told.city.id)
    facts: list[object] = [said(plural("Goes to {n} person", "Goes to {n} people"), n=sum(counted.values()))]
    facts += [
        said(_("{language}: {n}"), language=LANGUAGE_NAMES[code], n=counted[code])
        for code in LANGUAGES
        if code in counted
    ]
    there = await highlight_letters.channels(turn.session, turn.officer.office_id or 0)
    if there and told.action.visibility == "public":
        facts.append(said(plural("{n} channel", "{n} channels"), n=len(there)))
    return dotted(turn, facts)


def _words(turn: Turn, draft: Draft) -> dict[str, str]:
    """Return the office's own words by language, the ones it wrote first at the beginning."""
    first = draft.answers.get("words")
    if not first:
        return {}
    own = written_in(first)
    spoken = {own if own in LANGUAGES else turn.officer.language: first}
    for code in LANGUAGES:
        if code not in spoken and (further := draft.answers.get(f"words_{code}")):
            spoken[code] = further
    return spoken


@highlight.done
async def send(turn: Turn, draft: Draft) -> str:
    """Choose it. The city is asked when it may be told something."""
    told, spoken = await _told(turn, draft.answers["action"]), _words(turn, draft)
    if _lacking(draft, spoken):
        raise Refusal(LACKING)
    chosen = await highlights.choose(turn.session, turn.officer, told.action.id, draft.answers["reason"], spoken)
    if chosen is None:
        raise Refusal(_("Somebody else has just chosen {number}."), number=told.action.number)
    turn.show(
        _("<b>{number} is chosen</b>\n{city} is asked in its office hours. When it agrees, others are told from the "
          "next working day on, each in one message a week at most."),
        rows=[[button(_("Show"), delivery, chosen.id), button(_("Chosen so far"), chosen_so_far, 0)]],
        number=told.action.number,
        city=cities.label(told.city, turn.officer.language),
    )  # fmt: skip
    return told.action.number


async def chosen_page(turn: Turn, offset: int) -> None:
    """Show what one's office and those under it have chosen, with what became of it."""
    offset = max(offset, 0)
    held, total = await highlights.of_branch(turn.session, turn.officer.office_id or 0, offset, PAGE)
    lines = [_line(turn, place, each) for place, each in enumerate(held, offset + 1)]
    numbers = [button(str(place), delivery, each.highlight.id) for place, each in enumerate(held, offset + 1)]
    turning = [button(_("Previous"), chosen_so_far, max(offset - PAGE, 0))] if offset else []
    turning += [button(_("Next"), chosen_so_far, offset + PAGE)] if offset + PAGE < total else []
    turn.show(
        _("<b>Chosen so far</b>\n\n{lines}"),
        rows=[numbers, turning, [button(_("Back"), lead("highlights", "page"), 0)]],
        lines=joined(turn, lines) if lines else _("Nothing has been chosen yet."),
    )


chosen_so_far = highlight.bind("chosen", chosen_page)


def _line(turn: Turn, place: int, each: Held) -> Said:
    asked = turn.translate.full_day(turn.translate.day_of(each.highlight.asked_at))
    return said(
        _("{place} <b>{number}</b> {title}\n   {facts}"),
        place=place,
        number=each.told.action.number,
        title=clip(each.told.action.title, 90),
        facts=dotted(turn, [offices.title(each.office), asked, STATES[each.highlight.state]]),
    )


@highlight.press
async def delivery(turn: Turn, highlight_id: int) -> None:
    """Show what became of one: how many were told, and why others were not."""
    held = await highlights.get(turn.session, highlight_id)
    if held is None or not await offices.oversees(turn.session, turn.officer, held.office.id):
        raise Refusal(STALE)
    state = held.highlight.state
    facts: list[object] = [STATES[state]]
    if held.highlight.sent_at or state == "agreed":
        so_far = await highlight_letters.delivery(turn.session, held)
        facts += [said(_("told: {n}"), n=so_far.told)]
        facts += [said(_("waiting: {n}"), n=so_far.waiting)] if state == "agreed" else []
        facts += [said(_("stopped: {n}"), n=so_far.stopped), said(_("not reachable: {n}"), n=so_far.unreachable)]
        facts += [said(_("channels: {n}"), n=so_far.channels)] if so_far.channels else []
    rows = [[button(_("Show the card"), lead("action", "open"), held.told.action.id)]]
    if state in highlights.OPEN:
        rows.append([button(_("Take back"), lead("highlights", "take_back"), highlight_id)])
    turn.show(
        _("<b>{number}</b> {title}\n{city}\n{why}\n\n{facts}"),
        rows=[*rows, [button(_("Back"), chosen_so_far, 0)]],
        number=held.told.action.number,
        title=clip(held.told.action.title, 200),
        city=cities.label(held.told.city, turn.officer.language),
        why=reason(turn.officer.language, held.highlight.reason, held.highlight.words),
        facts=dotted(turn, facts),
    )


async def _told(turn: Turn, action_id: int) -> Told:
    """Return an action that somebody's office may hold up: of its branch, and shown to others."""
    told = await actions.get(turn.session, action_id)
    if told is None or not highlights.may_be_held_up(told):
        raise Refusal(_("This action is not shown to others now, so it cannot be highlighted."))
    if not await offices.oversees(turn.session, turn.officer, told.city.office_id):
        raise Refusal(_("That city belongs to another office."))
    return told
