"""Who may press what: every kind of button and every command, by everybody, about a city that is not theirs.

Whoever adds a button says in ``WHO`` who may press it: one that is missing there fails. Every press is taken as a turn
of its own, which is rolled back, so that all of them meet the same world.
"""

import inspect
import re
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, text

from bot.app import Pumasi
from bot.company import Company
from bot.conversation import Conversation
from bot.decoded import PRESS, Arrived, Writer
from bot.heard import Heard
from bot.router import NOT_FOR_YOU
from bot.text import translator
from bot.turn import Press, Refusal, Turn
from handlers import COMMANDS
from storage import Database, Unit, inbox, invitations, offices, outbox, people, sqlite
from storage.inbox import Received
from storage.models import Base
from storage.people import Officer
from storage.search import prepared
from tests.between import GROUP, between_cities
from tests.conftest import at, city_of
from tests.everything import begun, one_of_everything

# Everything is Suwon's, which belongs to the Korea office. Each speaks another language, where that is possible.
CAST: Mapping[str, tuple[str, str | None, str]] = {
    "stranger": ("zh_Hans", None, ""),
    "invited": ("ja", None, ""),  # has opened an invitation, and agreed to nothing yet
    "author": ("ko", "수원시", "officer"),
    "colleague": ("en", "수원시", "officer"),
    "coordinator": ("ko", "수원시", "coordinator"),
    "institute": ("en", "수원시", "institute"),
    "council": ("ko", "수원시", "council"),
    "neighbour": ("ko", "부산광역시", "officer"),
    "neighbours' coordinator": ("zh_Hant", "부산광역시", "coordinator"),
    "neighbours' institute": ("ko", "부산광역시", "institute"),
    "neighbours' council": ("en", "부산광역시", "council"),
    "foreigner": ("ja", "Toyama", "officer"),
    "reviewer": ("ko", "korea", "reviewer"),
    "secretariat": ("en", "korea", "secretariat"),
    "region": ("zh_Hant", "eastasia", "secretariat"),
    "other reviewer": ("ja", "japan", "reviewer"),
    "other secretariat": ("zh_Hant", "kaohsiung", "secretariat"),
}
STRANGERS = {"stranger", "invited"}
CITY = {"author", "colleague", "coordinator"}
BRANCH = {"reviewer", "secretariat", "region"}
OTHER_CITIES = {"neighbour", "neighbours' coordinator", "foreigner"}
NEIGHBOURS = {"neighbour", "neighbours' coordinator"}
OTHER_OFFICES = {"other reviewer", "other secretariat"}
OTHER_PARTNERS = {"neighbours' institute", "neighbours' council"}
ASKED = CITY | NEIGHBOURS  # in the same period of a cycle
OFFICES = BRANCH | OTHER_OFFICES
CITIES = CITY | OTHER_CITIES
MEMBERS = CITIES | OFFICES
# Who may what is decided without the database, so one of each kind walks on PostgreSQL, and everybody on SQLite.
ONE_OF_EACH = ("stranger", "author", "colleague", "neighbours' coordinator", "foreigner", "reviewer", "other reviewer")
AUDIENCES: Mapping[str, set[str]] = {
    "nobody": set(),
    "everybody": set(CAST),
    "strangers": STRANGERS,
    "with a seat": set(CAST) - STRANGERS,
    "members": MEMBERS,
    "cities": CITIES,
    "offices": OFFICES,
    "leaders": {"coordinator", "neighbours' coordinator"} | OFFICES,
    "author": {"author"},
    "city": CITY,
    "branch": BRANCH,
    "city and branch": CITY | BRANCH,
    "other cities": OTHER_CITIES,
    "other members": OTHER_CITIES | OFFICES,
    "city's coordinator": {"coordinator"},
    "parties": CITY | {"institute", "council"} | BRANCH,
    "deciders": {"coordinator"} | BRANCH,
    "its office": {"reviewer", "secretariat"},
    "asked": ASKED,
    "coordinators": {"coordinator", "neighbours' coordinator"},
    # Suwon has answered already, so that only the others still have something to answer.
    "still asked": ASKED - CITY,
    "deciders and the coordinators asked": BRANCH | {"coordinator", "neighbours' coordinator"},
    "askers": BRANCH | {"neighbours' coordinator"},
    # Toyama asks Suwon, and Suwon asks Busan.
    "city and who asks it": CITY | {"foreigner"},
    "city and whom it asks": CITY | NEIGHBOURS,
    "neighbours": NEIGHBOURS,
    "reviewer": {"reviewer"},
    "lookers": OFFICES | {"institute", "neighbours' institute"},
}
OUTSIDERS = STRANGERS | OTHER_CITIES | OTHER_OFFICES | OTHER_PARTNERS
# What nobody else may be shown: words that stand in what Suwon has, and who may read them.
SECRETS: Mapping[str, set[str]] = {
    "zq-members": MEMBERS, "zq-city": CITY, "zq-withdrawn": CITY, "zq-lesson": MEMBERS, "zq-name-author": CITY | BRANCH,
    "zq-lookups": {"author"}, "zq-follows": {"author"}, "zq-imports": {"author"}, "zq-deadlines": CITY,
    "zq-rounds": AUDIENCES["parties"], "zq-chapters": AUDIENCES["parties"], "zq-comments": AUDIENCES["parties"],
    "zq-join_requests": AUDIENCES["deciders"], "zq-feedback": {"author"} | BRANCH, "zq-errands": CITY,
    "zq-asked": CITY | NEIGHBOURS, "zq-put": CITY | {"foreigner"}, "zq-sent": CITY | {"foreigner"},
    "zq-reviews": CITY | BRANCH, "zq-review_notes": CITY | BRANCH,
    "zq-reasons": BRANCH,
}  # fmt: skip

