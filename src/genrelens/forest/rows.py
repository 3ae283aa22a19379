"""Turn rows into the 32-bit numbers that trees compare with their thresholds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.errors import InputError, printable

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["to_rows", "to_wide_rows"]


def to_rows(X: ArrayLike, *, n_features: int | None = None) -> NDArray[np.float32]:
    """Check rows and round them to 32 bits, as trees do when they are grown.

    Parameters
    ----------
    X : array_like of numbers, shape (n_rows, n_features)
        NaN stands for a missing value.
    n_features : int, optional
        The width that is expected; any width from 1 is allowed without it.

    Returns
    -------
    ndarray of float32, shape (n_rows, n_features), in row order

    Raises
    ------
    InputError
        If `X` has no two axes, another width, masked cells, or a value beyond 32
        bits.

    Examples
    --------
    >>> to_rows([[0.1, float("nan")]])
    array([[0.1, nan]], dtype=float32)
    """
    given = _check_table(X, n_features)
    with np.errstate(over="ignore"):  # what overflows is refused just below
        rows = np.ascontiguousarray(given, dtype=np.float32)
    _refuse_infinite(rows, given, "infinite or beyond 32-bit range")
    return rows


def to_wide_rows(X: ArrayLike, *, n_features: int) -> NDArray[np.float64]:
    """Check rows as `to_rows` does, for trees that compare 64-bit numbers.

    Parameters
    ----------
    X : array_like of numbers, shape (n_rows, n_features)
        NaN stands for a missing value.
    n_features : int
        The width that is expected.

    Returns
    -------
    ndarray of float64, shape (n_rows, n_features), in row order

    Raises
    ------
    InputError
        If `X` has no two axes, another width, masked cells, or an infinite value.

    Examples
    --------
    >>> to_wide_rows([[0.1, 1e300]], n_features=2)
    array([[1.e-001, 1.e+300]])
    """
    given = _check_table(X, n_features)
    rows = np.ascontiguousarray(given, dtype=np.float64)
    _refuse_infinite(rows, given, "infinite")
    return rows


def _check_table(X: ArrayLike, n_features: int | None) -> NDArray[np.generic]:
    _refuse_masked(X)
    try:
        given = np.asarray(X)
    except ValueError as error:  # as of rows that differ in length
        raise InputError(
            f"The rows cannot be made one table: {printable(error, limit=200)} "
            "Give rows of one length, with one number for each feature."
        ) from error
    if given.dtype.kind not in "buif":
        raise InputError(
            f"The rows are of type '{given.dtype}', which trees cannot compare. "
            "Encode them as numbers first."
        )
    if given.ndim != 2 or given.shape[1] == 0:  # noqa: PLR2004
        raise InputError(
            f"The rows have shape {given.shape}. "
            "Give two axes, one row for each track and at least one feature."
        )
    if n_features is not None and given.shape[1] != n_features:
        raise InputError(
            f"The rows have {given.shape[1]} features, the forest was grown on "
            f"{n_features}. Give the same features in the same order."
        )
    return given


def _refuse_masked(X: ArrayLike) -> None:
    """Refuse cells that a mask hides: as plain numbers they would count as known."""
    parts = X if isinstance(X, list | tuple) else [X]
    n_masked = sum(
        int(np.ma.getmaskarray(part).sum())
        for part in parts
        if isinstance(part, np.ma.MaskedArray)
    )
    if n_masked:
        raise InputError(
            f"{n_masked} cells of the rows are masked. Give NaN where a value is "
            "missing, e.g. X.astype(float).filled(numpy.nan)."
        )


def _refuse_infinite(
    rows: NDArray[np.floating], given: NDArray[np.generic], what: str
) -> None:
    infinite = np.isinf(rows)
    if not infinite.any():
        return
    places = np.argwhere(infinite)
    row, feature = (int(number) for number in places[0])
    raise InputError(
        f"{len(places)} values are {what}, the first in "
        f"row {row}, feature {feature}: {given[row, feature]}. "
        "Give finite numbers, and NaN where a value is missing."
    )
