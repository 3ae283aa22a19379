"""What is kept of the training tracks to know a track that is unlike them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from genrelens.errors import InputError, printable
from genrelens.evaluation.results import Estimate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["MISSING", "MOST_STEPS", "STEPS", "NoveltyReference", "NoveltyScores"]

STEPS: Final = 64
"""Whole steps into which one unit of spread is divided."""

MOST_STEPS: Final = 8_192
"""Values further from the middle than this many steps count as this far."""

MISSING: Final = -32_768
"""What stands for a missing value."""

_MOST_CELLS = 200_000
_MOST_NEIGHBOURS = 100


@dataclass(frozen=True, slots=True, eq=False)
class NoveltyReference:
    """A small sample of the training tracks, and how far from it is too far.

    Parameters
    ----------
    features : tuple of str
        Names of the numbers that distances are taken in.
    centres, scales : tuple of float, length n_features
        Middle and spread of each over the training tracks; spreads are positive.
    lows, highs : tuple of float, length n_features
        Values that 1 % of the training tracks lie below, and above.
    values : ndarray of int32, shape (n_reference, n_features)
        Sampled training tracks, in steps of 1/64 of a spread from the middle;
        `MISSING` where there is no value.
    n_neighbours : int
        The score of a track is its distance to this nearest reference track.
    threshold : float
        A track with a larger score is novel.
    rate : float
        Share of false alarms that the threshold was set for.
    false_alarms : Estimate
        Share of training tracks called novel by references and thresholds that
        other groups gave, with its 95 % interval over groups.
    scenario : str
        What the other groups were, e.g. ``"unseen artists"``.
    n_tracks, n_groups : int
        Tracks behind `false_alarms`, and independent groups among them.
    """

    features: tuple[str, ...]
    centres: tuple[float, ...]
    scales: tuple[float, ...]
    lows: tuple[float, ...]
    highs: tuple[float, ...]
    values: NDArray[np.int32]
    n_neighbours: int
    threshold: float
    rate: float
    false_alarms: Estimate
    scenario: str
    n_tracks: int
    n_groups: int

    def to_dict(self) -> dict[str, Any]:
        """Give the reference as plain values, ready for JSON."""
        columns = [
            [None if step == MISSING else step for step in column]
            for column in self.values.T.tolist()
        ]
        return {
            "features": list(self.features),
            "centres": list(self.centres),
            "scales": list(self.scales),
            "lows": list(self.lows),
            "highs": list(self.highs),
            "values": columns,
            "n_neighbours": self.n_neighbours,
            "threshold": self.threshold,
            "rate": self.rate,
            "false_alarms": self.false_alarms.to_dict(),
            "scenario": self.scenario,
            "n_tracks": self.n_tracks,
            "n_groups": self.n_groups,
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> NoveltyReference:
        """Rebuild a reference from the well-formed values of `to_dict`.

        Raises
        ------
        InputError
            If lengths or values cannot be those of a reference.
        """
        columns = values["values"]
        n_features = len(values["features"])
        n_reference = len(columns[0]) if columns else 0
        _check(values, columns, n_features, n_reference)
        steps = np.array(
            [[MISSING if step is None else step for step in c] for c in columns],
            dtype=np.int32,
        ).T
        return cls(
            **{
                **values,
                **{
                    name: tuple(values[name])
                    for name in ("features", "centres", "scales", "lows", "highs")
                },
                "values": np.ascontiguousarray(steps),
                "false_alarms": Estimate(**values["false_alarms"]),
            }
        )


@dataclass(frozen=True, slots=True, eq=False)
class NoveltyScores:
    """How unlike the training tracks each track of a table is.

    Parameters
    ----------
    scores : ndarray of float64, shape (n_tracks,)
        Distance to the reference, in spreads; NaN where it cannot be told.
    is_novel : ndarray of bool, shape (n_tracks,)
        Whether the score is above the threshold.
    is_unjudged : ndarray of bool, shape (n_tracks,)
        Whether fewer than half of the numbers have a value, so that nothing
        can be said.
    reasons : tuple of str, length n_tracks
        Which attributes make a novel track unlike, in words; else empty.
    """

    scores: NDArray[np.float64]
    is_novel: NDArray[np.bool_]
    is_unjudged: NDArray[np.bool_]
    reasons: tuple[str, ...]


def _check(
    values: Mapping[str, Any],
    columns: list[list[int | None]],
    n_features: int,
    n_reference: int,
) -> None:
    lengths = {
        len(values[name]) for name in ("centres", "scales", "lows", "highs", "values")
    }
    if n_features == 0 or lengths != {n_features}:
        raise _refusal(f"{n_features} attributes, and lists of other lengths")
    if len(set(values["features"])) != n_features:
        raise _refusal("one attribute stands twice")
    if any(len(column) != n_reference for column in columns):
        raise _refusal("columns of different lengths")
    if n_reference * n_features > _MOST_CELLS:
        raise _refusal(f"{n_reference * n_features:,} values; {_MOST_CELLS:,} at most")
    if not 1 <= values["n_neighbours"] <= min(n_reference, _MOST_NEIGHBOURS):
        raise _refusal(f"{values['n_neighbours']} neighbours of {n_reference} tracks")
    if not all(scale > 0 for scale in values["scales"]):
        raise _refusal("a spread that is not positive")
    if any(
        low > high for low, high in zip(values["lows"], values["highs"], strict=True)
    ):
        raise _refusal("a low end above its high end")
    steps = [step for column in columns for step in column if step is not None]
    if any(abs(step) > MOST_STEPS for step in steps):
        raise _refusal("a value out of range")
    if values["threshold"] < 0 or not 0 < values["rate"] < 1:
        raise _refusal("a threshold or rate that cannot be")


def _refusal(found: str) -> InputError:
    return InputError(
        f"The novelty reference cannot be used: {printable(found)}. "
        "Train the model anew."
    )
