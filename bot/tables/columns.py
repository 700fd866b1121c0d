"""The columns of a table of actions, and what people call them."""

from functools import cache

from bot.language.fold import fold_name

REQUIRED = ("source_id", "place", "text")
NAMES = {
    "source_id": """
        source_id, id, source, reference, reference number, 번호, 원본 번호, 관리번호, 식별자, 識別番号, 管理番号, 番号,
        编号, 来源编号, 編號, 來源編號, 識別碼
    """,
    "place": """
        place, city, municipality, local government, 장소, 도시, 지역, 지자체, 지방자치단체, 시군구, 場所, 都市, 自治体,
        市町村, 地点, 城市, 地區, 地點, 縣市
    """,
    "language": "language, lang, 언어, 言語, 语言, 語言",
    "title": "title, name, headline, 제목, 사업명, 題名, タイトル, 件名, 事業名, 标题, 名称, 標題, 名稱",
    "text": "text, description, summary, 내용, 본문, 설명, 本文, 内容, 説明, 正文, 说明, 說明",
    "target": "target, sdg target, 세부목표, 목표, ターゲット, 目標, 具体目标, 目标, 細項目標",
    "kind": "kind, status, state, progress, 상태, 구분, 진행 상황, 추진 상황, 状況, 状態, 進捗, 状态, 进展, 狀態, 進度",
    "date": "date, as of, day, 날짜, 기준일, 일자, 日付, 基準日, 年月日, 日期, 截至日期",
}


def column(name: str) -> str | None:
    """Return which column a header names, in any case and spacing, in five languages; None if none we use."""
    return _columns().get(fold_name(name))


@cache
def _columns() -> dict[str, str]:
    return {fold_name(word): name for name, words in NAMES.items() for word in words.split(",")}
