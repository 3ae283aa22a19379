"""Measure how firmly the values of a column go with the genres."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import gamma, hypergeom

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Association", "Purity", "associate", "cross_count", "measure_purity"]


MIN_SIDES, MIN_TOTAL = 2, 4
"""Smaller contingency tables tell nothing."""


@dataclass(frozen=True, slots=True)
class Association:
    """Strength and significance of a contingency table.

    `cramers_v` is 0 for independence and 1 where one side fixes the other;
    `p_value` is the chance of so strong an association among shuffled rows.
    """

    cramers_v: float
    p_value: float


@dataclass(frozen=True, slots=True)
class Purity:
    """How well a row's genre is told by the other rows that share its value.

    Parameters
    ----------
    share : float
        Rows told right, among the rows that share their value with another.
    majority : float
        Share of the most frequent genre among the same rows.
    n_rows, n_values : int
        Those rows, and the distinct values they carry.
    p_value : float
        Upper bound of the chance of such a share among shuffled rows
        (Hoeffding's inequality, one independent vote a value).
    """

    share: float
    majority: float
    n_rows: int
    n_values: int
    p_value: float

    @property
    def lift(self) -> float:
        """Part of what naming the most frequent genre leaves open; 1 is all."""
        return (self.share - self.majority) / max(1 - self.majority, 1e-9)


def cross_count(
    values: NDArray[np.int64], genres: NDArray[np.int64], *, shape: tuple[int, int]
) -> NDArray[np.int64]:
    """Count the rows of each value and genre; rows with a negative code are left out.

    Examples
    --------
    >>> cross_count(np.array([0, 0, 1]), np.array([1, 1, 0]), shape=(2, 2))
    array([[0, 2],
           [1, 0]])
    """
    known = (values >= 0) & (genres >= 0)
    flat = values[known] * shape[1] + genres[known]
    counts = np.bincount(flat, minlength=shape[0] * shape[1])
    return np.asarray(counts.reshape(shape), dtype=np.int64)


def associate(counts: NDArray[np.int64]) -> Association:
    """Test a contingency table for association.

    Where no expected count is below one, Pearson's statistic is compared with
    a gamma distribution that has the exact mean and variance of the statistic
    under shuffling with both margins fixed. In sparser tables that tail is
    too light; there the most extreme single cell is tested exactly
    (hypergeometric), times the number of tests made.

    Parameters
    ----------
    counts : ndarray of int64, shape (n_values, n_genres)
        Empty rows and columns are ignored.

    References
    ----------
    R. B. Dawson, "A simplified expression for the variance of the
    chi-squared function on a contingency table", Biometrika 41 (1954), 280.
    """
    table = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    n_rows, n_columns = table.shape
    total = float(table.sum())
    if min(n_rows, n_columns) < MIN_SIDES or total < MIN_TOTAL:
        return Association(0.0, 1.0)
    down, across = table.sum(axis=1, dtype=float), table.sum(axis=0, dtype=float)
    expected = np.outer(down, across) / total
    statistic = float((np.square(table - expected) / expected).sum())
    freedom = min(n_rows, n_columns) - 1
    strength = float(np.sqrt(min(statistic / (total * freedom), 1.0)))
    if expected.min() < 1:
        return Association(strength, _most_extreme_cell(table, down, across, total))
    mean = total * (n_rows - 1) * (n_columns - 1) / (total - 1)
    v_rows, w_rows = _dawson_terms(down, total)
    v_columns, w_columns = _dawson_terms(across, total)
    variance = 2 * total / (total - 3) * (v_rows - w_rows) * (v_columns - w_columns)
    variance += total**2 / (total - 1) * w_rows * w_columns
    if variance <= 0:
        return Association(strength, 1.0)
    tail = gamma.sf(statistic, mean**2 / variance, scale=variance / mean)
    return Association(strength, float(tail))


def measure_purity(
    values: NDArray[np.int64], genres: NDArray[np.int64]
) -> Purity | None:
    """Tell each row's genre from the other rows of its value, and count.

    The row itself does not vote, so that a column of random values scores no
    better than chance however many values it has. A tie counts half.

    Parameters
    ----------
    values, genres : ndarray of int64, shape (n_rows,)
        Codes; rows with a negative one are left out.

    Returns
    -------
    Purity or None
        None where no two rows share a value.
    """
    known = (values >= 0) & (genres >= 0)
    n_genres = int(genres.max(initial=0)) + 1
    cells, n_in_cell = np.unique(
        values[known] * n_genres + genres[known], return_counts=True
    )
    value, genre = np.divmod(cells, n_genres)
    _, place = np.unique(value, return_inverse=True)
    n_of_value = np.bincount(place, weights=n_in_cell)
    order = np.lexsort((-n_in_cell, place))
    first = np.flatnonzero(np.diff(place[order], prepend=-1))
    top = n_in_cell[order][first]
    second = np.zeros_like(top)
    has_second = np.bincount(place) > 1
    second[has_second] = n_in_cell[order][first[has_second] + 1]
    is_top = np.zeros(len(cells), dtype=bool)
    is_top[order[first]] = True
    others = np.where(is_top, second[place], top[place])
    votes = n_in_cell - 1
    is_shared = n_of_value[place] > 1
    weight = n_in_cell * is_shared
    if not weight.sum():
        return None
    credit = (votes > others) + 0.5 * ((votes == others) & (votes > 0))
    majority = float(np.bincount(genre, weights=weight).max() / weight.sum())
    share = float((credit * weight).sum() / weight.sum())
    of_value = np.bincount(place, weights=weight)
    n_votes = float(np.square(of_value.sum()) / np.square(of_value).sum())
    return Purity(
        share=share,
        majority=majority,
        n_rows=int(weight.sum()),
        n_values=int((n_of_value > 1).sum()),
        p_value=float(np.exp(-2 * max(share - majority, 0.0) ** 2 * n_votes)),
    )


def _most_extreme_cell(
    table: NDArray[np.int64],
    down: NDArray[np.float64],
    across: NDArray[np.float64],
    total: float,
) -> float:
    margins = (total, across[None, :], down[:, None])
    above = hypergeom.sf(table - 1, *margins)
    below = hypergeom.cdf(table, *margins)
    return float(min(2 * table.size * np.minimum(above, below).min(), 1.0))


def _dawson_terms(margin: NDArray[np.float64], total: float) -> tuple[float, float]:
    size = len(margin)
    spread = (size - 1) * (total - size) / (total - 1)
    unevenness = (total * float((1 / margin).sum()) - size**2) / (total - 2)
    return spread, unevenness
