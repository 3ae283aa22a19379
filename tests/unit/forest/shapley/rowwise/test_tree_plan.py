"""Tests of genrelens.forest.shapley.rowwise.tree_plan."""

from __future__ import annotations

from genrelens.forest.shapley.rowwise.laying_out import lay_out_trees
from genrelens.forest.shapley.rowwise.tree_plan import FIRST_FREE_ROW, ONES, ZEROS


def test_no_entry_and_no_merge_is_written_over_the_fixed_rows(grown, arrays_of) -> None:
    plan = lay_out_trees(arrays_of(grown[0]), 0, 12, n_features=5, n_classes=4)

    assert max(ZEROS, ONES) < FIRST_FREE_ROW <= plan.stages.first_row.min()


def test_what_belongs_together_has_one_length(grown, arrays_of) -> None:
    plan = lay_out_trees(arrays_of(grown[0]), 3, 7, n_features=5, n_classes=4)

    assert {len(each) for each in plan.questions} == {plan.stages.question_end[-1]}
    assert len({len(each) for each in plan.stages}) == 1
    assert len(plan.entry) == plan.stages.entry_end[-1]
    assert plan.merge.shape == (plan.stages.merge_end[-1], 4)
