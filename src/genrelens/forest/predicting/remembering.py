"""Keep what was laid out for a forest for as long as the forest lives."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any, Final

from genrelens.forest.predicting.node_words import NodeWords, lay_out_nodes

if TYPE_CHECKING:
    from genrelens.forest.packed import PackedForest

__all__ = ["node_words_of"]

# A forest has no room for a weak reference, but its arrays do, and each forest
# has its own views of them, which nobody can write to.
_LAID_OUT: Final[dict[int, NodeWords | None]] = {}
_WATCHED: Final[dict[int, weakref.ref[Any]]] = {}


def node_words_of(forest: PackedForest) -> NodeWords | None:
    """Lay a forest's nodes out at the first call; give the same at later ones.

    Returns
    -------
    NodeWords or None
        None where the forest does not fit: see `lay_out_nodes`.
    """
    key = id(forest.feature)
    if key not in _LAID_OUT:
        # Two threads may come here at once: both lay out the same.
        _LAID_OUT[key] = lay_out_nodes(forest)
        _WATCHED[key] = weakref.ref(forest.feature, lambda _: _forget(key))
    return _LAID_OUT[key]


def _forget(key: int) -> None:
    del _LAID_OUT[key], _WATCHED[key]
