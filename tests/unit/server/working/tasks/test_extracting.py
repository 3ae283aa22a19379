from __future__ import annotations

import json
from typing import TYPE_CHECKING

from genrelens.server.working.tasks.extracting import work
from genrelens.workflow.music_library.file_states import read_states
from genrelens.workflow.music_library.opening import open_library
from genrelens.workflow.progress import silent

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_folder_becomes_a_library_and_a_table(
    music_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (music_folder / "broken.mp3").write_bytes(b"no sound")
    output = tmp_path / "output"
    output.mkdir()
    order = {
        "folder": str(music_folder),
        "output": str(output),
        "threads": 1,
        "options": {"network": "none", "seconds": 5.0},
    }
    told = work(order, silent)
    n_errors = len(json.loads((output / "errors.json").read_text()))
    assert told["n_tracks"] + n_errors == told["n_files"] == 7
    assert told["n_errors"] == n_errors >= 1
    assert (output / "table.parquet").read_bytes() == (
        output / "tracks.parquet"
    ).read_bytes()
    tracks = open_library(output).tracks
    states = read_states(output / "files.parquet")
    assert {each.path for each in tracks} == set(states)
    assert all(each.n_bytes > 0 for each in tracks)
