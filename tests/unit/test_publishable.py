"""What had better not be published is found; what is innocent is not asked about."""

import pytest

from bot.language.publishable import doubts

ASKED = [
    ("phone", "문의: 도시계획과 김민아 010-1234-5678로 연락", "010-1234-5678"),
    ("phone", "전화 01012345678", "01012345678"),
    ("phone", "담당 031-228-2114(내선 3)", "031-228-2114"),
    ("phone", "☎ 02) 2133-1234", "02) 2133-1234"),
    ("phone", "연락처는 ０１０－１２３４－５６７８입니다", "０１０－１２３４－５６７８"),
    ("phone", "문의 0312282114", "0312282114"),
    ("phone", "担当：山田（090-1234-5678）", "090-1234-5678"),
    ("phone", "電話03-5253-1111まで", "03-5253-1111"),
    ("phone", "連絡先 076(443)2009", "076(443)2009"),
    ("phone", "手機0912-345-678", "0912-345-678"),
    ("phone", "請洽07-3368333或（07）336-8333", "07-3368333"),
    ("phone", "联系人：李明 13812345678。", "13812345678"),
    ("phone", "电话010-65251234", "010-65251234"),
    ("phone", "Call +82-31-228-2114 for details", "+82-31-228-2114"),
    ("phone", "Call +886 912 345 678", "+886 912 345 678"),
    ("phone", "Contact: +49 (0)228 976299", "+49 (0)228 976299"),
    ("identity", "주민번호 900101-1234567", "900101-1234567"),
    ("identity", "생년월일 900101-1******", "900101-1******"),
    ("identity", "9001011234568", "9001011234568"),
    ("identity", "マイナンバーは1234 5678 9018です", "1234 5678 9018"),
    ("identity", "身分證A123456789號", "A123456789"),
    ("identity", "身份证号11010519491231002X", "11010519491231002X"),
    ("card", "카드 4111-1111-1111-1111", "4111-1111-1111-1111"),
    ("passport", "여권번호 M12345678", "M12345678"),
    ("passport", "旅券番号：TK1234567", "TK1234567"),
    ("email", "메일 mina.kim@naver.com으로", "mina.kim@naver.com"),
    ("email", "mina.kim@urban-lab.example", "mina.kim@urban-lab.example"),
    ("internal", "대외비\n지하차도 세 곳에 차단막을 설치했습니다.", "대외비"),
    ("internal", "본 자료는 내부 검토용입니다", "내부 검토용"),
    ("internal", "[비공개] 하반기 조직 개편", "비공개"),
    ("internal", "초안\n수원시는 야간 버스를 늘립니다.", "초안"),
    ("internal", "외부 유출 금지", "외부 유출 금지"),
    ("internal", "【社外秘】夜間バスの収支", "社外秘"),
    ("internal", "取扱注意 庁内用", "取扱注意"),
    ("internal", "この表は庁内限りとする", "庁内限り"),
    ("internal", "機密\n予算案", "機密"),
    ("internal", "密件 低窪地區感測器", "密件"),
    ("internal", "本文為內部文件，請勿外傳", "內部文件"),
    ("internal", "限閱：夜間公車營運成本", "限閱"),
    ("internal", "内部资料 注意保存", "内部资料"),
    ("internal", "机密★一年\n关于预算", "机密★一年"),
    ("internal", "（秘密）城市更新方案", "秘密"),
    ("internal", "For internal use only: night bus costs", "internal use only"),
    ("internal", "CONFIDENTIAL\nNight bus costs", "CONFIDENTIAL"),
    ("internal", "Strictly confidential - night bus costs", "Strictly confidential"),
    ("internal", "These figures are not for publication.", "not for publication"),
    ("internal", "Draft – do not circulate", "do not circulate"),
]
INNOCENT = [
    "화서동 지하차도 세 곳에 침수 차단막과 수위 센서 12개를 설치해 대피 시간을 20분 앞당겼습니다.",
    "2026-11-20 기준 11.5.1 지표는 0.032이고, 2015-2030 목표는 11.5입니다.",
    "법률 제19234호 제11조, 조례 제2026-053호, 공고 제2026-1234호에 따라 1,234,567,000원을 썼습니다.",
    "대표전화 1588-1234, 민원콜센터 120으로 알려 주세요.",
    "시민 1,234,567명 가운데 010세대는 없고 비율은 61.4 %입니다.",
    "내부 검토를 거쳐 조례 초안을 마련하고, 비공개 회의를 공개로 바꾸었습니다.",
    "건물 내부용 도료를 바꾸고, 내부 문서를 전자화하고, 비공개 자료 30건을 공개했습니다.",
    "오염수 유출 금지 조례를 만들고 비닐봉투 배포를 금지했습니다.",
    "문의: suwon@korea.kr, climate@suwon.go.kr, info@urban-lab.example",
    "자세한 내용: https://www.suwon.go.kr/web/board/BD_board.view.do?seq=01012345678&mail=mina@naver.com",
    "令和8年3月31日現在、人口は403,986人、決算額は13,812,345,678円です。",
    "フリーダイヤル0120-123-456。取扱注意の薬品を減らし、機密文書の溶解処理を始めました。",
    "レジ袋の無料配布を禁止し、秘密の花園という公園をつくりました。",
    "条例の草案を市民と作り、郵便番号は〒930-8510です。",
    "截至2026年11月20日，投資13812345678元，服務1380000人次，編號AB-2026-0012。",
    "建築內部使用太陽能，並推動內部文件電子化。",
    "保守居民秘密，销毁机密文件的管理办法已发布；条例征求意见稿向社会公开。",
    "A confidential helpline for women; conversations are strictly confidential. We do not distribute plastic bags.",
    "Water for internal use in the plant fell by 12 % from 2019-2025; a draft ordinance is under way.",
    "The network planted +100 000 000 trees and saved 1 234 567 890 won; ISBN 979-11-5611-123-4.",
    "B. 11.5\nD. 2026-11-20\nE. 37.2636, 127.0286",
    "2026.02.03 14:00-16:00, 031동 204호, 1/1000 도면 12-34-5678",
    "Numbers: 1234567890123, 123456-7890123, A123456780, 110105194912310021, 4111-1111-1111-1112.",
]


@pytest.mark.parametrize(("kind", "text", "words"), ASKED)
def test_what_had_better_not_be_published_is_named_as_it_was_written_and_where(
    kind: str, text: str, words: str
) -> None:
    first = doubts(text)[0]
    assert (first.kind, first.words) == (kind, words)
    assert text[first.position :].startswith(first.words)


@pytest.mark.parametrize("text", INNOCENT)
def test_an_innocent_text_is_not_asked_about(text: str) -> None:
    assert not doubts(text)


def test_each_is_named_once_in_the_order_of_the_text() -> None:
    text = "대외비\n김민아 010-1234-5678, mina@naver.com; 다시 010-1234-5678, 주민번호 900101-1234567"
    assert [doubt.kind for doubt in doubts(text)] == ["internal", "phone", "email", "identity"]


def test_a_long_text_takes_no_time() -> None:
    for hostile in ("0-" * 2048, "a." * 2048, "+1 " * 1365, "1" * 4096, "내부 " * 1365, "[(" * 2048, "a@" * 2048):
        assert len(doubts(hostile)) < 5
