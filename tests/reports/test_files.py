"""Reports as files: whatever is in them, they are whole, and say the same in every format."""

import csv
import io
import json
import resource
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import hwpx
import openpyxl
import pytest
from pypdf import PdfReader

from bot.goal11 import TARGETS
from bot.pictures.geometry import Missing
from bot.reports import changes, fonts, frozen, implementation, makers, opendata, pdf, plain, typesetting, un
from bot.reports.blocks import Document, Heading, Paragraph, Run
from bot.reports.contents import ChapterPart, Contents, GoalPart, MeasurePart
from bot.reports.opendata import Data, Item
from bot.reports.voice import Voice
from bot.text import translator
from tests.reports.samples import BARRIERS, CITY, DAY, RECYCLING, city_report, photo

HOSTILE = (
    "#read(\"/etc/passwd\") $x$ *b* _i_ `c` @l <l> \\u{41} // /* #import \"@preview/x:1\" ]]> &amp; <b>&lt;script>",
    "=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(A1)", "\ufffe\uffff\x00\x0b ends", "가" * 200, "x" * 200,
    "한국어낱말" * 40, "שלום", "👩‍👩‍👧 ₂ ไทย", "{name} {0} %s {", "a\n\n\nb\r\nc", "\u202eevil",
    "한국어 日本語 繁體 简体",
)  # fmt: skip
FORMS = ("pdf", "docx", "hwpx", "text", "xlsx")


def made(kind: str, form: str, contents: Contents, *languages: str, photos: dict[int, bytes] = {}) -> bytes:
    return makers.make(kind, form, contents, languages or ("ko",), photos)


def text_of(form: str, content: bytes) -> str:
    """Return what a reader finds in a file, opened by somebody else's program where there is one."""
    match form:
        case "pdf":
            return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
        case "docx":
            paper = docx.Document(io.BytesIO(content))
            cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
            return "\n".join([*(each.text for each in paper.paragraphs), *cells])
        case "hwpx":
            assert hwpx.validate_editor_open_safety(content).reopen_ok
            return "\n".join(each.text for each in hwpx.HwpxDocument.open(io.BytesIO(content)).paragraphs)
        case "xlsx":
            book = openpyxl.load_workbook(io.BytesIO(content))
            return "\n".join(str(cell.value) for sheet in book for row in sheet for cell in row if cell.value)
    return content.decode("utf-8-sig")


def with_action(**fields: object) -> Contents:
    return city_report(chapters=(ChapterPart("11.5", actions=(replace(BARRIERS, **fields),)),))  # type: ignore[arg-type]


def empty() -> Contents:
    return Contents("city", CITY.names, DAY, 0, (CITY,), tuple(ChapterPart(code) for code in TARGETS))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", makers.KINDS)
def test_every_kind_in_every_format_is_the_same_bytes_whenever_it_is_made(kind: str, form: str) -> None:
    contents = city_report(kind="country" if kind == "country" else "city")
    photos = {7: photo(), 8: b"no picture", 9: photo()}
    first = made(kind, form, contents, "ko", "en", photos=photos)
    assert first == made(kind, form, contents, "ko", "en", photos=photos)
    assert "침수 차단막" in text_of(form, first).replace("\n", " ").replace("  ", " ") or kind == "un"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_in_every_field_is_only_text(form: str, hostile: str) -> None:
    hostile += " 끝end"
    action = replace(
        BARRIERS, title=hostile, text=hostile, second=hostile, noticed=hostile, partners=hostile, links=(hostile,),
        goals=(hostile,), tags=(hostile,), pathway=hostile, documents=(hostile,), number=hostile, photos=(),
    )  # fmt: skip
    indicator = replace(RECYCLING, name=hostile, unit=hostile, source=hostile, code=hostile, reason=hostile)
    chapter = ChapterPart("11.5", hostile, hostile, (GoalPart("HNL", hostile, "xx-evil"),), (action,), (indicator,))
    names = dict.fromkeys(CITY.names, hostile)
    city = replace(CITY, names=names, within=names)
    contents = city_report(title=names, cities=(city,), chapters=(chapter,))
    found = text_of(form, made("city", form, contents, "ko", "en"))
    assert "끝end" in found
    if form == "xlsx":
        assert not any(line.startswith(("=", "+", "@")) for line in found.split("\n"))
    assert "root:" not in found


