"""Turn a forest into small arrays for a file, losing no bit of any prediction.

A child is stored as its distance from its parent, offsets as counts, leaves as
numbers of tracks where these give back the exact shares, and every number in the
smallest type that holds it. Thresholds are rounded down to 32 bits: rows are
compared as 32-bit numbers, and of those exactly the same ones pass.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from genrelens.errors import BundleError
from genrelens.forest import PackedForest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["STORED_TYPES", "pack_forest", "round_thresholds", "unpack_forest"]

_COUNTS = ("|u1", "<u2", "<u4")

STORED_TYPES: dict[str, tuple[str, ...]] = {
    "tree_size": _COUNTS,
    "feature": ("|i1", "<i2", "<i4"),
    "threshold": ("<f4",),
    "left_step": _COUNTS,
    "right_step": _COUNTS,
    "missing_left": ("|u1",),
    "cover": (*_COUNTS, "<f4", "<f8"),
    "leaf_size": _COUNTS,
    "leaf_class": _COUNTS,
    "leaf_count": _COUNTS,
    "leaf_ulps": ("|i1",),
    "leaf_value": ("<f4", "<f8"),
}
"""Arrays of the format and the types each may have; see the decision record.

`tree_size` has one value a tree, `feature` and `cover` one a node; `threshold`,
`left_step`, `right_step` and `missing_left` one a node that asks; `leaf_size` one
a leaf; `leaf_class` one an entry, and so either `leaf_value` alone, or `leaf_count`
with `leaf_ulps`: the share is count / cover, then so many 64-bit numbers further up.
"""

_OF_SPLITS = ("threshold", "left_step", "right_step", "missing_left")
_LARGEST_NUMBER = np.iinfo(np.int32).max


def round_thresholds(threshold: NDArray[np.float64]) -> NDArray[np.float32]:
    """Give for each threshold the largest 32-bit number that is not above it.

    Examples
    --------
    >>> round_thresholds(np.array([0.5, 0.1])).tolist()
    [0.5, 0.09999999403953552]
    """
    with np.errstate(over="ignore"):
        nearest = threshold.astype(np.float32)
    lower = np.nextafter(nearest, np.float32(-np.inf))
    rounded: NDArray[np.float32] = np.where(nearest > threshold, lower, nearest)
    return rounded


def pack_forest(forest: PackedForest) -> dict[str, NDArray[Any]]:
    """Give the arrays that are stored for a forest.

    Parameters
    ----------
    forest : PackedForest
        A valid forest.

    Returns
    -------
    dict of str to ndarray
        One-dimensional, of the types in `STORED_TYPES`. `unpack_forest` makes a
        forest of them that predicts and explains bit for bit the same.

    Raises
    ------
    BundleError
        If a number is too large for the format.
    """
    is_split = forest.feature >= 0
    sizes = np.diff(forest.tree_start)
    number = np.arange(forest.n_nodes) - np.repeat(forest.tree_start[:-1], sizes)
    stored = {
        "tree_size": sizes,
        "feature": forest.feature,
        "threshold": round_thresholds(forest.threshold[is_split]),
        "left_step": (forest.left - number)[is_split],
        "right_step": (forest.right - number)[is_split],
        "missing_left": forest.missing_left[is_split].astype(np.uint8),
        "cover": forest.cover,
        "leaf_size": np.diff(forest.leaf_start)[~is_split],
        "leaf_class": forest.leaf_class,
    }
    of_leaf = np.repeat(forest.cover, np.diff(forest.leaf_start))
    counts = np.rint(forest.leaf_value * of_leaf)
    ulps = forest.leaf_value.view(np.int64) - (counts / of_leaf).view(np.int64)
    if _fits(counts, "<u4") and _fits(ulps, "|i1"):
        stored |= {"leaf_count": counts, "leaf_ulps": ulps}
    else:
        stored["leaf_value"] = forest.leaf_value
    return {name: _narrow(name, array) for name, array in stored.items()}


def unpack_forest(
    stored: Mapping[str, NDArray[Any]], *, n_features: int, n_classes: int
) -> PackedForest:
    """Rebuild a forest from stored arrays, trusting none of them.

    Parameters
    ----------
    stored : mapping of str to ndarray
        Arrays of a file, of the types in `STORED_TYPES`.
    n_features, n_classes : int
        Width of an encoded row; number of genres.

    Returns
    -------
    PackedForest
        Checked in full.

    Raises
    ------
    BundleError
        If the arrays contradict each other, or are no forest.
    """
    feature = stored["feature"].astype(np.int32)
    is_split = feature != -1
    _check_lengths(stored, n_splits=int(is_split.sum()))
    tree_start = _offsets(stored["tree_size"])
    _require_sum("tree_size", tree_start, len(feature))
    number = np.arange(len(feature)) - np.repeat(tree_start[:-1], np.diff(tree_start))
    entries = np.zeros(len(feature), dtype=np.int64)
    entries[~is_split] = stored["leaf_size"]
    leaf_start = _offsets(entries)
    _require_sum("leaf_size", leaf_start, len(stored["leaf_class"]))
    with np.errstate(all="ignore"):  # what comes of wild numbers is checked below
        cover = stored["cover"].astype(np.float64)
        threshold = np.zeros(len(feature))
        threshold[is_split] = stored["threshold"]
        return PackedForest.from_arrays(
            {
                "tree_start": tree_start,
                "feature": feature,
                "threshold": threshold,
                "left": _children(stored["left_step"], number, is_split),
                "right": _children(stored["right_step"], number, is_split),
                "missing_left": _flags(stored["missing_left"], is_split),
                "cover": cover,
                "leaf_start": leaf_start,
                "leaf_class": _bounded("leaf_class", stored["leaf_class"]),
                "leaf_value": _shares(stored, np.repeat(cover, entries)),
            },
            n_features=n_features,
            n_classes=n_classes,
        )


def _check_lengths(stored: Mapping[str, NDArray[Any]], *, n_splits: int) -> None:
    n_nodes, n_entries = len(stored["feature"]), len(stored["leaf_class"])
    expected = dict.fromkeys(_OF_SPLITS, n_splits)
    expected |= {"cover": n_nodes, "leaf_size": n_nodes - n_splits}
    for name in sorted({"leaf_count", "leaf_ulps", "leaf_value"} & stored.keys()):
        expected[name] = n_entries
    for name, length in expected.items():
        if len(stored[name]) != length:
            raise _contradiction(
                name, f"has {len(stored[name]):,} values where {length:,} are needed"
            )


def _fits(array: NDArray[Any], dtype: str) -> bool:
    """Tell whether a type holds every value exactly."""
    if np.dtype(dtype).kind in "iu":
        limits = np.iinfo(dtype)
        if array.size and not (limits.min <= array.min() <= array.max() <= limits.max):
            return False
    with np.errstate(over="ignore"):
        return bool(np.array_equal(array.astype(dtype).astype(array.dtype), array))


def _narrow(name: str, array: NDArray[Any]) -> NDArray[Any]:
    for dtype in STORED_TYPES[name]:
        if _fits(array, dtype):
            return array.astype(dtype)
    raise BundleError(
        f"The forest's array '{name}' holds numbers up to {array.max():,}, more than "
        "the model format can. Train with fewer trees or larger leaves."
    )


def _offsets(counts: NDArray[Any]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])


def _shares(
    stored: Mapping[str, NDArray[Any]], of_leaf: NDArray[np.float64]
) -> NDArray[np.float64]:
    if "leaf_value" in stored:
        return stored["leaf_value"].astype(np.float64)
    quotient: NDArray[np.float64] = stored["leaf_count"] / of_leaf
    bits: NDArray[np.int64] = quotient.view(np.int64) + stored["leaf_ulps"]
    return bits.view(np.float64)


def _children(
    steps: NDArray[Any], number: NDArray[np.int64], is_split: NDArray[np.bool_]
) -> NDArray[np.int32]:
    children = np.full(len(number), -1, dtype=np.int64)
    children[is_split] = number[is_split] + steps
    return _bounded("left_step or right_step", children)


def _flags(flags: NDArray[np.uint8], is_split: NDArray[np.bool_]) -> NDArray[np.bool_]:
    if flags.size and flags.max() > 1:
        raise _contradiction("missing_left", "holds something other than 0 and 1")
    placed = np.zeros(len(is_split), dtype=np.bool_)
    placed[is_split] = flags == 1
    return placed


def _bounded(name: str, numbers: NDArray[Any]) -> NDArray[np.int32]:
    if numbers.size and numbers.max() > _LARGEST_NUMBER:
        raise _contradiction(name, f"holds numbers above {_LARGEST_NUMBER:,}")
    return numbers.astype(np.int32)


def _require_sum(name: str, offsets: NDArray[np.int64], total: int) -> None:
    if offsets[-1] != total:
        raise _contradiction(name, f"adds up to {offsets[-1]:,} and not to {total:,}")


def _contradiction(name: str, found: str) -> BundleError:
    return BundleError(
        f"The forest's stored array '{name}' {found}. "
        "Fetch the model again from where it came, or train it anew."
    )
