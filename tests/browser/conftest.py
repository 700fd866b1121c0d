"""A try-out for each test, in a process of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.browser.tryout import trying_out
from tests.databases import Sqlite


@pytest.fixture
async def address(tmp_path: Path, sqlite_copies: Sqlite) -> AsyncIterator[str]:
    """Where the web chat of a new demo network is."""
    async with trying_out(tmp_path, sqlite_copies) as address:
        yield address
