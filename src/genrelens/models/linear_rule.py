"""Answer rows by a linear rule: standardise, weigh, add, and make shares of it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.errors import InputError
from genrelens.forest.compiling import compiled, inlined

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "FARTHEST",
    "STEEPEST",
    "LinearRule",
    "answer_rows",
    "log_odds",
    "make_shares",
    "soften",
    "to_inputs",
]

FARTHEST: Final = 6.0
"""Standard deviations at which a value is cut, so that none rules."""

STEEPEST: Final = 100_000.0
"""Largest size of log-odds that a rule may reach at all, to bound the work."""

_SUM_ERROR: Final = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class LinearRule:
    """All numbers of a fitted logistic regression, and of the tracks it starts from.

    An encoded column gives one input: its value less the mean, in standard
    deviations, cut at `FARTHEST`, and 0 where it is missing. A column that had
    gaps in training gives another input, 1 where its value is missing. The inputs
    of all columns stand first, those of gaps after them.

    Parameters
    ----------
    mean, spread : ndarray of float64, shape (n_columns,)
        Mean and standard deviation of each encoded column in training.
    has_gaps : ndarray of bool, shape (n_columns,)
        Whether training saw a missing value there.
    coefficients : ndarray of float64, shape (n_inputs, n_genres)
        Log-odds for each unit of an input.
    intercepts : ndarray of float64, shape (n_genres,)
        Log-odds where all inputs are 0.
    typical : ndarray of float64, shape (n_typical, n_inputs)
        Mean inputs of each genre's training tracks (or of several genres').
    typical_shares : ndarray of float64, shape (n_typical,)
        Share of the training tracks that each stands for; they sum to 1.
    """

    mean: NDArray[np.float64]
    spread: NDArray[np.float64]
    has_gaps: NDArray[np.bool_]
    coefficients: NDArray[np.float64]
    intercepts: NDArray[np.float64]
    typical: NDArray[np.float64]
    typical_shares: NDArray[np.float64]

    @property
    def n_columns(self) -> int:
        """Width of an encoded row."""
        return len(self.mean)

    @property
    def n_inputs(self) -> int:
        """Columns, and those of them that had gaps."""
        return len(self.mean) + int(self.has_gaps.sum())

    @property
    def n_genres(self) -> int:
        """Genres."""
        return len(self.intercepts)

    @property
    def gap_inputs(self) -> NDArray[np.int64]:
        """Give the input of each column's gaps; -1 where it had none."""
        places = self.n_columns + np.cumsum(self.has_gaps) - 1
        found: NDArray[np.int64] = np.where(self.has_gaps, places, -1)
        return found

    @property
    def owners(self) -> NDArray[np.int64]:
        """Give the encoded column that each input comes from, shape (n_inputs,)."""
        columns = np.arange(self.n_columns)
        return np.concatenate([columns, columns[self.has_gaps]])

    @property
    def nbytes(self) -> int:
        """Bytes of all its numbers."""
        return int(sum(getattr(self, part.name).nbytes for part in fields(self)))

    def check(self) -> None:
        """Demand that the numbers are a rule, whoever gave them.

        Raises
        ------
        InputError
            If sizes do not fit, a number is not finite or out of its range, or the
            log-odds could grow beyond `STEEPEST`.
        """
        shapes = {
            "spread": (self.n_columns,),
            "has_gaps": (self.n_columns,),
            "coefficients": (self.n_inputs, self.n_genres),
            "typical": (len(self.typical_shares), self.n_inputs),
        }
        for name, shape in shapes.items():
            if getattr(self, name).shape != shape:
                raise _no_rule(f"{name} has shape {getattr(self, name).shape}")
        for part in fields(self):
            if not np.isfinite(getattr(self, part.name)).all():
                raise _no_rule(f"{part.name} holds a number that is not finite")
        if not (self.spread > 0).all():
            raise _no_rule("a standard deviation that is not above 0")
        with np.errstate(over="ignore"):
            reach = FARTHEST * np.abs(self.coefficients).sum(axis=0)
            reach += np.abs(self.intercepts)
        if not (reach <= STEEPEST).all():
            raise _no_rule(f"log-odds beyond {STEEPEST:,.0f}")
        if (np.abs(self.typical) > FARTHEST).any():
            raise _no_rule(f"a typical track beyond {FARTHEST:g} standard deviations")
        total = self.typical_shares.sum()
        if (self.typical_shares < 0).any() or abs(total - 1) > _SUM_ERROR:
            raise _no_rule("shares of typical tracks that do not sum to 1")


def answer_rows(rule: LinearRule, rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """Give the probability of every genre for encoded rows.

    What is said of a row depends on nothing but that row, to the last bit.

    Parameters
    ----------
    rule : LinearRule
    rows : ndarray of float32, shape (n_rows, n_columns)
        NaN where missing.

    Returns
    -------
    ndarray of float64, shape (n_rows, n_genres)
    """
    return soften(log_odds(rule, to_inputs(rule, rows)))


def to_inputs(rule: LinearRule, rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """Give the inputs of encoded rows, shape (n_rows, n_inputs)."""
    return _inputs(
        np.ascontiguousarray(rows, dtype=np.float32),
        rule.mean,
        rule.spread,
        rule.gap_inputs,
        rule.n_inputs,
    )


def log_odds(rule: LinearRule, inputs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the log-odds of every genre for inputs, shape (n_rows, n_genres)."""
    return _weigh(np.ascontiguousarray(inputs), rule.coefficients, rule.intercepts)


@compiled
def _inputs(
    rows: NDArray[np.float32],
    mean: NDArray[np.float64],
    spread: NDArray[np.float64],
    gap_inputs: NDArray[np.int64],
    n_inputs: int,
) -> NDArray[np.float64]:
    found = np.zeros((len(rows), n_inputs))
    for row in range(len(rows)):
        for column in range(len(mean)):
            value = np.float64(rows[row, column])
            if np.isnan(value):
                if gap_inputs[column] >= 0:
                    found[row, gap_inputs[column]] = 1.0
                continue
            scaled = (value - mean[column]) / spread[column]
            found[row, column] = min(max(scaled, -FARTHEST), FARTHEST)
    return found


@compiled
def _weigh(
    inputs: NDArray[np.float64],
    coefficients: NDArray[np.float64],
    intercepts: NDArray[np.float64],
) -> NDArray[np.float64]:
    odds = np.empty((len(inputs), len(intercepts)))
    for row in range(len(inputs)):
        odds[row] = intercepts
        for place in range(inputs.shape[1]):
            for genre in range(len(intercepts)):
                odds[row, genre] += inputs[row, place] * coefficients[place, genre]
    return odds


@compiled
def soften(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn rows of log-odds into probabilities; the rows are overwritten."""
    for row in range(len(odds)):
        make_shares(odds[row])
    return odds


@inlined
def make_shares(numbers: NDArray[np.float64]) -> None:
    """Turn log-odds into probabilities that sum to 1, in their own place."""
    largest = numbers.max()
    total = 0.0
    for place in range(len(numbers)):
        numbers[place] = np.exp(numbers[place] - largest)
        total += numbers[place]
    for place in range(len(numbers)):
        numbers[place] /= total


def _no_rule(found: str) -> InputError:
    return InputError(f"The numbers are no linear model: {found}.")
