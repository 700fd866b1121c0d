"""Units of figures: which are the same in other words, and which count by the thousand, 만 or 億."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal

PERCENT = "%"
_SAME: tuple[tuple[str, ...], ...] = (
    (PERCENT, "percent", "per cent", "pct", "퍼센트", "프로", "パーセント", "百分比"),
    ("%p", "%포인트", "퍼센트포인트", "%ポイント", "ポイント", "percentage points", "百分点", "百分點"),
    ("t", "ton", "tons", "tonne", "tonnes", "톤", "トン", "吨", "噸", "公吨", "公噸"),
    ("kg", "킬로그램", "キログラム", "公斤", "千克"),
    ("people", "person", "persons", "inhabitants", "residents", "명", "인", "사람", "人", "名", "人次"),
    ("households", "household", "가구", "세대", "世帯", "户", "戶"),
    ("won", "krw", "₩", "원"),
    ("yen", "jpy", "¥", "円"),
    ("yuan", "cny", "rmb", "元", "ntd", "nt$", "twd"),
    ("m2", "제곱미터", "평방미터", "平方メートル", "平米", "平方米", "平方公尺"),
    ("km2", "제곱킬로미터", "平方キロメートル", "平方公里"),
    ("m3", "세제곱미터", "立方メートル", "立方米", "立方公尺"),
    ("ha", "헥타르", "ヘクタール", "公顷", "公頃"),
    ("km", "킬로미터", "キロメートル", "キロ", "公里", "千米"),
    ("m", "미터", "メートル", "米", "公尺"),
    ("μg/m3", "ug/m3", "微克/立方米", "微克/立方公尺", "マイクログラム/立方メートル"),
    ("places", "sites", "개소", "곳", "군데", "개", "か所", "カ所", "ヶ所", "箇所", "個所", "个", "個", "处", "處"),
    ("cases", "건", "件"),
    ("vehicles", "buses", "대", "台", "辆", "輛"),
    ("trees", "그루", "주", "本", "棵", "株"),
    ("times", "회", "번", "回", "次"),
    ("t co2e", "tco2e", "tco2eq", "tco2", "t co2", "톤co2", "co2톤"),
)
_NORMAL: Mapping[str, str] = {name: names[0] for names in _SAME for name in names}
_SCALES: Mapping[str, int] = {
    "천만": 10**7, "백만": 10**6, "십만": 10**5, "千万": 10**7, "百万": 10**6, "百萬": 10**6, "千萬": 10**7,
    "조": 10**12, "兆": 10**12, "억": 10**8, "億": 10**8, "亿": 10**8, "만": 10**4, "万": 10**4, "萬": 10**4,
    "천": 10**3, "千": 10**3, "thousand": 10**3, "million": 10**6, "billion": 10**9,
}  # fmt: skip
_SCALED = re.compile(rf"(?P<scale>{'|'.join(_SCALES)})\s?(?P<unit>.+)", re.IGNORECASE | re.DOTALL)


def normal(unit: str) -> str:
    """Return one spelling for all the ways a unit is written: 퍼센트 and per cent are %, ㎡ is m2."""
    plain = " ".join(unicodedata.normalize("NFKC", unit).casefold().split())
    return _NORMAL.get(plain) or _NORMAL.get(plain.replace(" ", "")) or plain.replace(" ", "")


def taken_apart(unit: str) -> tuple[Decimal, str]:
    """Return by how much a unit counts, and in what: 10,000 and t for 만 톤; 千米 and the like count by one."""
    plain = unicodedata.normalize("NFKC", unit).strip()
    scaled = None if plain.casefold() in _NORMAL else _SCALED.fullmatch(plain)
    if scaled is None:
        return Decimal(1), normal(unit)
    return Decimal(_SCALES[scaled["scale"].casefold()]), normal(scaled["unit"])
