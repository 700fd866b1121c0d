"""A short headline for a text, cut out of its own words."""

import re

from bot.language.days import day

LONGEST = 60
LONGEST_HEADLINE = 100
# A sentence up to this long is kept whole; of a longer one the first clause is enough.
SHORT = 30
# A line up to this long that names a date says nothing else.
LONGEST_DATE = 20
# Syllables of the Korean past: of 28 that begin alike, the one with the final ㅆ; 있 and 겠 are other words.
PAST = "".join(chr(code) for code in range(ord("갔"), ord("힣") + 1, 28) if chr(code) not in "있겠")


def title(text: str) -> str:
    """Return a press release's headline as it is, else the first sentence made short; nothing of nothing."""
    lines = content(text)
    if not lines:
        return ""
    if len(lines) > 1 and not SENTENCE.search(lines[0]):
        return _cut(lines[0], LONGEST_HEADLINE)
    return _cut(_condensed(_first_sentence(lines[0])), LONGEST)


def content(text: str) -> list[str]:
    """Return the lines that say something: no letterhead, date or contact alone, no bullets."""
    return [line for raw in text.splitlines() if (line := _bare(raw)) and not _is_formality(line)]


def _bare(line: str) -> str:
    """Return a line without bullets and without a label such as [보도자료]."""
    return LABEL.sub("", " ".join(line.split())).strip()


def _is_formality(line: str) -> bool:
    """Tell whether a line is only a letterhead, a date or a contact."""
    if FORMALITY.search(line):
        return True
    return len(line) <= LONGEST_DATE and day(line) is not None


def _first_sentence(line: str) -> str:
    return parted(line, 1)[0].rstrip(" .。")


def parted(line: str, ends: int = 0) -> list[str]:
    """Return a line cut where sentences end: at so many places at most, if a number is given."""
    end = LATIN_SENTENCE_END if line.isascii() else SENTENCE_END
    return end.split(line, maxsplit=ends)


def _condensed(sentence: str) -> str:
    """Return what was done, without who says it and when, and without the tail of the sentence."""
    sentence = LEAD.sub("", REPORTED.sub("", sentence)).strip() or sentence
    clause = FIRST_CLAUSE.match(sentence) if len(sentence) > SHORT else None
    short = clause[0] if clause else sentence
    if short[-1:].isascii():
        return short[:1].upper() + short[1:]  # the endings are Korean, Japanese and Chinese
    for pattern, noun in ENDINGS:
        shorter, changed = pattern.subn(noun, short, count=1)
        if changed:
            return shorter
    return KOREAN_PAST.sub(_korean_stem, short[:1].upper() + short[1:])


def _korean_stem(match: re.Match[str]) -> str:
    """Return 올라 for 올랐습니다, as headlines end; without its final a syllable is 20 places earlier."""
    return chr(ord(match["past"]) - 20)


