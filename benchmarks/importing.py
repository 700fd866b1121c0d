"""Importing a table: rows a second of `python -m bot import`, both databases, into a database nobody has used.

    python -m benchmarks.importing [rows]

Full rows say everything; of bare ones, title, language, kind and target follow from the text.
"""

import asyncio
import contextlib
import io
import os
import sys
import tempfile
import time
from argparse import Namespace
from pathlib import Path

from bot.cli.importing import import_file
from bot.settings import Settings
from tests.databases import Postgres, Sqlite, postgres_copies

CITIES = ("수원시", "창원시", "Toyama", "高雄市", "Freiburg im Breisgau")
TEXT = "화서동 지하차도 {n}곳에 침수 차단막과 수위 센서 12개를 설치해 대피 시간을 20분 앞당겼습니다."
FULL = "n{n},{city},ko,제목 {n}," + TEXT + ",11.5,achieved,2026-05-01\n"
BARE = "n{n},{city},,," + TEXT + ",,,\n"
HEADER = "source_id,place,language,title,text,target,kind,date\n"


def main(rows: int = 4000) -> None:
    print("| database | full rows, rows/s | bare rows, rows/s | full rows again, rows/s |")
    print("| --- | --: | --: | --: |")
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measured("SQLite", Sqlite(Path(folder), Path(folder)), Path(folder), rows))
        with postgres_copies(Path(folder)) as copies:
            asyncio.run(_measured("PostgreSQL", copies, Path(folder), rows))


async def _measured(name: str, databases: Sqlite | Postgres, folder: Path, rows: int) -> None:
    async with databases.fresh() as full, databases.fresh() as bare:
        figures = [await _rate(full, FULL, folder, rows), await _rate(bare, BARE, folder, rows)]
        figures.append(await _rate(full, FULL, folder, rows))
    print(f"| {name} | " + " | ".join(f"{figure:.0f}" for figure in figures) + " |")


async def _rate(url: str, row: str, folder: Path, rows: int) -> float:
    os.environ |= {"PUMASI_DATABASE_URL": url, "PUMASI_DATA": str(folder)}
    file = folder / "table.csv"
    file.write_text(HEADER + "".join(row.format(n=n, city=CITIES[n % len(CITIES)]) for n in range(rows)))
    began = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        await import_file(Settings(), Namespace(file=file, keep_duplicates=False))
    return rows / (time.perf_counter() - began)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
