"""Figures with their units, as officers write them in the five languages."""

import pytest

from bot.language.figures import figures


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            "지하차도 세 곳에 침수 차단막과 수위 센서 12개를 설치해 대피 시간을 20분 앞당겼습니다",
            [("3", "곳", "세 곳"), ("12", "개", "센서 12개"), ("20", "분", "20분")],
        ),
        ("6만 2천 원", [("62000", "원", "6만 2천 원")]),
        ("1조 2천억 원 규모", [("1200000000000", "원", "1조 2천억 원")]),
        ("시내 5개 학교와 12개 읍면동에서", [("5", "개", "5개 학교"), ("12", "개", "12개 읍면동")]),
        ("스물네 가구, 10만 ㎡", [("24", "가구", "스물네 가구"), ("100000", "㎡", "10만 ㎡")]),
        (
            "재활용률 61.4 %, 30일간 1천500세대",
            [("61.4", "%", "61.4 %"), ("30", "일간", "30일간"), ("1500", "세대", "1천500세대")],
        ),
        ("1万2千世帯、約8割", [("12000", "世帯", "1万2千世帯"), ("8", "割", "8割")]),
        ("延長３．５キロ、三か所の広場", [("3.5", "キロ", "３．５キロ"), ("3", "か所", "三か所")]),
        (
            "3億5,000万円で冠水センサー12基",
            [("350000000", "円", "3億5,000万円"), ("12", "基", "冠水センサー12基")],
        ),
        ("惠及1.2万户、3000多人", [("12000", "户", "1.2万户"), ("3000", "人", "3000多人")]),
        ("投资2亿元，三处通道", [("200000000", "元", "2亿元"), ("3", "处", "三处")]),
        ("两个社区，减少三成", [("2", "个", "两个"), ("3", "成", "三成")]),
        ("疏散時間提前 20 分鐘，20分鐘", [("20", "分鐘", "20 分鐘")]),
        ("3個月、2個社區、1.5小時", [("3", "個月", "3個月"), ("2", "個", "2個"), ("1.5", "小時", "1.5小時")]),
        ("三个月、六時間、三個", [("3", "个月", "三个月"), ("6", "時間", "六時間"), ("3", "個", "三個")]),
        (
            "5公里 8公顷 30天 300米",
            [("5", "公里", "5公里"), ("8", "公顷", "8公顷"), ("30", "天", "30天"), ("300", "米", "300米")],
        ),
        ("低地板公車80輛、步道2.5公里", [("80", "輛", "80輛"), ("2.5", "公里", "2.5公里")]),
        ("經費3,500萬元，300餘戶", [("35000000", "元", "3,500萬元"), ("300", "戶", "300餘戶")]),
        (
            "5,000 people at three underpasses",
            [("5000", "people", "5,000 people"), ("3", "underpasses", "three underpasses")],
        ),
        ("12 new electric buses", [("12", "buses", "12 new electric buses")]),
        ("€3.5 million or £3m", [("3500000", "€", "€3.5 million"), ("3000000", "£", "£3m")]),
        (
            "KRW 300 million for 1.5 million trees",
            [("300000000", "KRW", "KRW 300 million"), ("1500000", "trees", "1.5 million trees")],
        ),
        ("2.1 km of lanes, 61.4 per cent", [("2.1", "km", "2.1 km"), ("61.4", "per cent", "61.4 per cent")]),
    ],
)
def test_figures_are_read_with_their_units(text: str, read: list[tuple[str, str, str]]) -> None:
    assert [(str(figure.value), figure.unit, figure.text) for figure in figures(text)] == read


@pytest.mark.parametrize(
    "text",
    [
        "2026년 9월 3일 오전 9시 30분, 27일, 제3회, 20대 청년, 3~5개월, 3분의 1, 65세 이상, 두 번째, 031-123-4567",
        "令和8年度、9月3日、午後3時30分、第3回、一人ひとり、三重県、六本木、3分の1",
        "民國115年9月3日，第三次，2026年，上午9點30分，一個",
        "3 September 2026, Goal 11.5, phase 2 starts, PM2.5, COVID-19, in 2026 residents, 3–5 years, 11 a.m., CO2",
        "총 12\n곳, 总共12\n个",
        "https://example.org/12km 2026-09-03 12:30",
        "",
    ],
)
def test_dates_times_ordinals_ranges_and_names_are_no_figures(text: str) -> None:
    assert figures(text) == []


def test_a_figure_said_twice_is_read_once() -> None:
    assert [figure.text for figure in figures("12명이 왔고, 그 12명이 다시 30명과 왔다")] == ["12명", "30명"]


@pytest.mark.parametrize("text", ["9" * 4096 + "명", "1 만 " * 1000, "세 " * 2000, "1," * 2000, "12 new " * 500])
def test_odd_numbers_are_read_in_no_time_and_without_error(text: str) -> None:
    assert figures(text) == []
