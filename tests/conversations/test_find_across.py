"""Told in one language, found in every other: each pair of a query's language and a text's, with real sentences."""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.app import Pumasi
from bot.cards import LANGUAGE_NAMES
from bot.language import encoder
from bot.language.encoder import Encoder
from storage import Database, Session, actions, search
from storage.index import Index, Query
from storage.index.wanted import LANGUAGES
from tests.conftest import TOKEN, city_of
from tests.databases import Sqlite, aside
from tests.people import Person

CITIES = {
    "ko": "수원시", "ja": "富山市", "zh_Hans": "上海市", "zh_Hant": "高雄市", "en": "Freiburg im Breisgau",
}  # fmt: skip
TARGETS = {"flood": "11.5", "bus": "11.2", "waste": "11.6", "housing": "11.1", "shade": "11.7"}
TOLD = {
    "flood": {
        "ko": "지하차도 침수를 막는 차단막 설치. 비가 많이 오면 수위 센서가 울리고 차량 진입을 막습니다.",
        "ja": "アンダーパスの浸水センサー。大雨で水位が上がると自動で通行止めにします。",
        "zh_Hans": "下穿通道积水自动报警。暴雨时水位传感器会启动挡板，禁止车辆驶入。",
        "zh_Hant": "地下道淹水感測器。豪雨時水位升高會自動放下擋板，禁止車輛進入。",
        "en": "Flood barriers in underpasses. When heavy rain raises the water, sensors close the road to cars.",
    },
    "bus": {
        "ko": "버스 우선 차로 확대. 출근 시간 버스가 신호를 먼저 받아 12분 빨라졌습니다.",
        "ja": "バス優先レーンを延長。朝のバスは信号でも優先され、12分早く着きます。",
        "zh_Hans": "延长公交专用道。早高峰公交车信号优先，全程缩短十二分钟。",
        "zh_Hant": "延長公車專用道。早上尖峰公車號誌優先，全程縮短十二分鐘。",
        "en": "Longer bus lanes. Morning buses get green lights first and arrive twelve minutes earlier.",
    },
    "waste": {
        "ko": "음식물 쓰레기를 퇴비로. 아파트마다 감량기를 두어 배출량을 30% 줄였습니다.",
        "ja": "生ごみを堆肥に。団地ごとに処理機を置き、排出量を三割減らしました。",
        "zh_Hans": "厨余垃圾变堆肥。每个小区设置处理机，垃圾量减少三成。",
        "zh_Hant": "廚餘變堆肥。每個社區設置處理機，垃圾量減少三成。",
        "en": "Food waste becomes compost. A machine in every housing block cut what is thrown away by a third.",
    },
    "housing": {
        "ko": "청년 1인 가구를 위한 임대주택 공급. 역 근처 빈 건물을 고쳐 월세를 절반으로 낮췄습니다.",
        "ja": "若い一人暮らしのための公営住宅。駅近くの空きビルを改修し、家賃を半分にしました。",
        "zh_Hans": "面向单身青年的保障性租赁住房。改造车站附近的空置楼宇，租金降低一半。",
        "zh_Hant": "提供單身青年的社會住宅。整修車站附近的空屋，租金減半。",
        "en": "Affordable homes for young people who live alone. Empty offices were rebuilt at half the rent.",
    },
    "shade": {
        "ko": "폭염 대비 나무 그늘 조성. 학교 가는 길에 가로수를 심어 한낮 기온을 낮췄습니다.",
        "ja": "猛暑に備えて木陰をつくる。通学路に街路樹を植え、日中の気温を下げました。",
        "zh_Hans": "应对高温的林荫道。上学路上种植行道树，降低午间气温。",
        "zh_Hant": "因應酷暑打造樹蔭。通學路種植行道樹，降低中午氣溫。",
        "en": "Trees against the heat. New street trees on the way to school keep pavements cool at noon.",
    },
}
ASKED = {
    "flood": {
        "ko": ("침수 차단막", "비가 많이 올 때 지하차도에 차가 갇히지 않게 하려면?"),
        "ja": ("浸水センサー", "大雨のとき車がアンダーパスに入らないようにするには？"),
        "zh_Hans": ("积水 报警", "下大雨时怎样防止汽车开进积水的通道？"),
        "zh_Hant": ("淹水感測器", "下大雨時怎麼防止車子開進淹水的地下道？"),
        "en": ("flooded underpass", "How can we stop cars from driving into a flooded underpass?"),
    },
    "bus": {
        "ko": ("버스 우선 차로", "출근길 버스를 더 빠르게 할 방법은?"),
        "ja": ("バス優先レーン", "朝のバスを速くするにはどうすればよいですか？"),
        "zh_Hans": ("公交专用道", "怎样让早高峰的公交车更快？"),
        "zh_Hant": ("公車專用道", "怎樣讓早上的公車更快？"),
        "en": ("bus lanes", "How do other cities make morning buses faster?"),
    },
    "waste": {
        "ko": ("음식물 쓰레기", "음식물 쓰레기를 퇴비로 만드는 도시가 있나요?"),
        "ja": ("生ごみ 堆肥", "残った食べ物を捨てずに堆肥にしている都市はありますか？"),
        "zh_Hans": ("厨余垃圾 堆肥", "有没有城市把剩饭剩菜变成肥料？"),
        "zh_Hant": ("廚餘 堆肥", "有沒有城市把剩菜剩飯變成肥料？"),
        "en": ("food waste compost", "Which cities turn leftover food into fertiliser?"),
    },
    "housing": {
        "ko": ("1인 가구 임대주택", "혼자 사는 청년에게 싼 집을 어떻게 마련해 주나요?"),
        "ja": ("一人暮らし 公営住宅", "一人で暮らす若者に安い住まいをどう用意しますか？"),
        "zh_Hans": ("保障性租赁住房", "怎样为独居的年轻人提供便宜的房子？"),
        "zh_Hant": ("單身青年住宅", "怎樣讓獨居的年輕人住得起房子？"),
        "en": ("affordable rental housing", "How can young people living alone find a cheap place to live?"),
    },
    "shade": {
        "ko": ("가로수 그늘", "여름에 아이들이 시원하게 학교에 걸어가게 하려면?"),
        "ja": ("街路樹の木陰", "夏に子どもたちが涼しく歩いて通学できるようにするには？"),
        "zh_Hans": ("行道树 林荫", "夏天怎样让孩子们凉快地走路上学？"),
        "zh_Hant": ("樹蔭 行道樹", "夏天怎樣讓孩子們涼快地走路上學？"),
        "en": ("street trees shade", "How can children walk to school without suffering from summer heat?"),
    },
}
CONCEPTS = {"ko": "침수", "ja": "浸水", "zh_Hans": "积水", "zh_Hant": "淹水", "en": "flood"}


