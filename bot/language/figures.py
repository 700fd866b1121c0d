"""Figures in a text: numbers with their units, as five languages write them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from bot.language.numbers import (
    DIGITS,
    IN_ENGLISH,
    IN_KOREAN,
    IN_SIGNS,
    NARROW,
    SCALED,
    east_asian,
    english,
    korean,
)


@dataclass(frozen=True)
class Figure:
    """A number with its unit, and the words of the text that say it."""

    value: Decimal
    unit: str
    text: str


# Stands where no figure may be: at the end of a line, in place of a date.
NOTHING = "\0"

Found = tuple[int, int, Decimal, str]


def figures(text: str) -> list[Figure]:
    """Return the figures of a text in their order, each once; dates, times, ordinals and ranges are none."""
    lines = text.translate(NARROW).replace("\n", NOTHING)
    # Everything that only looks like a figure has a digit or an address in it.
    plain = NOT_FIGURES.sub(lambda match: NOTHING * len(match[0]), lines) if NUMBERED.search(lines) else lines
    read: dict[tuple[Decimal, str], Figure] = {}
    reached = 0
    for start, end, value, unit in sorted(_found(plain), key=lambda found: (found[0], -found[1])):
        if start >= reached:
            written = text[slice(*_with_noun(plain, start, end, unit))]
            read.setdefault((value, unit), Figure(value, unit, written))
            reached = end
    return list(read.values())


def _found(text: str) -> Iterator[Found]:
    for pattern, value in READERS_OF_LATIN if text.isascii() else READERS:
        for match in pattern.finditer(text):
            yield match.start(), match.end(), value(match), match["unit"]


def _with_noun(text: str, start: int, end: int, unit: str) -> tuple[int, int]:
    """Return the span of a figure, with its noun if the counter says nothing: 센서 12개, 5개 학교, 三個車站."""
    if unit not in BARE_COUNTERS:
        return start, end
    chinese = HAN_SIGN.match(text, end) and not KANA.search(text)
    after = (CHINESE_NOUN if chinese else NOUN_AFTER).match(text, end)
    if after or chinese:
        return start, after.end("noun") if after else end
    before = NOUN_BEFORE.search(text[max(0, start - LONGEST_NOUN) : start])
    return (start - len(before[0]), end) if before else (start, end)


def _any(words: str) -> str:
    """Return a pattern for any of these words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words.split(), key=len, reverse=True))


# Before a number: no letter, no other number, no range.
ALONE = r"(?<![\dA-Za-z.,:/~〜～–-])(?<!\d[-~〜～–])"
# What a unit of one Korean syllable may be followed by, for many a word begins with the same syllable.
PARTICLE = r"(?:(?![가-힣])|(?=[을를이가은는의에으로과와도만씩까부보당마간미정규등및내입였인짜들]))"

SYMBOLS = _any(
    """
    %p %포인트 %ポイント % ㎞ km² km2 ㎢ ㎡ m² m2 ㎥ m³ m3 km m cm mm ha kg g t TOE tCO2eq tCO2
    kWh MWh GWh kW MW GW µg/m³ μg/m³ ㎍/㎥ ℃ °C dB
    """
)
KOREAN = _any(
    """
    퍼센트포인트 퍼센트 개소 개월 개국 개년 개교 개사 개동 가구 세대 시간 일간 주간 주일 그루 마리 가지
    군데 필지 제곱킬로미터 킬로미터 제곱미터 미터 헥타르 킬로그램 킬로와트 메가와트 달러 유로
    """
)
KOREAN_SYLLABLE = _any("원 명 개 곳 대 건 분 년 주 회 톤 평 기 채 종 배 점 권 쌍 석 팀 달 면 초")
# Of both languages together, because the longest counts: 分鐘 is more than 分.
HAN = _any(
    """
    円 人 名 世帯 戸 台 本 基 個 枚 カ所 か所 ヶ所 ヵ所 箇所 個所 件 回 分間 分 時間 日間 週間 か月 カ月 ヶ月
    年間 年 トン キロ キロメートル メートル 平方メートル ヘクタール 校 社 団体 地区 施設 店舗 種類 倍 割
    ポイント 株 棟 路線 便 自治体 市町村 区画 室 席
    元 人次 户 戶 個月 个月 个 处 處 辆 輛 座 条 條 公里 千米 米 平方公里 平方公尺 平方米 公尺 公顷 公頃 亩 畝
    吨 公噸 噸 分钟 分鐘 小时 小時 天 次 所 家 棵 栋 种 種 套 盏 盞 班 成 间 間 场 場
    """
)
# After a number in signs only these, because 六本 or 三次 may be the name of a place.
AFTER_SIGNS = _any(
    """
    カ所 か所 ヶ所 ヵ所 箇所 個 人 世帯 校 社 団体 地区 倍 割 处 處 个 座 条 條 所 户 戶 辆 輛 公里 种 種 成
    栋 棟 家 间 間 個月 个月 か月 カ月 ヶ月 分鐘 分钟 小時 小时 時間
    """
)
KOREAN_COUNTERS = _any("곳 개 명 대 가지 군데 마을 동네 달 배 그루 채 가구 학교 나라 도시 시간 사람 팀 권 차례 번 해")
IRREGULAR_PLURALS = _any("people children women men staff won yen yuan percent times")

