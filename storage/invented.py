"""The invented neighbours of a practice town: what they have told, what they ask, and what they answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from bot.language.fold import fold
from bot.text import LANGUAGES
from storage import actions
from storage.engine import Session
from storage.models import Action, City, Inquiry, Office, Question, Reply, Update
from storage.place import country_name

TOLD_BEFORE, NEWS_BEFORE = timedelta(days=2), timedelta(hours=1)  # the town was opened
FOLLOWED_BEFORE = 2 * NEWS_BEFORE  # from when on a neighbour that is followed in practice has news
DONE_BEFORE = timedelta(days=30)


@dataclass(frozen=True)
class Neighbour:
    """An invented city with one action, its news, and one answer to whatever it is asked."""

    letters: str
    names: Mapping[str, str]
    country: str
    zone: str
    population: int
    language: str
    target: str
    kind: str
    title: str
    text: str
    news: str
    answer: str
    asks: str = ""  # what it asks the town


NEIGHBOURS = (
    Neighbour(
        "TSU",
        {"en": "Tsukihara (invented)", "ko": "쓰키하라시(가상)", "ja": "月原市（架空）", "zh_Hans": "月原市（虚构）",
         "zh_Hant": "月原市（虛構）"},
        "JP", "Asia/Tokyo", 410_000, "ja", "11.5", "achieved",
        "アンダーパス3か所に浸水センサーを設置",
        "市内のアンダーパス3か所に浸水センサーと遮断機を設置し、大雨のときは10分で通行止めにできるようになりました。",
        "4か所目のセンサーが動き始めました。",
        "費用の半分は県の防災補助金、残りは市の予算です。先に維持費を見積もっておくことをお勧めします。",
    ),
    Neighbour(
        "HAE",
        {"en": "Haedam (invented)", "ko": "해담시(가상)", "ja": "ヘダム市（架空）", "zh_Hans": "海潭市（虚构）",
         "zh_Hant": "海潭市（虛構）"},
        "KR", "Asia/Seoul", 350_000, "ko", "11.2", "under_way",
        "야간 순환버스를 새벽 2시까지 운행",
        "금요일과 토요일에 야간 순환버스 두 개 노선을 새벽 2시까지 운행합니다. 한 달에 평균 1,900명이 이용합니다.",
        "다음 달부터 세 번째 노선을 시범 운행합니다.",
        "운행 비용의 40 %는 상인회가 부담합니다. 처음 석 달은 한 노선만 시범 운행하시기를 권합니다.",
        "귀 도시에서는 새 사업을 시작하기 전에 주민 의견을 어떻게 들으십니까?",
    ),
    Neighbour(
        "AMB",
        {"en": "Amberhaven (invented)", "ko": "앰버헤이븐(가상)", "ja": "アンバーヘイブン（架空）",
         "zh_Hans": "安伯黑文（虚构）", "zh_Hant": "安伯黑文（虛構）"},
        "NZ", "Pacific/Auckland", 270_000, "en", "11.7", "achieved",
        "Twelve schoolyards are parks at weekends",
        "Twelve schoolyards are open to everybody at weekends, with shade, benches and drinking water. Neighbours keep "
        "the keys.",
        "Two more schoolyards have opened.",
        "Half came from the parks budget, half from the schools. We would agree first on who repairs what.",
    ),
)  # fmt: skip


async def settle(session: Session, office: Office, town: City, person_id: int) -> None:
    """Put the neighbours beside a town, each with its action; one of them asks the town something."""
    for each in NEIGHBOURS:
        city = City(
            place_key=f"{town.place_key}.{each.letters}",
            office_id=office.id,
            code=f"{each.letters}{person_id}",
            names=dict(each.names),
            words=fold(" ".join(dict.fromkeys(each.names.values()))),
            within={language: country_name(language, each.country) for language in LANGUAGES},
            country=each.country,
            zone=each.zone,
            population=each.population,
            practice=True,
            since=town.since - TOLD_BEFORE,
        )
        session.add(city)
        await session.flush()
        await _tell(session, city, each, town.since)
        if each.asks:
            await _ask(session, city, town, each)


async def _tell(session: Session, city: City, each: Neighbour, now: datetime) -> None:
    told = {
        "title": each.title, "text": each.text, "language": each.language, "kind": each.kind, "target": each.target,
        "day": (now - DONE_BEFORE).date(),
    }  # fmt: skip
    published = await actions.publish(session, city.id, None, told)
    before = now - TOLD_BEFORE
    row = update(Action).where(Action.id == published.id).values(published_at=before, changed_at=now - NEWS_BEFORE)
    await session.execute(row)
    session.add(Update(action_id=published.id, text=each.news, language=each.language, at=now - NEWS_BEFORE))


async def _ask(session: Session, city: City, town: City, each: Neighbour) -> None:
    question = Question(city_id=city.id, text=each.asks, language=each.language, asked_at=town.since)
    session.add(question)
    await session.flush()
    session.add(Inquiry(question_id=question.id, city_id=town.id, state="sent", sent_at=town.since))


async def answer(session: Session, question: Question, now: datetime) -> list[Reply]:
    """Let the neighbours that were asked answer at once, and agree to others reading it; return what they write."""
    asked = select(Inquiry, City).join(City, City.id == Inquiry.city_id).where(Inquiry.question_id == question.id)
    replies = []
    for inquiry, city in (await session.execute(asked.order_by(Inquiry.id))).all():
        inquiry.state, inquiry.sent_at, inquiry.look_at, inquiry.answerer_agrees = "answered", now, None, True
        each = next(one for one in NEIGHBOURS if city.code.startswith(one.letters))
        replies.append(
            Reply(inquiry_id=inquiry.id, city_id=city.id, text=each.answer, language=each.language, at=now)
        )  # fmt: skip
    session.add_all(replies)
    await session.flush()
    return replies
