"""What the read API offers, in OpenAPI's terms."""

from html import escape
from typing import Any

from bot.goal11 import TARGETS

CODE = {"type": "string", "enum": list(TARGETS)}


def _parameter(name: str, description: str, *, required: bool = False, **schema: Any) -> dict[str, Any]:
    told = {"name": name, "in": "query", "description": description, "schema": {"type": "string"} | schema}
    return told | {"required": True} if required else told


def _answer(description: str, **properties: Any) -> dict[str, Any]:
    schema = {"type": "object", "properties": properties}
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _list(**properties: Any) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "object", "properties": properties}}


UNUSABLE = _answer("A parameter cannot be used", error={"type": "string"})


ITEM: dict[str, Any] = {
    "number": {"type": "string", "description": "the action's number, which stays", "examples": ["SUW-0001"]},
    "source_id": {"type": ["string", "null"], "description": "its name where it was imported from"},
    "title": {"type": "string"},
    "text": {"type": "string", "description": "as the city wrote it"},
    "language": {"type": "string", "description": "of title and text", "examples": ["ko", "zh_Hant"]},
    "city": {"type": "string", "description": "its name in English"},
    "country": {"type": "string", "description": "ISO 3166, two letters"},
    "target": CODE,
    "date": {"type": "string", "format": "date", "description": "what the text is true for"},
    "adapts": {"type": ["string", "null"], "description": "the number of the public action it was adapted from"},
    "adapted_by": {"type": "integer", "description": "cities whose public actions were adapted from it"},
    "score": {"type": "number", "description": "how well it fits; 0 without words"},
    "group": {
        "type": "string",
        "enum": ["own", "other"],
        "description": "whether it is in the language of the query (or in its other script)",
    },
}

DESCRIPTION: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {
        "title": "Pumasi",
        "version": "1",
        "description": "What local governments have made public of what they do for Sustainable Development Goal 11.",
    },
    "paths": {
        "/api/actions": {
            "get": {
                "summary": "Find actions, best first: own language first, then others, in every answer",
                "parameters": [
                    _parameter("q", "words or a question in any language; without it, the newest", maxLength=4096),
                    _parameter("languages", "only texts in these, separated by commas: ko,ja,zh_Hans,zh_Hant,en"),
                    _parameter("target", "only this target", enum=list(TARGETS)),
                    _parameter("place", "only this city, by any of its names"),
                    _parameter("since", "only what is true for this day or later", format="date"),
                    _parameter("limit", "items of one answer", type="integer", minimum=1, maximum=100, default=20),
                    _parameter("cursor", "where to go on: `next` of the answer before"),
                ],
                "responses": {
                    "200": _answer(
                        "What was found",
                        items=_list(**ITEM),
                        next={"type": ["string", "null"], "description": "null at the end"},
                    ),
                    "400": UNUSABLE,
                },
            }
        },
        "/api/suggest": {
            "get": {
                "summary": "Rank the targets a text may be about, best first",
                "parameters": [
                    _parameter("text", "what a city did, in any language", required=True, maxLength=4096),
                ],
                "responses": {
                    "200": _answer("Every target", targets=_list(code=CODE, score={"type": "number"})),
                    "400": UNUSABLE,
                },
            }
        },
    },
}


def page() -> str:
    """Return the description as a page for people."""
    parts = []
    for path, methods in DESCRIPTION["paths"].items():
        about = methods["get"]
        rows = "".join(
            f"<tr><td><code>{escape(each['name'])}</code><td>{escape(each['description'])}</tr>"
            for each in about["parameters"]
        )
        parts.append(f"<h2><code>GET {escape(path)}</code></h2><p>{escape(about['summary'])}.</p><table>{rows}</table>")
    fields = "".join(
        f"<tr><td><code>{name}</code><td>{escape(each.get('description', ''))}</tr>" for name, each in ITEM.items()
    )
    return _PAGE.format(about=escape(DESCRIPTION["info"]["description"]), parts="".join(parts), fields=fields)


_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Pumasi: read API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}}
td{{padding:.25rem 1rem .25rem 0;vertical-align:top}}</style>
<h1>Pumasi: read API</h1><p>{about}</p>{parts}<h2>An item</h2><table>{fields}</table>
<p>The same as OpenAPI: ask this address for <code>application/json</code>.</p></html>"""
