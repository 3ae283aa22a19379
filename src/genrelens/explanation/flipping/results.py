"""What a search for the smallest change that flips a genre found."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Flip", "FlipSearch", "Move"]


@dataclass(frozen=True, slots=True)
class Move:
    """One attribute set to another value.

    Parameters
    ----------
    feature, label : str
        The attribute, and its name for people.
    before, after : float, str or None
        Its value as it is (None where it is missing), and as it would be.
    cost : float
        Share of the collection that lies between the two, 0 to 1; a half where the
        values have no order (flags, categories, keys) or the value was missing.
    words : str
        ``"tempo were 126 instead of 138 BPM"``.
    """

    feature: str
    label: str
    before: float | str | None
    after: float | str
    cost: float
    words: str


@dataclass(frozen=True, slots=True, eq=False)
class Flip:
    """A change that gives the track another genre.

    Parameters
    ----------
    moves : tuple of Move
        One or two.
    genre : str
        What it would be.
    proba : ndarray of float64, shape (n_genres,)
        What it would have, calibrated where the model can.
    cost : float
        Sum of the moves' costs.
    sentence : str
        The change and what comes of it, in words.
    """

    moves: tuple[Move, ...]
    genre: str
    proba: NDArray[np.float64]
    cost: float
    sentence: str

    def to_dict(self, genres: Sequence[str]) -> dict[str, Any]:
        """Give the change as plain values, ready for JSON."""
        return {
            "moves": [asdict(move) for move in self.moves],
            "genre": self.genre,
            "probabilities": dict(zip(genres, self.proba.tolist(), strict=True)),
            "cost": self.cost,
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True, eq=False)
class FlipSearch:
    """Everything a search found, or that it found nothing.

    Parameters
    ----------
    genre : str
        What the track is now.
    wanted : str or None
        The genre that was asked for; None for any other.
    proba : ndarray of float64, shape (n_genres,)
        As it is now, calibrated where the model can.
    flips : tuple of Flip
        The smallest first; one a set of attributes. Empty where there is none.
    nearest : Flip or None
        Where nothing flips it, the single change that comes nearest; its genre is
        still the old one.
    sentence : str
        The smallest change in words, or the truth that there is none.
    """

    genre: str
    wanted: str | None
    proba: NDArray[np.float64]
    flips: tuple[Flip, ...]
    nearest: Flip | None
    sentence: str

    def to_dict(self, genres: Sequence[str]) -> dict[str, Any]:
        """Give everything as plain values, ready for JSON."""
        return {
            "genre": self.genre,
            "to": self.wanted,
            "probabilities": dict(zip(genres, self.proba.tolist(), strict=True)),
            "flips": [flip.to_dict(genres) for flip in self.flips],
            "nearest": None if self.nearest is None else self.nearest.to_dict(genres),
            "sentence": self.sentence,
        }
