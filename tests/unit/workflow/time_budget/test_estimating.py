from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from genrelens.workflow.time_budget.counting import FitCounts
from genrelens.workflow.time_budget.estimating import Setting, estimate_seconds
from genrelens.workflow.time_budget.probing import Line, UnitCosts

COUNTS = FitCounts(
    n_features=12,
    n_folds=5,
    n_quick=12,
    n_shuffled=5,
    n_splits=1,
    n_sides=15,
    n_priced=10,
    n_small=55,
    tries_boosting=False,
)
COSTS = UnitCosts(
    fit=Line(0.01, 0.001),
    study=Line(0.1, 0.002),
    linear=0.05,
    boosted=0.5,
    scoring=0.1,
    splitting=0.2,
)


def seconds(**setting) -> float:
    return estimate_seconds(Setting(**setting), COUNTS, COSTS)


@given(few=st.integers(1, 1000), more=st.integers(0, 1000))
def test_more_trees_never_take_less_time(few, more) -> None:
    for is_quick in (True, False):
        assert seconds(trees=few, is_quick=is_quick) <= seconds(
            trees=few + more, is_quick=is_quick
        )


@given(trees=st.integers(1, 1000))
def test_a_fuller_report_takes_longer(trees) -> None:
    assert (
        seconds(trees=trees, is_quick=True)
        < seconds(trees=trees)
        < seconds(trees=trees, has_contenders=True)
    )


def test_boosting_that_is_tried_unasked_costs_what_asked_for_costs() -> None:
    counts = replace(COUNTS, tries_boosting=True)
    plain, asked = (
        estimate_seconds(Setting(trees=100, has_contenders=has), counts, COSTS)
        for has in (False, True)
    )
    assert plain == asked


def test_each_tree_of_a_quick_run_counts_in_every_model_and_study() -> None:
    grown = seconds(trees=300, is_quick=True) - seconds(trees=200, is_quick=True)
    assert round(grown, 9) == round(100 * (12 * 0.001 + 5 * 0.002), 9)
