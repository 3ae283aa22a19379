"""Hold one tree as its library keeps it, before it is packed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["GrownTree", "list_entries"]


@dataclass(frozen=True, slots=True, eq=False)
class GrownTree:
    """Nodes in any order, the root first; some may be out of reach.

    Parameters
    ----------
    feature, left, right : ndarray of int, shape (n_nodes,)
        Feature that the node asks about, and its children; a node whose `left`
        is negative is a leaf.
    threshold : ndarray of float64, shape (n_nodes,)
        What the value is compared with; read at inner nodes only.
    missing_left : ndarray of bool, shape (n_nodes,)
        True where a missing value goes left.
    cover : ndarray of float64, shape (n_nodes,)
        Weight of the training rows at the leaf; read at leaves only.
    entry_node, entry_class : ndarray of int, shape (n_entries,)
        Leaf and output of each number below; at most one for each pair.
    entry_value : ndarray of float64, shape (n_entries,)
        What the leaf adds to the output; nothing where it has no entry.
    """

    feature: NDArray[np.integer]
    threshold: NDArray[np.float64]
    left: NDArray[np.integer]
    right: NDArray[np.integer]
    missing_left: NDArray[np.bool_]
    cover: NDArray[np.float64]
    entry_node: NDArray[np.integer]
    entry_class: NDArray[np.integer]
    entry_value: NDArray[np.float64]


def list_entries(
    leaves: NDArray[np.integer], numbers: NDArray[np.float64]
) -> tuple[NDArray[np.integer], NDArray[np.integer], NDArray[np.float64]]:
    """List what leaves hold for all outputs, without the zeros.

    Parameters
    ----------
    leaves : ndarray of int, shape (n_leaves,)
        Their nodes.
    numbers : ndarray of float64, shape (n_leaves, n_outputs)

    Returns
    -------
    entry_node, entry_class, entry_value : ndarray
        As a `GrownTree` holds them.

    Examples
    --------
    >>> listed = list_entries(np.array([3, 4]), np.array([[0.0, 2.0], [5.0, 0.0]]))
    >>> [each.tolist() for each in listed]
    [[3, 4], [1, 0], [2.0, 5.0]]
    """
    of_leaf, of_output = np.nonzero(numbers)
    return leaves[of_leaf], of_output, numbers[of_leaf, of_output].astype(np.float64)