# Who may press what, by command: for each audience the verbs of its buttons, about something that is Suwon's.
# "owner" is whoever began the draft: the buttons of a conversation are so without being named here.
WHO: Mapping[str, Mapping[str, str]] = {
    "about": {"city": "of_indicator"},
    "absence": {"cities": "plan"},
    "action": {
        "everybody": "open shown documents all_news history",
        "city": "withdraw withdraw_now republish add_news",
        "author": "news_from",
        "other cities": "useful",
        "neighbours": "not_useful",
        "nobody": "photos",  # there are none
    },
    "add_word": {"offices": "add"},
    "aim": {"city": "of_aim"},
    "answer": {"asked": "no_change not_applicable more_time", "city": "undo tomorrow in_three_days"},
    "ask_network": {"members": "about"},
    "baseline": {"city": "of_baseline"},
    "board": {"offices": "branch", "city and branch": "city square departments"},
    "brief": {"members": "choose pick", "nobody": "make"},  # nothing was chosen
    "chapter": {"parties": "show agree take_back comments", "nobody": "let_others"},  # nobody practises
    "city": {"everybody": "open"},
    "dated": {"city": "of_value"},
    "deadline": {"members": "new"},
    "deadlines": {"members": "page kinds calendar_file", "city": "item stop resume gone gone_now"},
    "diff": {"city": "since erratum"},
    "duties": {"offices": "totals"},
    "edit": {"city": "of_action", "owner": "anyway"},
    "emission": {"city": "of_action", "owner": "remove"},
    "inhabitants": {"cities": "of_city"},
    "find": {
        "everybody": "again newest in_city on_target card",
        "author": "page followed narrow widen by choose back",
        "owner": "for_draft",
    },
    "follow": {
        "members": "show show_below page how_often every stop_digest",
        "other members": "city action",
        "author": "search stop stop_news",
    },
    "gaps": {"members": "again", "offices": "target"},
    "glossary": {"offices": "open_concept"},
    "goal": {"cities": "add", "city": "open reword of_nation withdraw bring_back"},
    "goals": {"everybody": "everything target page"},
    "importing": {"author": "go cancel", "nobody": "targets"},  # every target was chosen
    "indicator": {"cities": "page", "city": "more withdraw withdraw_now bring_back"},
    "join": {"strangers": "ask"},
    "ladder": {"everybody": "of_city show", "nobody": "document"},  # there is none
    "language": {"everybody": "choose keep"},
    "leave": {"everybody": "now stay"},
    "map": {"everybody": "show"},
    "measured": {"everybody": "of_city open open_below history", "nobody": "chart"},  # there is nothing to draw
    "milestone": {"cities": "reach", "nobody": "not_reached"},  # it is not
    "mine": {"cities": "page"},
    "new_day": {"city": "other_day"},
    "new_indicator": {"cities": "for_target"},
    "new_round": {"coordinators": "open_one"},
    "office": {
        "leaders": "periods",
        "deciders and the coordinators asked": "board",
        "askers": "nudge nudge_now",
        "its office": "end end_now",
    },
    "rated": {"city": "rate clear"},
    "readiness": {"cities": "say overview go_on show"},
    "refuse": {"deciders": "approve decline"},
    "registration": {"cities": "registered"},
    "remark": {"parties": "speak"},
    "reminders": {
        "cities": "settings",
        "still asked": "item skip stop resume",
        "nobody": "move move_by unskip now",  # nobody is reminded any more, nor practises
        "author": "draft forget end_absence",
    },
    "remove_word": {"offices": "remove"},
    "reply": {"branch": "answer_remark"},
    "report": {"members": "menu language freeze freeze_now versions", "city": "show make version"},
    "round": {
        "with a seat": "start_over",
        "parties": "show record stop resume",
        "city's coordinator": "close close_now",
    },
    "seat": {"coordinators": "partner"},
    "settings": {"with a seat": "back how_many budget reminders names"},
    "shelf": {"cities": "everything add", "city": "one document withdraw withdraw_now"},
    "start": {"everybody": "explain explain_below in_language decline primer", "strangers": "agree"},
    "submission": {"cities": "submitted"},
    "submitted": {"city": "mark"},
    "tidy": {
        "asked": "go_on go_on_below later no_number",
        "city": "unchanged finished stopped over leave_out back write",
    },
    "told": {"everybody": "of_city"},
    "un": {"city": "fields"},
    "un_entry": {"cities": "shown", "offices": "of_branch"},
    "update": {"owner": "anyway", "cities": "form"},
    "value": {"city": "of_indicator of_due", "owner": "is_of accept undo as_action"},
    "adopt": {"other cities": "of_action ours again", "neighbours": "one", "city": "undo", "cities": "stop resume"},
    "answer_city": {"owner": "named"},
    "answered": {"everybody": "of_action"},
    "ask": {
        "cities": "listed new network",
        "other cities": "of_action of_city",
        "city and whom it asks": "of_question",
        "city": "withdraw withdraw_now",
    },
    "breakdown": {"city": "of_indicator"},
    "chats": {"offices": "mine", "reviewer": "use_group use_channel decide not_this", "its office": "let_go"},
    "errand": {"cities": "waiting", "city": "of_action of_indicator of_due withdraw"},
    "evidence": {"city": "of_action ask", "branch": "look decide"},
    "group": {"nobody": "speak"},  # in private there is no group
    "handover": {
        "with a seat": "again mine",
        "cities": "document send",
        "leaders": "others",
        "deciders": "of_seat prepare cancel",
    },
    "highlight": {"offices": "kinds listed chosen", "branch": "of_action delivery", "owner": "in_languages"},
    "highlights": {
        "everybody": "page",
        "city": "mine one agree refuse",
        "city and branch": "take_back take_back_now",
        "with a seat": "stop stop_requests resume",
    },
    "new": {"members": "more"},
    "news": {"owner": "anyway"},
    "passing": {"city": "not_ours colleagues pass_on"},
    "practice": {"cities": "enter leave"},
    "question": {"owner": "named"},
    "reason": {"offices": "listed one word retype reset", "branch": "choose because in_own_words"},
    "review": {
        "offices": "page",
        "branch": "open again card publish all_of all_now",
        "lookers": "stop resume",
    },
    "review_answer": {"city": "about shown"},
    "review_rules": {"offices": "cities", "branch": "city set_trusted"},
    "thread": {
        "city and who asks it": "open below write agree agree_below",
        "city": "not_now pass_on pass_to",
        "cities": "stop resume",
    },
    "who": {"everybody": "below others card"},
    "wording": {"city": "rewrite"},
}  # fmt: skip