def _cut(text: str, longest: int) -> str:
    """Return the text, if need be cut between words or clauses."""
    if len(text) <= longest:
        return text
    return whole_words(text[: longest - 1], longest // 3) + "…"


def whole_words(head: str, shortest: int) -> str:
    """Return the beginning of a text without the half of a word and without words that only lead on.

    Where nothing ends behind so many characters, it stays as it is.
    """
    places = [match.start() for match in BREAK.finditer(head, shortest)]
    return DANGLING.sub("", head[: places[-1]] if places else head)


LETTERHEAD = (
    r"보도\s?(?:참고)?\s?자료|報道発表(?:資料)?|報道資料|記者発表(?:資料)?"
    r"|プレスリリース|ニュースリリース|新闻稿|新闻发布|新聞稿|新聞發布"
    r"|(?:press|media|news) release|for immediate release"
)
FORMALITY = re.compile(
    rf"^[^.。]{{0,16}}(?:{LETTERHEAD})\W*$"
    r"|^(?:배포|보도|담당|문의|연락처|제공|수신|발신|일시|작성|자료|발표일|発表日|問い?合わせ先?|担当|発信|配信|提供"
    r"|发布|發布|发稿|發稿|来源|來源|联系|聯絡|date|contact|embargo|for release)[^:：]{0,12}[:：]",
    re.IGNORECASE,
)
LABEL = re.compile(
    rf"^(?:[\[【〔(<][^\]】〕)>]*(?:{LETTERHEAD})[^\]】〕)>]*[\]】〕)>]\s*|[■□◆◇●○▶▷▲△※◎▪▫•*#]\s*|[-–—]\s+)+",
    re.IGNORECASE,
)
# Neither after a date, 2026. 9. 3., nor after what is only short, No. 5.
SENTENCE_END = re.compile(r"(?<=[。！？])|(?:(?<=[가-힣][.!?])|(?<=[^\W\d]{3}[.!?]))\s+")
LATIN_SENTENCE_END = re.compile(r"\s(?<=[^\W\d]{3}[.!?]\s)\s*")  # the same, looked for where there is a space
SENTENCE = re.compile(r"(?:[.。!?！？…]|[가-힣]다|[가-힣]요|ます|ました|です)$")
BREAK = re.compile(r"\s|[、，；;]")
DANGLING = re.compile(
    r"(?:\s(?:an?|the|and|or|but|nor|so|of|for|to|in|with|by|at|on|from|as|into|onto|over|under|through|between|among"
    r"|across|within|without|during|after|before|since|until|than|via|per|about|against|around|near|towards?|how|that"
    r"|which|who|whose|where|when|while|if|because|is|are|was|were|be|been|has|have|had|will|can|may|its?|their|our|his"
    r"|her|this|these|those|all|both|each|every|more|most|very|not|no)|[、，,；;:\s–—-])+$",
    re.IGNORECASE,
)

# "수원시는 지난 3일 …", "富山市は、…", "我市…", "We have …": the card says the city and the date elsewhere.
LEAD = re.compile(
    "^(?:"
    + "|".join(
        (
            r"(?!\S*(?:도시|택시|출시|지구|연구|인구|가구|기구|입구)[는은가이]\s)"
            r"(?:우리\s)?[가-힣]{0,6}[시군구]청?(?:[는은가이]|에서는?)\s+",
            r"(?:경기|강원|충청[남북]|전라[남북]|전북|경상[남북]|제주)(?:특별자치)?도(?:[는가]|에서는?)\s+",
            r"(?:지난\s|오는\s)?(?:(?:\d{4}년\s?)?\d{1,2}월(?:\s?\d{1,2}일)?|\d{1,2}일)(?:부터|에는|에)?,?\s+",
            r"(?:\d{4}년부터|올해|지난해)\s+(?![말초]\s)",
            r"(?!都市|地区)(?:本市|当市|本町|[一-鿿ぁ-んァ-ヶ]{1,8}[市県都府町村区])(?:では|は|が)、?",
            r"(?:令和\s?\d+|\d{4})年度?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:(?:に|から|より)、?|、)",
            r"(?:我|本|全)[市县縣区區]|市(?:政)?府|近日|日前|今年",
            r"[自从從到於于]?(?:民國)?\d{2,4}年(?:\d{1,2}月)?(?:\d{1,2}日)?[起底初末]?[，,]",
            r"(?:we|the (?:city|town|council)(?: of [A-Z]\w+)?|our (?:city|town))\s"
            r"(?:(?:has|have|is|are)\s)?(?:now\s|recently\s)?"
            r"(?=\w+(?:ed|ing)\s|(?:built|set|cut|put|made|bought|began)\s)",
            r"[，,、]",
        )
    )
    + ")+",
    re.IGNORECASE,
)
KOREAN_PAST = re.compile(rf"(?<!이)(?P<past>[{PAST}])(?<!였)(?:습니다|다)$")
REPORTED = re.compile(
    r"(?:(?<=[다라])고\s(?:\d{1,2}일\s)?(?:밝혔|전했|설명했|말했)(?:습니다|다)|(?<=[たる])と発表し(?:ました|た))$"
)
FIRST_CLAUSE = re.compile(
    # 위해, 통해, 지난해 and the like are no verbs.
    r".{10,}?[가-힣](?:(?<![위통대의인관올피이재침난새한음])해서?|하여|하며|했으며|했고|하고(?!\s있))(?=[,\s])"
    r"|.{8,}?[一-鿿々ァ-ヶー](?:し|して)、"
    r"|.{8,}?[，；]"
)

_NATIVE = {
    "만들기": "만들(?:었|어|고)|만듭",
    "늘리기": "늘(?:렸|려|리고|립)",
    "줄이기": "줄(?:였|여|이고|입)",
    "바꾸기": "바(?:꿨|꾸었|꿔|꾸어|꾸고|꿉)",
    "고치기": "고(?:쳤|쳐|치고|칩)",
    "심기": "심(?:었|어|고|습)",
    "나누기": "나(?:눴|누었|눠|누어|누고|눕)",
    "넓히기": "넓(?:혔|혀|히고|힙)",
    "낮추기": "낮(?:췄|추었|춰|추어|추고|춥)",
    "높이기": "높(?:였|여|이고|입)",
    "세우기": "세(?:웠|우었|워|우고|웁)",
    "앞당기기": "앞당(?:겼|겨|기고|깁)",
    "지키기": "지(?:켰|켜|키고|킵)",
    "되살리기": "되살(?:렸|려|리고|립)",
    "모으기": "모(?:았|아|으고|읍)",
}
ENDINGS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"(?:(?<![마가노])을|를)?\s(?P<noun>[가-힣]{2,}?)"
            r"(?:(?:하고 있|하였|했|하겠|합|한)(?:습니다|니다|다)|할 (?:예정|계획)(?:입니다|이다)?"
            r"|(?<!난)해서?|하여|하고|하며|했으며|했고)$"
        ),
        r" \g<noun>",
    ),
    (
        re.compile(r"[이가]?\s(?P<noun>[가-힣]{2,}?)(?:되고 있|되었|됐|된|됩)(?:습니다|니다|다)$"),
        r" \g<noun>",
    ),
    *(
        (re.compile(rf"(?:(?<![마가노])을|를)?\s(?:{forms})(?:\s있)?(?:습니다|니다|다)?$"), f" {noun}")
        for noun, forms in _NATIVE.items()
    ),
    (
        # Not after a sign that is itself a verb: 話しました, 見直しました.
        re.compile(
            r"(?<=[一-鿿々ァ-ヶー])(?<![話出移示残直促渡返貸指消押戻試])"
            r"(?:して?、|し(?:ました|ます|ています|ております|た)|する|している|いたしました|され(?:ました|ています|た))$"
        ),
        "",
    ),
    (re.compile(r"기로\s했(?:습니다|다)$"), "기로"),
    (re.compile(r"고\s있(?:습니다|다)$"), "기"),
    (re.compile(r"を始め(?:ました|ています|た)$"), "を開始"),
    (re.compile(r"を広げ(?:ました|ています|た)$"), "を拡大"),
    (re.compile(r"を減らし(?:ました|ています|た)$"), "を削減"),
    (re.compile(r"を設け(?:ました|ています|た)$"), "を設置"),
    (re.compile(r"を整え(?:ました|ています|た)$"), "を整備"),
    (re.compile(r"[，；]$"), ""),
)
