"""How a table of actions looks in a chat while it is read, offered and imported."""

import csv
import io
from collections.abc import Mapping, Sequence

from bot.command import lead
from bot.text import Message, Plural, Said, Translator, _, plural, said, translator
from bot.turn import Rows, button, enclosed, instead, letter
from storage.imports import Judged
from storage.models import Import
from storage.outbox import Owed
from storage.people import Officer

SPELLED_OUT = 5  # rows left out that the card names
COUNTED: Mapping[str, Message] = {
    "new": _("New: {n}"),
    "changed": _("Changed: {n}"),
    "known": _("Known and unchanged: {n}"),
    "suggested": _("Without a target, one is suggested: {n}"),
    "duplicate": _("Probable duplicates, left out: {n}"),
    "faulty": _("Faulty, left out: {n}"),
}
READING = _("<b>Reading {name}</b>\nWhat is in it will be shown here. Nothing is published before you say so.")
WORKING: Mapping[str, Message] = {
    "reading": _("<b>Reading {name}</b>\n{done} of {total} rows"),
    "running": _("<b>Importing {name}</b>\n{done} of {total} rows"),
}
OFFER = plural("<b>Import {n} action?</b>", "<b>Import {n} actions?</b>")
NOTHING = _("<b>There is nothing to import</b>")
DONE = plural("<b>{n} action imported</b>", "<b>{n} actions imported</b>")
UNUSABLE = _("<b>{name} cannot be imported</b>\n{why}")
GUARDED = ("=", "+", "-", "@")  # a spreadsheet would take such a cell for a formula


def progress(file: Import) -> Said:
    """Return how far a file has come."""
    return said(WORKING[file.state], name=file.name, done=file.done, total=file.rows)


def worth(file: Import) -> int:
    """Return how many actions a file would bring or has brought."""
    return int(file.counts.get("new", 0) + file.counts.get("changed", 0))


def offer(file: Import, encoding: str, left_out: Sequence[Judged], reader: Officer) -> Owed:
    """Return the card that asks whether to import, with what there is to know before."""
    head: Message | Plural = OFFER if worth(file) else NOTHING
    lines = _counts(file)
    if encoding != "UTF-8":
        lines.append(said(_("Read as {encoding}"), encoding=encoding))
    first = sorted(left_out, key=lambda each: each.verdict == "duplicate")[:SPELLED_OUT]
    lines += [said(_("Row {row}: {why}"), row=str(each.row.number), why=each.why) for each in first]
    rows: Rows = ()
    if worth(file):
        rows = [
            [button(_("Import"), lead("importing", "go"), file.id)],
            [button(_("Cancel"), lead("importing", "cancel"), file.id)],
        ]
    return changed(file, reader, _card(head, file, lines, reader), rows)


def done(file: Import, reader: Officer) -> Owed:
    """Return the card that says what was imported."""
    to_check = file.counts.get("suggested") and reader.for_city
    rows: Rows = [[button(_("Check the targets"), lead("importing", "targets"))]] if to_check else ()
    return changed(file, reader, _card(DONE, file, _counts(file), reader), rows)


def changed(file: Import, reader: Officer, what: Said, rows: Rows = ()) -> Owed:
    """Return what changes a file's card in place; who has taken over its seat has none yet and is sent one."""
    owed = letter(reader, what, rows=rows)
    return instead(file.card_id, owed) if file.card_id else owed


def table_left_out(file: Import, left_out: Sequence[Judged], reader: Officer) -> Owed:
    """Return the rows that are left out, with the reasons, as a table to mend."""
    translate = translator(reader.language, reader.zone)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("row", "reason", "source_id", "place", "text"))
    writer.writerows(_guarded(each, translate) for each in left_out)
    content = out.getvalue().encode("utf-8-sig")  # spreadsheets know UTF-8 by that sign
    name = f"{file.name.rpartition('.')[0]}-left-out.csv"
    return enclosed(reader, name, content, _("Rows that are left out, and why: {n}"), n=len(left_out))


def _guarded(judged: Judged, translate: Translator) -> list[str]:
    why = translate.plain(judged.why.words, **judged.why.values) if judged.why else ""
    cells = [str(judged.row.number), why, *(judged.row.cells.get(name, "") for name in ("source_id", "place", "text"))]
    return [f"'{cell}" if cell.startswith(GUARDED) else cell for cell in cells]


def _card(head: Message | Plural, file: Import, lines: Sequence[Said], reader: Officer) -> Said:
    translate = translator(reader.language, reader.zone)
    joined = translate.html(Message("\n")).join(translate.html(line.words, line.values) for line in lines)
    return said(_("{head}\n{name}\n{lines}"), head=said(head, n=worth(file)), name=file.name, lines=joined)


def _counts(file: Import) -> list[Said]:
    return [said(words, n=file.counts[name]) for name, words in COUNTED.items() if file.counts.get(name)]
