"""Turn a linear rule into plain arrays for a file, and back, trusting none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from genrelens.errors import BundleError, InputError
from genrelens.models.linear_rule import LinearRule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["LINEAR_TYPES", "pack_rule", "unpack_rule"]

LINEAR_TYPES: dict[str, tuple[str, ...]] = {
    "mean": ("<f8",),
    "spread": ("<f8",),
    "has_gaps": ("|u1",),
    "coefficient": ("<f8",),
    "intercept": ("<f8",),
    "typical": ("<f8",),
    "typical_share": ("<f8",),
}
"""Arrays of a linear model and the type of each; see decision record 0022.

`mean`, `spread` and `has_gaps` have one value a column; `coefficient` one for each
input and genre, the genres of an input beside each other; `intercept` one a genre;
`typical` one for each typical track and input; `typical_share` one a typical track.
"""


def pack_rule(rule: LinearRule) -> dict[str, NDArray[Any]]:
    """Give the arrays that are stored for a rule.

    Returns
    -------
    dict of str to ndarray
        One-dimensional, of the types in `LINEAR_TYPES`. `unpack_rule` makes a rule
        of them that answers and explains bit for bit the same.
    """
    stored = {
        "mean": rule.mean,
        "spread": rule.spread,
        "has_gaps": rule.has_gaps,
        "coefficient": rule.coefficients,
        "intercept": rule.intercepts,
        "typical": rule.typical,
        "typical_share": rule.typical_shares,
    }
    return {
        name: np.ravel(array).astype(LINEAR_TYPES[name][0])
        for name, array in stored.items()
    }


def unpack_rule(stored: Mapping[str, NDArray[Any]]) -> LinearRule:
    """Rebuild a rule from stored arrays.

    Parameters
    ----------
    stored : mapping of str to ndarray
        Arrays of a file, of the types in `LINEAR_TYPES`.

    Returns
    -------
    LinearRule
        Checked in full.

    Raises
    ------
    BundleError
        If the arrays contradict each other, or are no rule.
    """
    gaps = stored["has_gaps"]
    if not np.isin(gaps, (0, 1)).all():
        raise _no_rule("'has_gaps' holds more than yes and no")
    n_inputs = len(stored["mean"]) + int(gaps.sum(dtype=np.int64))
    n_genres, n_typical = len(stored["intercept"]), len(stored["typical_share"])
    shapes = {"coefficient": (n_inputs, n_genres), "typical": (n_typical, n_inputs)}
    for name, (n_rows, width) in shapes.items():
        if len(stored[name]) != n_rows * width:
            raise _no_rule(
                f"array '{name}' has {len(stored[name]):,} values, and "
                f"{n_rows * width:,} are called for"
            )
    rule = LinearRule(
        mean=_numbers(stored["mean"]),
        spread=_numbers(stored["spread"]),
        has_gaps=gaps.astype(np.bool_),
        coefficients=_numbers(stored["coefficient"]).reshape(n_inputs, n_genres),
        intercepts=_numbers(stored["intercept"]),
        typical=_numbers(stored["typical"]).reshape(n_typical, n_inputs),
        typical_shares=_numbers(stored["typical_share"]),
    )
    try:
        rule.check()
    except InputError as error:
        raise BundleError(
            f"{error} Fetch the file again from where it came, or train anew."
        ) from error
    return rule


def _numbers(array: NDArray[Any]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = np.array(array, dtype=np.float64)
    return found


def _no_rule(found: str) -> BundleError:
    return BundleError(
        f"The arrays of the model are no linear model: {found}. "
        "Fetch the file again from where it came, or train the model anew."
    )
