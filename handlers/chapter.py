"""One chapter of a report round: read, commented on, changed by the city, and agreed to by each party."""

from collections.abc import Sequence

from bot import clock
from bot.cards import dotted, joined, language_name
from bot.chapter_words import LONGEST, PARTIES, figure, short_title
from bot.command import STALE, Command, cities, invited, lead
from bot.conversation import Conversation
from bot.language.clean import clean
from bot.language.draft import language
from bot.questions import Text
from bot.text import Message, Said, _, plural, said
from bot.turn import Button, Refusal, Turn, button, clip
from storage import cycles, indicators, rounds
from storage.drafts import Draft
from storage.indicators import Kept
from storage.models import City, Comment, Round
from storage.rounds import Reading

PAGE = 5  # comments
BELOW = 2  # comments below a chapter
MOST = 5  # figures
BLANK = "-"  # typed to leave a part blank
OTHERS = tuple(party for party in rounds.PARTIES if party != "city")
ALL = Message("{lines}")
CHANGED = _("This chapter was changed meanwhile. Open it again with /round; what you typed stands above.")

chapter = Command("chapter", _("A chapter of the report"), who=invited, hidden=True)
remark = Conversation(
    "remark",
    _("Comment on a chapter"),
    Text("text", _("What do you want to say of this chapter? All four parties read it."), longest=700),
    who=invited,
    hidden=True,
)
wording = Conversation(
    "wording",
    _("Change a chapter"),
    Text("text", _("Type the part as it should read, up to 1,200 characters. A hyphen leaves it blank."),
         longest=LONGEST),
    who=cities,
    hidden=True,
)  # fmt: skip


@chapter.press
async def show(turn: Turn, chapter_id: int) -> None:
    """Show a chapter."""
    await _show(turn, *await _found(turn, chapter_id))


async def _show(turn: Turn, row: Round, city: City, party: str, each: Reading) -> None:
    day = cycles.local_day(city.zone, row.closed_at or clock.now())
    figures = await indicators.of_city(turn.session, city.id, day, each.chapter.target)
    lines = [
        said(_("<b>{title}</b>\n{facts}"), title=short_title(each.chapter.target), facts=_facts(turn, row, each)),
        _part(_("<b>How it works now</b>\n{text}"), each.chapter.now),
        _part(_("<b>What remains to be done</b>\n{text}"), each.chapter.to_do),
    ]
    if figures:
        lines.append(_figures(turn, figures))
    lines.append(_standing(turn, each))
    lines += [_comment(turn, city, one, 200) for one in each.comments[:BELOW]]
    rows = _open_rows(turn, party, each) if row.closed_at is None else []
    last = [button(_("Back"), lead("round", "show"), row.id)]
    if len(each.comments) > BELOW or any(len(one.text) > 200 for one in each.comments):
        last.insert(0, button(_("All comments"), comments, each.chapter.id, 0))
    turn.show(ALL, rows=[*rows, last], lines=joined(turn, lines, "\n\n"))


def _facts(turn: Turn, row: Round, each: Reading) -> str:
    count = plural("{n} comment", "{n} comments")
    written_in = language(f"{each.chapter.now}\n{each.chapter.to_do}")
    foreign = language_name(written_in) if written_in and written_in != turn.officer.language else None
    name = clip(row.name, 60)
    version = said(_("version {n}"), n=each.chapter.revision)
    return dotted(turn, [name, version, said(count, n=len(each.comments)), foreign])


def _part(words: Message, text: str) -> Said:
    return said(words, text=clip(text, LONGEST) if text else _("blank"))


def _figures(turn: Turn, figures: Sequence[Kept]) -> Said:
    shown = [figure(turn.translate, each) for each in figures[:MOST]]
    if len(figures) > MOST:
        shown.append(said(plural("and {n} more", "and {n} more"), n=len(figures) - MOST))
    return said(_("<b>Figures</b>\n{lines}"), lines=joined(turn, shown))


def _standing(turn: Turn, each: Reading) -> Said:
    """Return which parties agree, which have to look again, and which have not said anything."""
    missing = [party for party in rounds.PARTIES if party not in each.approvals]
    groups = (
        (_("agreed: {parties}"), each.agreed),
        (_("needs another look: {parties}"), each.fallen),
        (_("not yet: {parties}"), missing),
    )
    facts = [said(words, parties=[PARTIES[party] for party in parties]) for words, parties in groups if parties]
    return said(ALL, lines=joined(turn, facts))


def _comment(turn: Turn, city: City, one: Comment, longest: int = 700) -> Said:
    facts: list[object] = [turn.translate.day(cycles.local_day(city.zone, one.at))]
    if one.language != turn.officer.language:
        facts.append(language_name(one.language))
    return said(
        _("<b>{party}</b> · {facts}\n<blockquote expandable>{text}</blockquote>"),
        party=PARTIES[one.party],
        facts=dotted(turn, facts),
        text=clip(one.text, longest),
    )


