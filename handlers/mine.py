"""/mine — what my city published, and what I have begun."""

from bot import adopting
from bot.cards import STATES, dotted, joined
from bot.command import Command, Lead, cities, lead
from bot.text import Message, _, plural, said
from bot.turn import Turn, button, clip, in_rows
from storage import actions, adoptions, drafts

PAGE = 8

mine = Command("mine", _("My city's actions and my drafts"), who=cities)


@mine.starts
async def show(turn: Turn, words: str) -> None:
    await _show(turn, 0)


@mine.press
async def page(turn: Turn, offset: int) -> None:
    """Turn a page."""
    await _show(turn, max(offset, 0))


async def _show(turn: Turn, offset: int) -> None:
    assert turn.officer.city_id is not None
    own = await actions.of_city(turn.session, turn.officer.city_id, withdrawn=True)
    given = await adoptions.recognition(turn.session, turn.officer.city_id, member=True)
    begun = await drafts.unfinished(turn.session, turn.officer.id)
    shown = own[offset : offset + PAGE]
    lines = [
        said(
            _("{place} <b>{title}</b>\n   {facts}"),
            place=place,
            title=clip(each.title, 80),
            facts=dotted(turn, [each.number, each.target, STATES.get(each.state)]),
        )
        for place, each in enumerate(shown, offset + 1)
    ]
    rows = in_rows([button(str(i), lead("action", "open"), a.id) for i, a in enumerate(shown, offset + 1)], 4)
    turning = [button(_("Previous"), page, max(offset - PAGE, 0))] if offset else []
    if offset + PAGE < len(own):
        turning.append(button(_("Next"), page, offset + PAGE))
    waiting = [
        [
            button(
                said(_("{do}: {title}"), do=_("Continue"), title=_title(each)),
                Lead(f"{each.conversation}:take_up"),
                each.id,
            )
        ]
        for each in begun[:3]
    ]
    turn.show(
        Message("<b>{count}</b>{given}\n\n{list}")
        if own
        else _("<b>Nothing is published yet</b>\nType in a sentence what your city did."),
        rows=[*rows, turning, *waiting],
        count=said(plural("{n} action of your city", "{n} actions of your city"), n=len(own)),
        given=joined(turn, [said(Message("\n{line}"), line=each) for each in adopting.recognised(turn, given)], ""),
        list=joined(turn, lines),
    )


def _title(draft: object) -> str:
    answers = getattr(draft, "answers", {})
    return clip(str(answers.get("title") or answers.get("text") or "…"), 24)
