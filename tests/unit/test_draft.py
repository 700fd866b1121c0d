"""What a typed or forwarded text tells of itself: sentences as officers write them."""

from datetime import date

import pytest

from bot.language.draft import day, figures, kind, language, title
from bot.turn import clip

UNDERPASS = "화서동 지하차도 세 곳에 침수 차단막과 수위 센서 12개를 설치해 대피 시간을 20분 앞당겼습니다"


@pytest.mark.parametrize(
    ("text", "short"),
    [
        (UNDERPASS, "화서동 지하차도 세 곳에 침수 차단막과 수위 센서 12개 설치"),
        (
            "버려진 철길 2.1km에 나무 3천 그루를 심어 숲길 공원을 만들었습니다.",
            "버려진 철길 2.1km에 나무 3천 그루를 심어 숲길 공원 만들기",
        ),
        ("하늘시는 지난 3일 시청 앞 광장을 정비했다고 밝혔다.", "시청 앞 광장 정비"),
        ("마을 도서관이 완공됐습니다", "마을 도서관 완공"),
        ("마을 조성했습니다", "마을 조성"),
        ("시민 의견을 모으고 있습니다", "시민 의견 모으기"),
        ("옛 창고를 문화공간으로 다시 열었습니다.", "옛 창고를 문화공간으로 다시 열어"),
        ("저상버스 120대를 도입할 예정입니다", "저상버스 120대 도입"),
        ("農家と給食を結ぶ直売所を3か所に開きました。", "農家と給食を結ぶ直売所を3か所に開きました"),
        (
            "空き家を改修し、ひとり親世帯が安い家賃で入居できる住宅を24戸用意しました。",
            "空き家を改修し、ひとり親世帯が安い家賃で入居できる住宅を24戸用意",
        ),
        (
            "アンダーパス三か所に冠水センサーを設置し、通行止めまでの時間を15分短縮しました。",
            "アンダーパス三か所に冠水センサーを設置",
        ),
        ("みなも市は、令和8年9月3日から夜間バスの運行を始めました。", "夜間バスの運行を開始"),
        ("市民60人が計画の見直しを話し合いました。", "市民60人が計画の見直しを話し合いました"),
        (
            "我市在三处下穿通道安装防淹挡板和水位传感器，暴雨时提前20分钟疏散居民。",
            "在三处下穿通道安装防淹挡板和水位传感器",
        ),
        (
            "市府在低窪社區設置淹水感測器與抽水機，豪雨時自動通報里長。",
            "在低窪社區設置淹水感測器與抽水機，豪雨時自動通報里長",
        ),
        (
            "We built 14 km of protected bike lanes. Cycling to school doubled.",
            "Built 14 km of protected bike lanes",
        ),
        ("New trees in 9 school yards!", "New trees in 9 school yards!"),
        ("침수 차단막 설치", "침수 차단막 설치"),
        ("", ""),
        (" \n\n ", ""),
    ],
)
def test_the_title_says_what_was_done_in_the_words_of_the_text(text: str, short: str) -> None:
    assert title(text) == short


def test_a_long_sentence_is_cut_between_words_and_says_so() -> None:
    text = "Farmers from the surrounding villages supply all municipal canteens and the hospitals of the region"
    assert title(text) == "Farmers from the surrounding villages supply all municipal…"
    assert len(title("가" * 300)) == 60


@pytest.mark.parametrize(
    "end", ["of the old town", "with their own hands", "between all of those", "is not that", "– and its people"]
)
def test_a_title_that_is_cut_does_not_end_with_a_word_that_leads_on(end: str) -> None:
    whole = "Neighbourhood wardens plant forty shady plane trees"
    assert title(f"{whole} {end} who waited for them so long") == f"{whole}…"
    assert clip(f"{whole} {end} who waited for them", len(whole) + 6) == f"{whole}…"


def test_a_title_is_never_longer_than_a_line() -> None:
    assert all(len(title(word * 200)) <= 60 for word in ("flood ", "침수 ", "浸水、", "x", "센서 12개를 설치해 "))


