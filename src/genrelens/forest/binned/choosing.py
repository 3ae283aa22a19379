"""Choose the feature that a node asks about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.forest.binned.drawing import draw_below
from genrelens.forest.binned.ordering import BIN_SHIFT, order_rows
from genrelens.forest.binned.splitting import NO_SPLIT, Split, best_split
from genrelens.forest.compiling import unmanaged

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from genrelens.forest.binned.desk import Desk, Rules, Sample

__all__ = ["choose_split"]


@unmanaged
def choose_split(
    sample: Sample,
    desk: Desk,
    rules: Rules,
    begin: int,
    end: int,
    weight: int,
    squares: int,
    n_known: int,
) -> tuple[int, Split, int]:
    """Draw features until enough are tried, and give the best split.

    As in scikit-learn: features come in random order; `max_features` are looked
    at, constant ones included, and more until one is not constant. What is
    constant here is so below, and is not looked at again.

    Parameters
    ----------
    sample, desk, rules : Sample, Desk, Rules
        The desk holds the node's rows, payloads and totals.
    begin, end : int
        Where the node's rows stand on the desk.
    weight, squares : int
        Sum of the classes' totals, and of their squares.
    n_known : int
        Number of features known to be constant.

    Returns
    -------
    feature : int
        -1 where no split leaves enough rows on both sides.
    split : Split
    n_constants : int
        Number of features known to be constant now.
    """
    features = desk.features
    best_feature, best = -1, NO_SPLIT
    n_left, n_found, n_drawn_known, n_seen = len(features), 0, 0, 0
    while n_left > n_known + n_found and (
        n_seen < rules.max_features or n_seen <= n_found + n_drawn_known
    ):
        n_seen += 1
        at = n_drawn_known + draw_below(desk.state, n_left - n_found - n_drawn_known)
        if at < n_known:
            _swap(features, at, n_drawn_known)
            n_drawn_known += 1
            continue
        at += n_found
        feature = features[at]
        is_constant, split = _try_feature(
            sample, desk, rules, feature, begin, end, weight, squares
        )
        if is_constant:
            _swap(features, at, n_known + n_found)
            n_found += 1
            continue
        n_left -= 1
        _swap(features, at, n_left)
        if split.score > best.score:
            best_feature, best = feature, split
            if best.score >= weight:
                break  # both sides are pure: no other split is better
    _remember(features, desk.constants, n_known, n_found)
    return best_feature, best, n_known + n_found


@unmanaged
def _try_feature(
    sample: Sample,
    desk: Desk,
    rules: Rules,
    feature: int,
    begin: int,
    end: int,
    weight: int,
    squares: int,
) -> tuple[bool, Split]:
    """Say whether the feature is constant in the node, or how best to cut it."""
    rows = desk.rows[begin:end]
    payload, order = desk.payload[: end - begin], desk.order[: end - begin]
    order_rows(sample.bins[feature], rows, payload, order, desk.space)
    if order[0] >> BIN_SHIFT == order[-1] >> BIN_SHIFT:
        return True, NO_SPLIT
    return False, best_split(
        order,
        sample.n_bins[feature],
        desk.totals,
        desk.lefts,
        weight,
        squares,
        rules.min_samples_leaf,
    )


@unmanaged
def _remember(
    features: NDArray[np.int32],
    constants: NDArray[np.int32],
    n_known: int,
    n_found: int,
) -> None:
    """Keep the constants in the same places for siblings, and for children."""
    for place in range(n_known):
        features[place] = constants[place]
    for place in range(n_known, n_known + n_found):
        constants[place] = features[place]


@unmanaged
def _swap(numbers: NDArray[np.int32], one: int, other: int) -> None:
    numbers[one], numbers[other] = numbers[other], numbers[one]