_WRITE = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)')
_ABOUT_NOBODY = {"places", "place_names", "place_register", "inbox", "outbox", "audit", "sqlite_sequence"}


@dataclass
class World:
    """The cast, what Suwon has, and the bot that answers, which is not running."""

    bot: Pumasi
    database: Database
    cast: dict[str, Officer]
    made: dict[str, int]
    code: str  # of an invitation for another officer of Suwon
    before: dict[str, dict[Any, Any]] = field(default_factory=dict)

    async def takes(self, who: str, heard: str = "", pressed: str = "", company: Company | None = None) -> "Taken":
        """Let somebody type or press something, in private or in the group of the office, and undo it."""
        officer, done = self.cast[who], Taken(who, heard or pressed)
        chat_id = GROUP if company else officer.telegram_id or 0
        typed = self.bot.router.aside if company else self.bot.router.message

        async def answer(unit: Unit) -> None:
            press = Press("1", pressed, 1) if pressed else None
            turn = Turn(unit, officer, chat_id, Heard(text=heard), press, company)
            writes = await Writes.begin(unit)
            try:
                await (self.bot.router.press(turn) if pressed else typed(turn))
                done.shown = [each.payload for each in turn.owed]
                done.toast = turn.toasted or ""
                await _write(unit)
            except Refusal as refusal:
                done.refusal = refusal
            written = await writes.end(unit) if done.refusal is None else set()
            done.changed = bool(written)
            if who in OUTSIDERS:
                done.harmed = self._harmed(officer, await _rows(unit, written))
            raise Undone

        with suppress(Undone):
            await prepared(self.database, self.bot.index, answer)
        return done

    def _harmed(self, officer: Officer, after: dict[str, dict[Any, Any]]) -> list[str]:
        """Return the rows that were there before, are not this person's or their city's, and are not as they were."""
        return [
            f"{table} {key}"
            for table in after
            for key, row in self.before[table].items()
            if after[table].get(key) != row and not self._owned(officer, table, row)
        ]

    def _owned(self, officer: Officer, table: str, row: Mapping[Any, Any]) -> bool:
        """Say whether a row is about this person, or about the city they speak for."""
        if table == "invitations" and not officer.invited:
            return True  # it is whose who holds its code
        person = row["id"] if table == "people" else row.get("person_id")
        cities = {row["id"] if table == "cities" else row.get("city_id")}
        if table == "inquiries":  # between two cities
            cities.add(self.before["questions"][row["question_id"]]["city_id"])
        return person == officer.id or (officer.for_city and officer.city_id in cities)


