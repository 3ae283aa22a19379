"""Say from which probability on a genre may be written without asking."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Self

from genrelens.evaluation.calibration.stored_values import (
    refuse,
    stored_fields,
    stored_integer,
    stored_list,
    stored_number,
)
from genrelens.evaluation.prediction_sets.set_rule import level_index, stored_levels

__all__ = ["MOST_ASKED", "DecisionRule"]

MOST_ASKED = 3
"""Genres that a person is asked to choose from at most."""

_WHERE = "decisions"
_MOST_GENRES = 10_000


@dataclass(frozen=True, slots=True)
class DecisionRule:
    """Least probabilities with which tags are written, for each share of errors.

    Parameters
    ----------
    levels : tuple of float, length n_levels
        Largest share of wrong tags among those written, rising.
    thresholds : tuple of float, length n_levels
        Least calibrated probability of a tag that is written, not rising;
        infinite where no probability was found that keeps the promise, so that
        nothing is written.
    most_asked : int, default 3
        Genres that a person is asked to choose from at most, from 2 on.
    """

    levels: tuple[float, ...]
    thresholds: tuple[float, ...]
    most_asked: int = MOST_ASKED

    def threshold(self, max_error: float) -> float:
        """Give the least probability of a written tag; infinite for none.

        Parameters
        ----------
        max_error : float
            Largest share of wrong tags among those written. Between two levels
            the stricter one is used.

        Raises
        ------
        InputError
            If the share is not above 0 and below 1.

        Examples
        --------
        >>> DecisionRule((0.05, 0.1), (0.9, 0.8)).threshold(0.07)
        0.9
        """
        at = level_index(self.levels, max_error)
        return math.inf if at is None else self.thresholds[at]

    def to_dict(self) -> dict[str, Any]:
        """Give the rule as plain values, ready for JSON; null is infinite."""
        return {
            "levels": list(self.levels),
            "thresholds": [
                one if math.isfinite(one) else None for one in self.thresholds
            ],
            "most_asked": self.most_asked,
        }

    @classmethod
    def from_dict(cls, value: object) -> Self:
        """Read the rule from a stranger's model file.

        Raises
        ------
        BundleError
            If a field is missing, unknown, of another kind, or out of bounds.
        """
        names = ("levels", "thresholds", "most_asked")
        fields = stored_fields(value, names, where=_WHERE)
        levels = stored_levels(fields["levels"], where=_WHERE)
        sizes = (len(levels), len(levels))
        thresholds = tuple(
            math.inf if one is None else stored_number(one, 0.0, 1.0, where=_WHERE)
            for one in stored_list(fields["thresholds"], sizes, where=_WHERE)
        )
        if any(b > a for a, b in pairwise(thresholds)):
            refuse(_WHERE, "thresholds rise where more errors are allowed")
        most_asked = stored_integer(fields["most_asked"], 2, _MOST_GENRES, where=_WHERE)
        return cls(levels, thresholds, most_asked)
