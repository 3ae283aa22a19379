"""Keep what was laid out for a forest for as long as the forest lives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.forest.packed import PackedForest

__all__ = ["remembered"]

_Laid = TypeVar("_Laid")

_KEPT: Final[WeakKeyDictionary[PackedForest, dict[Any, Any]]] = WeakKeyDictionary()


def remembered(lay_out: Callable[[PackedForest], _Laid], forest: PackedForest) -> _Laid:
    """Call `lay_out` at the first time for this forest; give the same later.

    Two threads that come at once may both lay out, and one result is kept.

    Parameters
    ----------
    lay_out : callable
        A function of a module, whose result depends on nothing but the forest
        and does not refer to it.
    forest : PackedForest
        Its arrays cannot be written to.
    """
    kept = _KEPT.setdefault(forest, {})
    if lay_out not in kept:
        kept.setdefault(lay_out, lay_out(forest))
    result: _Laid = kept[lay_out]
    return result
