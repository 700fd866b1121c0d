"""Where one sentence ends, in any of the five languages."""

import re

_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])|\n+")
SHORTEST = 8  # letters; less than that says nothing by itself


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; a very short one stays with the one before it."""
    found: list[str] = []
    for part in _END.split(text):
        part = part.strip()
        if found and len(part) < SHORTEST:
            found[-1] = f"{found[-1]} {part}".strip()
        elif part:
            found.append(part)
    return found
