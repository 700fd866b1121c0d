"""/update — an officer tells the network what the city did.

Whatever is typed, forwarded or photographed becomes a draft card, filled as far as the text allows, with one
button to publish. Questions are asked only for what is missing.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bot import adopting, clock
from bot.cards import GOAL_NAMES, KINDS, PATHWAY_NAMES, TARGET_NAMES, details, dotted, head, joined
from bot.command import cities as speaks_for_city
from bot.command import lead
from bot.conversation import Conversation
from bot.heard import Heard
from bot.language import draft as reading
from bot.language import lettered
from bot.language.targets import Ranked, rank, undecided
from bot.lettered import Lettered, notes, understood
from bot.publishing import SURE, asks_before, confirmed
from bot.questions import NO_SUCH_PLACE, Choice, Day, Files, Place, Question, Several, Text, attach
from bot.receipts import CHANGED, PUBLISHED, receipt
from bot.text import Message, Said, _, said
from bot.turn import Refusal, Turn, button, clip
from storage import actions, attachments, choices, drafts, places, search
from storage.actions import Told
from storage.drafts import Draft
from storage.people import Officer

CARD, FACTS = Message("{top}{facts}\n\n{note}"), Message("\n\n{lines}")
VISIBILITY: Mapping[str, Message] = {
    "public": _("Everyone"),
    "members": _("Members of the network"),
    "city": _("Only our city"),
}


def likely_targets(answers: Mapping[str, Any]) -> Sequence[str]:
    """Return the three targets a draft's text is most likely about; none if nothing speaks for any."""
    return _likeliest(_ranked(answers))


def _ranked(answers: Mapping[str, Any]) -> Ranked:
    return rank(f"{answers.get('title', '')}\n{answers.get('text', '')}", votes=answers.get("votes", {}))


def _likeliest(ranked: Ranked) -> Sequence[str]:
    return [code for code, _score in ranked[:3]] if ranked[0][1] else []


QUESTIONS: tuple[Question, ...] = (
    Text("text", _("What did your city do? One or two sentences are enough."), _("Text"), longest=4096, shortest=4),
    Text("title", _("What should the title be? A few words."), _("Title"), longest=120),
    Choice("target", _("Which target is closest?"), _("Target"), at_last=True, choices=TARGET_NAMES,
           suggest=likely_targets),
    Choice("kind", _("Is it under way, or done?"), _("Status"), choices=KINDS),
    Day("day", _("For which day is this true? For example 2026-11-20."), _("Date"), optional=True),
    Place(
        "place_key",
        _("Where is it? Type a city or district, or share a location."),
        _("Place"),
        optional=True,
        offer=_("This button shares where you are now."),
    ),
    Files("photos", _("Send one or more photos."), _("Photos"), optional=True),
    Text("effect", _("Who notices the difference, and how?"), _("Who notices"), optional=True, longest=1000),
    Text(
        "lesson",
        _("What did not work, or what would you do differently? Only members of the network see this."),
        _("Lesson"),
        optional=True,
        longest=1000,
    ),
    Text("partners", _("Who did it with you?"), _("Partners"), optional=True, longest=300),
    Text("links", _("Send a link where one can read more."), _("Link"), optional=True, longest=500),
    Files("documents", _("Send a document of up to 20 MB."), _("Document"), optional=True, kind="document"),
    Several("goals", _("Which other goals does it serve?"), _("Other goals"), optional=True, choices=GOAL_NAMES),
    Choice("pathway", _("Which pathway does it follow?"), _("Pathway"), optional=True, choices=PATHWAY_NAMES),
    Text("tags", _("Which words should it be found by? Separate them by commas."), _("Tags"), optional=True,
         longest=200),
    Text(
        "second",
        _("Send the official text in another language. It is shown beside the original."),
        _("Translation"),
        optional=True,
        longest=3000,
    ),
    Text("department", _("Which department is in charge?"), _("Department"), optional=True, longest=100),
    Choice("visibility", _("Who may see it?"), _("Who sees it"), optional=True, choices=VISIBILITY),
)  # fmt: skip


update = Lettered("update", _("Tell what your city did"), *QUESTIONS, who=speaks_for_city)
edit = Conversation("edit", _("Change what you published"), *QUESTIONS, who=speaks_for_city, hidden=True)


