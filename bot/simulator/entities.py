"""Telegram's HTML: into plain text and entities, or a refusal.

As strict as the documentation of formatting options: tags, attributes and character references it does not
name are refused, though Telegram lets some of them pass; what passes here passes there.
Offsets and lengths count UTF-16 code units, as entities do.
"""

import re
from dataclasses import dataclass

from bot.simulator.api import Json, bad_request

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_ATTRIBUTES = {
    "span": {"class"},
    "a": {"href"},
    "code": {"class"},
    "blockquote": {"expandable"},
    "tg-emoji": {"emoji-id"},
}
_REFERENCES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_SPECIAL = re.compile(r"[<&]")
_REFERENCE = re.compile(r"&(?:(lt|gt|amp|quot)|#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6}));")
_ATTRIBUTE = r"""\s+([a-zA-Z-]+)(?:=(?:"([^"]*)"|'([^']*)'))?"""
_TAG = re.compile(rf"<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:{_ATTRIBUTE})*)\s*>")
_EACH_ATTRIBUTE = re.compile(_ATTRIBUTE)
_LINK = re.compile(r"(?:https?|tg|mailto|tel):\S+|[\w-]+(?:\.[\w-]+)+\S*", re.IGNORECASE)

_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]])"
    r"|(?<![\w.+-])(?P<email>[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<![\w/@<])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)(?![\w/@])"
    r"|(?<![\w@])(?P<mention>@[A-Za-z]\w{3,31})(?!\w)"
    r"|(?<![\w#])(?P<hashtag>#(?!\d+\b)\w{1,256})"
)


def length(text: str) -> int:
    """Count UTF-16 code units."""
    if text.isascii():
        return len(text)
    return len(text) + sum(character > "\uffff" for character in text)


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    starts: int
    position: int


class _Reader:
    """One pass over marked-up text."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.text: list[str] = []
        self.at = 0
        self.entities: list[Json] = []
        self.open: list[_Open] = []

    def read(self) -> tuple[str, list[Json]]:
        position = 0
        while found := _SPECIAL.search(self.source, position):
            self._say(self.source[position : found.start()])
            read = self._reference if found.group() == "&" else self._tag
            position = read(found.start())
        self._say(self.source[position:])
        if self.open:
            raise _cannot_parse(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.text), self.entities

    def _say(self, text: str) -> None:
        self.text.append(text)
        self.at += length(text)

    def _reference(self, position: int) -> int:
        found = _REFERENCE.match(self.source, position)
        if not found:
            raise _cannot_parse(f"Unexpected character '&' at offset {position}")
        name, decimal, hexadecimal = found.groups()
        if name:
            self._say(_REFERENCES[name])
            return found.end()
        number = int(decimal) if decimal else int(hexadecimal, 16)
        if number == 0 or 0xD800 <= number < 0xE000 or number > 0x10FFFF:
            raise _cannot_parse(f"Unexpected character reference at offset {position}")
        self._say(chr(number))
        return found.end()

    def _tag(self, position: int) -> int:
        found = _TAG.match(self.source, position)
        if not found or found.group(2).lower() not in _KINDS:
            start = re.split(r"[\s>]", self.source[position + 1 : position + 21], maxsplit=1)[0]
            raise _cannot_parse(f'Unsupported start tag "{start}" at byte offset {position}')
        tag = found.group(2).lower()
        attributes = {
            name.lower(): double or single for name, double, single in _EACH_ATTRIBUTE.findall(found.group(3))
        }
        if found.group(1):
            self._close(tag, position)
        else:
            _check_attributes(tag, attributes)
            self.open.append(_Open(tag, attributes, self.at, len(self.entities)))
        return found.end()

    def _close(self, tag: str, position: int) -> None:
        if not self.open:
            raise _cannot_parse(f"Unexpected end tag at byte offset {position}")
        opened = self.open.pop()
        if opened.tag != tag:
            raise _cannot_parse(
                f'Unmatched end tag at byte offset {position}, expected "</{opened.tag}>", found "</{tag}>"'
            )
        entity = _entity(opened, self.at - opened.starts)
        if entity is None:
            return
        inner = self.entities[-1] if self.entities else None
        if tag == "pre" and inner and _is_whole_code(inner, entity):
            self.entities.pop()
            entity |= {"language": inner["language"]} if "language" in inner else {}
        self.entities.append(entity)


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Return the text a person sees and its entities; refuse markup the documentation does not allow."""
    text, entities = _Reader(source).read()
    for entity in entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    return text, entities


def find_entities(text: str, taken: list[Json]) -> list[Json]:
    """Return what Telegram itself marks: links, addresses, commands, mentions, hashtags outside ``taken``."""
    if not any(sign in text for sign in "/@#:"):
        return []
    occupied = [(entity["offset"], entity["offset"] + entity["length"]) for entity in taken]
    entities = []
    for found in _FOUND.finditer(text):
        offset = length(text[: found.start()])
        size = length(found.group())
        if not any(start < offset + size and offset < end for start, end in occupied):
            entities.append({"type": found.lastgroup, "offset": offset, "length": size})
    return entities


def mentions(text: str) -> list[str]:
    """Return the names with an @ that Telegram marks in a text, in small letters."""
    return [found.group().lower() for found in _FOUND.finditer(text) if found.lastgroup == "mention"]


def _cannot_parse(why: str) -> Exception:
    return bad_request(f"can't parse entities: {why}")


def _check_attributes(tag: str, attributes: dict[str, str]) -> None:
    for name in attributes:
        if name not in _ATTRIBUTES.get(tag, ()):
            raise _cannot_parse(f'Unsupported attribute "{name}" in the tag "{tag}"')
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise _cannot_parse('Tag "span" must have class "tg-spoiler"')
    if tag == "a" and "href" not in attributes:
        raise _cannot_parse('Tag "a" must have attribute "href"')
    if tag == "tg-emoji" and not attributes.get("emoji-id"):
        raise _cannot_parse('Tag "tg-emoji" must have attribute "emoji-id"')


def _entity(opened: _Open, size: int) -> Json | None:
    """Return the entity of a finished element; an empty one and a link to nowhere leave no entity."""
    if not size:
        return None
    entity: Json = {"type": _KINDS[opened.tag], "offset": opened.starts, "length": size}
    attributes = opened.attributes
    if opened.tag == "a":
        return _link(entity, attributes["href"])
    if opened.tag == "blockquote" and "expandable" in attributes:
        entity["type"] = "expandable_blockquote"
    if opened.tag == "tg-emoji":
        entity["custom_emoji_id"] = attributes["emoji-id"]
    if attributes.get("class", "").startswith("language-"):
        entity["language"] = attributes["class"].removeprefix("language-")
    return entity


def _link(entity: Json, address: str) -> Json | None:
    address = _REFERENCE.sub(lambda found: parse_html(found.group())[0], address)
    if not _LINK.fullmatch(address):
        return None
    return entity | {"url": address if ":" in address else f"http://{address}/"}


def _is_whole_code(inner: Json, outer: Json) -> bool:
    return inner["type"] == "code" and all(inner[name] == outer[name] for name in ("offset", "length"))
