"""Hold what is planned for one file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["DECISIONS", "FileGuard", "PlanRow"]

DECISIONS: Final = ("write", "ask", "leave")


@dataclass(frozen=True, slots=True)
class FileGuard:
    """How a file was when the plan was made.

    Parameters
    ----------
    size : int
        Bytes.
    mtime_ns : int
        Time of the last change, in nanoseconds.
    sha256 : str
        Of the whole file.
    audio_sha256 : str
        Of the bytes that are sound alone; tags do not change it. Empty where the
        file's kind is not known.
    """

    size: int
    mtime_ns: int
    sha256: str
    audio_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """One line of the plan.

    Parameters
    ----------
    path : str
        Relative to the folder, with ``/`` between.
    artist, title : str
        What the file's tags say, for people.
    old, new : tuple of str
        Genres as they stand, and as they shall stand. `old` is for people: what is
        in the file when the plan is applied counts.
    decision : str
        ``write``, ``ask`` or ``leave``.
    candidates : str
        The genre, or those to choose from, with ``" | "`` between.
    probability : float, optional
        Of the most probable genre.
    reasons : str
        Why it was decided so, and what speaks for the genre.
    max_error : float, optional
        Given where the model is sure: among all rows that have one, those whose file
        says so already with them, at most this share were to be wrong. Missing where
        nothing is promised.
    field : str
        ``genre``, or the name of a field of its own.
    kind : str
        How tags are kept in the file, a key of ``formats.kinds.KINDS``; empty where
        no genre can be written into it.
    guard : FileGuard, optional
        How the file was; missing where it could not be read.
    line : int
        In the table, counted from 1; 0 for a row that was not read from one.
    """

    path: str
    artist: str = ""
    title: str = ""
    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    decision: str = "leave"
    candidates: str = ""
    probability: float | None = None
    reasons: str = ""
    max_error: float | None = None
    field: str = "genre"
    kind: str = ""
    guard: FileGuard | None = None
    line: int = 0
