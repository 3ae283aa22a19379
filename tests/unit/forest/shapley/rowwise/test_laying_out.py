"""Tests of genrelens.forest.shapley.rowwise.laying_out."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.forest import grow
from genrelens.forest.shapley.rowwise.laying_out import lay_out_trees
from genrelens.forest.shapley.rowwise.tree_plan import ONES, ZEROS


def follow(plan):
    """Go through the stages as a row would, and check each step.

    A question is weighed after the one in its parent's slot; a merge reads rows
    and slots that have been written, and each root's merges come last.
    """
    question, entry, merge = 0, 0, 0
    rows, slots = {ZEROS, ONES}, {0}
    for number in range(len(plan.stages.n_kept)):
        stage = type(plan.stages)(*(each[number] for each in plan.stages))
        slot = int(stage.first_slot)
        for each in range(question, stage.question_end):
            parent = int(plan.questions.place[each]) >> 1
            assert parent in slots
            assert parent < slot
            slots.add(slot)
            slot += 1
        row = int(stage.first_row)
        for _ in range(entry, stage.entry_end):
            rows.add(row)
            row += 1
        for left, right, of_slot, _ in plan.merge[merge : stage.merge_end].tolist():
            assert {left, right} <= rows
            assert (left, right) != (ZEROS, ZEROS)
            assert of_slot in slots - {0}
            rows.add(row)
            row += 1
        assert max(slots) < plan.n_slots
        assert max(rows) < plan.n_rows
        if stage.n_kept:
            assert stage.kept_row >= row  # beyond what this block has written
            rows.update(range(stage.kept_row, stage.kept_row + stage.n_kept))
        question, entry, merge = (
            stage.question_end,
            stage.entry_end,
            stage.merge_end,
        )


@pytest.mark.parametrize(
    ("n_classes", "min_samples_leaf", "max_depth"),
    [(3, 1, None), (90, 1, None), (90, 3, None), (4, 40, 3)],
)
def test_every_step_finds_what_it_reads(
    make_table, arrays_of, n_classes, min_samples_leaf, max_depth
) -> None:
    X, y = make_table(2_500, 6, n_classes, seed=n_classes)
    forest = grow(
        X,
        np.random.default_rng(6).permutation(y),  # large trees, for want of a rule
        n_classes=n_classes,
        n_trees=3,
        min_samples_leaf=min_samples_leaf,
        max_depth=max_depth,
        random_state=0,
    )

    plan = lay_out_trees(arrays_of(forest), 0, 3, n_features=6, n_classes=n_classes)

    follow(plan)
    is_large = np.diff(forest.tree_start).max() > 512
    assert is_large == (max_depth is None)  # both kinds of trees are tried
    assert (len(plan.stages.n_kept) > 3) == is_large


def test_each_question_is_laid_out_once_in_its_order(grown, arrays_of) -> None:
    forest, _, _ = grown
    plan = lay_out_trees(arrays_of(forest), 4, 9, n_features=5, n_classes=4)

    feature = forest.feature[forest.tree_start[4] : forest.tree_start[9]]
    np.testing.assert_array_equal(plan.questions.feature, feature[feature >= 0])


def test_a_plan_does_not_depend_on_its_neighbours(grown, arrays_of) -> None:
    arrays = arrays_of(grown[0])
    whole = lay_out_trees(arrays, 0, 12, n_features=5, n_classes=4)
    parts = [
        lay_out_trees(arrays, tree, tree + 1, n_features=5, n_classes=4)
        for tree in range(12)
    ]

    for name in whole.questions._fields:
        together = np.concatenate([getattr(part.questions, name) for part in parts])
        np.testing.assert_array_equal(together, getattr(whole.questions, name))
    merges = np.concatenate([part.merge for part in parts])
    np.testing.assert_array_equal(merges, whole.merge)


def test_trees_of_single_leaves_need_no_step(build_forest, arrays_of) -> None:
    forest = build_forest((4, {0: 1.0}), (4, {1: 1.0}), n_features=2, n_classes=2)

    plan = lay_out_trees(arrays_of(forest), 0, 2, n_features=2, n_classes=2)

    assert len(plan.questions.feature) == len(plan.merge) == plan.n_path_features == 0


def test_a_long_chain_is_laid_out_in_as_many_stages_as_it_takes(
    build_forest, arrays_of
) -> None:
    """Above the last few hundred nodes, each hangs on one leaf alone."""
    tree = (1, {1: 1.0})
    for number in range(255):
        leaf = (1, {number % 3: 0.5, 3: 0.5})
        tree = (number % 5, float(number), False, leaf, tree)
    bushy = (0, 0.0, False, tree, tree)
    forest = build_forest(bushy, n_features=5, n_classes=4)

    plan = lay_out_trees(arrays_of(forest), 0, 1, n_features=5, n_classes=4)

    follow(plan)
    assert len(plan.stages.n_kept) > 2
