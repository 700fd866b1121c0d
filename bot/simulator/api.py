"""What every part of the simulator speaks: JSON objects, calls, and refusals in Telegram's words."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


class Rejected(Exception):
    """What the Bot API answers with ``ok: false``: an HTTP status, a description, perhaps parameters."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> Json:
        """Return the body of the answer."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(why: str, **parameters: int) -> Rejected:
    """Return the refusal of a request that will never be right."""
    return Rejected(400, f"Bad Request: {why}", **parameters)


def forbidden(why: str) -> Rejected:
    """Return the refusal of a chat that is closed to the bot."""
    return Rejected(403, f"Forbidden: {why}")


def conflict(why: str) -> Rejected:
    """Return the refusal of a second receiver of updates."""
    return Rejected(409, f"Conflict: {why}")


def too_many(seconds: int) -> Rejected:
    """Return the refusal of a message that comes too soon."""
    return Rejected(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way; ``size`` pretends that it has so many bytes, whatever its content."""

    name: str
    content: bytes
    mime: str = "application/octet-stream"
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the bot: values are strings (form) or JSON values, as they were sent."""

    method: str
    params: Json
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a text, empty if it was not given; refuse what is not a text or not UTF-8."""
        value = self.params.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise bad_request(f'field "{name}" must be of type String')
        try:
            value.encode()
        except UnicodeEncodeError:
            raise bad_request("strings must be encoded in UTF-8") from None
        return value

    def integer(self, name: str, default: int = 0) -> int:
        """Return a whole number; refuse anything else."""
        value = self.params.get(name)
        if value is None or value == "":
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad_request(f"invalid {name} specified") from None

    def flag(self, name: str) -> bool:
        """Tell whether a yes-or-no parameter says yes."""
        return str(self.params.get(name, "")).lower() in ("true", "1", "yes")

    def mapping(self, name: str) -> Json:
        """Return a JSON object, empty if it was not given."""
        value = self.params.get(name) or {}
        if not isinstance(value, dict):
            raise bad_request(f"can't parse {name}: object expected")
        return value

    def sequence(self, name: str) -> list[Any]:
        """Return a JSON list, empty if it was not given."""
        value = self.params.get(name) or []
        if not isinstance(value, list):
            raise bad_request(f"can't parse {name}: array expected")
        return value