WITH_UNIT = re.compile(
    rf"{ALONE}(?P<number>{SCALED})\s?[여余餘多]?\s?(?P<unit>(?:{SYMBOLS})(?![A-Za-z\d²³])|(?:{KOREAN})"
    rf"|(?:{KOREAN_SYLLABLE})(?!의\s?\d){PARTICLE}|(?:{HAN})(?![の之]\d|目))"
)
SIGNS_WITH_UNIT = re.compile(
    rf"(?<![第数數几幾十百千万萬亿億\d])(?P<number>{IN_SIGNS})[多余餘]?(?P<unit>{AFTER_SIGNS})(?!目)"
)
KOREAN_WITH_UNIT = re.compile(rf"(?<![가-힣])(?P<number>{IN_KOREAN})\s?(?P<unit>{KOREAN_COUNTERS})(?!째){PARTICLE}")
MONEY = re.compile(
    r"(?P<unit>US\$|NT\$|HK\$|[$€£¥₩]|\b(?:USD|EUR|GBP|KRW|JPY|TWD|NTD|CNY|RMB))\s?"
    rf"(?P<number>{DIGITS})(?:\s?(?P<scale>thousand|million|billion|trillion|bn|m|k)\b)?",
    re.IGNORECASE,
)
# Up to two words may stand before the noun: 12 new electric buses.
ENGLISH = re.compile(
    rf"{ALONE}\b(?P<number>(?!(?:19|20)\d\d\b){IN_ENGLISH})"
    r"(?:\s(?P<scale>hundred|thousand|million|billion|trillion))?\s"
    r"(?:(?!(?:of|in|at|to|and|or|for|by|on|per|from|with|is|was|has|the|a|an|more)\b)[a-z][a-z-]*\s){0,2}?"
    rf"(?P<unit>per cent|{IRREGULAR_PLURALS}|(?!(?:was|has|its|this|plus)\b)[a-z][a-z-]+[a-rt-z]s)\b",
    re.IGNORECASE,
)
READERS_OF_LATIN: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Decimal]], ...] = (
    (WITH_UNIT, lambda match: east_asian(match["number"])),
    (MONEY, lambda match: english(match["number"], match["scale"])),
    (ENGLISH, lambda match: english(match["number"], match["scale"])),
)
READERS = (
    *READERS_OF_LATIN,
    (SIGNS_WITH_UNIT, lambda match: east_asian(match["number"])),
    (KOREAN_WITH_UNIT, lambda match: korean(match["number"])),
)

BARE_COUNTERS = frozenset("개대기점個个台基本枚")
LONGEST_NOUN = 12
NOUN_BEFORE = re.compile(
    r"(?<![가-힣])(?!모두|전체|각각|현재|매년|추가|시내|전국)[가-힣]{1,7}[^\W을를이가은는의에로과와도며고해된한간]\s?$"
    r"|[一-鿿ァ-ヶー]{2,}$"
)
NOUN_AFTER = re.compile(
    r"\s(?!등|이상|이하|정도|규모|내외|설치|도입|보급|교체|배치|조성|지원|확충|신설|운영|마련|추가)"
    r"(?P<noun>[가-힣]{2,6}?)(?:에서|까지|[을를이가은는의에로과와도])?(?![가-힣])"
)
HAN_SIGN, KANA = re.compile("[一-鿿]"), re.compile("[ぁ-ヿ]")
# A Chinese noun ends where the Han do, or before what is done with it.
CHINESE_NOUN = re.compile(
    "(?P<noun>[一-鿿]{2,6}?)"
    "(?=[^一-鿿]|$|[和與与及並并在了是有共設设建增推辦办提參参實实完開开擴扩改安裝装舉举協协進进])"
)

NUMBERED = re.compile(r"\d|https?:", re.IGNORECASE)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
# What begins with a digit, with a sign, and with a word: at most places in a text, one look tells that it is none.
_DIGITS = (
    r"\d{2,4}-\d{3,4}-\d{4}",  # telephones
    r"\d{4}[-./]\s?\d{1,2}[-./]\s?\d{1,2}\.?",
    r"\d{3,4}\s?[년年][도度]?",
    r"\d{1,2}\s?[월月](?:\s?\d{1,2}\s?[일日号號])?",
    r"\d{1,2}[일日](?!간|間|\s?(?:동안|만에))",
    r"\d{1,2}:\d{2}",
    r"\d{1,2}시(?!간|[가-힣]{2})(?:\s?\d{1,2}분)?",
    r"\d{1,2}[時时點点](?!間|间)(?:\d{1,2}分)?",
    r"\d{2}대(?=\s?(?:청년|여성|남성|초반|중반|후반|이상))",  # people in their twenties
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}(?:\s\d{{4}})?",
)
_SIGNS = (r"(?:令和|平成|昭和|民國|民国)\s?\d+\s?年度?", r"[제第]\s?\d+")
_WORDS = (
    r"(?:goal|sdgs?|target|phase|stage|line|route|level|no\.|step|chapter|pm)[\s-]?\d+(?:\.\d+)?",
    rf"{_MONTH}\s\d{{1,2}}\b(?!\s?%)",
)
NOT_FIGURES = re.compile(
    rf"(?=\d)(?:{'|'.join(_DIGITS)})|(?=[제第令平昭民])(?:{'|'.join(_SIGNS)})|\b(?=[a-z])(?:{'|'.join(_WORDS)})"
    r"|https?://\S+",
    re.IGNORECASE,
)
