"""What a typed or forwarded text tells of itself: title, figures, date, language, and whether it is done."""

import re
from typing import Literal

from bot.language.days import day
from bot.language.figures import Figure, figures
from bot.language.headline import PAST, REPORTED, content, parted, title

__all__ = ["Figure", "Kind", "day", "figures", "kind", "language", "title"]

Kind = Literal["under_way", "achieved"]

KANA = re.compile(r"[ぁ-ゖァ-ヺ]")
HAN = re.compile(r"[一-鿿]")
HANGUL = re.compile(r"[가-힣]")
WORD = re.compile(r"[A-Za-zÀ-ɏ]+")
OTHER_LETTER = re.compile(r"[^\W\d_A-Za-zÀ-ɏぁ-ゖァ-ヺー一-鿿가-힣]")

_SMALL = "the of and to for with by from is are was has have we our at this that will been its"
# Words of German, French, Spanish, Portuguese, Italian, Dutch and Danish that English does not have.
_FOREIGN = """
der das und ist für mit den dem des ein eine einen wurde werden auf von zum zur im auch sich nach bei
le les du une est pour avec dans sur aux par qui ete el los las del en una para con por se su que más
da dos uma não com il di della gli nel che het een van zijn met voor og det er af til på efter
"""
ENGLISH, NOT_ENGLISH = frozenset(_SMALL.split()), frozenset(_FOREIGN.split())


def language(text: str) -> str | None:
    """Return which of the bot's languages a text is written in, by its signs; None if it is none of them."""
    words = WORD.findall(text)
    hangul, kana, han = (len(script.findall(text)) for script in (HANGUL, KANA, HAN))
    if len(OTHER_LETTER.findall(text)) > len(words) + hangul + kana + han:
        return None
    if hangul and hangul >= max(len(words), kana, han // 2):
        return "ko"
    if kana + han and kana + han >= len(words):
        return "ja" if kana * 16 > han else _by_characters(text)
    return "en" if words and _is_english(words) else None


def _by_characters(text: str) -> str | None:
    """Tell Traditional, Simplified and Japanese characters apart by the character set that alone has them."""
    signs = set(HAN.findall(text))
    mainland, taiwan = ({sign for sign in signs if has_sign(name, sign)} for name in ("gb2312", "big5"))
    simplified, traditional = len(mainland - taiwan), len(taiwan - mainland)
    japanese = sum(has_sign("cp932", sign) for sign in signs - mainland - taiwan)
    if japanese > simplified and japanese * 8 > traditional:
        return "ja"
    # Japanese took over some simple forms and kept the others; no Chinese text mixes them.
    if min(simplified, traditional) * 4 > max(simplified, traditional):
        return "ja"
    if simplified == traditional:
        return None
    return "zh_Hans" if simplified > traditional else "zh_Hant"


def has_sign(character_set: str, sign: str) -> bool:
    """Say whether a country's character set has a sign."""
    try:
        sign.encode(character_set)
    except UnicodeEncodeError:
        return False
    return True


def _is_english(words: list[str]) -> bool:
    """Tell English from others in Latin letters by the small words, and by letters it does not have."""
    # An é may come with a café.
    small = [word.lower().replace("é", "e") for word in words]
    foreign = sum(not word.isascii() or word in NOT_ENGLISH for word in small)
    return foreign <= sum(word in ENGLISH for word in small)


def kind(text: str) -> Kind:
    """Return whether a text tells of something achieved or still under way; in doubt the former."""
    sentences = [part for line in content(text) for part in parted(line) if part]
    # What follows the first sentences of a press release is quotations and good intentions.
    progress = [step for sentence in sentences[:3] if (step := _progress(sentence))]
    return "achieved" if sum(progress[:1]) + sum(progress) >= 0 else "under_way"


def _progress(sentence: str) -> int:
    """Return how many verbs speak of something achieved, less those of something under way."""
    sentence = sentence.rstrip(" .。")
    if sentence.isascii():
        rest, under_way = ENGLISH_UNDER_WAY.subn(" ", sentence)
        return len(ENGLISH_ACHIEVED.findall(rest)) - under_way
    rest, under_way = UNDER_WAY.subn(" ", REPORTED.sub("", sentence))
    return len(ACHIEVED.findall(rest)) - under_way


ENGLISH_UNDER_WAY = re.compile(
    r"\b(?:is|are)\s(?:now\s|being\s)?\w+(?:ing|ed)\b|\bwill\s(?:be\s)?\w+|\bplan(?:s|ned)?\sto\b"
    r"|\bby 20\d\d\b"
    r"|\bunder\s?way\b|\bongoing\b|\bstarted\b|\bbegan\b|\blaunch\w*|\bpilot\w*|\bcurrently\b",
    re.IGNORECASE,
)
UNDER_WAY = re.compile(
    "|".join(
        (
            r"고\s?있|[가-힣]\s?중(?:이|입니다|\b)|예정|계획(?:이다|입니다)|하겠|할\s것",
            r"[한된]다\b|[합됩니엽웁깁칩십춥줍립]니다",
            r"(?:착수|시작|추진)(?:했|하였)(?:습니다|다|으며|고)|나섰(?:습니다|다)",
            r"て(?:いる|います|おり)|予定|目指|(?:整備|工事|進行|実施|検討|計画)中|(?:る|ます)(?=。|$)",
            r"(?:始め|着手し|開始し)(?:ました|た)",
            r"正在|[将將](?:于|於|在|会|會)|即[将將][一-鿿]{0,2}|(?:计划|計畫|拟|擬)(?:于|於|在|到|新|建)|预计|預計|持续|持續|逐步",
            r"(?:启动|啟動|开始|開始)了?",
            ENGLISH_UNDER_WAY.pattern,
        )
    ),
    re.IGNORECASE,
)
ENGLISH_ACHIEVED = re.compile(
    r"\b(?:has|have|had|was|were)\s(?:\w+ly\s|been\s|now\s)?\w+(?:ed|en|t)\b|\b\w{3,}ed\b|\bbuilt\b", re.IGNORECASE
)
ACHIEVED = re.compile(
    "|".join(
        (
            rf"[{PAST}](?:습니다|다\b|으며|고\b|지만|는데)|완료|완공|준공|개통|개장|개관|달성|마무리",
            r"(?:まし)?た(?=[。」]|$)|完了|完成|開通|達成|開業|竣工",
            r"已|了(?=[\d一-鿿])|建成|启用|啟用|通车|通車|开通|實現|实现|达到|達到|累[计計]",
            ENGLISH_ACHIEVED.pattern,
        )
    ),
    re.IGNORECASE,
)
