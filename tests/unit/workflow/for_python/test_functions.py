from __future__ import annotations

import dataclasses

import numpy as np
import pytest

import genrelens
from genrelens.errors import InputError
from genrelens.workflow.explaining.every_track import ExplainTableRequest
from genrelens.workflow.explaining.one_track import ExplainRequest
from genrelens.workflow.for_python import functions
from genrelens.workflow.library_check.checking import CheckRequest, check_library
from genrelens.workflow.predicting import PredictRequest
from genrelens.workflow.requests import TableRequest, TrainRequest


def test_the_public_names_are_these_functions() -> None:
    for name in ("inspect", "train", "check", "predict", "explain", "explain_all"):
        assert getattr(genrelens, name) is getattr(functions, name)
        assert name in dir(genrelens)
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = genrelens.nothing


def test_paths_may_be_text_and_the_track_a_number(small_run) -> None:
    model, table = str(small_run.model), str(small_run.table)
    assert genrelens.inspect(table).is_usable
    by_number = genrelens.explain(model, table, 3)
    assert by_number == genrelens.explain(model, table, "3")
    answers = genrelens.predict(model, table, reasons=False).frame
    assert answers["genre"].iloc[2] == by_number.explanation.genre


def test_numpys_row_numbers_work_as_well(small_run) -> None:
    told = genrelens.explain(small_run.model, small_run.table, np.int64(3))
    assert told == genrelens.explain(small_run.model, small_run.table, 3)


def test_every_track_is_explained_into_a_file(small_run, tmp_path) -> None:
    output = str(tmp_path / "shap.csv")
    result = genrelens.explain_all(
        str(small_run.model), str(small_run.table), output, genres="folk"
    )
    with open(output, encoding="utf-8") as file:  # noqa: PTH123 (as a user would)
        assert sum(1 for _ in file) == result.n_lines + 1 == result.n_tracks + 1


def test_a_library_is_checked_by_paths_as_text(small_run) -> None:
    found = genrelens.check(str(small_run.model), str(small_run.table))
    assert found == check_library(
        CheckRequest(model=small_run.model, table=small_run.table)
    )
    assert found.n_rows == len(
        genrelens.predict(small_run.model, small_run.table).frame
    )


def test_training_takes_every_field_of_its_request(tmp_path, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(functions, "train_model", asked.append)
    genrelens.train("t.csv", str(tmp_path), trees=7, drop="tempo", seed=2)
    (request,) = asked
    assert isinstance(request, TrainRequest)
    assert (request.trees, request.drop, request.seed) == (7, ("tempo",), 2)
    assert request.output == tmp_path


def test_an_option_that_does_not_exist_is_refused() -> None:
    with pytest.raises(TypeError, match="colour"):
        genrelens.inspect("t.csv", colour="red")


@pytest.mark.parametrize(
    "request_type",
    [
        TableRequest,
        TrainRequest,
        CheckRequest,
        PredictRequest,
        ExplainRequest,
        ExplainTableRequest,
    ],
)
def test_every_field_of_a_request_is_described(request_type) -> None:
    described = "".join(base.__doc__ or "" for base in request_type.__mro__[:2])
    for field in dataclasses.fields(request_type):
        assert field.name in described, field.name


def test_an_error_is_the_same_as_that_of_the_use_case(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=r"gone\.csv': there is no"):
        genrelens.inspect("gone.csv")