class Undone(Exception):
    """What was done is to be undone."""


@dataclass
class Taken:
    """What became of a press or of words."""

    who: str
    what: str
    shown: list[str] = field(default_factory=list)
    toast: str = ""
    refusal: Refusal | None = None
    changed: bool = False
    harmed: list[str] = field(default_factory=list)

    @property
    def opened(self) -> bool:
        return bool(self.shown or self.toast)


async def _write(unit: Unit) -> None:
    """Write what is otherwise written when a transaction ends."""
    await unit.session.flush()
    for write in unit.session.info.pop("at end", ()):
        await write()


class Writes:
    """Which tables are written in a transaction."""

    def __init__(self, counted: Counter[str], changes: int) -> None:
        self._counted, self._changes = counted, changes

    @classmethod
    async def begin(cls, unit: Unit) -> "Writes":
        if driver := sqlite.driver(unit.connection):
            writes = cls(Counter(), driver.total_changes)
            driver.set_trace_callback(writes._note)
            return writes
        return cls(await _counted(unit), 0)

    async def end(self, unit: Unit) -> set[str]:
        """Return the tables that were written until now."""
        if driver := sqlite.driver(unit.connection):
            return set(self._counted) if driver.total_changes > self._changes else set()
        return set(await _counted(unit) - self._counted)

    def _note(self, statement: str) -> None:
        if found := _WRITE.match(statement):
            self._counted[found[1]] += 1


async def _counted(unit: Unit) -> Counter[str]:
    statement = "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
    return Counter({name: int(n) for name, n in await unit.connection.execute(text(statement)) if n})


async def _rows(unit: Unit, names: set[str]) -> dict[str, dict[Any, Any]]:
    """Return the rows of tables, by table and key; of those that say something about people and cities."""
    found = {}
    for name in names - _ABOUT_NOBODY:
        table = Base.metadata.tables[name]
        rows = (await unit.connection.execute(select(table))).mappings()
        found[name] = {row[next(iter(table.primary_key)).name]: dict(row) for row in rows}
    return found


def owners(cast: Mapping[str, Officer]) -> dict[str, str]:
    """Return who begins each conversation: the author of everything, or else the first who may."""
    order = ["author", *cast]
    commands = [command for command in COMMANDS if isinstance(command, Conversation)]
    return {each.name: next(who for who in order if each.who(cast[who])) for each in commands}


