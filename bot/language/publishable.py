"""What in a text had better not be published: numbers of persons, private addresses, marks of internal papers."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

Kind = Literal["phone", "identity", "email", "card", "passport", "internal"]
Sure = Callable[["re.Match[str]"], bool]
Pattern = tuple[Kind, re.Pattern[str], Sure]


@dataclass(frozen=True)
class Doubt:
    """Something one should look at before it is published.

    ``words`` are as they were written, ``position`` is where they begin in the text.
    """

    kind: Kind
    words: str
    position: int


def doubts(text: str) -> Sequence[Doubt]:
    """Return what had better not be published, in the order of the text, nothing twice.

    Phone numbers of people and departments, identity numbers of Korea, Japan, Taiwan and mainland China, private
    e-mail addresses, card and passport numbers, and words by which a paper is marked as internal. Dates, sums,
    numbers of laws and targets are none of these; nor is what stands in an address on the web.
    """
    plain = LINK.sub(_blank, text if text.isascii() else "".join(map(_plain, text)))
    found: list[Doubt] = []
    taken: list[range] = []
    for kind, pattern, sure in _worth_a_look(plain):
        for match in pattern.finditer(plain):
            begin, end = match.span("it")
            if not sure(match) or any(begin < each.stop and end > each.start for each in taken):
                continue
            taken.append(range(begin, end))
            found.append(Doubt(kind, " ".join(text[begin:end].split()), begin))
    return sorted(_once(found), key=lambda doubt: doubt.position)


def _worth_a_look(plain: str) -> Iterator[Pattern]:
    """Yield what may be in a text at all: it is looked for in everything that is published, and hardly ever there."""
    if "@" in plain:
        yield EMAIL
    if NUMBERED.search(plain):
        yield from NUMBERS
    yield from MARKS
    yield from IN_ANY if EAST_ASIAN.search(plain) else IN_ENGLISH


def _once(found: Sequence[Doubt]) -> Iterator[Doubt]:
    seen: set[tuple[str, str]] = set()
    for doubt in sorted(found, key=lambda each: each.position):
        if (doubt.kind, doubt.words) not in seen:
            seen.add((doubt.kind, doubt.words))
            yield doubt


@lru_cache(maxsize=4096)
def _plain(sign: str) -> str:
    """Return a character in one width and with one hyphen, so that positions stay."""
    if sign in "‐‑‒–—―−":
        return "-"
    narrow = unicodedata.normalize("NFKC", sign)
    return narrow if len(narrow) == 1 else sign


def _blank(match: "re.Match[str]") -> str:
    return " " * len(match[0])


# -- who or what a number is ------------------------------------------------------------


def _digits(text: str) -> list[int]:
    return [int(each) for each in text if each.isdecimal()]


def _any(_match: "re.Match[str]") -> bool:
    return True


def _born(year: int, month: int, day: int) -> bool:
    try:
        return date(year, month, day).year >= 1850
    except ValueError:
        return False


def _resident_of_korea(match: "re.Match[str]") -> bool:
    """Its date is one; and where nothing divides it or its end is not hidden, its check digit fits.

    Numbers given since October 2020 have none: those are known by the hyphen.
    """
    first, second = match["born"], match["rest"]
    century = {"1": 1900, "2": 1900, "5": 1900, "6": 1900, "9": 1800, "0": 1800}.get(second[0], 2000)
    if not _born(century + int(first[:2]), int(first[2:4]), int(first[4:])):
        return False
    if match["dash"].strip():
        return True
    *digits, check = _digits(first + second)
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    return len(digits) == 12 and (11 - sum(d * w for d, w in zip(digits, weights, strict=True)) % 11) % 10 == check


def _my_number(match: "re.Match[str]") -> bool:
    *digits, check = _digits(match["it"])
    left = sum(d * w for d, w in zip(reversed(digits), (2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6), strict=True)) % 11
    return check == (0 if left <= 1 else 11 - left)


LETTERS_OF_TAIWAN = "ABCDEFGHJKLMNPQRSTUVXYWZIO"  # the letter's place, from 10 on, is its number


def _of_taiwan(match: "re.Match[str]") -> bool:
    number = match["it"].upper()
    place = LETTERS_OF_TAIWAN.index(number[0]) + 10
    digits = [place // 10, place % 10, *_digits(number)]
    return sum(d * w for d, w in zip(digits, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1), strict=True)) % 10 == 0


def _of_mainland(match: "re.Match[str]") -> bool:
    number = match["it"].upper()
    if not _born(int(number[6:10]), int(number[10:12]), int(number[12:14])):
        return False
    total = sum(int(d) * 2 ** (17 - place) for place, d in enumerate(number[:17]))
    return "10X98765432"[total % 11] == number[17]


def _card(match: "re.Match[str]") -> bool:
    total = 0
    for place, digit in enumerate(reversed(_digits(match["it"]))):
        doubled = digit * 2 if place % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def _abroad(match: "re.Match[str]") -> bool:
    """A sum may be written in threes after a plus sign; a number of a phone is not, but for a few countries."""
    first, *groups = re.split(r"[ .()-]+", match["it"].lstrip("+").rstrip(")"))
    if not 9 <= len(_digits(match["it"])) <= 15:
        return False
    ours = first.startswith(("82", "81", "886", "86"))
    return ours or len(first) > 3 or any(len(each) != 3 for each in groups if each)


def _private(match: "re.Match[str]") -> bool:
    """Say whether an e-mail address is a person's own: no office's, and no function's."""
    name, domain = match["name"].lower(), match["domain"].lower().rstrip(".")
    return not (OFFICES.search(domain) or FUNCTION.fullmatch(name))


