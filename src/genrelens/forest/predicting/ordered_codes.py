"""Turn 32-bit numbers into whole numbers that stand in the same order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.forest.compiling import compiled, inlined

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["code_number", "code_rows", "code_threshold", "count_columns"]

_ABOVE_ALL: Final = np.uint32(0xFFFFFFFF)
_BELOW_ALL: Final = np.uint32(0)
_SIGN: Final = np.uint32(0x80000000)


@inlined
def code_number(value: np.float32) -> np.uint32:
    """Give a number from 1 to 2**32 - 2 that is larger where `value` is larger.

    Both zeros have one code. NaN has none.
    """
    bits = np.float32(value + np.float32(0)).view(np.int32)
    return np.uint32(np.uint32(bits) ^ (np.uint32(bits >> 31) | _SIGN))


@inlined
def code_threshold(threshold: float) -> np.uint32:
    """Give the code of the largest 32-bit number not above the threshold.

    The same 32-bit values lie at or below both.
    """
    rounded = np.float32(threshold)
    if np.float64(rounded) > threshold:
        rounded = np.nextafter(rounded, np.float32(-np.inf))
    return code_number(rounded)


@compiled
def count_columns(rows: NDArray[np.float32], feature_bits: int) -> int:
    """Say how many columns `code_rows` needs: more where a value is missing."""
    n_missing = 0
    for row in range(rows.shape[0]):
        for feature in range(rows.shape[1]):
            n_missing += np.isnan(rows[row, feature])
    return 2 << feature_bits if n_missing else rows.shape[1] + 1


@compiled
def code_rows(
    rows: NDArray[np.float32], codes: NDArray[np.uint32], feature_bits: int
) -> None:
    """Code every value.

    Parameters
    ----------
    rows : ndarray of float32, shape (n_rows, n_features)
        NaN stands for a missing value.
    codes : ndarray of uint32, shape (n_rows, count_columns(rows, feature_bits))
        Overwritten. Column ``f`` takes the codes of feature ``f``, and column
        ``n_features`` 0, which is above no threshold. Where a value of these rows
        is missing, its code is above all thresholds; and column
        ``2**feature_bits + f`` takes feature ``f`` again, with missing values
        below all thresholds.
    feature_bits : int
        So many that ``n_features < 2**feature_bits``.
    """
    n_features = rows.shape[1]
    some_missing = codes.shape[1] > n_features + 1
    for row in range(rows.shape[0]):
        codes[row, n_features] = _BELOW_ALL
        for feature in range(n_features):
            value = rows[row, feature]
            code = code_number(value)
            is_missing = np.isnan(value)
            codes[row, feature] = _ABOVE_ALL if is_missing else code
            if some_missing:
                codes[row, (1 << feature_bits) + feature] = (
                    _BELOW_ALL if is_missing else code
                )
