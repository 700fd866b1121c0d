"""Actions nobody told: varied texts in five languages, with vectors that lie as a model's do, in any number."""

import random
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.language.encoder import E5
from bot.language.fold import fold

LANGUAGES = ("ko", "ja", "zh_Hans", "zh_Hant", "en")
TARGETS = [f"11.{n}" for n in (1, 2, 3, 4, 5, 6, 7, "a", "b", "c")]
TOPICS, SENTENCES, AT_ONCE = 200, 3, 10_000
WHERE = {
    "ko": "지하차도 전통시장 하천변 구도심 학교앞 산업단지 환승센터 임대주택 공원 해안 골목길 도서관 배수장 고가도로",
    "ja": "地下道 商店街 河川敷 旧市街 通学路 工業団地 乗換駅 市営住宅 公園 海岸 路地 図書館 排水機場 高架橋",
    "zh_Hans": "地下通道 老市场 河岸 旧城区 学校门口 工业园区 换乘站 保障房 公园 海岸 小巷 图书馆 排水站 高架桥",
    "zh_Hant": "地下道 傳統市場 河岸 舊城區 學校門口 工業區 轉運站 社會住宅 公園 海岸 巷弄 圖書館 抽水站 高架橋",
    "en": (
        "underpass market riverside oldtown schoolyard factory station "
        "housing park coast alley library pumphouse bridge"
    ),
}
WHAT = {
    "ko": (
        "침수센서 버스우선차로 음식물쓰레기 에너지진단 공유자전거 그늘막 빗물정원 "
        "돌봄센터 태양광 보행로 소음지도 대피훈련"
    ),
    "ja": (
        "浸水センサー バス優先レーン 生ごみ回収 省エネ診断 シェア自転車 日よけ 雨庭 "
        "介護センター 太陽光 歩道 騒音地図 避難訓練"
    ),
    "zh_Hans": (
        "积水传感器 公交专用道 厨余回收 节能诊断 共享单车 遮阳棚 雨水花园 养老中心 光伏 步行道 噪声地图 疏散演练"
    ),
    "zh_Hant": (
        "淹水感測器 公車專用道 廚餘回收 節能診斷 共享單車 遮陽棚 雨水花園 照顧中心 太陽能 人行道 噪音地圖 避難演練"
    ),
    "en": (
        "sensors buslanes foodwaste audits bicycles awnings raingardens "
        "carecentres solarpanels footpaths noisemaps drills"
    ),
}
SAYING = {
    "ko": (
        "{where}에 {what} {n}개를 설치했습니다. {name} 주민과 함께 {m}개월 동안 "
        "점검했습니다. {name} 지역 비용은 {k}% 줄었습니다."
    ),
    "ja": (
        ""
        "{where}に{what}を{n}か所設けました。{name}の住民と{m}か月にわたり点検しました。{name}地区の費用は{k}％減りました。"
    ),
    "zh_Hans": "在{where}建成{what}{n}处。与{name}居民共同检查了{m}个月。{name}片区费用下降了{k}%。",
    "zh_Hant": "在{where}設置{what}{n}處。與{name}居民共同檢查了{m}個月。{name}地區費用降低了{k}%。",
    "en": (
        "The city put {n} {what} at the {where}. People of {name} looked after them "
        "for {m} months. Costs in {name} fell by {k} per cent."
    ),
}
SYLLABLES = {
    "ko": "가나다라마바사아자차카타파하고노도로모보소오조호구누두루무부수우주후기니디리미비시이지히",
    "ja": "山川田中村本木林森池島原野上下東西南北小大高松竹梅藤石橋谷坂浜崎沢岡",
    "zh_Hans": "山川田中村本木林森池岛原野上下东西南北小大高松竹梅石桥谷坡滨泽岗",
    "zh_Hant": "山川田中村本木林森池島原野上下東西南北小大高松竹梅石橋谷坡濱澤崗",
    "en": ("ar", "bel", "cor", "dan", "el", "far", "gor", "hal", "in", "kel", "lor", "mar", "nor", "os", "per", "ral"),
}


