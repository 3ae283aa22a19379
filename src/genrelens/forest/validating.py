"""Check that flat arrays are trees, with leaves that their users can rely on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from genrelens.errors import BundleError, InputError, printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["ARRAY_TYPES", "MAX_DEPTH", "check_arrays"]

ARRAY_TYPES: Final = {
    "tree_start": np.dtype(np.int64),
    "feature": np.dtype(np.int32),
    "threshold": np.dtype(np.float64),
    "left": np.dtype(np.int32),
    "right": np.dtype(np.int32),
    "missing_left": np.dtype(np.bool_),
    "cover": np.dtype(np.float64),
    "leaf_start": np.dtype(np.int64),
    "leaf_class": np.dtype(np.int32),
    "leaf_value": np.dtype(np.float64),
}
MAX_DEPTH: Final = 256
_PER_NODE: Final = ("threshold", "left", "right", "missing_left", "cover")
# Relative. Values miss the prediction by up to the sum of a path's differences: over
# MAX_DEPTH questions a quarter of what is allowed. Covers that were counted, or
# summed up from the leaves as the readers do, differ by nothing.
_COVER_TOLERANCE: Final = 1e-12
_SUM_TOLERANCE: Final = 1e-9


def check_arrays(
    arrays: Mapping[str, NDArray[Any]],
    *,
    n_features: int,
    n_classes: int,
    leaves: Literal["shares", "numbers"] = "shares",
) -> None:
    """Check the arrays of a forest against everything its users rely on.

    Parameters
    ----------
    arrays : mapping of str to ndarray
        One array for each name in `ARRAY_TYPES`.
    n_features, n_classes : int
        Width of a row; number of classes.
    leaves : {"shares", "numbers"}, default "shares"
        What leaves may hold: distributions over the classes, or any finite
        numbers, as the trees of boosters and of regression do.

    Raises
    ------
    BundleError
        Naming the array, the count of wrong cells, the first, and the rule.
    InputError
        If `leaves` is another word.
    """
    if leaves not in {"shares", "numbers"}:
        raise InputError(
            f"leaves is {printable(repr(leaves))}. Give 'shares' or 'numbers'."
        )
    for number in (n_features, n_classes):
        if not isinstance(number, int | np.integer) or number < 1:
            raise BundleError(
                f"The forest has {printable(repr(n_features))} features and "
                f"{printable(repr(n_classes))} classes; both must be whole numbers and "
                "at least 1. Use an undamaged copy of the model."
            )
    _check_types(arrays)
    _check_offsets(arrays)
    _check_nodes(arrays, n_features)
    _check_family(arrays)
    _check_leaves(arrays, n_classes)
    if leaves == "shares":
        _check_shares(arrays)
    else:
        values = arrays["leaf_value"]
        _require("leaf_value", np.isfinite(values), "it is finite")


def _require(name: str, holds: NDArray[np.bool_], rule: str) -> None:
    if not holds.all():
        wrong = np.flatnonzero(~holds)
        raise BundleError(
            f"The forest's array '{name}' is damaged: {len(wrong)} of {len(holds)} "
            f"places break the rule that {rule}, the first at {wrong[0]}. "
            "Train the model again, or use an undamaged copy."
        )


def _check_types(arrays: Mapping[str, NDArray[Any]]) -> None:
    for name, expected in ARRAY_TYPES.items():
        array = arrays[name]
        if not isinstance(array, np.ndarray) or isinstance(array, np.ma.MaskedArray):
            raise BundleError(
                f"The forest's array '{name}' is a {printable(type(array).__name__)}; "
                f"it must be a plain array of numpy, of type {expected}. "
                "Use numpy.asarray on what was saved."
            )
        if array.dtype != expected or array.ndim != 1:
            raise BundleError(
                f"The forest's array '{name}' has type {array.dtype} and "
                f"{array.ndim} axes; it must have type {expected} and one axis. "
                "Use an undamaged copy of the model."
            )
    n_nodes = len(arrays["feature"])
    n_entries = len(arrays["leaf_class"])
    expected_length = dict.fromkeys(_PER_NODE, n_nodes)
    expected_length |= {"leaf_start": n_nodes + 1, "leaf_value": n_entries}
    for name, length in expected_length.items():
        if len(arrays[name]) != length:
            raise BundleError(
                f"The forest's array '{name}' has {len(arrays[name])} entries; the "
                f"others call for {length}. Use an undamaged copy of the model."
            )


def _check_offsets(arrays: Mapping[str, NDArray[Any]]) -> None:
    ends = {
        "tree_start": len(arrays["feature"]),
        "leaf_start": len(arrays["leaf_class"]),
    }
    for name, end in ends.items():
        offsets = arrays[name]
        if len(offsets) < 2 or offsets[0] != 0 or offsets[-1] != end:  # noqa: PLR2004
            raise BundleError(
                f"The forest's array '{name}' must run from 0 to {end} in at least "
                "one step, and does not. Use an undamaged copy of the model."
            )
    # Compared, not subtracted: a difference of wild numbers can wrap round.
    starts, offsets = arrays["tree_start"], arrays["leaf_start"]
    _require("tree_start", starts[1:] > starts[:-1], "each tree has a node")
    _require("leaf_start", offsets[1:] >= offsets[:-1], "it never decreases")


def _check_nodes(arrays: Mapping[str, NDArray[Any]], n_features: int) -> None:
    feature, left, right = arrays["feature"], arrays["left"], arrays["right"]
    is_leaf = feature == -1
    starts = arrays["tree_start"]
    size = np.repeat(np.diff(starts), np.diff(starts))
    number = np.arange(len(feature)) - np.repeat(starts[:-1], np.diff(starts))
    _require(
        "feature",
        is_leaf | ((feature >= 0) & (feature < n_features)),
        f"a node asks about one of {n_features} features, or is a leaf (-1)",
    )
    for name, child in (("left", left), ("right", right)):
        _require(
            name,
            np.where(is_leaf, child == -1, (child > number) & (child < size)),
            "a child comes after its parent in the same tree, and a leaf has none (-1)",
        )
    threshold = arrays["threshold"]
    _require(
        "threshold",
        np.where(is_leaf, threshold == 0, np.isfinite(threshold)),
        "it is finite, and 0 at a leaf",
    )
    # Read as bytes: a file may hold a 7 where only 0 and 1 are true or false.
    missing = arrays["missing_left"].view(np.uint8)
    _require(
        "missing_left",
        missing <= np.where(is_leaf, 0, 1),
        "it is 0 or 1, and 0 at a leaf",
    )


def _check_family(arrays: Mapping[str, NDArray[Any]]) -> None:
    is_inner = arrays["feature"] >= 0
    starts = arrays["tree_start"]
    inner = np.flatnonzero(is_inner)
    offset = np.repeat(starts[:-1], np.diff(starts))[inner]
    left, right = arrays["left"][inner] + offset, arrays["right"][inner] + offset
    n_parents = np.bincount(
        np.concatenate([left, right]), minlength=len(arrays["feature"])
    )
    n_expected = np.ones(len(n_parents), dtype=np.int64)
    n_expected[starts[:-1]] = 0
    _require(
        "left",
        n_parents == n_expected,
        "every node but the first of a tree is the child of exactly one node",
    )
    cover = arrays["cover"]
    _require("cover", np.isfinite(cover) & (cover > 0), "it is finite and above 0")
    of_parents = cover[inner]
    difference = np.abs(cover[left] + cover[right] - of_parents)
    _require(
        "cover",
        difference <= _COVER_TOLERANCE * of_parents,
        "the covers of two children sum to their parent's",
    )
    _check_depth(starts, inner, left, right)


def _check_depth(
    starts: NDArray[np.int64],
    inner: NDArray[np.int64],
    left: NDArray[np.int64],
    right: NDArray[np.int64],
) -> None:
    # One step a level; all nodes hang below a root, so the walk ends.
    place = np.full(starts[-1], -1)
    place[inner] = np.arange(len(inner))
    level = starts[:-1]
    for _ in range(MAX_DEPTH + 1):
        split = place[level]
        split = split[split >= 0]
        if not len(split):
            return
        level = np.concatenate([left[split], right[split]])
    raise BundleError(
        f"The forest has a tree deeper than {MAX_DEPTH} questions. "
        "Train the model again with a smaller depth."
    )


def _check_leaves(arrays: Mapping[str, NDArray[Any]], n_classes: int) -> None:
    starts, classes = arrays["leaf_start"], arrays["leaf_class"]
    n_entries = np.diff(starts)
    is_leaf = arrays["feature"] == -1
    _require(
        "leaf_start",
        np.where(is_leaf, n_entries >= 1, n_entries == 0),
        "leaves have entries, and inner nodes have none",
    )
    _require(
        "leaf_class",
        (classes >= 0) & (classes < n_classes),
        f"it is the number of one of {n_classes} classes",
    )
    begins = np.zeros(len(classes), dtype=np.bool_)
    begins[starts[:-1][is_leaf]] = True
    _require(
        "leaf_class",
        begins[1:] | (classes[1:] > classes[:-1]),
        "classes increase within a leaf",
    )


def _check_shares(arrays: Mapping[str, NDArray[Any]]) -> None:
    values = arrays["leaf_value"]
    _require("leaf_value", (values >= 0) & (values <= 1), "it lies from 0 to 1")
    starts = arrays["leaf_start"][:-1][arrays["feature"] == -1]
    sums = np.add.reduceat(values, starts)
    _require(
        "leaf_value",
        np.abs(sums - 1) <= _SUM_TOLERANCE,
        "the shares of a leaf sum to 1",
    )