async def anything(turn: Turn) -> None:
    """Something was sent that no question waits for: it becomes a draft, or it is said what it could be."""
    heard = turn.heard
    if heard.album and (draft := await drafts.of_album(turn.session, turn.officer.id, heard.album)):
        draft.answers = {**draft.answers, "files": await attach(turn, draft)}
        return await (edit if draft.conversation == edit.name else update).advance(turn, draft)
    if heard.location and turn.officer.for_city:
        return await _somewhere(turn, heard.location)
    if not any(letter.isalnum() for letter in heard.text) and not heard.files:
        raise Refusal(
            _("Words are needed here. Type in a sentence what your city did, or /find and a word to look for.")
        )
    if not turn.officer.for_city:
        return await _keep_only(turn, heard)
    if heard.other and not heard.files:
        turn.say(_("What you wrote is kept; the recording that came with it is not."))
    await update.begin(turn, heard, album=heard.album)


async def _somewhere(turn: Turn, location: tuple[float, float]) -> None:
    """A location was shared: it is the place of the draft at hand, or a new draft begins with it."""
    draft = await drafts.at_hand(turn.session, turn.officer.id, (update.name, edit.name))
    if draft:
        draft.asking = "place_key"
        return await (edit if draft.conversation == edit.name else update).hears(turn, draft)
    found = await places.at(turn.session, *location)
    if not found:
        raise Refusal(NO_SUCH_PLACE)
    answers = {"place_key": found[0].key}
    draft = await drafts.start(turn.session, turn.officer.id, update.name, update.version, answers=answers)
    place = found[0].label(turn.officer.language)
    await update.advance(
        turn, draft, said(_("<b>{place}</b>\nThis is kept as the place of what you tell now."), place=place)
    )


async def _keep_only(turn: Turn, heard: Heard) -> None:
    """Somebody without a city wrote: nothing can be published, but it is kept and can be looked for."""
    answers = await read(turn, heard)
    draft = await drafts.start(turn.session, turn.officer.id, update.name, update.version, answers=answers)
    rows = [[button(_("Search for this"), lead("find", "for_draft"), draft.id)]]
    if not turn.officer.invited:
        rows.append([button(_("Ask to join"), lead("join", "ask"))])
    turn.say(
        _(
            "<b>Officers of cities publish here.</b>\nWhat you typed is kept. "
            "You can look for it among what cities did."
        ),
        rows=rows,
    )


@update.begins
async def read(turn: Turn, heard: Heard) -> dict[str, Any]:
    """Find first answers in what was typed or forwarded."""
    text = heard.text
    if not any(letter.isalnum() for letter in text):
        return {}
    block = lettered.block(text)
    text = block.values["text"] if block else text
    answers: dict[str, Any] = {
        "text": text,
        "title": clip(reading.title(text), 120),
        "kind": reading.kind(text),
    }
    ranked = _ranked(answers)
    if turn.officer.for_city and undecided(ranked):  # or it would cost a look for nothing
        answers["votes"] = await choices.for_draft(turn.session, turn.officer, text)
        ranked = _ranked(answers)
    if likely := _likeliest(ranked):
        answers["target"] = answers["suggested"] = likely[0]
    if day := reading.day(text):
        answers["day"] = day.isoformat()
    answers["figures"] = [figure.text for figure in reading.figures(text)][:8]
    places_named = await places.mentioned(turn.session, text)
    if places_named:
        answers["place_key"] = places_named[0].key
    return await understood(turn, block, answers, update.questions) if block else answers


@update.card
async def show_draft(turn: Turn, draft: Draft) -> None:
    """Show what would be published."""
    chosen = "target" in draft.answers
    rows = [
        [update.button(_("Publish"), "finish", draft)],
        [
            update.button(_("Change target") if chosen else _("Choose target"), "change", draft, "target"),
            update.button(_("Add photo"), "change", draft, "photos"),
            update.button(_("Add more"), "more", draft),
        ],
        [
            button(_("Search for this"), lead("find", "for_draft"), draft.id),
            update.button(_("Cancel"), "cancel", draft),
        ],
    ]
    note = _("Not published yet. Publish as it is, or change it.")
    if not chosen:
        note = _("Not published yet. Before it is, you will be asked which target is closest.")
    update.emit(turn, draft, CARD, rows, await _preview(turn, draft, note))


