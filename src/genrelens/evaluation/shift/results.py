"""What is kept of the training table to compare a new one, and what is found."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from genrelens.errors import InputError, printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from genrelens.evaluation.results import Estimate

__all__ = [
    "ColumnDrift",
    "ColumnReference",
    "GenreFitness",
    "MixShift",
    "ShiftReference",
    "UnitError",
]

_MOST_GENRES = 200


@dataclass(frozen=True, slots=True)
class ColumnReference:
    """How the values of one attribute lay in training.

    Parameters
    ----------
    name : str
        Name of the feature.
    n_tracks, n_missing : int
        Training tracks, and those among them without a value.
    likeness : float
        How alike the values of one group of tracks are: the intraclass
        correlation of ranks, from 0 (not at all) to 1 (equal).
    points : tuple of float
        Increasing values; empty for a category.
    shares : tuple of float
        Share of the training values at or below each point; ends in 1.
    levels : tuple of str
        Most frequent levels of a category.
    level_shares : tuple of float
        Share of the training values that are each level.
    """

    name: str
    n_tracks: int
    n_missing: int
    likeness: float
    points: tuple[float, ...] = ()
    shares: tuple[float, ...] = ()
    levels: tuple[str, ...] = ()
    level_shares: tuple[float, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the values by name, ready for JSON."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
        }


@dataclass(frozen=True, slots=True, eq=False)
class ShiftReference:
    """What a new table is compared with.

    Parameters
    ----------
    columns : tuple of ColumnReference
        In the order of the model's features.
    counts : tuple of int, length n_genres
        Training tracks of each genre.
    confusion : ndarray of int64, shape (n_genres, n_genres)
        Held-out tracks of the row's genre that were taken for the column's.
    expected : ndarray of float64, shape (n_genres, n_genres)
        Mean calibrated probability of the column's genre over held-out tracks of
        the row's; a row without tracks is zero.
    errors : ndarray of float64, shape (n_genres, n_genres)
        Standard errors of these means, over groups.
    mean_errors : tuple of float, length n_genres
        Standard errors, over groups, of the mean probabilities of all tracks.
    answer_likeness : float
        How alike the rightness of one group's answers is, from 0 to 1.
    scenario : str
        Who held the tracks out, e.g. ``"unseen artists"``.
    n_tracks, n_groups : int
        Tracks behind all this, and independent groups among them.
    group_size : float
        Mean size of the group that a track is in, over tracks.
    """

    columns: tuple[ColumnReference, ...]
    counts: tuple[int, ...]
    confusion: NDArray[np.int64]
    expected: NDArray[np.float64]
    errors: NDArray[np.float64]
    mean_errors: tuple[float, ...]
    answer_likeness: float
    scenario: str
    n_tracks: int
    n_groups: int
    group_size: float

    def to_dict(self) -> dict[str, Any]:
        """Give the reference as plain values, ready for JSON."""
        return {
            "columns": [column.to_dict() for column in self.columns],
            "counts": list(self.counts),
            "confusion": self.confusion.tolist(),
            "expected": self.expected.tolist(),
            "errors": self.errors.tolist(),
            "mean_errors": list(self.mean_errors),
            "answer_likeness": self.answer_likeness,
            "scenario": self.scenario,
            "n_tracks": self.n_tracks,
            "n_groups": self.n_groups,
            "group_size": self.group_size,
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> ShiftReference:
        """Rebuild a reference from the well-formed values of `to_dict`.

        Raises
        ------
        InputError
            If lengths or values cannot be those of a reference.
        """
        columns = tuple(_column(each) for each in values["columns"])
        n_genres = len(values["counts"])
        if not 1 <= n_genres <= _MOST_GENRES:
            raise _refusal(f"{n_genres} genres; 1 to {_MOST_GENRES} are allowed")
        square = {}
        kinds = {"confusion": np.int64, "expected": np.float64, "errors": np.float64}
        for name, dtype in kinds.items():
            rows = values[name]
            if len(rows) != n_genres or any(len(row) != n_genres for row in rows):
                raise _refusal(f"'{name}' has not one row and column for each genre")
            square[name] = np.array(rows, dtype=dtype)
            if (square[name] < 0).any():
                raise _refusal(f"'{name}' has a value below 0")
        if (square["expected"].sum(axis=1) > 1 + 1e-3).any():
            raise _refusal("'expected' has a row that sums to more than 1")
        if len(values["mean_errors"]) != n_genres or min(values["mean_errors"]) < 0:
            raise _refusal("standard errors that cannot be")
        if any(count < 0 for count in values["counts"]):
            raise _refusal("a number of tracks below 0")
        if not (np.array(values["counts"], dtype=float) @ square["expected"]).sum() > 0:
            raise _refusal("no track of any genre, or no answer to any of them")
        if values["group_size"] < 1 or not 0 <= values["answer_likeness"] <= 1:
            raise _refusal("groups that cannot be")
        return cls(
            **{
                **values,
                **square,
                "columns": columns,
                "counts": tuple(values["counts"]),
                "mean_errors": tuple(values["mean_errors"]),
            }
        )


@dataclass(frozen=True, slots=True)
class ColumnDrift:
    """How one attribute of a new table differs from training.

    Parameters
    ----------
    name : str
        Name of the feature.
    n_tracks, n_missing : int
        Rows of the new table, and those without a value.
    distance : float
        Largest difference of the shares below any value (Kolmogorov-Smirnov); for
        a category, half the summed difference of the shares of its levels. NaN
        where the new table has no value.
    noise : float
        A distance that chance alone exceeds in 5 of 100 tables of this size, all
        columns taken together.
    psi : float
        Population stability index over ten bins; NaN as above.
    p_value : float
        Chance of such a distance where nothing changed, adjusted for the number
        of columns (Holm).
    missing_share, missing_before : float
        Share without a value, here and in training.
    missing_p_value : float
        Chance of such a difference of these shares, adjusted likewise.
    n_new : int
        Cells with a level that training never saw.
    verdict : str
        ``"as in training"``, ``"differs"``, ``"differs strongly"``, ``"missing"``
        or ``"too few rows"``.
    """

    name: str
    n_tracks: int
    n_missing: int
    distance: float
    noise: float
    psi: float
    p_value: float
    missing_share: float
    missing_before: float
    missing_p_value: float
    n_new: int
    verdict: Literal[
        "as in training", "differs", "differs strongly", "missing", "too few rows"
    ]

    def to_dict(self) -> dict[str, Any]:
        """Give the values by name; what cannot be told is null."""
        return {
            name: None if isinstance(value, float) and np.isnan(value) else value
            for name, value in asdict(self).items()
        }


@dataclass(frozen=True, slots=True)
class UnitError:
    """A column that seems to be in another unit than in training.

    Parameters
    ----------
    name : str
        Name of the feature.
    what : str
        What was found, in words with numbers.
    remedy : str
        What to do.
    n_tracks : int
        Values that it was judged by.
    """

    name: str
    what: str
    remedy: str
    n_tracks: int

    def to_dict(self) -> dict[str, Any]:
        """Give the values by name."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class MixShift:
    """Genre proportions of a new table, estimated without its labels.

    Parameters
    ----------
    genres : tuple of str
        Order of what follows.
    before : tuple of float
        Proportions in training.
    now : tuple of Estimate
        Estimated proportions here, with intervals.
    method : str
        Name of the method.
    assumption : str
        What must hold for the estimate to be right, in one sentence.
    n_tracks, n_groups : int
        Rows that were used, and independent groups among them.
    is_changed : bool
        Whether the mean probabilities of the table differ from those of training's
        held-out tracks by more than chance allows (once in a hundred tables, all
        genres together), and some proportion by more than two points; never said of
        fewer than ten groups of equal size.
    """

    genres: tuple[str, ...]
    before: tuple[float, ...]
    now: tuple[Estimate, ...]
    method: str
    assumption: str
    n_tracks: int
    n_groups: int
    is_changed: bool

    def to_dict(self) -> dict[str, Any]:
        """Give the values by name, ready for JSON."""
        return {
            **asdict(self),
            "genres": list(self.genres),
            "before": list(self.before),
            "now": [estimate.to_dict() for estimate in self.now],
        }


