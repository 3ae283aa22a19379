"""One event is one line, whatever a stranger sent."""

from __future__ import annotations

import logging
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.server.guarding.lines import OneLine, tell_on_stderr


def _line(message: str, *arguments: object) -> str:
    record = logging.LogRecord("a", logging.INFO, "", 0, message, arguments, None)
    return OneLine().format(record)


@given(st.text())
def test_a_line_has_no_break_and_nothing_that_steers_a_terminal(text: str) -> None:
    line = _line("asked for %s", text)

    assert len(line.splitlines()) == 1
    assert not {unicodedata.category(character) for character in line} & {
        *("Cc", "Cf", "Zl", "Zp")
    }


def test_a_traceback_stays_on_the_line_of_its_event() -> None:
    error = ValueError("first\nsecond \x1b[31m")
    traceback = (type(error), error, None)
    record = logging.LogRecord("a", logging.ERROR, "", 0, "broken", (), traceback)

    line = OneLine().format(record)

    assert line.endswith(r"ValueError: first\nsecond \x1b[31m")
    assert "\n" not in line


@pytest.fixture
def _loggers_as_before():
    names = ("uvicorn.error", "genrelens.server", "genrelens.server.requests")
    loggers = [logging.getLogger(name) for name in names]
    before = [(one.level, one.handlers, one.propagate) for one in loggers]
    yield
    for one, (level, handlers, propagate) in zip(loggers, before, strict=True):
        one.setLevel(level)
        one.handlers, one.propagate = handlers, propagate


@pytest.mark.usefixtures("_loggers_as_before")
@pytest.mark.parametrize("requests", [True, False])
def test_requests_are_told_only_when_asked_for(requests, capsys) -> None:
    tell_on_stderr(requests=requests)
    logging.getLogger("genrelens.server.requests").info("GET / 200")
    logging.getLogger("genrelens.server").warning("something\nelse")

    told = capsys.readouterr().err
    assert ("GET / 200" in told) == requests
    assert r"WARNING something\nelse" in told