@pytest.mark.parametrize("kind", ["city", "country", "un", "review"])
def test_a_city_that_has_told_nothing_gets_a_report_that_says_so(kind: str) -> None:
    contents = replace(empty(), kind="country" if kind == "country" else "city")
    for form in FORMS:
        assert made(kind, form, contents, "en")
    text = text_of("text", made(kind, "text", contents, "en"))
    assert "nothing has been told for this yet" in text if kind == "un" else text.count("Nothing has been told") == 10


def test_blanks_are_shown_and_never_filled() -> None:
    text = text_of("text", made("city", "text", city_report(), "en"))
    chapter = text.split("\n11.6 ")[1].split("\n11.7 ")[0]
    assert chapter.count("not told yet") == 3  # how it works now, actions, what remains to be done


def test_pdfs_are_tagged_and_for_archives_and_others_are_still_made() -> None:
    usual = PdfReader(io.BytesIO(made("city", "pdf", city_report(), "ko", photos={7: photo()})))
    assert usual.xmp_metadata and "pdfaid" in usual.xmp_metadata.stream.get_data().decode()
    assert usual.trailer["/Root"]["/MarkInfo"]["/Marked"] and usual.trailer["/Root"]["/Lang"] == "ko"
    odd = PdfReader(io.BytesIO(made("city", "pdf", with_action(title="👩‍👩‍👧 한글"), "ko")))
    assert "/MarkInfo" in odd.trailer["/Root"] and "한글" in text_of(
        "pdf", made("city", "pdf", with_action(title="한글"))
    )


def test_a_korean_word_is_never_broken_inside() -> None:
    words = [
        "지하차도마다",
        "침수차단막과",
        "수위센서를",
        "설치하여",
        "시민여러분의",
        "안전한",
        "대피시간을",
        "앞당겼습니다",
    ]
    content = made("city", "pdf", with_action(text=" ".join(words * 40), second="", noticed="", partners=""), "ko")
    lines = {line.strip() for line in text_of("pdf", content).split("\n")}
    ends = {line.split()[-1].rstrip("…") for line in lines if line and line.split()[0] in words}
    assert ends and ends <= set(words)


def test_letters_take_the_form_of_their_language() -> None:
    def shapes(language: str) -> bytes:
        said = (Run("直骨返化", language),)
        made = pdf.write(Document(said, (), (), (Paragraph(said),), (language,), DAY, cover=False))
        [page] = PdfReader(io.BytesIO(made)).pages
        fonts = page["/Resources"]["/Font"].values()
        parts = [font["/DescendantFonts"][0]["/FontDescriptor"]["/FontFile3"].get_data() for font in fonts]
        return b"".join(sorted(parts))

    assert len({shapes(language) for language in ("ja", "zh_Hans", "zh_Hant", "ko")}) == 4


def test_a_brief_says_the_same_in_every_format_and_fits_one_page() -> None:
    long = replace(BARRIERS, text="지하차도 세 곳에 침수 차단막을 설치했습니다. " * 40, noticed="주민 모두 " * 200)
    actions = tuple(replace(long, number=f"HNL-{n:04d}") for n in range(7))
    contents = city_report(chapters=(ChapterPart("11.5", actions=actions),))
    for languages in (("ko",), ("en", "ko")):
        texts = {form: text_of(form, made("brief", form, contents, *languages)) for form in ("docx", "hwpx", "text")}
        told = {form: [line for line in text.split("\n") if line.strip()] for form, text in texts.items()}
        assert len({len(lines) for lines in told.values()}) == 1
        assert told["hwpx"] == told["text"]
        assert sorted(" ".join(told["docx"]).split()) == sorted(" ".join(told["text"]).replace(" / ", " ").split())
    assert len(PdfReader(io.BytesIO(made("brief", "pdf", contents, "ko"))).pages) == 1