# -- how they are written ---------------------------------------------------------------

LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
OFFICES = re.compile(
    r"(?:^|\.)(?:go\.kr|korea\.kr|(?:lg|go)\.jp|gov(?:\.[a-z]{2})?|(?:gob|gouv|govt|gv)\.[a-z]{2}|un\.org|europa\.eu"
    r"|iclei\.org|uclg\.org|taipei)$"
    r"|^(?:city|pref|town|vill|metro)\."
)
FUNCTION = re.compile(
    r"(?:[a-z0-9]+[._-])*(?:info|contact|office|press|media|admin|support|help|services?|mail|mayor|city|team|public"
    r"|pr|kou?hou?|soumu|planning|kikaku|kankyou?|environment|climate|sdgs?\d*|news|newsletter|webmaster|postmaster"
    r"|noreply|no-reply|secretariat|secretary|reception|inquiry|enquiries|participate|events?)(?:[._-][a-z0-9]+)*"
)
BEFORE = r"(?<![0-9A-Za-z/#+-])(?<!\d[.,])"
AFTER = r"(?![0-9A-Za-z/-]|[.,]\d)"
# What is counted is no phone number, however its digits look.
UNCOUNTED = (
    r"(?!\s?(?:[원円元圓₩¥%명人名個个톤噸吨㎡억만億亿万萬]|won\b|yen\b|yuan\b|people\b|trees\b|inhabitants\b"
    r"|residents\b|tonnes\b))"
)
CALL = r"(?:전화|연락처|휴대폰|핸드폰|문의|電話|携帯|手機|手机|电话|聯絡|tel\.?|phone|mobile|cell|☎|℡)"
PHONES = (
    # Korea: mobile with or without hyphens; landline with them. Not 1588-… and the like, which are whole offices.
    r"01[016-9][-. ]?\d{3,4}[-. ]?\d{4}",
    r"\(?0(?:2|3[1-3]|4[1-4]|5[1-5]|6[1-4]|70|50\d)(?:\)\s?|[-. ])\d{3,4}[-. ]\d{4}",
    # Japan: mobile; landline of ten digits. Not 0120 and 0800, which anybody may call.
    r"0[789]0[- ]?\d{4}[- ]?\d{4}",
    r"\(?0(?!120|800|[789]0)(?=(?:[-()]?\s?\d){9}(?!\d))\d{1,4}(?:-|\)\s?|\()\d{1,4}[-)]\d{4}",
    # Taiwan: mobile; landline.
    r"09\d{2}[- ]?\d{3}[- ]?\d{3}",
    r"\(?0[2-8]\d{0,2}(?:-|\)\s?)\d{3,4}[- ]?\d{4}",
    # Mainland China: mobile, which may also be a sum; landline.
    rf"1[3-9]\d[- ]?\d{{4}}[- ]?\d{{4}}{AFTER}{UNCOUNTED}",
    r"\(?0(?:10|2\d|[3-9]\d{2})(?:-|\)\s?)\d{7,8}",
)

