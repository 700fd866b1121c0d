"""/feedback — something about the bot itself, or a question nobody has told about yet: kept, and answered."""

from bot import practised
from bot.command import STALE, members
from bot.command import offices as for_offices
from bot.conversation import Conversation
from bot.questions import Text
from bot.text import Message, _
from bot.turn import Refusal, Turn, button, clip
from storage import feedback as remarks
from storage import lookups, offices, people
from storage.drafts import Draft
from storage.models import Feedback
from storage.people import Officer

feedback = Conversation(
    "feedback",
    _("Something missing or wrong?"),
    Text("text", _("What is missing, wrong or good? The office that runs Pumasi reads it."), longest=2000),
)
ask_network = Conversation(
    "ask_network",
    _("Ask the network"),
    Text("text", _("What would you like to know? The office asks cities that may know. The answer comes here.")),
    who=members,
    hidden=True,
)
reply = Conversation(
    "reply",
    _("Answer a remark"),
    Text("text", _("What should the answer say?"), longest=2000),
    who=for_offices,
    hidden=True,
)


@feedback.done
async def keep(turn: Turn, draft: Draft) -> str:
    """Keep the remark and pass it on."""
    number = await _pass_on(turn, draft.answers["text"], _("<b>Remark {number}</b>\n<blockquote>{text}</blockquote>"))
    turn.show(_("<b>Thank you. Your remark is {number}.</b>\nThe answer comes here."), number=number)
    return number


@ask_network.press
async def about(turn: Turn, lookup_id: int) -> None:
    """Ask what somebody wants to know who found nothing."""
    lookup = await lookups.get(turn.session, lookup_id, turn.officer.id)
    await ask_network.ask_about(turn, sought=clip(lookup.words, 60) if lookup else "")


@ask_network.done
async def pass_question_on(turn: Turn, draft: Draft) -> str:
    """Keep the question and pass it on."""
    if turn.officer.practising:
        return practised.asked(turn)
    number = await _pass_on(
        turn,
        draft.answers["text"],
        _("<b>Question {number}</b>\nNothing was found about “{sought}”.\n<blockquote>{text}</blockquote>"),
        sought=draft.answers["sought"],
    )
    turn.show(_("<b>Your question is {number}.</b>\nThe answer comes here."), number=number)
    return number


@reply.press
async def answer_remark(turn: Turn, remark_id: int) -> None:
    """Ask what the answer should say."""
    await _unanswered(turn, remark_id)
    await reply.ask_about(turn, remark=remark_id)


@reply.done
async def send(turn: Turn, draft: Draft) -> str:
    """Send the answer to who wrote the remark."""
    remark = await _unanswered(turn, draft.answers["remark"])
    await remarks.answer(turn.session, remark, turn.officer.id, draft.answers["text"])
    writer = await people.get(turn.session, remark.person_id or 0)
    if writer:
        turn.send(
            writer,
            _("<b>Answer to your remark {number}</b>\n<blockquote>{text}</blockquote>"),
            number=remarks.number(remark),
            text=draft.answers["text"],
        )
    turn.show(_("The answer is sent."))
    return remarks.number(remark)


async def _unanswered(turn: Turn, remark_id: int) -> Feedback:
    """Return a remark that waits for an answer, as long as its writer belongs to the branch of this office."""
    remark = await remarks.get(turn.session, remark_id)
    if remark is None or remark.answer:
        raise Refusal(_("This remark was answered already."))
    writer = await people.get(turn.session, remark.person_id or 0)
    whose = (writer and writer.office_id) or await _world(turn)
    if not await offices.oversees(turn.session, turn.officer, whose):
        raise Refusal(STALE)
    return remark


async def _pass_on(turn: Turn, text: str, words: Message, **about: str) -> str:
    """Keep what was said, send it to the nearest office, and return its number."""
    remark = await remarks.keep(turn.session, turn.officer.id, text)
    number = remarks.number(remark)
    for reader in await _readers(turn):
        rows = [[button(_("Answer"), answer_remark, remark.id)]]
        turn.send(reader, words, rows=rows, number=number, text=remark.text, **about)
    return number


async def _readers(turn: Turn) -> list[Officer]:
    """Return the people of the nearest office that has any."""
    real = await people.get(turn.session, turn.officer.id) or turn.officer  # a remark is meant, in practice too
    for office_id in await offices.above(turn.session, real.office_id or await _world(turn)):
        if found := await people.in_office(turn.session, office_id):
            return found
    return []


async def _world(turn: Turn) -> int:
    world = await offices.by_code(turn.session, "world")
    assert world is not None, "the offices exist from the start"
    return world.id
