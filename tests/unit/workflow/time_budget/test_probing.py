from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.evaluation.grouping import find_groups
from genrelens.workflow.preparing import prepare
from genrelens.workflow.time_budget.counting import count_models
from genrelens.workflow.time_budget.probing import Line, measure_costs
from genrelens.workflow.training import make_forest

SECONDS = st.floats(0, 100)


@given(few=SECONDS, many=SECONDS, number=st.integers(0, 10_000))
def test_a_line_is_never_below_zero_and_never_falls(few, many, number) -> None:
    line = Line.through((4, few), (24, many))
    assert 0 <= line.at(number) <= line.at(number + 1)


@given(fixed=st.floats(0, 10), each=st.floats(0, 10))
def test_a_line_is_found_again_from_two_of_its_points(fixed, each) -> None:
    line = Line(fixed, each)
    found = Line.through((4, line.at(4)), (24, line.at(24)))
    assert found.at(400) == pytest.approx(line.at(400), abs=1e-6)


def test_a_table_is_timed_piece_by_piece(small_run) -> None:
    prepared = prepare(small_run.request)
    groups = find_groups(prepared.checked.table, prepared.rows)
    _, trial = count_models(prepared, groups, small_run.request)
    costs = measure_costs(prepared, trial, small_run.request, make_forest, dividing=3.0)
    assert costs.fit.at(400) > 0
    assert costs.study.at(400) > 0
    assert min(costs.linear, costs.boosted, costs.scoring) > 0
    assert costs.splitting == 1.5
