"""Hold trees laid out as plain lists, which a row goes through without a branch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "FIRST_FREE_ROW",
    "LANES",
    "ONES",
    "ZEROS",
    "Questions",
    "Stages",
    "TreePlan",
]

LANES: Final = 8
"""Points of the quadrature that are computed side by side."""

ZEROS: Final = 0
"""The row of a class that a subtree has no leaf of."""

ONES: Final = 1
"""The row of a leaf's only class, if its value is 1."""

FIRST_FREE_ROW: Final = 2


class Questions(NamedTuple):
    """The inner nodes of trees, each after its parent.

    `threshold` is the largest 32-bit number that goes left. A row has passed all
    that the path has asked about the feature before where its value lies above
    `low` and not above `high`, or is missing and bit 1 of `missing` is set; bit 0
    says that missing values go left. `share` is the fraction of the cover that
    has passed; `to_right` the fraction of the node's cover that goes right.
    `place` is twice the parent's slot, plus 1 for right children.
    """

    feature: NDArray[np.int32]
    threshold: NDArray[np.float32]
    low: NDArray[np.float32]
    high: NDArray[np.float32]
    missing: NDArray[np.uint8]
    share: NDArray[np.float64]
    to_right: NDArray[np.float64]
    place: NDArray[np.uint32]


class Stages(NamedTuple):
    """What comes after what: first questions, then entries, then merges.

    Each array has one number for each stage: the ends of its questions, entries
    and merges; the slot of its first question; the row of its first entry, after
    which come further entries and the merges; how many of its last rows are then
    copied, and to which row.
    """

    question_end: NDArray[np.int64]
    entry_end: NDArray[np.int64]
    merge_end: NDArray[np.int64]
    first_slot: NDArray[np.int64]
    first_row: NDArray[np.int64]
    n_kept: NDArray[np.int64]
    kept_row: NDArray[np.int64]


class TreePlan(NamedTuple):
    """Some trees, laid out for rows that go through them one at a time.

    A subtree of moderate size is a stage, so that its slots and rows stay in the
    cache; the nodes above are merged in a last stage of the tree. One merge is
    one class of one inner node: the rows of the left and the right child, the
    node's slot, and the place ``feature * n_classes + class`` in the sums.

    Parameters
    ----------
    questions : Questions
    entry : ndarray of float64, shape (n_entries,)
        Values of leaves, where these are not the row `ONES`.
    merge : ndarray of uint16 or uint32, shape (n_merges, 4)
        Of 16 bits where all numbers of the plan fit in them.
    stages : Stages
    n_slots, n_rows : int
        How much memory a row needs.
    n_path_features : int
        Most distinct features on a path.
    """

    questions: Questions
    entry: NDArray[np.float64]
    merge: NDArray[np.uint16] | NDArray[np.uint32]
    stages: Stages
    n_slots: int
    n_rows: int
    n_path_features: int

    @property
    def nbytes(self) -> int:
        """Size of all arrays in bytes."""
        arrays = (*self.questions, self.entry, self.merge, *self.stages)
        return sum(array.nbytes for array in arrays)
