"""What Telegram shows about the bot: its commands and descriptions, per language and per role."""

from collections.abc import Sequence
from typing import Any

import orjson

from bot.command import Command
from bot.text import LANGUAGES, _, translator
from bot.transport import Transport
from storage.people import Officer

# Telegram knows languages by two letters, and a language without its own list gets the one for none.
CODES = {"": "en", "en": "en", "ko": "ko", "ja": "ja", "zh": "zh_Hans"}
SHORT = _("Cities tell each other what they do for Sustainable Development Goal 11.")
LONG = _(
    "Pumasi (품앗이): officers of local governments tell each other what their cities do for Sustainable "
    "Development Goal 11, find what others did, and are reminded to report."
)
IN_GROUPS = ("find", "action", "highlights", "help", "language")
STRANGER = Officer(0, None, "", "en", None, False, True)


async def introduce(transport: Transport, commands: Sequence[Command]) -> str:
    """Tell Telegram what strangers and groups may do, in every language, and return the bot's username."""
    me = await transport.call("getMe")
    in_groups = [command for command in commands if command.name in IN_GROUPS]
    for code, language in CODES.items():
        words = translator(language)
        about: dict[str, Any] = {"language_code": code} if code else {}
        menu = about | {"commands": _menu(commands, STRANGER, language)}
        await transport.call("setMyCommands", orjson.dumps(menu))
        groups = {"scope": {"type": "all_group_chats"}, "commands": _listed(in_groups, language)}
        await transport.call("setMyCommands", orjson.dumps(about | groups))
        short = about | {"short_description": words.plain(SHORT)}
        await transport.call("setMyShortDescription", orjson.dumps(short))
        await transport.call("setMyDescription", orjson.dumps(about | {"description": words.plain(LONG)}))
    return str(me["username"])


def menu_for(officer: Officer, commands: Sequence[Command]) -> dict[str, Any]:
    """Return the call that shows one person the commands of their role, in their own language."""
    scope = {"type": "chat", "chat_id": officer.telegram_id}
    return {"scope": scope, "commands": _menu(commands, officer, officer.language)}


def _menu(commands: Sequence[Command], officer: Officer, language: str) -> list[dict[str, str]]:
    return _listed([command for command in commands if not command.hidden and command.who(officer)], language)


def _listed(commands: Sequence[Command], language: str) -> list[dict[str, str]]:
    words = translator(language)
    return [{"command": each.name, "description": words.plain(each.title)[:256]} for each in commands]


assert set(CODES.values()) | {"zh_Hant"} == set(LANGUAGES)