# By these a paper is marked wherever they stand. Words that innocent sentences have too (an internal review, a
# confidential helpline, a draft ordinance) count only where they stand as a mark does: see MARKED.
INTERNAL = {
    "ko": (
        r"대외비",
        r"내부 ?검토 ?(?:용|중|자료|단계|의견)",
        r"내부 ?보고용",
        r"(?:외부|무단) ?(?:유출|배포|공개) ?금지",
        r"(?:비공개|기밀) ?(?:문서|자료)(?![^.\n]{0,12}(?:공개|개방|파쇄|폐기|보호|줄))",
        r"관계자 ?외 ?(?:열람|배포)",
        r"엠바고",
    ),
    "ja": (
        r"社外秘",
        r"[部庁]外秘",
        r"取り?扱い?注意(?![のな物品])",
        r"(?:庁内|部内|内部|関係者)限り",
        r"関係者外秘",
        r"マル秘|㊙|極秘",
        r"(?:機密|内部|非公開)(?:文書|資料)(?![のを]?(?:保護|管理|廃棄|処理|溶解|電子|公開))",
        r"(?:公表|公開)(?:禁止|不可)",
        r"未公表資料|報道解禁前",
    ),
    "zh": (
        r"密件(?!副本)",
        r"限閱",
        r"[僅仅只]供[內内]部",
        r"[內内]部(?:文件|[资資]料)(?!的?(?:[电電]子|[数數][字位]|[管处處]|公[开開]|[简簡]化))",
        r"[內内]部(?:[传傳][阅閱]|[参參]考|[讨討][论論]稿)",
        r"勿外[流傳传洩泄]",
        r"(?:不|不得|不予|禁止)[對对]外公[開开布]",
        r"(?:[極绝絕]?[機机]密|[绝絕]密|秘密)(?:文件|[资資]料)(?!的?(?:管理|[销銷][毁毀]|保[护護]))",
        r"(?:机密|秘密|绝密)★",
    ),
    "en": (
        r"\binternal use only\b",
        r"\bfor internal use(?=\s*(?:[.)\];]|$))",
        r"\bprivate and confidential\b",
        r"\bconfidential (?:draft|memo|annex)\b",
        r"\bnot (?:for|to be) (?:publication|publish|circulat|distribut|quotation|quoted)\w*\b",
        r"\bfor official use only\b",
        r"\bembargoed until\b",
    ),
}
MARKED = (
    "내부 ?(?:검토|용|자료|문서)|비공개|초안|기밀|極?秘|非公開|厳秘|草案|下書き|秘密|[绝絕極]?[機机]密|[绝絕]密|密"
    "|[內内]部(?:[资資]料|文件)|(?:strictly )?confidential|internal(?: draft)?|restricted|draft|secret"
)
EDGE = r"[ \t*★※■#-]*"
_MARKS = (
    rf"^{EDGE}[\[(【〔《「『<](?P<it>\s?(?:{MARKED})\s?)[\])】〕》」』>]",
    rf"^{EDGE}(?P<it>(?:{MARKED})(?:[★☆][^\n]{{0,12}})?){EDGE}[.!]?$",
    rf"^{EDGE}(?P<it>기밀|[機机]密|[绝絕]密|(?:strictly )?confidential|restricted|secret)[ \t]*[:-]",
    r"(?:^|[-.;:(] ?|please )(?P<it>do not (?:circulate|distribute|forward|publish|cite|quote))\b",
)
FLAGS = re.IGNORECASE | re.MULTILINE


def _number(pattern: str, sure: Sure = _any, kind: Kind = "phone") -> Pattern:
    return kind, re.compile(pattern, re.IGNORECASE | re.ASCII), sure


def _internal(pattern: str) -> Pattern:
    return "internal", re.compile(pattern, FLAGS), _any


EMAIL = _number(r"(?<![\w.+-])(?P<it>(?P<name>[\w.+-]+)@(?P<domain>[\w-]+(?:\.[\w-]+)+))", _private, "email")
# Whatever belongs to a person has seven digits at least, none far from the next.
NUMBERED = re.compile(r"(?:[0-9][^0-9]{0,3}){7}")
NUMBERS = (
    _number(
        r"(?<![\w-])(?P<it>(?P<born>\d{6})(?P<dash> ?- ?|)(?P<rest>[1-8](?:\d{6}|[*]{5,6})))(?![\w-])",
        _resident_of_korea,
        "identity",
    ),
    _number(r"(?<!\w)(?P<it>[A-Z][1289]\d{8})(?!\w)", _of_taiwan, "identity"),
    _number(r"(?<!\w)(?P<it>[1-9]\d{16}[\dX])(?!\w)", _of_mainland, "identity"),
    _number(
        r"(?:マイナンバー|個人番号|my number)\D{0,12}(?P<it>\d{4}[- ]?\d{4}[- ]?\d{4})(?!\d)", _my_number, "identity"
    ),
    _number(r"(?<![\d-])(?P<it>[3-6]\d{3}([- ])\d{4}\2\d{4}\2\d{4})(?![\d-])", _card, "card"),
    _number(
        r"(?:여권|旅券|パスポート|護照|护照|passport)\D{0,20}?(?<![A-Z])"
        r"(?P<it>[A-Z]\d{8}|[A-Z]{2}\d{7}|[A-Z]\d{3}[A-Z]\d{4})(?!\w)",
        kind="passport",
    ),
    *(_number(rf"{BEFORE}(?P<it>{each}){AFTER}") for each in PHONES),
    _number(rf"{CALL}\s?[:)\]]?\s?(?P<it>0\d{{8,10}})(?!\d)"),
    _number(rf"(?<![\w.,+])(?P<it>\+\d{{1,3}}(?:[-. ]?\(?\d{{1,4}}\)?){{2,5}}){AFTER}{UNCOUNTED}", _abroad),
)
MARKS = tuple(_internal(each) for each in _MARKS)
EAST_ASIAN = re.compile(r"[가-힣ァ-ヶ一-鿿]")
IN_ANY = tuple(_internal(f"(?P<it>{'|'.join(words)})") for words in INTERNAL.values())
IN_ENGLISH = (_internal(f"(?P<it>{'|'.join(INTERNAL['en'])})"),)
