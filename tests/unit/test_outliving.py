"""A child whose parent is gone is gone as well."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="as Linux does it")

CHILD = """
import os, sys, time
from genrelens.outliving import die_with_parent
die_with_parent({parent})
print(os.getpid(), flush=True)
time.sleep(600)
"""
PARENT = """
import os, subprocess, sys, time
code = sys.argv[1].replace("{parent}", str(os.getpid()))
child = subprocess.Popen([sys.executable, "-c", code])
time.sleep(600)
"""


def is_running(process: int) -> bool:
    try:
        with open(f"/proc/{process}/stat") as file:  # noqa: PTH123
            return file.read().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def test_a_killed_parent_takes_its_child_along() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, CHILD], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_running(child)
        parent.send_signal(signal.SIGKILL)
    limit = time.monotonic() + 60
    while is_running(child):
        assert time.monotonic() < limit
        time.sleep(0.005)


def test_a_child_whose_parent_is_gone_already_ends_at_once() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CHILD.replace("{parent}", str(1 << 22))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")


def test_a_child_whose_parent_lives_goes_on() -> None:
    code = CHILD.replace("{parent}", str(os.getpid())).replace("600", "0")
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == 0
