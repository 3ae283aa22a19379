from __future__ import annotations

import json

import pandas as pd
import pytest

from genrelens.errors import InputError
from genrelens.workflow.answering.answer_rows import AnswerOptions
from genrelens.workflow.library_check.checking import CheckRequest, check_library
from genrelens.workflow.predicting import PredictRequest, predict_table
from genrelens.workflow.scoring.answered_file import AnswerFileRequest, answer_file


@pytest.fixture(scope="module")
def answered(small_run, trusted, tmp_path_factory):
    """Answer the small run's own table, and hear how far it is."""
    folder = tmp_path_factory.mktemp("answered")
    request = AnswerFileRequest(
        model=trusted.path,
        table=small_run.table,
        answers=folder / "answer.parquet",
        name="my tracks.csv",
        options=AnswerOptions(max_error=0.2),
    )
    stages: list[tuple[str, int, int]] = []
    told = answer_file(request, listener=lambda *step: stages.append(step))
    return request, told, stages


def test_every_row_has_the_answer_of_predict(answered) -> None:
    request, told, _ = answered
    predicted = predict_table(
        PredictRequest(
            model=request.model, table=request.table, max_error=0.2, reasons=False
        )
    )
    frame = pd.read_parquet(request.answers)
    pd.testing.assert_frame_equal(frame, predicted.frame)
    assert told["notices"] == list(predicted.notices)
    assert told["promise"] == predicted.promise
    assert told["decisions"] == predicted.decisions
    assert told["track_columns"] == list(predicted.track_columns)


def test_rows_are_counted_by_genre_and_decision(answered) -> None:
    request, told, _ = answered
    frame = pd.read_parquet(request.answers)
    counts = frame.groupby(["genre", "decision"]).size()
    for each in told["genres"]:
        for action in ("write", "ask", "leave"):
            assert each[action] == counts.get((each["genre"], action), 0)
    assert sum(each["n_rows"] for each in told["genres"]) == (
        told["n_rows"] - told["n_blank"]
    )
    sizes = [each["n_rows"] for each in told["genres"]]
    assert sizes == sorted(sizes, reverse=True)


def test_the_table_is_checked_as_by_the_command(answered) -> None:
    request, told, _ = answered
    check = check_library(CheckRequest(model=request.model, table=request.table))
    assert told["check"] == check.to_dict()
    assert told["why_unchecked"] == ""


def test_progress_ends_at_all_rows_and_the_document_is_plain(answered) -> None:
    _, told, stages = answered
    assert list(dict.fromkeys(step[0] for step in stages)) == [
        "reading",
        "predicting",
        "checking",
        "looking for unlike tracks",
        "comparing with training",
    ]
    assert stages[-1] == ("comparing with training", 5, 5)
    assert ("predicting", told["n_rows"], told["n_rows"]) in stages
    assert json.loads(json.dumps(told, allow_nan=False)) == told


def test_a_model_without_a_description_says_why_nothing_was_compared(
    small_run, trusted, tmp_path
) -> None:
    request = AnswerFileRequest(
        model=trusted.bare,
        table=small_run.table,
        answers=tmp_path / "answer.parquet",
        name="t.csv",
        options=AnswerOptions(),
    )
    told = answer_file(request)
    assert told["check"] is None
    assert "no description of its training" in told["why_unchecked"]
    assert (told["decisions"], told["promise"]) == ({}, "")
    assert "write" not in told["genres"][0]


def test_a_table_of_other_things_is_refused_by_its_name(trusted, tmp_path) -> None:
    table = tmp_path / "upload.part"
    table.write_text("a,a\n1,2\n")
    request = AnswerFileRequest(
        model=trusted.path,
        table=table,
        answers=tmp_path / "answer.parquet",
        name="mine.csv",
        options=AnswerOptions(),
    )
    with pytest.raises(InputError, match=r"mine\.csv"):
        answer_file(request)
    assert not request.answers.exists()
