"""Show progress, findings and estimates on a terminal."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from genrelens.errors import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import TaskID

    from genrelens.workflow.progress import Listener

__all__ = ["listening", "severity_text", "stderr", "stdout", "words"]


def stdout() -> Console:
    """Give a console that writes what the user asked for."""
    return Console(highlight=False, emoji=False, markup=False, soft_wrap=True)


def stderr() -> Console:
    """Give a console for what the user has to know besides."""
    return Console(stderr=True, highlight=False, emoji=False, markup=False)


def words(text: object, *, style: str = "", limit: int = 400) -> Text:
    """Give a stranger's text as it is to be shown: no markup, no control codes."""
    return Text(printable(text, limit=limit), style=style)


def severity_text(severity: str) -> Text:
    """Give a finding's severity in its colour; the word says the same."""
    styles = {"blocker": "bold red", "warning": "yellow", "note": "dim"}
    return Text(severity, style=styles[severity])


@contextmanager
def listening(*, quiet: bool = False) -> Iterator[Listener]:
    """Show progress on standard error while a job runs.

    On a terminal: a bar per stage with the time left. Elsewhere: one line per
    stage, so that logs stay readable.

    Parameters
    ----------
    quiet : bool
        Show nothing at all.
    """
    if quiet:
        yield lambda *_: None
    elif not sys.stderr.isatty():
        yield _line_listener()
    else:
        with _bars(Console(stderr=True)) as progress:
            yield _bar_listener(progress)


def _bars(console: Console, **options: Any) -> Progress:
    columns: tuple[Any, ...] = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left:"),
        TimeRemainingColumn(),
    )
    # By default speed is that of the last 30 seconds, which a step may well outlast.
    return Progress(*columns, console=console, speed_estimate_period=900, **options)


def _bar_listener(progress: Progress) -> Listener:
    tasks: dict[str, TaskID] = {}

    def listen(stage: str, done: int, total: int) -> None:
        if stage not in tasks:
            tasks[stage] = progress.add_task(stage, total=total)
        progress.update(tasks[stage], completed=done, total=total)

    return listen


def _line_listener() -> Listener:
    finished: set[str] = set()

    def listen(stage: str, done: int, total: int) -> None:
        if done >= total and stage not in finished:
            finished.add(stage)
            print(f"{stage}: done", file=sys.stderr, flush=True)  # noqa: T201

    return listen