def test_two_languages_stand_side_by_side_and_a_missing_one_is_named() -> None:
    both = text_of("text", made("city", "text", city_report(), "ko", "en"))
    assert "Barriers and 12 water-level sensors" in both and "지하차도 세 곳에" in both
    alone = text_of("text", made("city", "text", with_action(second=""), "ko", "en"))
    assert "There is no official text in this language." in alone


def test_the_uns_fields_never_exceed_their_length_and_nothing_is_made_up() -> None:
    english = [
        replace(BARRIERS, language="en", number=f"E-{n}", text="word " * n, partners="people " * n, noticed="we " * n)
        for n in range(1, 400, 7)
    ]
    contents = city_report(chapters=(ChapterPart("11.5", "x" * 9000, "y " * 9000, actions=tuple(english)),))
    for form in un.forms(contents):
        for field in form.fields:
            assert len(field.text) <= field.most
    progress = un.forms(with_action(second=""))[1].fields[0]
    assert progress.text == "" and len(progress.lacking) == 1
    [why] = progress.lacking
    assert translator("en").plain(why.words, **why.values) == "HNL-0046 has no English text"


def test_photos_share_the_room_there_is() -> None:
    noisy = photo(3000, 2000)
    keys = tuple(range(1, 31))
    actions = tuple(replace(BARRIERS, number=f"HNL-{n:04d}", photos=(n,)) for n in keys)
    contents = city_report(chapters=(ChapterPart("11.5", actions=actions),))
    assert len(made("city", "pdf", contents, "ko", photos=dict.fromkeys(keys, noisy))) < 1_000_000


def test_a_chart_stands_at_its_own_scale_also_for_one_value_again_and_again() -> None:
    same = tuple(MeasurePart(date(2020 + n, 12, 31), Decimal(5)) for n in range(3))
    flat = replace(RECYCLING, baseline=None, values=same, target_value=None)
    huge = replace(
        RECYCLING, values=(MeasurePart(DAY, Decimal("1e30")), MeasurePart(date(2027, 6, 2), Decimal("-1e30")))
    )
    for indicator in (flat, huge):
        contents = city_report(chapters=(ChapterPart("11.6", indicators=(indicator,)),))
        assert made("city", "pdf", contents, "ja") and made("city", "docx", contents, "ja")


def test_without_fonts_a_pdf_is_refused_and_a_docx_goes_without_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "PACKAGES", ("no_such_fonts", "none_at_all"))
    typesetting._fonts.cache_clear()
    try:
        with pytest.raises(Missing, match="make setup"):
            made("city", "pdf", city_report())
        assert "61.4%" in text_of("docx", made("city", "docx", city_report()))
    finally:
        typesetting._fonts.cache_clear()


def test_a_large_report_leaves_no_memory_behind_and_is_the_same() -> None:
    actions = tuple(replace(BARRIERS, number=f"HNL-{n:04d}", photos=()) for n in range(1400))
    contents = city_report(kind="country", chapters=(ChapterPart("11.5", actions=actions),))
    made("country", "pdf", city_report(kind="country"))
    before = _memory()
    first = made("country", "pdf", contents)
    assert _memory() - before < 60_000_000
    assert first == made("country", "pdf", contents) and len(PdfReader(io.BytesIO(first)).pages) > 50


def _memory() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def test_frozen_contents_are_read_back_to_the_last_digit() -> None:
    contents = city_report()
    kept = json.loads(json.dumps(frozen.plain(contents)))
    assert frozen.contents(kept) == contents
    assert frozen.contents(json.loads(json.dumps(frozen.plain(empty())))) == empty()


