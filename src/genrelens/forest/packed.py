"""A grown forest as flat arrays, with sparse leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from genrelens.errors import BundleError, InputError, printable
from genrelens.forest.validating import ARRAY_TYPES, check_arrays

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["ForestArrays", "PackedForest", "require_forest", "validate"]


class ForestArrays(NamedTuple):
    """The arrays of a `PackedForest`, in the form that compiled code takes."""

    tree_start: NDArray[np.int64]
    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    missing_left: NDArray[np.bool_]
    cover: NDArray[np.float64]
    leaf_start: NDArray[np.int64]
    leaf_class: NDArray[np.int32]
    leaf_value: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class PackedForest:
    """Trees laid end to end, node by node.

    Node ``i`` of tree ``t`` stands at ``tree_start[t] + i`` in every node array;
    its root is node 0, and children are numbered within their tree, after their
    parent. A row goes left where its value, as a 32-bit number, is not above the
    threshold, and where the value is missing and `missing_left` holds.

    The arrays are read-only. They are trusted by every function of this folder:
    call `validate` (or build with `from_arrays`, which does) on arrays that come
    from outside.

    Parameters
    ----------
    n_features, n_classes : int
        Width of a row; number of classes.
    tree_start : ndarray of int64, shape (n_trees + 1,)
        First node of each tree; the last entry is the number of nodes.
    feature : ndarray of int32, shape (n_nodes,)
        Feature that the node asks about; -1 at a leaf.
    threshold : ndarray of float64, shape (n_nodes,)
        Largest value that goes left; 0 at a leaf.
    left, right : ndarray of int32, shape (n_nodes,)
        Children, numbered within the tree; -1 at a leaf.
    missing_left : ndarray of bool, shape (n_nodes,)
        True where a missing value goes left; False at a leaf.
    cover : ndarray of float64, shape (n_nodes,)
        Weight of the training rows that came by.
    leaf_start : ndarray of int64, shape (n_nodes + 1,)
        Where the node's entries begin in the two arrays below; inner nodes
        have none.
    leaf_class : ndarray of int32, shape (n_entries,)
        Classes met at the leaf, in increasing order.
    leaf_value : ndarray of float64, shape (n_entries,)
        Their shares of the leaf's cover; they sum to 1. Trees that a reader
        packed hold other finite numbers here: see `TreeModel`.
    """

    n_features: int
    n_classes: int
    tree_start: NDArray[np.int64]
    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    missing_left: NDArray[np.bool_]
    cover: NDArray[np.float64]
    leaf_start: NDArray[np.int64]
    leaf_class: NDArray[np.int32]
    leaf_value: NDArray[np.float64]

    def __post_init__(self) -> None:
        for name in ARRAY_TYPES:
            # A plain, contiguous, read-only view: one compiled kernel serves
            # all forests, whether grown, unpickled or mapped from a file.
            array = np.ascontiguousarray(getattr(self, name)).view(np.ndarray)
            array = array.view()
            array.flags.writeable = False
            object.__setattr__(self, name, array)

    def __reduce__(self) -> tuple[type[PackedForest], tuple[Any, ...]]:
        # Copies and unpickled forests go through __post_init__ as well.
        return PackedForest, tuple(getattr(self, each.name) for each in fields(self))

    @property
    def n_trees(self) -> int:
        """Number of trees."""
        return len(self.tree_start) - 1

    @property
    def n_nodes(self) -> int:
        """Number of nodes of all trees, leaves included."""
        return len(self.feature)

    @property
    def nbytes(self) -> int:
        """Size of all arrays in bytes."""
        return sum(array.nbytes for array in self.arrays().values())

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Give every array by its name, ready to be saved."""
        return {name: getattr(self, name) for name in ARRAY_TYPES}

    @classmethod
    def from_arrays(
        cls,
        arrays: Mapping[str, NDArray[Any]],
        *,
        n_features: int,
        n_classes: int,
        leaves: Literal["shares", "numbers"] = "shares",
    ) -> PackedForest:
        """Build a forest from the arrays of another, after checking all of them.

        Parameters
        ----------
        arrays : mapping of str to ndarray
            What `arrays` gave, with the same names and types. Arrays that can be
            written to are copied; others, as those mapped from a file, are shared.
        n_features, n_classes : int
            Width of a row; number of classes.
        leaves : {"shares", "numbers"}, default "shares"
            What leaves may hold: distributions over the classes, or any finite
            numbers, as the trees of boosters and of regression do.

        Raises
        ------
        BundleError
            If an array is absent, unknown, of another type, or the trees are
            not trees.
        InputError
            If `arrays` is no mapping, or `leaves` is another word.
        """
        if not isinstance(arrays, Mapping):
            raise InputError(
                f"The forest's arrays are a {printable(type(arrays).__name__)}. "
                "Give a mapping from their names, as PackedForest.arrays() does."
            )
        absent = sorted(ARRAY_TYPES.keys() - arrays.keys())
        unknown = sorted(arrays.keys() - ARRAY_TYPES.keys())
        if absent or unknown:
            raise BundleError(
                f"The forest's arrays do not match: absent {absent}, unknown "
                f"{[str(name)[:40] for name in unknown[:5]]}. "
                "Train the model again, or use an undamaged copy."
            )
        own = {name: _out_of_reach(array) for name, array in arrays.items()}
        check_arrays(own, n_features=n_features, n_classes=n_classes, leaves=leaves)
        return cls(n_features=int(n_features), n_classes=int(n_classes), **own)


def _out_of_reach(array: NDArray[Any]) -> NDArray[Any]:
    """Copy what could be written to after it was checked."""
    is_open = isinstance(array, np.ndarray) and array.flags.writeable
    return array.copy() if is_open else array


def validate(
    forest: PackedForest, *, leaves: Literal["shares", "numbers"] = "shares"
) -> None:
    """Check that every tree is a tree, and every leaf what it has to be.

    A forest that passes can be walked by any row without leaving its arrays.

    Parameters
    ----------
    forest : PackedForest
    leaves : {"shares", "numbers"}, default "shares"
        What leaves may hold: distributions over the classes, or any finite
        numbers, as in the trees of a `TreeModel`.

    Raises
    ------
    BundleError
        Naming the first array that is wrong, how many of its cells are, the
        first such place, and what is allowed there.
    InputError
        If it is no `PackedForest`, or `leaves` is another word.
    """
    require_forest(forest)
    check_arrays(
        forest.arrays(),
        n_features=forest.n_features,
        n_classes=forest.n_classes,
        leaves=leaves,
    )


def require_forest(forest: object) -> None:
    """Refuse what is no forest, before it is taken for one.

    Raises
    ------
    InputError
        Saying what to give instead.
    """
    if isinstance(forest, PackedForest):
        return
    raise InputError(
        f"A {printable(type(forest).__name__)} is no PackedForest. Give what grow, "
        "from_arrays or read_model(...).trees gives; a TreeModel from read_model "
        "predicts by its own predict, and explain takes it as it is."
    )