def text(language: str, chance: random.Random) -> str:
    """Return what an action says."""
    return SAYING[language].format(
        where=chance.choice(WHERE[language].split()), what=chance.choice(WHAT[language].split()),
        name=name(language, chance), n=chance.randrange(2, 900), m=chance.randrange(2, 40), k=chance.randrange(2, 60),
    )  # fmt: skip


def name(language: str, chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES[language], k=3))


def queries(count: int, seed: int = 11) -> Iterator[str]:
    """Yield what people look for: a word, a few words, a name, a question."""
    chance = random.Random(seed)
    for number in range(count):
        language = chance.choice(LANGUAGES)
        where, what = chance.choice(WHERE[language].split()), chance.choice(WHAT[language].split())
        yield (what, f"{where} {what}", name(language, chance), text(language, chance)[:60])[number % 4]


def fill(file: Path, count: int, city_ids: list[int]) -> None:
    """Write so many actions with vectors into a database that has its schema and these cities."""
    chance, dice = random.Random(7), np.random.default_rng(7)
    spread = _Spread(dice)
    database = sqlite3.connect(file)
    database.execute("PRAGMA synchronous = OFF")
    for start in range(1, count + 1, AT_ONCE):
        ids = range(start, min(start + AT_ONCE, count + 1))
        languages = [chance.choice(LANGUAGES) for _ in ids]
        rows = [_row(id, lang, chance.choice(city_ids), chance) for id, lang in zip(ids, languages, strict=True)]
        database.executemany(
            f"INSERT INTO actions ({', '.join(rows[0])}) VALUES ({_marks(rows[0])})", map(_values, rows)
        )
        whole, parts = spread.vectors([LANGUAGES.index(each) for each in languages])
        for table, column, vectors in (("action_vectors", "whole", whole), ("sentence_vectors", "sentences", parts)):
            told = [(id, E5.name, 1, vector.tobytes()) for id, vector in zip(ids, vectors, strict=True)]
            database.executemany(
                f"INSERT INTO {table} (action_id, encoder, version, {column}) VALUES (?, ?, ?, ?)", told
            )
        database.commit()
    database.execute("ANALYZE")
    database.close()


def _row(id: int, language: str, city_id: int, chance: random.Random) -> dict[str, object]:
    said = text(language, chance)
    day = date(2020, 1, 1) + timedelta(days=chance.randrange(2400))
    return {
        "id": id, "number": f"MAD-{id:07}", "city_id": city_id, "title": said[:30], "text": said, "words": fold(said),
        "language": language, "kind": chance.choice(("achieved", "under_way")), "target": chance.choice(TARGETS),
        "day": day.isoformat(), "details": "{}", "state": "published", "demo": False, "version": 1, "change": id,
        "visibility": "public" if chance.random() < 0.9 else "members",
        "published_at": "2026-11-01 00:00:00.000000", "changed_at": "2026-11-01 00:00:00.000000",
    }  # fmt: skip


def _marks(row: dict[str, object]) -> str:
    return ", ".join("?" * len(row))


def _values(row: dict[str, object]) -> tuple[object, ...]:
    return tuple(row.values())


class _Spread:
    """Vectors about the mean of their language and the direction of a topic, as near to each other as a model's."""

    def __init__(self, dice: np.random.Generator) -> None:
        self._dice = dice
        self._languages = self._directions(1) + 0.35 * self._directions(len(LANGUAGES))
        self._topics = self._directions(TOPICS)

    def vectors(self, languages: list[int]) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
        """Return the vectors of wholes, and of each whole's sentences, one after the other."""
        count = len(languages)
        topic = self._topics[self._dice.integers(TOPICS, size=count)]
        whole = self._languages[languages] + 0.35 * topic + 0.35 * self._directions(count)
        sentences = whole[:, None] + 0.3 * self._directions(count * SENTENCES).reshape(count, SENTENCES, -1)
        return _small(whole), _small(sentences)

    def _directions(self, count: int) -> NDArray[np.float32]:
        drawn = self._dice.standard_normal((count, E5.width), np.float32)
        return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), np.float32)


def _small(vectors: NDArray[np.float32]) -> NDArray[np.int8]:
    return np.asarray(np.rint(vectors * (127 / np.abs(vectors).max(axis=-1, keepdims=True))), np.int8)
