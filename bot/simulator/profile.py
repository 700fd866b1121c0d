"""How the bot presents itself: commands, names, descriptions, per language."""

import json
import re
from collections.abc import Sequence

from bot.simulator.api import Call, Json, bad_request

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}|")
_SCOPES = (
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
    "chat",
    "chat_administrators",
    "chat_member",
)
_LONGEST = {"name": 64, "description": 512, "short_description": 120}


class Profile:
    """What setMyCommands, setMyName and their like have set."""

    def __init__(self) -> None:
        self._commands: dict[tuple[str, str], list[Json]] = {}
        self._texts: dict[tuple[str, str], str] = {}
        self.rights: dict[str, Json] = {}

    def set_commands(self, call: Call) -> None:
        """Set the commands of a scope and language; refuse badly named or described ones."""
        commands = [_command(command) for command in call.sequence("commands")]
        if len(commands) > 100:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        self._commands[_scope(call), _language(call)] = commands

    def get_commands(self, call: Call) -> list[Json]:
        """Return the commands of exactly this scope and language."""
        return self._commands.get((_scope(call), _language(call)), [])

    def delete_commands(self, call: Call) -> None:
        """Forget the commands of a scope and language."""
        self._commands.pop((_scope(call), _language(call)), None)

    def commands_for(self, scopes: Sequence[Json], language: str) -> list[Json]:
        """Return what a person sees: the narrowest scope wins, their own language before no language."""
        for scope in scopes:
            for code in (language[:2], ""):
                if commands := self._commands.get((_key(scope), code)):
                    return commands
        return []

    def set_text(self, call: Call, what: str) -> None:
        """Set the name, description or short description in one language; refuse an overlong one."""
        text = call.text(what)
        if len(text) > _LONGEST[what]:
            raise bad_request(f"bot {what.replace('_', ' ')} is too long")
        self._texts[what, _language(call)] = text

    def get_text(self, call: Call, what: str) -> str:
        """Return a text in one language, else the one for all languages."""
        return self._texts.get((what, _language(call))) or self._texts.get((what, ""), "")


def _command(command: object) -> Json:
    if not isinstance(command, dict):
        raise bad_request("can't parse BotCommand: object expected")
    name = str(command.get("command", "")).removeprefix("/")
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    description = str(command.get("description", "")).strip()
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def _scope(call: Call) -> str:
    scope = call.mapping("scope") or {"type": "default"}
    if scope.get("type") not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    return _key(scope)


def _key(scope: Json) -> str:
    return json.dumps(scope, sort_keys=True)


def _language(call: Call) -> str:
    code = call.text("language_code")
    if not _LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code