def test_changes_are_told_item_by_item() -> None:
    old = city_report()
    revised = replace(RECYCLING, target_value=MeasurePart(date(2030, 12, 31), Decimal("70")))
    other = replace(BARRIERS, title="Other", tonnes=None)
    new = city_report(
        chapters=(
            ChapterPart("11.5", actions=(other, replace(BARRIERS, number="HNL-0050"))),
            ChapterPart("11.6", "now told", indicators=(revised, replace(RECYCLING, name="New"))),
        ),
        milestones=(),
    )  # fmt: skip
    told = [translator("en").plain(each.words, **each.values) for each in changes.changes(old, new)]
    for line in (
        "HNL-0046: the title is now “Other”, it was “지하차도 세 곳에 침수 차단막 설치”",
        "HNL-0046: now saves 0 t of CO2 equivalents a year, it was 12.5 t",
        "HNL-0050: new, “지하차도 세 곳에 침수 차단막 설치”",
        "생활폐기물 재활용률, target value: now 70% (2030), it was 66% (2030)",
        "New: new indicator",
        "11.5, goal taken back: 2030년까지 침수 피해를 절반으로 줄인다.",
        "11.5, how it works now: the text was changed",
        "11.6, how it works now: the text was changed",
    ):
        assert line in told, told
    assert any(line.startswith("Milestone changed or taken back: 1. ") for line in told), told
    assert changes.changes(old, replace(old, day=date(2028, 1, 1))) == []


def item(**fields: object) -> Item:
    return Item("=s1", "Suwon, Gyeonggi-do", 37.26, 127.03, replace(BARRIERS, **fields), "KR")  # type: ignore[arg-type]


def test_a_table_opens_in_a_spreadsheet_as_text_and_never_as_a_formula() -> None:
    data = Data(DAY, (item(title="=1+1", text='@x, "quoted"\nnext'), item(title="-2", text="+3")))
    content = opendata.as_csv(data)
    assert content.startswith(b"\xef\xbb\xbf") and b"\r\n" in content
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    assert {len(row) for row in rows} == {len(opendata.COLUMNS)}
    assert rows[1][0] == "'=s1" and rows[1][3] == "'=1+1" and rows[2][4] == "'+3"
    assert not any(cell.startswith(opendata.FORMULA) for row in rows for cell in row)
    sheet = openpyxl.load_workbook(io.BytesIO(opendata.as_xlsx(data)))["actions"]
    assert sheet["D2"].value == "'=1+1" and all(cell.data_type != "f" for row in sheet for cell in row)


def test_geojson_says_where_things_are_and_under_which_licence() -> None:
    found = json.loads(opendata.as_geojson(Data(DAY, (item(), replace(item(), latitude=None)))))
    assert found["type"] == "FeatureCollection" and found["licence"] == "CC BY 4.0" and found["as_of"] == "2027-06-01"
    one, other = found["features"]
    assert one["geometry"] == {"type": "Point", "coordinates": [127.03, 37.26]} and other["geometry"] is None
    assert {each["type"] for each in found["features"]} == {"Feature"}
    assert one["properties"]["number"] == "HNL-0046"


def test_office_files_hold_real_headings_and_tables_for_who_goes_on_writing() -> None:
    paper = docx.Document(io.BytesIO(made("city", "docx", city_report(), "ko", photos={7: photo()})))
    styles = {each.style.name for each in paper.paragraphs if each.style}
    assert {"Title", "Heading 1", "Heading 2", "Heading 3", "List Bullet"} <= styles
    assert len(paper.tables) >= 2 and len(paper.inline_shapes) == 2  # a photo and a chart
    assert zipfile.ZipFile(io.BytesIO(made("city", "docx", city_report()))).testzip() is None


def test_headings_never_skip_a_level() -> None:
    for kind in makers.KINDS:
        levels = [0]
        contents = city_report(kind="country" if kind == "country" else "city")
        document = __import__(makers.KINDS[kind], fromlist=["document"]).document(contents, ("en",))
        for block in document.blocks:
            if isinstance(block, Heading):
                assert block.level <= levels[-1] + 1, (kind, block)
                levels.append(block.level)


def test_the_bot_starts_without_what_only_reports_are_made_with() -> None:
    code = "import sys, bot.app; print({'typst', 'docx', 'hwpx', 'openpyxl'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_a_country_report_shortens_texts_and_names_the_cities() -> None:
    contents = city_report(
        kind="country", chapters=(ChapterPart("11.5", actions=(replace(BARRIERS, text="낱말 " * 300),)),)
    )
    lines = plain.lines(implementation.document(contents, ("ko",)))
    assert "하늘시 · 대한민국" in lines and max(map(len, lines)) < 400
    assert Voice(("ko",)).target("11.5")[0].text.startswith("11.5 ")
