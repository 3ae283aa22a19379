"""What-if says of a row what predict says of it."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.errors import InputError
from genrelens.workflow.new_table import read_new_table
from genrelens.workflow.predicting import PredictRequest, predict_table
from genrelens.workflow.what_if.answering import what_if
from genrelens.workflow.what_if.values import plain_values


@pytest.fixture(scope="module")
def predicted(small_run):
    request = PredictRequest(model=small_run.model, table=small_run.table, reasons=True)
    return predict_table(request).frame


@pytest.mark.parametrize("row", range(0, 120, 9))
def test_numbers_decisions_and_warnings_are_those_of_predict(
    small_run, trained, predicted, row: int
) -> None:
    new = read_new_table(trained, small_run.table)
    if new.is_blank[row]:
        pytest.skip("a row without any value cannot be asked about")
    values = plain_values(trained.features, new.inputs.iloc[row])
    found, told = what_if(trained, values), predicted.iloc[row]
    assert found.genre == told["genre"]
    assert found.probability == pytest.approx(told["probability"], abs=1e-15)
    assert found.decision == told["decision"]
    assert found.decision_reason == told["decision_reason"]
    warnings = str(told["warnings"])
    for clause in found.warnings:
        assert clause in warnings or clause in found.decision_reason


def test_probabilities_of_all_genres_sum_to_one_both_ways(trained, values) -> None:
    found = what_if(trained, values)
    assert tuple(found.probabilities) == trained.genres
    assert sum(found.probabilities.values()) == pytest.approx(1)
    assert sum(found.own_probabilities.values()) == pytest.approx(1)


def test_a_value_beyond_the_collection_is_told_and_still_answered(
    trained, values
) -> None:
    tempo = next(each for each in trained.references if each.name == "tempo")
    found = what_if(trained, {**values, "tempo": tempo.high + 100})
    assert any("above training's" in clause for clause in found.warnings)
    assert np.isfinite(found.probability)


def test_a_largest_error_out_of_range_is_refused(trained, values) -> None:
    with pytest.raises(InputError, match=r"0\.005"):
        what_if(trained, values, max_error=0.9)
