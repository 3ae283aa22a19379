"""Lay trees end to end as they come, so that none is held twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from genrelens.forest.packed import PackedForest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.forest.binned.tree import Nodes

__all__ = ["EndToEnd"]

_SPARE: Final = 1.05  # trees of one forest differ in size by a few in a hundred


class _Lengthening:
    """An array that is lengthened in place; its spare end is not yet memory."""

    def __init__(self, expected: int, dtype: np.dtype[Any]) -> None:
        self._array = np.empty(max(1, expected), dtype=dtype)
        self._n_used = 0

    def add(self, part: NDArray[Any]) -> None:
        end = self._n_used + len(part)
        if end > len(self._array):
            self._array.resize(max(end, len(self._array) * 5 // 4), refcheck=False)
        self._array[self._n_used : end] = part
        self._n_used = end

    def finish(self) -> NDArray[Any]:
        self._array.resize(self._n_used, refcheck=False)
        return self._array


class EndToEnd:
    """The trees of a forest that is under way.

    Parameters
    ----------
    n_trees : int
        How many will come; the first one tells how much room they want.

    Examples
    --------
    See `grow_binned`: one `add` for each tree, then `finish`.
    """

    def __init__(self, n_trees: int) -> None:
        self._n_trees = n_trees
        self._tree_start = [0]
        self._arrays: dict[str, _Lengthening] = {}

    def add(self, tree: Nodes) -> int:
        """Copy a tree to the end, and count the trees that are there."""
        for name, part in tree._asdict().items():
            if name not in self._arrays:
                expected = int(_SPARE * self._n_trees * len(part)) + 1
                self._arrays[name] = _Lengthening(expected, part.dtype)
                if name == "n_entries":
                    self._arrays[name].add(np.zeros(1, dtype=part.dtype))
            self._arrays[name].add(part)
        self._tree_start.append(self._tree_start[-1] + len(tree.feature))
        return len(self._tree_start) - 1

    def finish(self, *, n_features: int, n_classes: int) -> PackedForest:
        """Give the forest; nothing can be added any more."""
        arrays = {name: array.finish() for name, array in self._arrays.items()}
        leaf_start = arrays.pop("n_entries")
        np.cumsum(leaf_start, out=leaf_start)
        return PackedForest(
            n_features=n_features,
            n_classes=n_classes,
            tree_start=np.array(self._tree_start, dtype=np.int64),
            leaf_start=leaf_start,
            **arrays,
        )