async def told(session: Session, topic: str, language: str) -> None:
    """Let a city of this language tell of a topic; the first sentence is its title."""
    text = TOLD[topic][language]
    title = text.replace("。", ". ").split(". ")[0]
    answers = {"title": title, "text": text, "language": language, "kind": "achieved", "target": TARGETS[topic]}
    city = await city_of(session, CITIES[language])
    await actions.publish(session, city.id, None, answers | {"day": "2026-05-01", "visibility": "public"})


@pytest.fixture(scope="module")
def learned(sqlite_copies: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Encoder]]:
    """A folder with a database in which everything was told, whatever the model makes of it, and the model."""
    folder, model = tmp_path_factory.mktemp("across"), encoder.E5()

    async def learn() -> None:
        async with sqlite_copies.fresh() as url:
            database = Database(url)
            async with database.begin() as session:
                for topic in TOLD:
                    for language in LANGUAGES:
                        await told(session, topic, language)
            index = Index(database, folder / "index", model)
            await index.learned()
            await index.close()
            path = Path(database.url.database or "")
            await database.close()
            shutil.copyfile(path, folder / "across.db")

    aside(learn())
    yield folder, model


@pytest.fixture
async def database(learned: tuple[Path, Encoder], tmp_path: Path) -> AsyncIterator[Database]:
    folder, _model = learned
    shutil.copytree(folder, tmp_path / "copy")
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/copy/across.db")
    yield database
    await database.close()


