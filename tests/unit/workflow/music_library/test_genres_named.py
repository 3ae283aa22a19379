from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from genrelens.workflow.music_library.genres_named import (
    GenreNamed,
    read_named,
    write_named,
)

if TYPE_CHECKING:
    from pathlib import Path

NAMED = GenreNamed(
    genre="Rock",
    probability=0.75,
    decision="write",
    decided_genre="Rock",
    decision_reason="sure",
    reasons="loud",
    warnings="",
)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    told = {"a": NAMED}
    write_named(tmp_path / "named.parquet", told)
    assert read_named(tmp_path / "named.parquet") == told


def test_no_probability_stays_none(tmp_path: Path) -> None:
    told = {"a": replace(NAMED, probability=None), "é\n": NAMED}
    write_named(tmp_path / "named.parquet", told)
    assert read_named(tmp_path / "named.parquet") == told


def test_nothing_there_is_nothing_named(tmp_path: Path) -> None:
    assert read_named(tmp_path / "none.parquet") == {}