async def world_of(database: Database) -> World:
    """Seat the cast, and let the author have made one of everything."""
    at("2027-05-11T10:00+09:00")
    cast: dict[str, Officer] = {}
    async with database.begin() as session:
        for number, (name, (language, where, role)) in enumerate(CAST.items(), 1):
            officer = await people.meet(session, number, name=f"zq-name-{name}", language=language)
            if where:
                office = await offices.by_code(session, where)
                place = {"office_id": office.id, "city_id": None} if office else {
                    "city_id": (await city_of(session, where)).id, "office_id": None}  # fmt: skip
                await invitations.seat(session, officer.id, role, **place)
                await invitations.consent(session, officer.id, "before")
            cast[name] = await people.get(session, officer.id) or officer
        city = await city_of(session, "수원시")
        made = await one_of_everything(session, city, cast["author"])
        made |= await between_cities(session, cast, made)
        code = await invitations.create(session, "officer", city_id=city.id)
        made |= await begun(session, {name: cast[who] for name, who in owners(cast).items()}, made)
    bot = Pumasi("42:TEST", database, api="http://127.0.0.1:9")
    bot.router.limits, bot.router.limit_of_group = {True: (1e9, 1e9), False: (1e9, 1e9)}, (1e9, 1e9)
    world = World(bot, database, cast, made, code)
    async with database.unit() as unit:
        await bot.router.message(Turn(unit, cast["invited"], 2, Heard(text=f"/start {code}")))
    async with database.unit() as unit:
        world.before = await _rows(unit, set(Base.metadata.tables))
    return world


# What a button carries, by the name of its parameter; of a table, the key of the row that is Suwon's.
CARRIED: Mapping[str, object] = {
    "code": "11.2", "target": "11.2", "name": "target", "value": "11.2", "kind": "city", "form": "text",
    "languages": "en", "language": "en", "duty": "ordinance", "year": 2027, "fulfilled": 1, "key": "waste",
    "role": "council", "part": "now", "chosen": "-", "number": 1, "revision": 1, "place": 1, "days": 1, "n": 2,
    "section": "before", "state": "returned", "level": "reviewed", "version": 1, "granted": 1, "trusted": 0,
}  # fmt: skip
ELSEWHERE: Mapping[str, object] = {
    "find:in_city:place": "kr.41110", "map:show:kind": "tags", "language:keep:code": "en",
    "deadline:new:kind": "other", "brief:choose:kind": "brief", "brief:pick:kind": "brief",
    "about:of_indicator:name": "department", "reason:because:code": "source", "reason:one:code": "source",
    "reason:word:code": "source", "reason:retype:code": "source", "reason:reset:code": "source",
    "group:speak:code": "ko", "chats:use_channel:code": "en", "highlight:listed:kind": "new", "follow:every:days": 7,
    "tidy:over:kind": "finished", "tidy:back:kind": "action", "tidy:leave_out:kind": "action",
    "errand:of_due:kind": "action",
    "passing:not_ours:kind": "action", "passing:colleagues:kind": "action", "passing:pass_on:kind": "action",
}  # fmt: skip
# Whose row it is, where a parameter's name does not tell.
TABLES = {
    "lookup": "lookups", "row": "milestones_reached", "remark": "feedback", "request": "join_requests",
    "other": "actions", "source": "actions",
}  # fmt: skip
OF_TABLE = {
    "shelf:one:key": "publications", "shelf:withdraw:key": "publications", "shelf:withdraw_now:key": "publications",
    "deadlines:item:about": "deadlines", "deadlines:stop:about": "deadlines", "deadlines:resume:about": "deadlines",
    "goal:bring_back:goal_id": "goals:withdrawn", "indicator:bring_back:indicator_id": "indicators:withdrawn",
    "action:republish:action_id": "actions:withdrawn", "action:not_useful:action_id": "actions:adopted",
    "adopt:one:own_id": "actions:neighbours", "adopt:undo:own_id": "actions:adopted",
    "highlight:of_action:action_id": "actions:adopted", "shelf:document:key": "publications",
    "thread:not_now:inquiry_id": "inquiries:sent", "thread:pass_on:inquiry_id": "inquiries:sent",
    "thread:pass_to:inquiry_id": "inquiries:sent", "thread:pass_to:person_id": "people:spare",
    "review:all_of:ids": "reviews", "review:all_now:ids": "reviews",
    "evidence:look:request_id": "evidence", "evidence:decide:request_id": "evidence",
    "chats:use_group:key": "chats:group", "chats:use_channel:key": "chats:channel", "chats:decide:key": "chats:group",
    "chats:not_this:key": "chats:group", "chats:let_go:key": "chats",
    "handover:of_seat:seat_id": "seats:spare", "handover:of_seat:person_id": "people:spare",
    "handover:prepare:seat_id": "seats:spare", "handover:prepare:person_id": "people:spare",
    "handover:cancel:seat_id": "seats:leaving", "handover:cancel:person_id": "people:leaving",
    "tidy:leave_out:key": "actions", "tidy:back:key": "actions",
    "errand:of_due:key": "actions", "passing:not_ours:key": "actions",
    "passing:colleagues:key": "actions", "passing:pass_on:key": "actions:members",
    "passing:pass_on:person_id": "people:spare",
}  # fmt: skip


