from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="as Linux does it")


def do(order: dict) -> list[dict]:
    """Let a real child do one order, and give all it said."""
    child = subprocess.Popen(
        [sys.executable, "-m", "genrelens.server.working.child", str(os.getpid())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    child.stdin.write(json.dumps(order).encode() + b"\n")
    child.stdin.flush()
    said = [json.loads(line) for line in child.stdout]
    code = child.wait(60)  # before its input is closed, which would end it at once
    child.stdin.close()
    child.stdout.close()
    assert code == 0
    return said


def test_a_refusal_is_told_in_the_words_of_the_command_line(tmp_path) -> None:
    order = {
        "kind": "inspect",
        "table": str(tmp_path / "none.csv"),
        "name": "mine.csv",
        "output": str(tmp_path),
        "options": {"group": None},
    }
    said = do(order)
    assert said[0] == {"event": "ready"}
    assert said[-1]["event"] == "failed"
    assert "there is no such file" in said[-1]["message"]
    assert not (tmp_path / "complete.json").exists()


def test_too_little_memory_is_told_with_its_stage_and_a_remedy(
    tmp_path, write_tracks
) -> None:
    order = {
        "kind": "inspect",
        "table": str(write_tracks(n_tracks=60)),
        "name": "mine.csv",
        "output": str(tmp_path),
        "options": {"group": None},
        "memory": 1,
    }
    said = do(order)
    assert said[-1]["event"] == "failed"
    assert "ran out of memory" in said[-1]["message"]
    assert "fewer trees" in said[-1]["message"]