RELEASES = [
    (
        "보도자료\n배포일시: 2026. 9. 3.(목)\n담당: 안전총괄과\n\n하늘시, 지하차도 세 곳에 침수 차단막 설치"
        "\n- 대피 시간 20분 앞당겨\n\n하늘시(시장 김하늘)는 화서동 지하차도 세 곳에 침수 차단막과 수위 센서 "
        "12개를 설치했다고 3일 밝혔다. 총사업비 3억 원을 들였다.",
        "하늘시, 지하차도 세 곳에 침수 차단막 설치",
        date(2026, 9, 3),
        ["세 곳", "20분", "센서 12개", "3억 원"],
        "achieved",
    ),
    (
        "[보도자료] 별빛구, 투명페트병 무인회수기 40대 운영\n\n별빛구는 2026년 5월 20일부터 아파트 단지에 "
        "투명페트병 무인회수기 40대를 운영하고 있다. 구는 한 달 동안 5.2톤을 모았다.",
        "별빛구, 투명페트병 무인회수기 40대 운영",
        date(2026, 5, 20),
        ["무인회수기 40대", "5.2톤"],
        "under_way",
    ),
    (
        "○ 하늘시 심야 수요응답형 버스 6월 1일 운행 시작\n하늘시는 밤 11시 이후 읍면 지역을 오가는 "
        "수요응답형 버스 8대를 운행할 예정이라고 밝혔다. 요금은 1,500원이다.",
        "하늘시 심야 수요응답형 버스 6월 1일 운행 시작",
        None,
        ["버스 8대", "1,500원"],
        "under_way",
    ),
    (
        "버려진 철길이 시민의 숲길로\n2026. 4. 5.\n하늘시는 폐철길 2.1km 구간에 나무 3천여 그루를 심어 "
        "숲길을 조성했다. 하루 평균 1만2천 명이 찾는다.",
        "버려진 철길이 시민의 숲길로",
        date(2026, 4, 5),
        ["2.1km", "3천여 그루", "1만2천 명"],
        "achieved",
    ),
    (
        "주민참여예산 제안 공모에 312건 접수\n하늘시가 올해 주민참여예산 제안을 받은 결과 312건이 들어왔다. "
        "시는 이 가운데 47건을 온라인 투표로 뽑았다.\n문의: 031-000-0000",
        "주민참여예산 제안 공모에 312건 접수",
        None,
        ["312건", "47건"],
        "achieved",
    ),
    (
        "報道発表資料\n令和8年9月3日\n\nアンダーパス3か所に冠水センサーを設置しました\n\nみなも市は、"
        "大雨時の事故を防ぐため、市内のアンダーパス3か所に冠水センサー12基を設置しました。"
        "避難の開始が20分早まりました。",
        "アンダーパス3か所に冠水センサーを設置",
        date(2026, 9, 3),
        ["3か所", "冠水センサー12基", "20分"],
        "achieved",
    ),
    (
        "【報道発表】夜間のデマンドバスを運行します\n2026年10月1日から、"
        "午後11時以降の郊外線をデマンド運行に切り替えます。車両は4台、運賃は300円です。",
        "夜間のデマンドバスを運行",
        date(2026, 10, 1),
        ["4台", "300円"],
        "under_way",
    ),
    (
        "家庭の生ごみ、年間800トンを堆肥に\nみなも市は、1万2千世帯の生ごみを分別収集し、"
        "市民農園で使う堆肥にしています。ごみの量は約1割減りました。",
        "家庭の生ごみ、年間800トンを堆肥に",
        None,
        ["800トン", "1万2千世帯", "1割"],
        "under_way",
    ),
    (
        "プレスリリース\n発表日：令和8年4月10日\n町家12棟の修復が完了\nみなも市は、"
        "伝統的な町家12棟の修復を終え、工房として公開した。事業費は2億3,000万円。\n問い合わせ先：文化財課",
        "町家12棟の修復が完了",
        date(2026, 4, 10),
        ["12棟", "2億3,000万円"],
        "achieved",
    ),
    (
        "市民会議の参加者を募集しています\n無作為に選んだ2,000人に案内を送り、"
        "60人が都市計画の見直しを話し合う予定です。会議は令和8年11月7日に始まります。",
        "市民会議の参加者を募集",
        date(2026, 11, 7),
        ["2,000人", "60人"],
        "under_way",
    ),
]