def carried(world: World, command: str, verb: str) -> str:
    """Return the data of a button about what Suwon has."""
    press = next(each for each in COMMANDS if each.name == command).presses[verb]
    names = list(inspect.signature(press.function).parameters)[1:]
    values = [_carried(world, command, verb, name, kind) for name, kind in zip(names, press.kinds, strict=True)]
    return ":".join([press.data, *map(str, values)])


def _carried(world: World, command: str, verb: str, name: str, kind: type) -> object:
    full = f"{command}:{verb}:{name}"
    if full in ELSEWHERE:
        return ELSEWHERE[full]
    if command == "start" and name == "code":
        return world.code
    if name == "draft_id":
        return world.made.get(f"drafts:{command}", world.made["drafts:update"])
    stem = name.removesuffix("_id")
    tables = (OF_TABLE.get(full, ""), TABLES.get(stem, ""), f"{stem}s", f"{stem[:-1]}ies", f"{stem}es", stem)
    if (name.endswith("_id") or full in OF_TABLE) and (found := [each for each in tables if each in world.made]):
        return world.made[found[0]]
    return CARRIED.get(name, 0 if kind is int else "11.2")


def judged(taken: Taken, may: bool) -> list[str]:
    """Return what is wrong with a press or words of somebody who may, or may not, use them."""
    shown = "\n".join([*taken.shown, taken.toast])
    wrong = [
        f"is shown {secret}" for secret, readers in SECRETS.items() if secret in shown and taken.who not in readers
    ]
    wrong += [f"harms {taken.harmed[:3]}"] if taken.harmed else []
    if taken.opened != may:
        wrong.append("may not, and is answered" if taken.opened else f"may, and is refused: {taken.refusal}")
    if not may and taken.changed:
        wrong.append("may not, and changes something")
    if taken.refusal and untranslated(taken):
        wrong.append(f"is refused in English: {taken.refusal}")
    return [f"{taken.who} pressing {taken.what} {each}" for each in wrong]


def untranslated(taken: Taken) -> bool:
    language = CAST[taken.who][0]
    assert taken.refusal is not None
    words, values = taken.refusal.words, taken.refusal.values
    return language != "en" and translator(language).plain(words, **values) == translator("en").plain(words, **values)


def walking(database: Database) -> tuple[str, ...]:
    return tuple(CAST) if database.sqlite else ONE_OF_EACH


async def test_every_kind_of_button_opens_for_those_it_is_for_and_for_nobody_else(database: Database) -> None:
    world = await world_of(database)
    told = {(command, verb): audience for command, by in WHO.items() for audience, verbs in by.items()
            for verb in verbs.split()}  # fmt: skip
    whose, wrong = owners(world.cast), []
    for command in COMMANDS:
        for verb in command.presses:
            of_draft = isinstance(command, Conversation) and hasattr(Conversation, verb)
            audience = told.pop((command.name, verb), "owner" if of_draft else "")
            if not audience:
                wrong.append(f"WHO does not say who may press {command.name}:{verb}")
                continue
            data = carried(world, command.name, verb)
            for who in walking(database):
                if audience != "owner":
                    wrong += judged(await world.takes(who, pressed=data), who in AUDIENCES[audience])
                elif who not in (whose.get(command.name), whose["update"]) and (database.sqlite or who == "colleague"):
                    wrong += judged(await world.takes(who, pressed=data), may=False)
    assert not told, "there are no such buttons"
    assert not wrong, "\n".join(wrong)


