"""Office files are zip files: packed anew with one date, so that the same content is the same bytes."""

import io
import re
import zipfile
from datetime import date

PROPERTIES = "docProps/core.xml"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
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
            content = old.read(part)
            if part.filename == PROPERTIES:  # where some writers note the moment
                content = _MODIFIED.sub(rb"\g<1>%sT00:00:00Z" % day.isoformat().encode(), content)
            new.writestr(told, content)
    return out.getvalue()
