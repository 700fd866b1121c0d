"""What a city says to its office about an action: below the reason, in the thread, or by replying to the message."""

from bot.cards import joined
from bot.command import STALE, cities, lead
from bot.conversation import Conversation
from bot.language.draft import language
from bot.questions import Text
from bot.review_words import thread
from bot.reviewing import tell_group
from bot.text import Message, _, said
from bot.turn import Refusal, Turn, button, clip
from storage import actions, reviews
from storage.actions import Told
from storage.drafts import Draft
from storage.models import Review

LONGEST = 2000
DECIDED = _("The office has decided about {number} meanwhile; nothing waits for an answer.")

review_answer = Conversation(
    "review_answer",
    _("Answer the office"),
    Text("text", _("What should the office read? It looks at the action again then."), longest=LONGEST),
    who=cities,
    hidden=True,
)


@review_answer.press
async def about(turn: Turn, review_id: int) -> None:
    """Ask what the office should read."""
    _review, told = await _own(turn, review_id)
    last = await _answerable(turn, told)
    await review_answer.ask_about(turn, review=last.id)


@review_answer.press
async def shown(turn: Turn, action_id: int) -> None:
    """Show what city and office said to each other about an action."""
    told = await _told(turn, action_id)
    last = await reviews.newest(turn.session, action_id)
    lines = await thread(turn.session, turn, told)
    rows = [[button(_("Back"), lead("action", "shown"), action_id)]]
    if last and last.state in reviews.UNDECIDED and lines:
        rows.insert(0, [button(_("Answer"), about, last.id)])
    head = said(_("<b>About {number}</b>\n{title}"), number=told.action.number, title=clip(told.action.title, 120))
    turn.show(Message("{lines}"), rows=rows, lines=joined(turn, [head, *lines], "\n\n"))


@review_answer.done
async def keep(turn: Turn, draft: Draft) -> str:
    """Keep the answer; the office sees it beside what waits."""
    return await _answer(turn, draft.answers["review"], draft.answers["text"])


async def _answer(turn: Turn, review_id: int, text: str) -> str:
    _review, told = await _own(turn, review_id)
    written, number = language(text) or turn.officer.language, told.action.number
    last = await _answerable(turn, told)
    if not await reviews.answer(turn.session, last, turn.officer, text, written):
        turn.say(DECIDED, number=number)
        return number
    await tell_group(turn, told.action.id)
    rows = [[button(_("Edit"), lead("edit", "of_action"), told.action.id),
             button(_("Show the card"), lead("action", "open"), told.action.id)]]  # fmt: skip
    turn.show(_("<b>The office reads this with {number}</b>\n{text}"), rows=rows, number=number, text=clip(text, 300))
    return number


async def takes_reply(turn: Turn) -> bool:
    """Take a reply to what the office said as the answer; say whether it was one."""
    below = next((data for data in turn.heard.replied_to if data.startswith(f"{about.data}:")), "")
    key = below.rpartition(":")[2]
    if not key.isdigit() or not turn.officer.for_city or not turn.heard.text:
        return False
    if len(turn.heard.text) > LONGEST:
        raise Refusal(_("That is {n} characters; please use at most {longest}. Nothing was lost."),
                      n=len(turn.heard.text), longest=LONGEST)  # fmt: skip
    await _answer(turn, int(key), turn.heard.text)
    return True


async def _answerable(turn: Turn, told: Told) -> Review:
    last = await reviews.newest(turn.session, told.action.id)
    if last is None or last.state not in reviews.UNDECIDED or told.action.state == "withdrawn":
        raise Refusal(DECIDED, number=told.action.number)
    return last


async def _own(turn: Turn, review_id: int) -> tuple[Review, Told]:
    review = await reviews.get(turn.session, review_id)
    if review is None:
        raise Refusal(STALE)
    return review, await _told(turn, review.action_id)


async def _told(turn: Turn, action_id: int) -> Told:
    told = await actions.get(turn.session, action_id)
    if told is None or told.city.id != turn.officer.city_id:
        raise Refusal(_("This action belongs to another city."))
    return told