async def test_what_an_institute_was_asked_to_review_opens_for_that_institute_alone(database: Database) -> None:
    world, wrong = await world_of(database), []
    check = world.made["evidence:reviewed"]
    for data in (f"evidence:look:{check}", f"evidence:decide:{check}:1:1"):
        for who in CAST:
            wrong += judged(await world.takes(who, pressed=data), who == "institute")
    assert not wrong, "\n".join(wrong)


async def test_what_is_not_public_opens_for_nobody_else_whatever_is_pressed(database: Database) -> None:
    world, wrong = await world_of(database), []
    for seen, readers in {"members": MEMBERS, "city": CITY, "withdrawn": CITY}.items():
        key = world.made[f"actions:{seen}"]
        verbs = ["action:open", "action:shown", "action:documents", "action:all_news", "action:history", "who:below"]
        look = f"review:open:{world.made[f'reviews:{seen}']}"
        for data in (*(f"{verb}:{key}" for verb in verbs), f"who:others:{key}:0", f"find:card:0:0:{key}", look):
            for who in set(CAST) - readers:
                wrong += judged(await world.takes(who, pressed=data), may=False)
    assert not wrong, "\n".join(wrong)


async def test_every_command_is_taken_from_those_it_is_for_and_shows_nobody_what_is_not_theirs(
    database: Database,
) -> None:
    world, wrong = await world_of(database), []
    for command in COMMANDS:
        for words in ("", " SUW-0002", " SUW-0003", " night bus") if command.typed else ():
            for who in walking(database):
                officer = world.cast[who]
                taken = await world.takes(who, f"/{command.name}{words}")
                refused = any(translator(officer.language).plain(NOT_FOR_YOU)[:20] in each for each in taken.shown)
                wrong += judged(taken, may=taken.opened)
                if refused == command.who(officer) or (refused and taken.changed):
                    wrong.append(f"{who} typing {taken.what} is {'refused' if refused else 'answered'}")
    assert not wrong, "\n".join(wrong)


async def test_in_a_group_only_what_is_for_groups_can_be_pressed_and_nobody_is_named(database: Database) -> None:
    world, wrong = await world_of(database), []
    group, office = Company("group", "Reviews"), ("review:publish", "review:card", "reason:choose", "reason:because")
    pressing = ("colleague", "reviewer", "other reviewer", *(("stranger", "foreigner") if database.sqlite else ()))
    for command in COMMANDS:
        for verb in command.presses:
            data = carried(world, command.name, verb)
            for who in pressing:
                taken = await world.takes(who, pressed=data, company=group)
                wrong += judged(taken, who in BRANCH and f"{command.name}:{verb}" in office)
                wrong += [f"{who} pressing {data} names somebody" for each in taken.shown if "zq-name" in each]
        for words in ("", " SUW-0001", " night bus") if command.typed else ():
            for who in ("stranger", "author", "reviewer"):
                taken = await world.takes(who, f"/{command.name}{words}", company=group)
                wrong += [
                    f"{who} typing {taken.what} in a group shows {each}" for each in SECRETS if each in str(taken)
                ]
    for who in CAST:
        for governs in (False, True):
            taken = await world.takes(who, pressed="group:speak:ko", company=Company("group", "", governs=governs))
            taken.harmed = []  # the group is theirs
            wrong += judged(taken, governs)
    assert not wrong, "\n".join(wrong)


async def test_who_is_blocked_is_answered_nothing_whatever_they_press(database: Database) -> None:
    world = await world_of(database)
    author = world.cast["author"]
    async with database.begin() as session:
        await people.change(session, author.id, blocked=True)
    presses = [carried(world, command.name, verb) for command in COMMANDS for verb in command.presses]
    received = [Received(number, 0, "{}") for number in range(1, len(presses) + 1)]
    await inbox.put(database, received, 0.0)
    async with database.unit() as unit:
        owed = await outbox.counts(unit.connection)
    for each, data in zip(received, presses, strict=True):
        pressed = Press("1", data, 1)
        arrived = Arrived([each], PRESS, Writer(author.telegram_id or 0, "", None), author.telegram_id, pressed=pressed)
        await world.bot.turns.take(arrived, world.bot.router.press)
    async with database.unit() as unit:
        assert await _rows(unit, set(Base.metadata.tables) - {"people"}) == {
            name: rows for name, rows in world.before.items() if name != "people"
        }
        assert await outbox.counts(unit.connection) == owed
    assert not await inbox.waiting(database)
