"""Number the values of each feature in their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["MAX_BINS", "BinnedRows", "bin_rows"]

MAX_BINS: Final = 4_095  # with the missing, 64 words of 64 bits


@dataclass(frozen=True, slots=True, eq=False)
class BinnedRows:
    """Rows whose values are replaced by the numbers of their bins.

    Parameters
    ----------
    bins : ndarray of uint16, shape (n_features, n_rows)
        Bins in the order of the values; a missing value has number `n_bins`.
    n_bins : ndarray of int64, shape (n_features,)
        Bins of known values, 0 to `MAX_BINS`.
    lowest, highest : ndarray of float32, shape (n_features, widest n_bins)
        Smallest and largest value in each bin, NaN past a feature's last.
    """

    bins: NDArray[np.uint16]
    n_bins: NDArray[np.int64]
    lowest: NDArray[np.float32]
    highest: NDArray[np.float32]


def bin_rows(rows: NDArray[np.float32]) -> BinnedRows:
    """Give each value the number of its bin.

    A feature of at most `MAX_BINS` different values has a bin for each of them.
    One with more is cut into that many bins of about equally many rows, a value
    that is that frequent having a bin of its own.

    Parameters
    ----------
    rows : ndarray of float32, shape (n_rows, n_features)
        Finite, or NaN where missing.

    Examples
    --------
    >>> binned = bin_rows(np.array([[5.0], [np.nan], [-1.0], [5.0]], np.float32))
    >>> binned.bins
    array([[1, 2, 0, 1]], dtype=uint16)
    >>> binned.highest
    array([[-1.,  5.]], dtype=float32)
    """
    n_rows, n_features = rows.shape
    bins = np.empty((n_features, n_rows), dtype=np.uint16)
    edges = [_bin_feature(rows[:, each], bins[each]) for each in range(n_features)]
    n_bins = np.array([len(lowest) for lowest, _ in edges], dtype=np.int64)
    lowest = np.full((n_features, max(1, n_bins.max())), np.nan, dtype=np.float32)
    highest = lowest.copy()
    for each, (low, high) in enumerate(edges):
        lowest[each, : len(low)] = low
        highest[each, : len(high)] = high
    return BinnedRows(bins=bins, n_bins=n_bins, lowest=lowest, highest=highest)


def _bin_feature(
    values: NDArray[np.float32], bins: NDArray[np.uint16]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Fill in the bins of one feature, and give the ends of each."""
    is_known = ~np.isnan(values)
    distinct, number, counts = np.unique(
        values[is_known], return_inverse=True, return_counts=True
    )
    of_value = np.arange(len(distinct))
    if len(distinct) > MAX_BINS:
        middle = np.cumsum(counts) - counts / 2
        slot = (middle * (MAX_BINS / counts.sum())).astype(np.int64)
        of_value = np.cumsum(np.diff(slot, prepend=slot[0]) > 0)
    begins = np.flatnonzero(np.diff(of_value, prepend=-1) > 0)
    bins[:] = len(begins)
    bins[is_known] = of_value[number]
    ends = np.append(begins[1:], len(distinct))[: len(begins)] - 1
    return distinct[begins], distinct[ends]
