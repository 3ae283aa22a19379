"""Leak detectors on tables without a leak, and on tables with one planted."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

FOLDER = Path(__file__).parents[2] / "benchmarks" / "trust"
N_CLEAN = 25
N_KINDS = 15


@pytest.fixture(scope="module")
def planted() -> Iterator[ModuleType]:
    """Give the generator that the benchmark of the detectors uses."""
    sys.path.insert(0, str(FOLDER))
    try:
        import planted_leaks

        yield planted_leaks
    finally:
        sys.path.remove(str(FOLDER))


def test_tables_without_a_leak_raise_next_to_no_alarm(planted: ModuleType) -> None:
    alarms = [
        (seed, code)
        for seed in range(N_CLEAN)
        for code in planted.check_frame(planted.draw_clean(seed))
    ]
    assert len(alarms) <= 1, alarms


@pytest.mark.parametrize("number", range(N_KINDS))
def test_a_planted_leak_is_found(planted: ModuleType, number: int) -> None:
    assert len(planted.PLANTS) == N_KINDS
    plant = planted.PLANTS[number]
    seed = 5_000 + number
    frame = planted.draw_clean(seed, least_a_genre=60)
    frame = plant.plant(frame, np.random.default_rng(seed))
    told = planted.check_frame(frame)
    is_proxy = plant.code == "suspicious-column" and "proxy-column" in told
    assert plant.code in told or is_proxy