def _open_rows(turn: Turn, party: str, each: Reading) -> list[list[Button]]:
    key = each.chapter.id
    rows = []
    if each.agrees(party):
        second = [button(_("Take back"), take_back, key)]
    else:
        rows.append([button(_("Balanced, nothing missing"), agree, key, each.chapter.revision)])
        second = []
    if turn.officer.practising and not all(each.agrees(other) for other in OTHERS):
        second.append(button(_("Let the others agree"), let_others, key, each.chapter.revision))
    second.append(button(_("Comment"), speak, key))
    rows.append(second)
    if party == "city":
        now = button(_("Change “now”"), rewrite, key, "now", each.chapter.revision)
        rows.append([now, button(_("Change “to do”"), rewrite, key, "to_do", each.chapter.revision)])
    return rows


@chapter.press
async def agree(turn: Turn, chapter_id: int, revision: int) -> None:
    """Find the chapter balanced, with nothing missing, as it was read."""
    row, city, party, each = await _open(turn, chapter_id)
    if not await rounds.agree(turn.session, each, turn.officer, party, revision):
        turn.toast(_("This chapter was changed meanwhile. Please read it again."))
        return await _show(turn, row, city, party, each)
    await _agreed(turn, row, chapter_id)


async def _agreed(turn: Turn, row: Round, chapter_id: int) -> None:
    if rounds.complete(await rounds.readings(turn.session, row)):
        await rounds.close(turn.session, row, turn.officer)
        rows = [[button(_("Show the round"), lead("round", "show"), row.id)]]
        turn.show(_("<b>All four parties agree: “{name}” is closed.</b>"), rows=rows, name=row.name)
        return
    await show(turn, chapter_id)


@chapter.press
async def let_others(turn: Turn, chapter_id: int, revision: int) -> None:
    """In practice, agree in place of the invented other parties."""
    row, _city, _party, each = await _open(turn, chapter_id)
    if not turn.officer.practising:
        raise Refusal(STALE)
    for party in OTHERS:
        await rounds.agree(turn.session, each, turn.officer, party, revision)
    await _agreed(turn, row, chapter_id)


@chapter.press
async def take_back(turn: Turn, chapter_id: int) -> None:
    """Take the own party's approval back."""
    _row, _city, party, each = await _open(turn, chapter_id)
    await rounds.disagree(turn.session, each, turn.officer, party)
    await show(turn, chapter_id)


@remark.press
async def speak(turn: Turn, chapter_id: int) -> None:
    """Ask for a comment."""
    await _open(turn, chapter_id)
    await remark.ask_about(turn, chapter=chapter_id)


@remark.done
async def keep(turn: Turn, draft: Draft) -> str:
    """Keep the comment and show the chapter with it."""
    _row, _city, party, each = await _open(turn, draft.answers["chapter"])
    text = clean(draft.answers["text"])
    written_in = language(text) or turn.officer.language
    await rounds.comment(turn.session, each, turn.officer, party, text, written_in)
    await show(turn, each.chapter.id)
    return str(each.chapter.id)


@wording.press
async def rewrite(turn: Turn, chapter_id: int, part: str, revision: int) -> None:
    """Ask how a part should read."""
    _row, _city, party, _each = await _open(turn, chapter_id)
    if party != "city" or part not in ("now", "to_do"):
        raise Refusal(STALE)
    await wording.ask_about(turn, chapter=chapter_id, part=part, revision=revision)


@wording.done
async def reword(turn: Turn, draft: Draft) -> str:
    """Change the part: those who have not seen it have to look again."""
    _row, _city, party, each = await _open(turn, draft.answers["chapter"])
    if party != "city":
        raise Refusal(STALE)
    text, part = clean(draft.answers["text"]), draft.answers["part"]
    text = "" if text == BLANK else text
    if not await rounds.change(turn.session, each, turn.officer, part, text, draft.answers["revision"]):
        raise Refusal(CHANGED)
    await show(turn, each.chapter.id)
    return str(each.chapter.id)


@chapter.press
async def comments(turn: Turn, chapter_id: int, page: int) -> None:
    """Show the comments, the newest first."""
    _row, city, _party, each = await _found(turn, chapter_id)
    page = min(max(page, 0), max(len(each.comments) - 1, 0) // PAGE)
    shown = each.comments[page * PAGE : (page + 1) * PAGE]
    lines = [said(_("<b>{title}</b>"), title=short_title(each.chapter.target))]
    lines += [_comment(turn, city, one) for one in shown]
    turning = [button(_("Previous"), comments, chapter_id, page - 1)] if page else []
    if (page + 1) * PAGE < len(each.comments):
        turning.append(button(_("Next"), comments, chapter_id, page + 1))
    turn.show(ALL, rows=[turning, [button(_("Back"), show, chapter_id)]], lines=joined(turn, lines, "\n\n"))


async def _open(turn: Turn, chapter_id: int) -> tuple[Round, City, str, Reading]:
    row, city, party, each = await _found(turn, chapter_id)
    if row.closed_at:
        raise Refusal(_("This round is closed. /round shows its record."))
    return row, city, party, each


async def _found(turn: Turn, chapter_id: int) -> tuple[Round, City, str, Reading]:
    found = await rounds.of_chapter(turn.session, chapter_id)
    party = await rounds.party(turn.session, turn.officer, found[1]) if found else None
    if found is None or party is None:
        raise Refusal(STALE)
    row, city = found
    each = next(one for one in await rounds.readings(turn.session, row) if one.chapter.id == chapter_id)
    return row, city, party, each
