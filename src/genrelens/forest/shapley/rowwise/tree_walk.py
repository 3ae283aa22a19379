"""Add up one row's Shapley values over trees that are laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from genrelens.forest.compiling import inlined, unmanaged
from genrelens.forest.lanes import (
    aligned_zeros,
    load_8,
    multiply,
    multiply_add,
    spread_8,
    store,
    total,
)
from genrelens.forest.shapley.rowwise.instructions import divide
from genrelens.forest.shapley.rowwise.tree_plan import LANES, ONES, ZEROS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.forest.shapley.rowwise.tree_plan import (
        Questions,
        Stages,
        TreePlan,
    )

__all__ = ["RowSpace", "add_trees_for_row", "space_for"]

_0: Final = np.uint64(0)
_1: Final = np.uint64(1)
_8: Final = np.uint64(LANES)
_SLOT: Final = np.uint64(3 * LANES)
_TO_RIGHT: Final = np.uint64(LANES)  # in a slot, after the reach of the node
_CHANGE: Final = np.uint64(2 * LANES)


class RowSpace(NamedTuple):
    """Memory for one row; each line has a number for each of `LANES` points.

    By slot, `slots` holds the weight with which the node is reached, the part of
    it that goes right, below or equal to 0, and the weight of the difference
    between the children, shape (n_slots, 3, LANES). `rows` holds the expected
    values of classes in subtrees, shape (n_rows, LANES); `sums` the values so
    far, shape (n_features, n_classes, LANES). `past` is 1 - x at the points x,
    and `weights` those of the quadrature, shape (LANES,).
    """

    slots: NDArray[np.float64]
    rows: NDArray[np.float64]
    sums: NDArray[np.float64]
    past: NDArray[np.float64]
    weights: NDArray[np.float64]


def space_for(plan: TreePlan, n_features: int, n_classes: int) -> RowSpace:
    """Allocate memory for one thread."""
    slots_end = 3 * plan.n_slots
    rows_end = slots_end + plan.n_rows
    sums_end = rows_end + n_features * n_classes
    lines = aligned_zeros(sums_end + 2, LANES)  # at once: small trees take less time
    space = RowSpace(
        slots=lines[:slots_end].reshape(plan.n_slots, 3, LANES),
        rows=lines[slots_end:rows_end],
        sums=lines[rows_end:sums_end].reshape(n_features, n_classes, LANES),
        past=lines[sums_end],
        weights=lines[sums_end + 1],
    )
    space.rows[ONES] = 1.0
    space.rows[ZEROS] = 0.0
    return space


@unmanaged
def add_trees_for_row(
    plan: TreePlan,
    row: NDArray[np.float32],
    points: NDArray[np.float64],
    weights: NDArray[np.float64],
    space: RowSpace,
    out: NDArray[np.float64],
) -> None:
    """Add the Shapley values of one row over all trees of a plan.

    Let ``M(x)`` be what a node predicts when each feature is known with
    probability ``x``, given what is asked above. The value of a feature is the
    integral over ``x`` from 0 to 1 of the derivative after the feature's own
    probability; at a node that asks about it, this is the difference between the
    ``M`` of the two children, times the weight with which the node is reached.
    So the questions are weighed from the root down, and the ``M`` of the classes
    merged from the leaves up, at all points of a quadrature side by side.

    Parameters
    ----------
    plan : TreePlan
    row : ndarray of float32, shape (n_features,)
        NaN stands for a missing value.
    points, weights : ndarray of float64, shape (n_points,)
        Quadrature that is exact for the plan's longest path.
    space : RowSpace
        From `space_for` for this plan; changed.
    out : ndarray of float64, shape (n_features, n_classes)
        Added to; not yet divided by the number of trees.

    References
    ----------
    G. Owen, "Multilinear extensions of games", Management Science 18, 1972.
    """
    n_features, n_classes = out.shape
    for cell in range(np.uint64(n_features * n_classes)):
        store(space.sums, cell * _8, spread_8(0.0))
    for begin in range(0, len(points), LANES):
        for each in range(LANES):
            is_point = begin + each < len(points)
            space.past[each] = 1.0 - points[begin + each] if is_point else 0.5
            space.weights[each] = weights[begin + each] if is_point else 0.0
        _go_through(plan, row, space)
    for feature in range(n_features):
        for label in range(n_classes):
            place = np.uint64(feature * n_classes + label)
            out[feature, label] += total(load_8(space.sums, place * _8))


@unmanaged
def _go_through(plan: TreePlan, row: NDArray[np.float32], space: RowSpace) -> None:
    """Go through all stages, at one set of points."""
    stages = plan.stages
    # Slot 0 stands above every root: from there all goes left.
    store(space.slots, _0, load_8(space.weights, _0))
    store(space.slots, _TO_RIGHT, spread_8(0.0))
    question, entry, merge = _0, _0, _0
    for stage in range(len(stages.question_end)):
        end = np.uint64(stages.question_end[stage])
        _weigh(plan.questions, question, end, stages.first_slot[stage], row, space)
        question = end
        at = np.uint64(stages.first_row[stage]) * _8
        end = np.uint64(stages.entry_end[stage])
        for each in range(entry, end):
            store(space.rows, at, spread_8(plan.entry[each]))
            at += _8
        entry = end
        end = np.uint64(stages.merge_end[stage])
        _merge(plan.merge, merge, end, at, space)
        at += (end - merge) * _8
        merge = end
        _keep(stages, stage, at, space)


@unmanaged
def _weigh(
    questions: Questions,
    first: np.uint64,
    last: np.uint64,
    slot: np.int64,
    row: NDArray[np.float32],
    space: RowSpace,
) -> None:
    """Weigh some questions, each after its parent.

    With ``z`` the share of the cover that has passed what was asked about the
    feature before, and ``r`` the fraction that goes right, the child that the
    row fails for has the weight ``(1 - x) z r / (x + (1 - x) z)``, or with
    ``1 - r`` for ``r`` where that is the left child; once the row has failed
    for the feature, the right child has the weight ``r``.
    """
    past, one, minus = load_8(space.past, _0), spread_8(1.0), spread_8(-1.0)
    at = np.uint64(slot) * _SLOT
    for each in range(first, last):
        value = row[np.uint64(questions.feature[each])]
        live, right = _answer(questions, each, value)
        z, r = questions.share[each], questions.to_right[each]
        zr = z * r
        passing = multiply_add(spread_8(live * (z - 1.0)), past, one)
        inverse = divide(one, passing)
        constant = spread_8(live * right + (1.0 - live) * r)
        to_right = multiply_add(spread_8(live * (zr - right)), past, constant)
        to_right = multiply(to_right, inverse)
        reach = _reach(np.uint64(questions.place[each]), space)
        change = multiply(multiply(inverse, inverse), reach)
        store(space.slots, at, reach)
        store(space.slots, at + _TO_RIGHT, multiply(minus, to_right))
        store(
            space.slots,
            at + _CHANGE,
            multiply(spread_8(live * (zr - right * z)), change),
        )
        at += _SLOT


@inlined
def _answer(questions: Questions, each: int, value: np.float32) -> tuple[float, float]:
    """Say whether the row has passed all questions before, and goes right here.

    As 1.0 and 0.0, to calculate with: a branch could not be foreseen.
    """
    is_nan, missing = np.isnan(value), questions.missing[each]
    passed = is_nan & ((missing & np.uint8(2)) != 0)
    passed |= (value > questions.low[each]) & (value <= questions.high[each])
    goes_left = is_nan & ((missing & np.uint8(1)) != 0)
    goes_left |= value <= questions.threshold[each]
    return np.float64(passed), np.float64(not goes_left)


@inlined
def _reach(place: np.uint64, space: RowSpace) -> object:
    """Give the weight with which a node is reached from its parent."""
    above, is_right = (place >> _1) * _SLOT, np.float64(place & _1)
    part = multiply_add(
        spread_8(1.0 - 2.0 * is_right),
        load_8(space.slots, above + _TO_RIGHT),
        spread_8(1.0 - is_right),
    )
    return multiply(load_8(space.slots, above), part)


@unmanaged
def _merge(
    merge: NDArray[np.uint16] | NDArray[np.uint32],
    first: np.uint64,
    last: np.uint64,
    at: np.uint64,
    space: RowSpace,
) -> None:
    """Merge rows of children, and add their differences to the features' sums."""
    minus = spread_8(-1.0)
    for each in range(first, last):
        left = load_8(space.rows, np.uint64(merge[each, 0]) * _8)
        right = load_8(space.rows, np.uint64(merge[each, 1]) * _8)
        slot = np.uint64(merge[each, 2]) * _SLOT
        cell = np.uint64(merge[each, 3]) * _8
        difference = multiply_add(minus, right, left)
        change = load_8(space.slots, slot + _CHANGE)
        so_far = load_8(space.sums, cell)
        store(space.sums, cell, multiply_add(change, difference, so_far))
        to_right = load_8(space.slots, slot + _TO_RIGHT)
        store(space.rows, at, multiply_add(to_right, difference, left))
        at += _8


@unmanaged
def _keep(stages: Stages, stage: int, end: np.uint64, space: RowSpace) -> None:
    """Copy a stage's last rows to where later blocks do not write."""
    n_kept = np.uint64(stages.n_kept[stage])
    source, target = end - n_kept * _8, np.uint64(stages.kept_row[stage]) * _8
    for each in range(n_kept):
        store(space.rows, target + each * _8, load_8(space.rows, source + each * _8))
