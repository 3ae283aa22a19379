from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.workflow.music_library.file_states import read_states, write_states

if TYPE_CHECKING:
    from pathlib import Path


def test_times_are_kept_to_the_nanosecond(tmp_path: Path) -> None:
    told = {"a/é.mp3": (2**40, 1_700_000_000_123_456_789), "b": (0, 0)}
    write_states(tmp_path / "files.parquet", told)
    assert read_states(tmp_path / "files.parquet") == told


def test_nothing_there_is_nothing_known(tmp_path: Path) -> None:
    assert read_states(tmp_path / "none") == {}
