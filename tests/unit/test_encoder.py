"""The model that reads texts: whoever waits for it is answered quickly, and nobody else is kept waiting."""

import os

import numpy as np
import pytest

from bot.language import encoder

ASKED = ["How do cities warn people before an underpass floods, and who pays for the sensors?"]


def busy(monkeypatch: pytest.MonkeyPatch, load: float, cores: int = 2) -> None:
    monkeypatch.setattr(os, "getloadavg", lambda: (load, load, load))
    monkeypatch.setattr(os, "cpu_count", lambda: cores)


def test_a_query_says_the_same_however_many_threads_share_it(monkeypatch: pytest.MonkeyPatch) -> None:
    model = encoder.E5()
    busy(monkeypatch, 9.0)
    alone = model.encode(ASKED, query=True)
    busy(monkeypatch, 0.1)
    shared = model.encode(ASKED, query=True)
    assert np.allclose(alone, shared, atol=1e-6)


@pytest.mark.parametrize(
    ("load", "cores", "threads"), [(0.2, 2, 2), (1.9, 2, 2), (2.0, 2, 1), (0.2, 1, 1), (0.2, 8, 2)]
)
def test_a_query_is_shared_only_while_the_machine_has_little_to_do(
    monkeypatch: pytest.MonkeyPatch, load: float, cores: int, threads: int
) -> None:
    busy(monkeypatch, load, cores)
    model = encoder.E5()
    model.encode(ASKED, query=True)
    assert model._model._lib.omp_get_max_threads() == threads
    model.encode(ASKED)
    assert model._model._lib.omp_get_max_threads() == 1
