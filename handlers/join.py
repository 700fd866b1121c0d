"""/join — ask to join without an invitation; the city's coordinator or its office decides."""

from bot.command import lead, leaders, strangers
from bot.conversation import Conversation
from bot.questions import Place, Text
from bot.text import _
from bot.turn import Refusal, Turn, button, clip
from storage import cities, invitations, join_requests, people, places
from storage.drafts import Draft
from storage.models import City, JoinRequest

join = Conversation(
    "join",
    _("Ask to join the network"),
    Place("place", _("Which city do you work for? Type its name.")),
    Text("text", _("Your name and department? Only those who decide see this."), longest=300),
    who=strangers,
)
refuse = Conversation(
    "refuse",
    _("Decline a request"),
    Text("reason", _("Why is the request declined? The person reads this."), longest=500),
    who=leaders,
    hidden=True,
)


@join.press
async def ask(turn: Turn) -> None:
    """Begin to ask, from the explanation for strangers."""
    await join.ask_about(turn)


@join.done
async def send(turn: Turn, draft: Draft) -> str:
    """Pass the request on to those who decide."""
    place = await places.get(turn.session, draft.answers["place"])
    assert place is not None
    city = await cities.ensure(turn.session, place)
    request = await join_requests.ask(turn.session, turn.officer.id, city.id, draft.answers["text"])
    deciders = await join_requests.deciders(turn.session, city)
    for decider in deciders:
        turn.send(
            decider,
            _("<b>Somebody asks to join {city}</b>\n<blockquote>{text}</blockquote>"),
            rows=[
                [button(_("Approve"), approve, request.id)],
                [button(_("Decline"), decline, request.id)],
            ],
            city=cities.label(city, decider.language),
            text=request.text,
        )
    turn.show(
        _(
            "Your request for {city} is passed on. You will be told the answer here; "
            "meanwhile /find shows what is public."
        )
        if deciders
        else _("Your request for {city} is kept. Nobody is there to decide yet; you will be told the answer here."),
        city=cities.label(city, turn.officer.language),
    )
    return ""


@refuse.press
async def approve(turn: Turn, request_id: int) -> None:
    """Let somebody in: they get an invitation of their own."""
    request, city = await _decidable(turn, request_id)
    if not await join_requests.decide(turn.session, request, turn.officer.id, "approved"):
        raise Refusal(_("This request was decided already."))
    code = await invitations.create(turn.session, "officer", city_id=city.id, by=turn.officer.id)
    asker = await people.get(turn.session, request.person_id)
    if asker:
        turn.send(
            asker,
            _("<b>Your request to join {city} is approved.</b>\nPlease read the notice to take your seat."),
            rows=[[button(_("Read the notice"), lead("start", "in_language"), code, asker.language)]],
            city=cities.label(city, asker.language),
        )
    turn.show(_("Approved. The person has been told."))


@refuse.press
async def decline(turn: Turn, request_id: int) -> None:
    """Say no, with a reason."""
    await _decidable(turn, request_id)
    await refuse.ask_about(turn, request=request_id)


@refuse.done
async def tell(turn: Turn, draft: Draft) -> str:
    """Tell the asker why not."""
    request, city = await _decidable(turn, draft.answers["request"])
    reason = draft.answers["reason"]
    if not await join_requests.decide(turn.session, request, turn.officer.id, "declined", reason):
        raise Refusal(_("This request was decided already."))
    asker = await people.get(turn.session, request.person_id)
    if asker:
        turn.send(
            asker,
            _("Your request to join {city} was declined.\n<blockquote>{reason}</blockquote>"),
            city=cities.label(city, asker.language),
            reason=clip(reason, 500),
        )
    turn.show(_("Declined. The person has been told your reason."))
    return ""


async def _decidable(turn: Turn, request_id: int) -> tuple[JoinRequest, City]:
    request = await join_requests.get(turn.session, request_id)
    city = await cities.get(turn.session, request.city_id) if request else None
    if request is None or city is None or not await join_requests.may_decide(turn.session, turn.officer, city):
        raise Refusal(_("This request is for somebody else to decide."))
    if request.state != "open":
        raise Refusal(_("This request was decided already."))
    return request, city
