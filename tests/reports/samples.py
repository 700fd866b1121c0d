"""Reports to make files of: an invented city, and everything somebody could put into one."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

from PIL import Image

from bot.goal11 import TARGETS
from bot.reports.contents import (
    ActionPart,
    ChapterPart,
    CityPart,
    Contents,
    GoalPart,
    IndicatorPart,
    MeasurePart,
    MilestonePart,
)

DAY = date(2027, 6, 1)
NAMES = {"en": "Haneul-si", "ko": "하늘시", "ja": "ハヌル市", "zh_Hans": "天空市", "zh_Hant": "天空市"}
WITHIN = {"en": "Korea", "ko": "대한민국", "ja": "韓国", "zh_Hans": "韩国", "zh_Hant": "韓國"}
CITY = CityPart("HNL", NAMES, WITHIN, "KR", 412_000, date(2027, 1, 4))
BARRIERS = ActionPart(
    "HNL", "HNL-0046", "지하차도 세 곳에 침수 차단막 설치",
    "화서동 지하차도 세 곳에 침수 차단막과 수위 센서 12개를 설치해 대피 시간을 20분 앞당겼습니다.\n"
    "센서 자료는 재난상황실로 바로 전송됩니다.",
    "ko", "achieved", "11.5", date(2027, 2, 10),
    second="Barriers and 12 water-level sensors at three underpasses in Hwaseo-dong bring evacuation "
    "forward by 20 minutes.",
    second_language="en", noticed="지하차도를 지나는 주민", partners="수원대학교, 자율방재단", links=("https://example.org/b",),
    goals=("13",), tags=("침수", "센서"), pathway="resilient", photos=(7, 8), documents=("설치 보고서.pdf",),
    tonnes=Decimal("12.5"), tonnes_year=2026,
)  # fmt: skip
RECYCLING = IndicatorPart(
    "HNL", "생활폐기물 재활용률", "ko", "%", "up", "11.6", source="환경부 폐기물 통계", code="11.6.1",
    department="자원순환과",
    baseline=MeasurePart(date(2020, 12, 31), Decimal("58.2")),
    values=(MeasurePart(date(2024, 12, 31), Decimal("60.8")), MeasurePart(date(2026, 12, 31), Decimal("61.4"))),
    target_value=MeasurePart(date(2030, 12, 31), Decimal("66")), rating="on_track",
)  # fmt: skip


def city_report(**changes: object) -> Contents:
    """Return the report of a city with something for two targets, and eight that are blank."""
    told = {
        "11.5": ChapterPart(
            "11.5", "침수 위험 지역 12곳을 관리합니다.", "나머지 지하차도 두 곳에도 차단막이 필요합니다.",
            (GoalPart("HNL", "2030년까지 침수 피해를 절반으로 줄인다.", "ko"),), (BARRIERS,), (), ("city", "institute"),
        ),
        "11.6": ChapterPart("11.6", actions=(), indicators=(RECYCLING,)),
    }  # fmt: skip
    chapters = tuple(told.get(code, ChapterPart(code)) for code in TARGETS)
    milestones = (MilestonePart("HNL", "milestones", "1", date(2026, 11, 2), "배출량 조사 보고서"),)
    whole = Contents("city", NAMES, DAY, 1, (CITY,), chapters, milestones)
    return replace(whole, **changes)  # type: ignore[arg-type]


def photo(width: int = 640, height: int = 480) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(out, "JPEG")
    return out.getvalue()
