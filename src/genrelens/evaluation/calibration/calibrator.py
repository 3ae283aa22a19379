"""Correct probabilities by a rule that was learnt from other artists' tracks."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, Self, cast

import numpy as np

from genrelens.errors import InputError
from genrelens.evaluation.calibration.stored_values import (
    refuse,
    stored_fields,
    stored_integer,
    stored_list,
    stored_number,
    stored_numbers,
    stored_text,
)

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "FLOOR",
    "LARGEST_TEMPERATURE",
    "METHODS",
    "SMALLEST_TEMPERATURE",
    "Calibrator",
    "Method",
    "log_probabilities",
    "softmax",
]

Method = Literal["none", "temperature", "vector", "isotonic"]
METHODS: tuple[Method, ...] = ("none", "temperature", "vector", "isotonic")

FLOOR = 1e-4
"""Smaller probabilities count as this; a forest gives zeros it cannot mean."""

SMALLEST_TEMPERATURE, LARGEST_TEMPERATURE = 0.05, 20.0
_LARGEST_SCALE, _LARGEST_OFFSET = 20.0, 50.0
_MOST_GENRES, _MOST_KNOTS = 10_000, 1_000


@dataclass(frozen=True, slots=True)
class Calibrator:
    """A rule that turns a model's probabilities into ones that mean what they say.

    ``"none"`` leaves them. ``"temperature"`` raises each to the power of one
    over the temperature and divides by the sum: above 1 the model was too sure,
    below 1 too modest. ``"vector"`` multiplies each genre's log-probability
    by a scale and adds an offset, then takes the softmax. ``"isotonic"`` reads
    each genre's probability off a rising line through its knots, then
    divides by the sum.

    Parameters
    ----------
    method : {"none", "temperature", "vector", "isotonic"}
        Which rule.
    n_genres : int
        Columns of the probabilities.
    temperature : float
        Between 0.05 and 20; 1 where the method is another.
    scales, offsets : tuple of float, length n_genres
        Empty where the method is another than ``"vector"``.
    knots : tuple of (tuple of float, tuple of float), length n_genres
        Each genre's probability before (rising) and after (not falling); empty
        where the method is another than ``"isotonic"``.

    Examples
    --------
    >>> rule = Calibrator("temperature", 2, temperature=0.5)
    >>> rule.apply([[0.6, 0.4]]).round(3)
    array([[0.692, 0.308]])
    """

    method: Method
    n_genres: int
    temperature: float = 1.0
    scales: tuple[float, ...] = ()
    offsets: tuple[float, ...] = ()
    knots: tuple[tuple[tuple[float, ...], tuple[float, ...]], ...] = ()

    def apply(self, proba: ArrayLike) -> NDArray[np.float64]:
        """Correct probabilities.

        Parameters
        ----------
        proba : array-like of float, shape (n_tracks, n_genres)
            As the model gave them.

        Returns
        -------
        ndarray of float64, shape (n_tracks, n_genres)
            Rows sum to 1. Except by ``"none"``, probabilities below `FLOOR`
            count as `FLOOR` before they are corrected, so none comes out as 0.

        Raises
        ------
        InputError
            If there is another number of genres, or a value is no probability.
        """
        given = np.asarray(proba, dtype=np.float64)
        if given.ndim != 2 or given.shape[1] != self.n_genres:  # noqa: PLR2004
            raise InputError(
                f"The calibration was learnt for {self.n_genres} genres, and "
                f"probabilities of shape {given.shape} were given. Give one column "
                f"for each genre of the model."
            )
        if not ((given >= 0) & (given <= 1 + 1e-9)).all():
            raise InputError(
                "Some of the values to be calibrated do not lie between 0 and 1. "
                "Give the output of predict_proba."
            )
        if self.method == "none":
            return given.copy()
        if self.method == "isotonic":
            return self._follow_knots(given)
        logs = log_probabilities(given)
        if self.method == "temperature":
            return softmax(logs / self.temperature)
        return softmax(logs * np.array(self.scales) + np.array(self.offsets))

    def _follow_knots(self, proba: NDArray[np.float64]) -> NDArray[np.float64]:
        followed = np.column_stack(
            [
                np.interp(proba[:, genre], before, after)
                for genre, (before, after) in enumerate(self.knots)
            ]
        ).clip(min=FLOOR)
        return np.asarray(followed / followed.sum(axis=1, keepdims=True))

    def to_dict(self) -> dict[str, Any]:
        """Give the rule as plain values, ready for JSON."""
        return {
            "method": self.method,
            "n_genres": self.n_genres,
            "temperature": self.temperature,
            "scales": list(self.scales),
            "offsets": list(self.offsets),
            "knots": [[list(before), list(after)] for before, after in self.knots],
        }

    @classmethod
    def from_dict(cls, value: object) -> Self:
        """Read the rule from a stranger's model file.

        Parameters
        ----------
        value : object
            What `to_dict` gave, or anything else.

        Raises
        ------
        BundleError
            If a field is missing, unknown, of another kind, or out of bounds.
        """
        where = "calibration"
        names = ("method", "n_genres", "temperature", "scales", "offsets", "knots")
        fields = stored_fields(value, names, where=where)
        method = cast("Method", stored_text(fields["method"], METHODS, where=where))
        n_genres = stored_integer(fields["n_genres"], 2, _MOST_GENRES, where=where)
        n_scales = n_genres if method == "vector" else 0
        n_knots = n_genres if method == "isotonic" else 0
        pairs = stored_list(fields["knots"], (n_knots, n_knots), where=where)
        return cls(
            method,
            n_genres,
            stored_number(
                fields["temperature"],
                SMALLEST_TEMPERATURE,
                LARGEST_TEMPERATURE,
                where=where,
            ),
            stored_numbers(
                fields["scales"], (n_scales, n_scales), 0.0, _LARGEST_SCALE, where=where
            ),
            stored_numbers(
                fields["offsets"],
                (n_scales, n_scales),
                -_LARGEST_OFFSET,
                _LARGEST_OFFSET,
                where=where,
            ),
            tuple(_stored_knots(pair) for pair in pairs),
        )


def log_probabilities(proba: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give natural logarithms; what is below `FLOOR` counts as `FLOOR`."""
    return np.asarray(np.log(proba.clip(min=FLOOR)))


def softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn any numbers into probabilities, row by row."""
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    raised /= raised.sum(axis=1, keepdims=True)
    return np.asarray(raised)


def _stored_knots(pair: object) -> tuple[tuple[float, ...], tuple[float, ...]]:
    where = "calibration"
    before, after = stored_list(pair, (2, 2), where=where)
    first = stored_numbers(before, (1, _MOST_KNOTS), 0.0, 1.0, where=where)
    second = stored_numbers(after, (len(first), len(first)), 0.0, 1.0, where=where)
    if any(b <= a for a, b in pairwise(first)) or any(
        b < a for a, b in pairwise(second)
    ):
        refuse(where, "the knots of an isotonic line do not rise")
    return first, second