@dataclass(frozen=True, slots=True)
class GenreFitness:
    """Whether the model's answer of one genre may be used in a new library.

    Parameters
    ----------
    genre : str
        The genre.
    n_named : int
        Rows of the new table that the model calls so.
    n_novel : int
        Those among them that are unlike anything trained on.
    precision : Estimate or None
        Share of these answers expected to be right, under the estimated mix and
        counting novel tracks as wrong; None where nothing can be expected.
    precision_before : float or None
        The same in training's own held-out test.
    verdict : str
        ``"usable"``, ``"with care"``, ``"not usable"`` or ``"not named here"``.
    why : str
        One sentence.
    """

    genre: str
    n_named: int
    n_novel: int
    precision: Estimate | None
    precision_before: float | None
    verdict: Literal["usable", "with care", "not usable", "not named here"]
    why: str

    def to_dict(self) -> dict[str, Any]:
        """Give the values by name, ready for JSON."""
        precision = None if self.precision is None else self.precision.to_dict()
        return {**asdict(self), "precision": precision}


def _column(values: Mapping[str, Any]) -> ColumnReference:
    points, shares = values["points"], values["shares"]
    if len(points) != len(shares) or sorted(set(points)) != list(points):
        raise _refusal(f"the points of '{printable(values['name'])}' do not increase")
    if sorted(shares) != list(shares) or not all(0 <= share <= 1 for share in shares):
        raise _refusal(f"the shares of '{printable(values['name'])}' do not increase")
    if len(values["levels"]) != len(values["level_shares"]) or not all(
        0 <= share <= 1 for share in values["level_shares"]
    ):
        raise _refusal(f"the levels of '{printable(values['name'])}' do not fit")
    if values["n_missing"] > values["n_tracks"] or not 0 <= values["likeness"] <= 1:
        raise _refusal(f"the counts of '{printable(values['name'])}' do not fit")
    lists = ("points", "shares", "levels", "level_shares")
    return ColumnReference(
        **{**values, **{name: tuple(values[name]) for name in lists}}
    )


def _refusal(found: str) -> InputError:
    return InputError(
        f"The description of the training table cannot be used: {found}. "
        "Train the model anew."
    )
