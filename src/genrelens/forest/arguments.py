"""Check what a forest is to be grown from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from genrelens.errors import InputError, printable

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["check_chances", "check_codes", "check_positive", "count_features"]


def check_codes(y: ArrayLike, n_rows: int, n_classes: int) -> NDArray[np.int64]:
    """Give the classes as whole numbers.

    Raises
    ------
    InputError
        If there are no rows, or not one code from 0 to ``n_classes - 1`` for each.

    Examples
    --------
    >>> check_codes([2, 0], 2, 3)
    array([2, 0])
    """
    codes = _to_array(y, "classes")
    if codes.shape != (n_rows,) or codes.dtype.kind not in "iu" or n_rows == 0:
        raise InputError(
            f"The classes have shape {codes.shape} and type '{codes.dtype}' for "
            f"{n_rows} rows. Give one whole number for each row, and some rows."
        )
    outside = (codes < 0) | (codes >= n_classes)
    if outside.any():
        raise InputError(
            f"{outside.sum()} of {n_rows} class codes lie outside 0 to "
            f"{n_classes - 1}, e.g. {codes[outside][0]}. "
            "Encode the classes from 0, or raise n_classes."
        )
    return codes.astype(np.int64)


def check_chances(
    sample_weight: ArrayLike | None, n_rows: int
) -> NDArray[np.float64] | None:
    """Scale weights to chances, which sum to 1.

    Raises
    ------
    InputError
        If there is not one finite weight from 0 for each row, or all are 0.

    Examples
    --------
    >>> check_chances([1, 3], 2)
    array([0.25, 0.75])
    """
    if sample_weight is None:
        return None
    given = _to_array(sample_weight, "weights")
    if given.shape != (n_rows,) or given.dtype.kind not in "buif":
        raise InputError(
            f"The weights have shape {given.shape} and type '{given.dtype}' for "
            f"{n_rows} rows. Give one weight for each row, as a number."
        )
    weights = given.astype(np.float64)
    usable = np.isfinite(weights) & (weights >= 0)
    total = float(weights.sum()) if usable.all() else 0.0
    if not 0 < total < np.inf:
        raise InputError(
            f"{n_rows - usable.sum()} of {n_rows} weights are negative or not "
            "finite, or all are 0. Give finite weights, some of them above 0."
        )
    return weights / total


def _to_array(given: ArrayLike, what: str) -> NDArray[Any]:
    try:
        return np.asarray(given)
    except ValueError as error:  # as of a list of lists that differ in length
        raise InputError(
            f"The {what} cannot be made one array: {printable(error, limit=200)} "
            "Give one number for each row."
        ) from error


def check_positive(**numbers: int) -> None:
    """Refuse what is no whole number from 1, by its name.

    Raises
    ------
    InputError
        If one of them is below 1, or no whole number.
    """
    for name, number in numbers.items():
        if not isinstance(number, int | np.integer) or number < 1:
            shown = printable(repr(number))
            raise InputError(f"{name} is {shown}. Give a whole number from 1.")


def count_features(
    max_features: Literal["sqrt", "log2"] | float | None, n_features: int
) -> int:
    """Say how many features a split tries, by scikit-learn's rule.

    Raises
    ------
    InputError
        If it is another word, a whole number below 1 or above `n_features`, or a
        share that is not above 0 and at most 1.

    Examples
    --------
    >>> [count_features(each, 13) for each in ("sqrt", "log2", None, 5, 0.5)]
    [3, 3, 13, 5, 6]
    """
    if max_features is None:
        return n_features
    if isinstance(max_features, str):
        if max_features in {"sqrt", "log2"}:
            power = np.sqrt if max_features == "sqrt" else np.log2
            return max(1, int(power(n_features)))
    elif isinstance(max_features, int | np.integer):
        if 1 <= max_features <= n_features:
            return int(max_features)
    elif isinstance(max_features, float | np.floating) and 0 < max_features <= 1:
        return max(1, int(max_features * n_features))
    raise InputError(
        f"max_features is {max_features!r} for {n_features} features. Give 'sqrt', "
        "'log2', a whole number from 1 to the number of features, a share of them "
        "above 0 and at most 1.0, or None for all."
    )
