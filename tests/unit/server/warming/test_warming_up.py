"""The warm-up begins when nobody waits for it, and ends with the server."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from genrelens.server.warming.warming_up import FirstAnswer, WarmUp

if TYPE_CHECKING:
    from collections.abc import Callable

LONG = 600.0


class Preparing:
    """Stands for the imports: says when it begins, and goes on until it is stopped."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.was_stopped = False

    def __call__(self, should_stop: Callable[[], bool]) -> None:
        self.begun.set()
        until = time.monotonic() + 30
        while not should_stop() and time.monotonic() < until:
            threading.Event().wait(0.001)
        self.was_stopped = should_stop()


@pytest.fixture
def preparing() -> Preparing:
    return Preparing()


def test_it_begins_by_itself_and_ends_with_what_it_runs_beside(preparing) -> None:
    warm_up = WarmUp(preparing, longest_wait=0.0, after_an_answer=LONG)
    with warm_up.running():
        assert preparing.begun.wait(10)
    assert preparing.was_stopped
    assert not _threads()


def test_it_begins_after_the_first_answer(preparing) -> None:
    warm_up = WarmUp(preparing, longest_wait=LONG, after_an_answer=0.0)
    with TestClient(FirstAnswer(Starlette(), warm_up)) as client, warm_up.running():
        assert not preparing.begun.is_set()
        client.get("/")
        assert preparing.begun.wait(10)
    assert preparing.was_stopped


@pytest.mark.parametrize("is_answered", [True, False])
def test_a_stop_before_it_began_is_not_waited_for(preparing, is_answered) -> None:
    warm_up = WarmUp(preparing, longest_wait=LONG, after_an_answer=LONG)
    began = time.monotonic()
    with warm_up.running():
        if is_answered:
            warm_up.tell_answered()
    assert time.monotonic() - began < LONG / 10
    assert not preparing.begun.is_set()
    assert not _threads()


def test_a_failure_is_one_line_in_the_log(caplog) -> None:
    has_failed = threading.Event()

    def fail(_should_stop: Callable[[], bool]) -> None:
        has_failed.set()
        raise ImportError("no module named 'numba'")

    logger = logging.getLogger("genrelens.server.warming")
    logger.addHandler(caplog.handler)
    try:
        with WarmUp(fail, longest_wait=0.0).running():
            assert has_failed.wait(10)
    finally:
        logger.removeHandler(caplog.handler)
    (record,) = {id(each): each for each in caplog.records}.values()
    assert record.levelno == logging.WARNING
    assert "no module named 'numba'" in record.getMessage()


def _threads() -> list[str]:
    return [each.name for each in threading.enumerate() if each.name == "warm-up"]
