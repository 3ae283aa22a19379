from __future__ import annotations

import subprocess
import sys

import pytest

from genrelens.server.working.children import child_limits
from genrelens.server.working.children.child_limits import (
    music_workers,
    usable_memory,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="as Linux does it")

HOME = "genrelens.server.working.children.child_limits"


def python(code: str) -> str:
    told = subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert told.returncode == 0, told.stderr
    return told.stdout.strip()


def test_every_thread_waits_for_the_server_those_that_ran_before_too() -> None:
    told = python(f"""
import os, threading
from pathlib import Path
from {HOME} import lower_priority
end = threading.Event()
thread = threading.Thread(target=end.wait)
thread.start()
lower_priority(10)
lower_priority(5)  # never back
tasks = [int(each.name) for each in Path("/proc/self/task").iterdir()]
print(sorted(os.getpriority(os.PRIO_PROCESS, task) for task in tasks))
end.set()
""")
    assert told == "[10, 10]"


def test_a_capped_process_gets_a_memory_error_and_lives() -> None:
    told = python(f"""
from {HOME} import cap_memory
cap_memory(200 * 2**20)
try:
    bytearray(512 * 2**20)
except MemoryError:
    print("caught")
""")
    assert told == "caught"


def test_a_job_may_take_some_of_the_memory_there_is_but_not_all() -> None:
    import psutil

    for kind in ("train", "inspect", "predict", "extract"):
        usable = usable_memory(kind)
        assert usable is not None
        assert 0 < usable < psutil.virtual_memory().total


@pytest.mark.parametrize("there_is", [6 * 2**30, 8 * 2**30, 23 * 2**30, 256 * 2**30])
@pytest.mark.parametrize("threads", [1, 2, 8, 64])
def test_all_jobs_at_once_and_their_children_leave_a_tenth_to_the_server(
    there_is: int, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child_limits, "_memory", lambda: there_is)
    n_children = music_workers(threads)
    each_with_music = usable_memory("extract", threads) or 0
    assert 1 <= n_children <= threads
    assert each_with_music >= 512 * 2**20
    together = (usable_memory("train") or 0) + (usable_memory("predict") or 0)
    together += (1 + n_children) * each_with_music
    assert together <= 0.905 * there_is


def test_a_small_machine_gives_what_a_job_needs_to_begin(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(child_limits, "_memory", lambda: 2**30)
    assert music_workers(8) == 1
    assert usable_memory("name", 8) == usable_memory("inspect") == 512 * 2**20
    monkeypatch.setattr(child_limits, "_memory", lambda: None)
    assert usable_memory("train") is None
    assert music_workers(3) == 3
