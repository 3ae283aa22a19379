"""Tell a listener how far a long job has come."""

from __future__ import annotations

from typing import Protocol

__all__ = ["Listener", "silent"]


class Listener(Protocol):
    """Anything that wants to hear how far a job has come."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Hear that `done` of `total` steps of a stage are finished.

        Parameters
        ----------
        stage : str
            Name of the stage for people, e.g. ``"cross-validation"``.
        done, total : int
            Steps finished and steps in all; equal when the stage is over.
        """


def silent(stage: str, done: int, total: int) -> None:
    """Hear, and tell nobody."""
    del stage, done, total
