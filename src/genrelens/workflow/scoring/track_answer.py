"""What a model says of one track."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["TrackAnswer", "TrackAnswers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackAnswer:
    """A model's answer for one track, as a row of ``genrelens predict`` has it.

    Parameters
    ----------
    genre : str or None
        The most probable genre; None where no attribute had a value.
    probability : float or None
        Its probability.
    probabilities : dict of str to float
        Of every genre of the model, in its order; empty where `genre` is None.
    decision : str or None
        ``write``, ``ask`` or ``leave``; None where the model carries no rules.
    decided_genre, decision_reason : str or None
        The genre to write, or those to choose from with ``" | "`` between, and why.
    family : str or None
        Most probable family of genres; None where the model has no family tree.
    family_probability : float or None
        Its probability.
    deepest_genre : str or None
        The genre if it is certain, else a family that is, else empty.
    reasons : str or None
        The strongest reasons in words; None where they were not asked for.
    warnings : str
        What is unusual about the track; empty where nothing is.
    """

    genre: str | None
    probability: float | None
    probabilities: dict[str, float]
    decision: str | None = None
    decided_genre: str | None = None
    decision_reason: str | None = None
    family: str | None = None
    family_probability: float | None = None
    deepest_genre: str | None = None
    reasons: str | None = None
    warnings: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Give the answer as plain values; reasons only where they were asked for."""
        told = {name: getattr(self, name) for name in self.__slots__}
        if self.reasons is None:
            del told["reasons"]
        return told


@dataclass(frozen=True, slots=True)
class TrackAnswers:
    """A model's answers for the tracks that were given, in their order.

    Parameters
    ----------
    tracks : tuple of TrackAnswer
        One a track.
    notices : tuple of str
        What concerns all of them, as sentences with counts.
    """

    tracks: tuple[TrackAnswer, ...]
    notices: tuple[str, ...]
