"""Office files are zip files: packed anew with one date, so that the same content is the same bytes."""

import io
import zipfile
from datetime import date

EARLIEST = date(1980, 1, 1)  # a zip file knows nothing before


def steady(content: bytes, day: date) -> bytes:
    """Return the file with every part dated to that day, in the order it had."""
    out = io.BytesIO()
    stamp = (*max(day, EARLIEST).timetuple()[:3], 0, 0, 0)
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            told = zipfile.ZipInfo(part.filename, stamp)
            told.compress_type = part.compress_type
            told.external_attr = 0o644 << 16
            new.writestr(told, old.read(part))
    return out.getvalue()
