from __future__ import annotations

import os
import sys

import pytest

from genrelens.audio.analysis import AnalysisOptions, Failure, knows_nothing
from genrelens.audio.isolation import one_child
from genrelens.audio.isolation.one_child import OneChild
from genrelens.errors import GenrelensError, InputError

PLAIN = AnalysisOptions(network="none")
READY = "import sys, os, time\nprint('{\"ready\": true}', flush=True)\ninput()\n"


def playing(monkeypatch, code: str, **options: object) -> OneChild:
    """Start a child that is a few lines of Python instead of our module."""
    monkeypatch.setattr(one_child, "_PROGRAM", ("-c", code))
    return OneChild(PLAIN, n_values=1, **options)


@pytest.mark.parametrize(
    ("code", "fault", "words"),
    [
        ("os.kill(os.getpid(), 11)", "crashed", "SIGSEGV"),
        ("os.kill(os.getpid(), 24)", "took-too-long", "60 seconds"),
        ("raise ValueError('odd')", "crashed", "ValueError: odd"),
        ("os._exit(0)", "crashed", "broke off"),
        ("print('rubbish', flush=True); time.sleep(60)", "crashed", "SIGKILL"),
        ("print('{\"ms\": 1}', flush=True); time.sleep(60)", "crashed", "SIGKILL"),
        ("time.sleep(60)", "took-too-long", "0.5 seconds"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="signals as on Unix")
def test_whatever_happens_to_it_is_one_failure(
    monkeypatch, tmp_path, code, fault, words
) -> None:
    monkeypatch.setattr(one_child, "_LEAVE_SECONDS", 1.0)
    child = playing(monkeypatch, READY + code, wall_seconds=0.5)
    try:
        child.wait_until_ready()
        found = child.analyse(tmp_path / "a.mp3", knows_nothing)
        assert isinstance(found, Failure)
        assert (found.code, words in found.reason) == (fault, True), found
        assert not child.is_usable
    finally:
        child.end()


def test_a_refusal_to_begin_is_told_in_its_words(monkeypatch) -> None:
    child = playing(monkeypatch, 'print(\'{"refused": "No network."}\')')
    with pytest.raises(InputError, match="No network"):
        child.wait_until_ready()
    child.end()


def test_a_child_that_cannot_start_is_told_with_its_last_words(monkeypatch) -> None:
    child = playing(monkeypatch, "raise SystemExit('no such library')")
    with pytest.raises(GenrelensError, match="no such library"):
        child.wait_until_ready()
    child.end()
    child.end()


def test_it_is_gone_when_ended() -> None:
    child = OneChild(PLAIN, n_values=1)
    child.end()
    with pytest.raises(ProcessLookupError):
        os.kill(child.pid, 0)
