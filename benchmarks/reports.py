"""How long reports take and how large they are: a city of 30 actions, a country of 243 cities and 3,000 actions."""

import resource
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.goal11 import TARGETS
from bot.reports import makers
from bot.reports.contents import ActionPart, ChapterPart, CityPart, Contents, IndicatorPart, MeasurePart

TEXT = (
    "화서동 지하차도 세 곳에 침수 차단막과 수위 센서 12개를 설치해 대피 시간을 20분 앞당겼습니다. 센서 자료는 "
    "재난상황실로 바로 전송되며, 주민 대피 훈련을 해마다 두 번 실시합니다. 지난해 집중호우 때 인명 피해가 없었습니다. "
    "올해는 두 곳에 더 설치하고, 이웃 도시와 자료를 함께 씁니다. 주민 설명회에서 나온 의견도 반영했습니다."
)
SIZES = {"city": (1, 30), "country": (243, 3000)}
FORMATS = ("pdf", "docx", "text", "xlsx")


def contents(kind: str) -> Contents:
    """Return the report of so many cities with so many actions, spread over all targets."""
    cities, actions = SIZES[kind]
    codes = [f"C{number:03d}" for number in range(cities)]
    targets = list(TARGETS)
    told = [
        ActionPart(
            codes[n % cities], f"{codes[n % cities]}-{n:04d}", f"침수 차단막 설치 {n}", f"{n}. {TEXT}", "ko",
            "achieved", targets[n % len(targets)], date(2026, 5, 1), noticed="지하차도를 지나는 주민",
            partners="자율방재단",
        )
        for n in range(actions)
    ]  # fmt: skip
    values = tuple(MeasurePart(date(2020 + n, 12, 31), Decimal(50 + n)) for n in range(6))
    measured = IndicatorPart("", "생활폐기물 재활용률", "ko", "%", "up", "11.6", "환경부", values=values)
    figures = tuple(replace(measured, city=code) for code in codes)
    chapters = tuple(
        ChapterPart(code, actions=tuple(each for each in told if each.target == code),
                    indicators=figures if code == "11.6" else ())
        for code in TARGETS
    )  # fmt: skip
    names = {language: f"{language} 도시" for language in ("en", "ko", "ja", "zh_Hans", "zh_Hant")}
    parts = tuple(
        CityPart(code, names | {"ko": f"도시 {code}"}, names, "KR", 100_000, date(2027, 1, 4)) for code in codes
    )
    return Contents(kind, names, date(2027, 6, 1), 1, parts, chapters)


def one(kind: str, form: str) -> None:
    """Make one report in this process and print a row: seconds with a cold start, bytes, most memory."""
    told = contents(kind)
    started = time.perf_counter()
    made = makers.make(kind, form, told, ("ko",), {})
    seconds = time.perf_counter() - started
    most = max(resource.getrusage(whose).ru_maxrss for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"| {kind} | {form} | {seconds:.1f} s | {len(made) / 1e6:.2f} MB | {most / 1024:.0f} MB |")


def main() -> None:
    """Make each in a process of its own."""
    print("| report | format | time | size | memory |\n|---|---|--:|--:|--:|", flush=True)
    for kind in SIZES:
        for form in FORMATS:
            subprocess.run([sys.executable, "-m", "benchmarks.reports", kind, form], check=True)


if __name__ == "__main__":
    one(*sys.argv[1:]) if len(sys.argv) == 3 else main()
