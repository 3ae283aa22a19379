"""Code rows by rank within their block, so that comparing needs only 16 bits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from genrelens.forest.compiling import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["MAX_BLOCK_ROWS", "MISSING_CODE", "RowCodes", "code_bounds", "code_rows"]

MISSING_CODE: Final = 65_535
MAX_BLOCK_ROWS: Final = 4_096


class RowCodes(NamedTuple):
    """A block of rows by rank: however many thresholds there are, codes are few.

    Row ``r`` has code ``i`` at feature ``f`` where its value is the ``i``-th of
    ``values[f, : n_codes[f]]``, the block's known values in increasing order.
    Rows whose value is missing are listed in `missing_row`, feature by feature.
    """

    codes: NDArray[np.uint16]
    values: NDArray[np.float32]
    n_codes: NDArray[np.int64]
    missing_start: NDArray[np.int64]
    missing_row: NDArray[np.int64]


def code_rows(rows: NDArray[np.float32]) -> RowCodes:
    """Rank the values of each feature.

    Parameters
    ----------
    rows : ndarray of float32, shape (n_rows, n_features)
        At most `MAX_BLOCK_ROWS` rows; NaN stands for a missing value.

    Returns
    -------
    RowCodes
    """
    n_rows, n_features = rows.shape
    codes = np.full((n_features, n_rows), MISSING_CODE, dtype=np.uint16)
    values = np.zeros((n_features, n_rows), dtype=np.float32)
    n_codes = np.zeros(n_features, dtype=np.int64)
    is_missing = np.isnan(rows.T)
    for feature in range(n_features):
        known = rows[~is_missing[feature], feature]
        ranked, code = np.unique(known, return_inverse=True)
        codes[feature, ~is_missing[feature]] = code
        values[feature, : len(ranked)] = ranked
        n_codes[feature] = len(ranked)
    missing_start = np.concatenate([[0], np.cumsum(is_missing.sum(axis=1))])
    missing_row = np.nonzero(is_missing)[1]
    return RowCodes(codes, values, n_codes, missing_start, missing_row)


@compiled
def code_bounds(
    feature: NDArray[np.int32], threshold: NDArray[np.float64], rows: RowCodes
) -> NDArray[np.int32]:
    """Count the block's known values that are not above each node's threshold.

    Parameters
    ----------
    feature : ndarray of int32, shape (n_nodes,)
        Feature of each node; -1 at a leaf.
    threshold : ndarray of float64, shape (n_nodes,)
    rows : RowCodes

    Returns
    -------
    ndarray of int32, shape (n_nodes,)
        A row goes left where its code is below this number; 0 at a leaf.
    """
    bound = np.zeros(len(feature), dtype=np.int32)
    for node in range(len(feature)):
        asked = feature[node]
        if asked < 0:
            continue
        low = 0
        high = rows.n_codes[asked]
        while low < high:
            middle = (low + high) // 2
            if rows.values[asked, middle] <= threshold[node]:
                low = middle + 1
            else:
                high = middle
        bound[node] = low
    return bound
