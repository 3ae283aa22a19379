"""Hold what became of one file when a plan was applied or undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["APPLY_ENDS", "UNDO_ENDS", "Outcome"]

APPLY_ENDS: Final = {
    "written": "the genres stand in the file",
    "would write": "they would, if this were not a dry run",
    "already": "the file held these genres before",
    "changed": "the file is not what it was when the plan was made",
    "refused": "the row or the file cannot be used; the reason says why",
    "failed": "writing did not succeed; the file is as it was",
}
UNDO_ENDS: Final = {
    "restored": "the file is byte for byte what it was",
    "would restore": "it would be, if this were not a dry run",
    "already": "the file was what it had been",
    "genres only": "changed by another program since; its old genres were put back",
    "changed": "changed by another program since; it was left alone",
    "refused": "the file cannot be used; the reason says why",
    "failed": "restoring did not succeed; the file is as it was",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file.

    Parameters
    ----------
    path : str
        Relative to the folder, with ``/`` between.
    end : str
        A key of `APPLY_ENDS` or of `UNDO_ENDS`.
    reason : str
        A sentence; empty where there is nothing to add.
    old, new : tuple of str
        Genres before and after.
    """

    path: str
    end: str
    reason: str = ""
    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