@pytest.mark.parametrize(("text", "headline", "named", "read", "done"), RELEASES)
def test_a_press_release_becomes_a_draft(
    text: str, headline: str, named: date | None, read: list[str], done: str
) -> None:
    assert title(text) == headline
    assert day(text) == named
    assert [figure.text for figure in figures(text)] == read
    assert kind(text) == done
    assert language(text) == ("ko" if any("가" <= sign <= "힣" for sign in text) else "ja")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (UNDERPASS, "achieved"),
        ("도서관 공사를 마치고 개관했다.", "achieved"),
        ("심야버스를 운행하고 있습니다.", "under_way"),
        ("내년까지 나무 1만 그루를 심을 계획입니다", "under_way"),
        ("분리배출 시범사업을 시작했습니다.", "under_way"),
        ("침수 차단막 설치 완료", "achieved"),
        ("遊び場を整備しています。", "under_way"),
        ("遊び場が完成した。", "achieved"),
        ("来年度に運行を開始する予定です。", "under_way"),
        ("口袋公园已建成26个。", "achieved"),
        ("正在建设26个口袋公园。", "under_way"),
        ("市府即將啟用滯洪池。", "under_way"),
        ("社會住宅600戶已完工啟用。", "achieved"),
        ("The council adopted a plan and built 14 km of lanes.", "achieved"),
        ("The houses are being restored.", "under_way"),
        ("A shelter will be opened in spring.", "under_way"),
        ("Barriers at three underpasses", "achieved"),
        ("", "achieved"),
    ],
)
def test_the_verbs_tell_whether_it_is_done(text: str, expected: str) -> None:
    assert kind(text) == expected


def test_good_intentions_at_the_end_do_not_undo_what_was_done() -> None:
    done = UNDERPASS + ". 센서를 확인했습니다. 시민이 점검에 함께했습니다. "
    assert kind(done + "앞으로도 안전을 지켜 나갈 예정입니다. " * 5) == "achieved"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (UNDERPASS, "ko"),
        ("ICLEI KOREA와 SDGs 이행 점검", "ko"),
        ("水原市 하천 정비", "ko"),
        ("夜間バスの運行", "ja"),
        ("多重防御の要、東部復興道路", "ja"),
        ("富山市防災対策計画", "ja"),
        ("駅前広場", "ja"),
        ("垃圾分类进社区", "zh_Hans"),
        ("低窪地區淹水感測器", "zh_Hant"),
        ("TPASS通勤月票", None),
        ("Flood barriers at three underpasses", "en"),
        ("A repair café in every district", "en"),
        ("Bike lanes", "en"),
        ("Die Stadt hat für den Radverkehr ein neues Konzept beschlossen.", None),
        ("La ciudad sembró árboles en las avenidas para dar sombra.", None),
        ("Новый парк в центре города", None),
        ("Парк построен по SDG", None),
        ("สวนสาธารณะ", None),
        ("🙂 123", None),
        ("", None),
    ],
)
def test_the_signs_tell_the_language(text: str, expected: str | None) -> None:
    assert language(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2026년 9월 3일 개관",
        "2026. 9. 3.(목)",
        "'26. 9. 3. 보도",
        "2026.09.03",
        "令和8年9月3日（木）",
        "２０２６年９月３日",
        "2026年9月3日起",
        "民國115年9月3日",
        "115年9月3日啟用",
        "on 3 September 2026",
        "3rd of Sept. 2026",
        "September 3rd, 2026",
        "2026-09-03",
        "2026/9/3",
        "2026년 13월 1일이 아니라 2026년 9월 3일",
        "2026년 9월 3일 시작, 2026년 1월 1일 준비",
    ],
)
def test_a_date_is_read_as_each_language_writes_it(text: str) -> None:
    assert day(text) == date(2026, 9, 3)


@pytest.mark.parametrize(
    "text", ["9월 3일", "2026년 9월", "2026年度", "September 2026", "1.2.3", "2026.9.3.1", "", "12345.1.2"]
)
def test_a_date_that_is_not_told_in_full_is_not_guessed(text: str) -> None:
    assert day(text) is None


def test_the_first_year_of_an_era_is_its_year_one() -> None:
    assert day("令和元年5月1日") == date(2019, 5, 1)
    assert day("平成31年4月30日") == date(2019, 4, 30)
