"""Hold what a model says of one file, as a music program shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Decision", "FileAnswer", "FileFailure"]

Decision = Literal["write", "ask", "leave"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAnswer:
    """The genre of one file.

    Parameters
    ----------
    genre : str
        The most probable one; empty where the model says nothing of the file.
    probability : float, optional
        Its probability; None where the model says nothing of the file.
    decision : {"write", "ask", "leave"}
        What the model itself decided; never forced.
    why : str
        Why it was decided so.
    choices : tuple of (str, float or None)
        Genres to choose from, the likeliest first, with their probabilities where
        they are told.
    reasons : str
        What in the sound speaks for the genre, in words.
    """

    genre: str
    probability: float | None
    decision: Decision
    why: str
    choices: tuple[tuple[str, float | None], ...] = ()
    reasons: str = ""


@dataclass(frozen=True, slots=True)
class FileFailure:
    """Why nothing is known of one file.

    Parameters
    ----------
    reason : str
        A sentence.
    """

    reason: str
