from __future__ import annotations

import signal
import subprocess
import sys
import textwrap

import psutil
import pytest

from genrelens.server.working.children.child_process import ChildProcess

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="as Linux does it")

SPEECH = """
import json, os, subprocess, sys, time
def say(**words):
    print(json.dumps(words), flush=True)
SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
"""
PARENT = """
import sys, time
from genrelens.server.working.children.child_process import ChildProcess
made = ChildProcess()
print(made.pid, next(made.messages()), flush=True)
time.sleep(600)
"""


def child(code: str) -> ChildProcess:
    return ChildProcess(("-c", SPEECH + textwrap.dedent(code)))


def test_messages_come_as_they_were_said_and_half_a_line_is_none() -> None:
    made = child("""
        order = json.loads(sys.stdin.readline())
        say(event="progress", got=order["kind"])
        sys.stdout.write('{"event": "fini')
    """)
    made.give({"kind": "train"})
    assert list(made.messages()) == [{"event": "progress", "got": "train"}]
    assert made.leave() == 0


def test_killing_a_child_ends_what_it_started_too() -> None:
    made = child("""
        grandchild = subprocess.Popen(SLEEP)
        say(pid=grandchild.pid)
        time.sleep(600)
    """)
    grandchild = psutil.Process(next(made.messages())["pid"])
    made.kill()
    assert made.leave() == -signal.SIGKILL
    grandchild.wait(10)
    made.kill()  # nobody is there any more: nothing happens


def test_what_a_child_started_does_not_outlive_its_own_good_end() -> None:
    made = child("""
        grandchild = subprocess.Popen(SLEEP, stdout=subprocess.DEVNULL)
        say(pid=grandchild.pid)
    """)
    (told,) = made.messages()
    grandchild = psutil.Process(told["pid"])
    assert made.leave() == 0
    grandchild.wait(10)


def test_an_order_to_a_child_that_is_gone_is_no_error() -> None:
    made = child("sys.exit(3)")
    assert list(made.messages()) == []
    made.give({"kind": "train"})
    assert made.leave() == 3
    assert not made.is_alive


def test_a_real_child_says_when_it_is_ready_and_goes_when_nobody_listens() -> None:
    made = ChildProcess()
    assert next(made.messages()) == {"event": "ready"}
    made._process.stdin.close()
    assert made._process.wait(30) == 1
    made._process.stdout.close()


def test_a_child_dies_with_a_parent_that_is_killed() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True
    )
    pid, told = parent.stdout.readline().split(" ", 1)
    made = psutil.Process(int(pid))
    assert "ready" in told
    parent.kill()
    parent.wait()
    parent.stdout.close()
    made.wait(10)