@pytest.fixture
async def index(database: Database, learned: tuple[Path, Encoder], tmp_path: Path) -> AsyncIterator[Index]:
    index = Index(database, tmp_path / "copy" / "index", learned[1])
    await index.learned()
    yield index
    await index.close()


@pytest.mark.parametrize("asked", LANGUAGES)
async def test_words_and_questions_find_what_was_told_in_any_language(
    database: Database, index: Index, asked: str
) -> None:
    missed = []
    for topic, queries in ASKED.items():
        for words in queries[asked]:
            for language in LANGUAGES:
                found = await search.find(database, index, Query(words, language=asked, languages=(language,)))
                first = found.items[0].told.action.text if found.items else "nothing"
                if first != TOLD[topic][language]:
                    missed.append((words, language, first))
    assert not missed


@pytest.mark.parametrize("asked", LANGUAGES)
async def test_without_a_model_the_glossary_leads_to_every_language(database: Database, asked: str) -> None:
    index = Index(database)
    found = await search.find(database, index, Query(CONCEPTS[asked], language=asked), limit=20)
    texts = {hit.told.action.text for hit in found.items}
    await index.close()
    assert not found.by_meaning and texts == {*TOLD["flood"].values()}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_first_list_says_in_which_language_each_is(
    database: Database, index: Index, api: str, lee: Person, language: str
) -> None:
    bot = Pumasi(TOKEN, database, api=api, index=index)
    async with bot.running(wait=1):
        await lee.says("/start")
        seen = await lee.says(f"/find {ASKED['flood'][language][0]}")
    lines = [line for line in seen.splitlines() if line[:2] in ("1 ", "2 ", "3 ", "4 ", "5 ")]
    assert len(lines) == 5
    assert lines[0].startswith(f"1 {TOLD['flood'][language][:6]}")
    for line in lines:
        [written] = [each for each in LANGUAGES if any(line[2:].startswith(text[each][:6]) for text in TOLD.values())]
        assert line.endswith(str(LANGUAGE_NAMES[written])) == (written != "en"), line
    assert len({line.rsplit(" · ", 1)[-1] for line in lines[1:]} - {lines[0]}) >= 2


def test_another_model_can_be_chosen() -> None:
    model = encoder.choose("use")
    assert model and (model.name, model.width) == ("use-multilingual-3", 512)


async def test_what_is_published_is_found_at_once_by_words_and_soon_by_meaning(
    database: Database, index: Index
) -> None:
    following = asyncio.create_task(index.run())
    text = "강변 자전거 도로를 새로 닦았습니다."
    answers = {"title": text, "text": text, "language": "ko", "kind": "achieved", "target": "11.2"}
    async with database.begin() as session:
        city = await city_of(session, CITIES["ko"])
        await actions.publish(session, city.id, None, answers | {"day": "2026-05-01", "visibility": "public"})
    began = time.monotonic()
    found = await search.find(database, index, Query("자전거"))
    assert [hit.told.action.text for hit in found.items if hit.group == "own"] == [text]
    by_words = time.monotonic() - began
    while not any(hit.told.action.text == text for hit in found.items if hit.group == "other"):
        await asyncio.sleep(0.05)
        assert time.monotonic() - began < 15, "by meaning, it is not found"
        found = await search.find(database, index, Query("Where did a city build a path for bicycles along the river?"))
    assert by_words < 3, by_words  # usually a tenth, and by meaning within three
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)
