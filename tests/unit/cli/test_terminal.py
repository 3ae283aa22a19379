from __future__ import annotations

import io
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from genrelens.cli import terminal
from genrelens.cli.terminal import listening, severity_text, stdout, words
from genrelens.schema.findings import Severity


@given(st.text())
def test_strangers_text_holds_no_control_character_and_no_markup(text: str) -> None:
    shown = words(text)
    assert shown.spans == []
    assert not any(ord(c) < 32 or ord(c) == 127 for c in shown.plain)


def test_long_text_is_cut_where_asked() -> None:
    assert len(words("a" * 50, limit=10).plain) == 10


@pytest.mark.parametrize("severity", list(Severity))
def test_every_severity_has_a_colour_and_says_its_word(severity) -> None:
    shown = severity_text(severity)
    assert shown.plain == severity.value
    assert shown.style


def test_the_console_does_not_read_markup_or_break_lines(capsys) -> None:
    stdout().print("[bold]x[/bold] :smile: " + "a" * 300)
    assert capsys.readouterr().out == "[bold]x[/bold] :smile: " + "a" * 300 + "\n"


def test_a_log_gets_one_line_a_stage_when_it_is_over(capsys) -> None:
    with listening() as listener:
        for stage in ("reading", "scoring"):
            for done in range(3):
                listener(stage, done, 2)
        listener("scoring", 2, 2)
    assert capsys.readouterr() == ("", "reading: done\nscoring: done\n")


def test_quiet_shows_nothing(capsys) -> None:
    with listening(quiet=True) as listener:
        listener("reading", 1, 1)
    assert capsys.readouterr() == ("", "")


def test_a_terminal_gets_a_bar_a_stage(monkeypatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    with listening() as listener:
        listener("reading", 1, 1)
        listener("scoring", 3, 10)
    shown = screen.getvalue()
    assert "reading" in shown
    assert "3/10" in shown
    assert "left:" in shown


def test_the_time_left_is_told_though_every_step_takes_minutes() -> None:
    """Speed was that of the last half minute, in which no step had ended."""
    now = [0.0]
    progress = terminal._bars(Console(stderr=True), get_time=lambda: now[0])
    listen = terminal._bar_listener(progress)
    for done in range(5):
        now[0] = 120.0 * done
        listen("explaining", done * 100, 1_000)
    (task,) = progress.tasks
    assert task.time_remaining == 6 * 120
