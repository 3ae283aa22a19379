from __future__ import annotations

import json
from typing import TYPE_CHECKING

from genrelens.server.working.tasks.told_outcomes import write_outcomes
from genrelens.tagging.outcomes import Outcome
from genrelens.workflow.music_library.file_states import read_states, write_states

if TYPE_CHECKING:
    from pathlib import Path


def test_only_what_was_written_is_known_as_it_is_now(tmp_path: Path) -> None:
    for name in ("music", "place", "plan", "output"):
        (tmp_path / name).mkdir()
    for name in ("a.mp3", "b.mp3"):
        (tmp_path / "music" / name).write_bytes(b"12345")
    write_states(tmp_path / "place/files.parquet", {"a.mp3": (1, 1), "b.mp3": (1, 1)})
    order = {
        "folder": str(tmp_path / "music"),
        "place": str(tmp_path / "place"),
        "plan": str(tmp_path / "plan"),
        "output": str(tmp_path / "output"),
    }
    outcomes = [Outcome("a.mp3", "written", new=("x",)), Outcome("b.mp3", "changed")]
    write_outcomes(order, "apply", outcomes)
    states = read_states(tmp_path / "output/files.parquet")
    assert states["a.mp3"][0] == 5
    assert states["b.mp3"] == (1, 1)
    told = json.loads((tmp_path / "plan/apply.json").read_text())
    assert [each["end"] for each in told] == ["written", "changed"]