@edit.card
async def show_change(turn: Turn, draft: Draft) -> None:
    """Show how the action would read."""
    rows = [
        [edit.button(_("Save"), "finish", draft)],
        [edit.button(_("Change something"), "more", draft), edit.button(_("Cancel"), "cancel", draft)],
    ]
    note = _("Not saved yet. What others see stays as it was until you save.")
    edit.emit(turn, draft, CARD, rows, await _preview(turn, draft, note))


async def _preview(turn: Turn, draft: Draft, note: Message) -> dict[str, object]:
    answers, officer = draft.answers, turn.officer
    _city_of(officer)
    target = answers.get("target")
    top = head(answers["title"], answers["text"], officer.city_name, target, answers["kind"],
               suggested=answers.get("suggested") == target)  # fmt: skip
    lines: list[Said] = []
    if answers.get("figures"):
        lines.append(said(_("Figures read: {figures}"), figures=dotted(turn, answers["figures"])))
    place = await places.get(turn.session, answers["place_key"]) if answers.get("place_key") else None
    if place and place.key != officer.place_key:
        lines.append(said(_("Place: {place}"), place=place.label(officer.language)))
    if _has_files(answers):
        files = await attachments.count(turn.session, draft.id)
        lines.append(said(_("Photos and documents: {n}"), n=files))
    lines += [*details(answers, answers.get("lesson")), *notes(turn, answers)]
    return {"top": top, "facts": said(FACTS, lines=joined(turn, lines)) if lines else "", "note": note}


async def told_before(turn: Turn, draft: Draft) -> Told | None:
    """Return what the city has published that says nearly the same."""
    text, officer = draft.answers["text"], turn.officer
    language = reading.language(text) or officer.language
    return await search.told_before(turn.session, _city_of(officer), officer.place_key or "", text, language)


asks_before(update, told_before)
asks_before(edit)


@update.done
async def publish(turn: Turn, draft: Draft) -> str:
    """Publish, and hand out the receipt."""
    city_id = _city_of(turn.officer)
    answers = await _completed(turn, draft)
    action = await actions.publish(turn.session, city_id, turn.officer.id, answers)
    if _has_files(answers):
        await attachments.move(turn.session, draft.id, action.id)
    await adopting.follow(turn, action.id, answers)
    await receipt(turn, PUBLISHED, action)
    return action.number


@edit.done
async def save(turn: Turn, draft: Draft) -> str:
    """Save the changed action; how it read before is kept."""
    told = await actions.by_number(turn.session, draft.answers["number"])
    if told is None or told.city.id != turn.officer.city_id:
        raise Refusal(_("This action belongs to another city."))
    answers = await _completed(turn, draft)
    if answers["day"] != told.action.day.isoformat():
        answers.pop("precision", None)  # whoever gives a day knows it
    await actions.edit(turn.session, told.action, turn.officer.id, answers, files=_has_files(answers))
    await attachments.move(turn.session, draft.id, told.action.id)
    await receipt(turn, CHANGED, told.action)
    return told.action.number


def _has_files(answers: Mapping[str, Any]) -> bool:
    return any(answers.get(name) for name in ("files", "photos", "documents"))


@edit.press
async def of_action(turn: Turn, action_id: int) -> None:
    """Begin to change a published action of one's own city."""
    told = await actions.get(turn.session, action_id)
    if told is None or told.city.id != turn.officer.city_id:
        raise Refusal(_("This action belongs to another city."))
    action = told.action
    columns = {name: getattr(action, name) for name in actions.COLUMNS if getattr(action, name) is not None}
    answers = columns | action.details | {"number": action.number, "day": action.day.isoformat()}
    await edit.ask_about(turn, **answers, **{SURE: confirmed(answers)})


async def _completed(turn: Turn, draft: Draft) -> dict[str, Any]:
    """Return the answers with what follows from them: language and day."""
    answers = {name: value for name, value in draft.answers.items() if value is not None}
    answers["language"] = reading.language(answers["text"]) or turn.officer.language
    answers.setdefault("day", turn.translate.day_of(clock.now()).isoformat())
    answers.setdefault("visibility", "public")
    return answers


def _city_of(officer: Officer) -> int:
    if officer.city_id is None:
        raise Refusal(_("Publishing needs a seat in a city. /start shows how to join."))
    return officer.city_id
