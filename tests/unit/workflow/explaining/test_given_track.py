import csv

import pytest

from genrelens.errors import InputError
from genrelens.workflow.explaining.given_track import explain_given
from genrelens.workflow.explaining.one_track import ExplainRequest, explain_one


def test_a_row_given_as_a_mapping_is_explained_as_from_the_file(small_run):
    with small_run.table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    told = explain_one(
        ExplainRequest(model=small_run.model, table=small_run.table, track="row:1")
    )

    made = explain_given(small_run.result.model, rows[0])

    assert made.probabilities == told.probabilities
    assert made.explanation.reasons == told.explanation.reasons
    assert made.explanation.sentence == told.explanation.sentence


def test_a_track_without_values_is_refused_with_the_attributes_there_are(small_run):
    with pytest.raises(InputError, match=r"nothing to explain.*tempo"):
        explain_given(small_run.result.model, {"tempo": None})
