"""A report as DOCX that an officer goes on writing in: real headings, tables and styles, fonts every office has."""

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from bot.pictures import Missing
from bot.reports import parts, pdf, photos
from bot.reports.blocks import Block, Bullets, Chart, Document, Heading, Paragraph, Photos, Run, Table, Words
from bot.reports.packed import steady

# Fonts that come with the systems offices use.
FONTS = {
    "ko": "Malgun Gothic", "ja": "Yu Gothic", "zh_Hans": "Microsoft YaHei", "zh_Hant": "Microsoft JhengHei",
}  # fmt: skip
LATIN = "Arial"
TAGS = {"ko": "ko-KR", "ja": "ja-JP", "zh_Hans": "zh-CN", "zh_Hant": "zh-TW", "en": "en-GB"}
ACCENT, QUIET = RGBColor(0x17, 0x63, 0x5C), RGBColor(0x52, 0x63, 0x6C)
SIZES = {"Normal": 10, "Title": 26, "Subtitle": 13, "Heading 1": 16, "Heading 2": 12, "Heading 3": 10.5}
QUIET_STYLE, BLANK_STYLE = "Facts", "Blank"
STYLES = {"body": "Normal", "box": "Normal", "quiet": QUIET_STYLE, "label": QUIET_STYLE, "blank": BLANK_STYLE}
TEXT_WIDTH = Mm(170)
PHOTO_WIDTH = Mm(80)


def write(document: Document, pictures: Mapping[int, bytes] = {}) -> bytes:
    """Return the document as DOCX; without fonts on this server it has no charts, and their figures stand in tables."""
    word = docx.Document()
    _prepare(word, document)
    writer = _Writer(word, document, pictures)
    writer.top()
    for block in document.blocks:
        writer.add(block)
    out = io.BytesIO()
    word.save(out)
    return steady(out.getvalue(), document.day)


class _Writer:
    """Puts one block after the other into a file."""

    def __init__(self, word: WordDocument, document: Document, pictures: Mapping[int, bytes]) -> None:
        self._word, self._document = word, document
        self._end = word.element.body.sectPr
        self._styles = {style.name: style.style_id for style in word.styles}
        wanted = [key for block in document.blocks if isinstance(block, Photos) for key in block.keys]
        self._photos = photos.fitting({key: pictures[key] for key in wanted if key in pictures})
        self._charts = _drawn(document)

    def top(self) -> None:
        self._words(self._paragraph_of("Title"), self._document.title)
        if self._document.subtitle:
            self._words(self._paragraph_of("Subtitle"), self._document.subtitle)
        for fact in self._document.facts:
            self._words(self._paragraph_of(QUIET_STYLE), fact)
        if self._document.cover:
            self._word.add_page_break()  # type: ignore[no-untyped-call]

    def add(self, block: Block) -> None:
        match block:
            case Heading():
                self._words(self._paragraph_of(f"Heading {block.level}"), block.words)
            case Paragraph():
                self._paragraph(block)
            case Bullets():
                for item in block.items:
                    self._words(self._paragraph_of("List Bullet"), item)
            case Table():
                self._table(block)
            case Photos():
                kept = [self._photos[key] for key in block.keys if key in self._photos]
                self._pictures(kept, PHOTO_WIDTH, block.words)
            case Chart():
                self._pictures([self._charts[id(block)]] if id(block) in self._charts else [], TEXT_WIDTH, block.words)

    def _paragraph_of(self, style: str) -> WordParagraph:
        """Return a new paragraph at the end. The library looks for the end, and for the style, from the beginning."""
        element: Any = OxmlElement("w:p")
        self._end.addprevious(element)
        element.style = self._styles[style]
        return WordParagraph(element, self._word._body)

    def _paragraph(self, block: Paragraph) -> None:
        if block.style == "body" and len(block.words) > 1:
            beside = self._word.add_table(rows=1, cols=len(block.words))
            for cell, run in zip(beside.rows[0].cells, block.words, strict=True):
                self._words(cell.paragraphs[0], (run,))
            return
        self._words(self._paragraph_of(STYLES[block.style]), block.words)

    def _table(self, block: Table) -> None:
        table = self._word.add_table(rows=1, cols=len(block.header), style="Table Grid")
        table.autofit = False
        for cell, words in zip(table.rows[0].cells, block.header, strict=True):
            self._words(cell.paragraphs[0], words, bold=True)
        _repeat(table.rows[0])
        for words_of_row in block.rows:
            for cell, words in zip(table.add_row().cells, words_of_row, strict=True):
                self._words(cell.paragraphs[0], words)
        widths = [Emu(TEXT_WIDTH * share // sum(block.widths)) for share in block.widths]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = width
        self._paragraph_of("Normal")

    def _pictures(self, contents: Sequence[bytes], width: Any, words: Words) -> None:
        if not contents:
            return
        paragraph = self._paragraph_of("Normal")
        for content in contents:
            drawn = paragraph.add_run().add_picture(io.BytesIO(content), width=width)
            drawn._inline.docPr.set("descr", parts.whole(words))

    def _words(self, paragraph: WordParagraph, words: Words, *, bold: bool = False) -> None:
        for place, run in enumerate(words):
            if place:
                paragraph.add_run().add_break()
            _add(paragraph, run, bold=bold)


def _drawn(document: Document) -> dict[int, bytes]:
    blocks = [block for block in document.blocks if isinstance(block, Chart)]
    try:
        return dict(zip(map(id, blocks), pdf.charts(blocks), strict=True))
    except Missing:
        return {}


def _add(paragraph: WordParagraph, run: Run, *, bold: bool) -> None:
    added = paragraph.add_run(run.text)
    added.bold = bold or None
    properties = added._r.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), FONTS.get(run.language, LATIN))
    language = OxmlElement("w:lang")
    tag = TAGS.get(run.language, "en-GB")
    language.set(qn("w:val"), tag)
    language.set(qn("w:eastAsia"), tag)
    properties.append(language)


def _prepare(word: WordDocument, document: Document) -> None:
    """Set what holds for the whole file: page, styles, the line at the foot, and who made it when."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Cm(2.2)
    for name in (QUIET_STYLE, BLANK_STYLE):
        added: Any = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        added.base_style = word.styles["Normal"]
        added.font.size, added.font.color.rgb = Pt(9), QUIET
        added.font.italic = None
    for name, size in SIZES.items():
        _style(word.styles[name], size, document.languages[0])
    for run in document.running[:1]:
        _add(section.footer.paragraphs[0], run, bold=False)
    properties, made = word.core_properties, datetime.combine(document.day, time(), UTC).replace(tzinfo=None)
    properties.author, properties.title = "Pumasi", parts.whole(document.title)[:255]
    properties.created = properties.modified = made
    properties.comments = ""
    properties.language = TAGS.get(document.languages[0], "en-GB")


def _style(style: Any, size: float, language: str) -> None:
    style.font.size, style.font.name, style.font.italic = Pt(size), LATIN, False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    # A theme's font would come before the one named here.
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), FONTS.get(language, LATIN))
    if style.name != "Normal":
        style.font.color.rgb = ACCENT


def _repeat(row: Any) -> None:
    """Let a table's first row stand at the top of each page it goes on to."""
    header = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(header)
