"""Find what does a kind of job."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    Task = Callable[[dict[str, Any], "TaskListener"], dict[str, Any]]

__all__ = ["TaskListener", "find_task", "import_tasks"]


class TaskListener(Protocol):
    """A listener that also takes down what a reader of the job should know."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Hear of a step, as `genrelens.workflow.progress.Listener`."""

    def note(self, text: str, seconds: float) -> None:
        """Hear a sentence, and about how many seconds the whole job takes."""


_HOMES = {
    "inspect": "inspecting",
    "train": "training",
    "predict": "predicting",
    "extract": "extracting",
    "name": "naming",
    "plan": "planning",
    "apply": "applying",
    "undo": "undoing",
}


def find_task(kind: str) -> Task:
    """Give the function that does a kind of job.

    Returns
    -------
    callable
        Takes an order and a listener, writes into the order's output folder, and gives
        plain values to record.
    """
    home = import_module(f"genrelens.server.working.tasks.{_HOMES[kind]}")
    return cast("Task", home.work)


def import_tasks() -> None:
    """Import all that any job needs, which takes seconds, before one is waiting."""
    for kind in _HOMES:
        find_task(kind)
