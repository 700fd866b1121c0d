"""Text without what disguises it."""

import re
import unicodedata

# Direction overrides and control characters would let a text disguise itself or break a line.
_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")


def clean(text: str) -> str:
    """Return the text without control characters, composed, and without blank edges."""
    return unicodedata.normalize("NFC", _UNWANTED.sub("", text.replace("\r\n", "\n"))).strip()
