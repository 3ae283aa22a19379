from __future__ import annotations

import subprocess
import sys

import pytest

from genrelens.server.working.children.child_limits import usable_memory

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
    bytearray(400 * 2**20)
except MemoryError:
    print("caught")
""")
    assert told == "caught"


def test_a_job_may_take_some_of_the_memory_there_is_but_not_all() -> None:
    import psutil

    for kind in ("train", "inspect", "predict"):
        usable = usable_memory(kind)
        assert usable is not None
        assert 0 < usable < psutil.virtual_memory().total


def test_a_training_and_a_job_beside_it_leave_memory_to_others() -> None:
    import psutil

    there_is = psutil.virtual_memory().total
    for light in ("inspect", "predict"):
        both = (usable_memory("train") or 0) + (usable_memory(light) or 0)
        assert 0 < both <= 0.81 * there_is


def test_a_process_whose_parent_is_gone_ends_at_once() -> None:
    ended = subprocess.run(
        [
            sys.executable,
            "-c",
            f"from {HOME} import die_with_parent as d; d(1); print(1)",
        ],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (ended.returncode, ended.stdout) == (1, "")
