from __future__ import annotations

import io

import pandas as pd
import pytest

from genrelens.errors import InputError
from genrelens.workflow.answering.answer_rows import AnswerOptions
from genrelens.workflow.predicting import PredictRequest, predict_table
from genrelens.workflow.scoring import streams
from genrelens.workflow.scoring.streams import answer_table


@pytest.fixture(scope="module")
def messy(small_run, tmp_path_factory):
    """Give the small run's messy table as CSV and as Parquet with typed columns."""
    folder = tmp_path_factory.mktemp("messy")
    frame = pd.read_csv(small_run.table, low_memory=False)
    frame.loc[7, frame.columns[1:]] = None
    frame.iloc[3, 1] = "=HYPERLINK(1)"
    frame.to_csv(folder / "messy.csv", index=False)
    frame.to_parquet(folder / "messy.parquet")
    return folder


@pytest.mark.parametrize("given", ["messy.csv", "messy.parquet"])
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_stream_holds_the_file_that_predict_writes(
    messy, given, kind, opened, trusted, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(streams, "_BLOCK_ROWS", 100)  # several blocks and row groups
    target = tmp_path / f"answer.{kind}"
    predicted = predict_table(
        PredictRequest(
            model=trusted.path,
            table=messy / given,
            output=target,
            max_error=0.2,
            reasons=False,
        )
    )
    stream = answer_table(opened, messy / given, AnswerOptions(max_error=0.2))
    content = b"".join(stream.chunks(kind))
    assert stream.notices == predicted.notices
    assert stream.n_rows == len(predicted.frame)
    assert stream.columns == tuple(predicted.frame.columns)
    if kind == "csv":
        assert content == target.read_bytes()
    else:
        pd.testing.assert_frame_equal(
            pd.read_parquet(io.BytesIO(content)), pd.read_parquet(target)
        )


def test_neither_the_size_of_blocks_nor_the_threads_change_an_answer(
    messy, opened, monkeypatch
) -> None:
    path = messy / "messy.parquet"
    found = []
    for block_rows, n_threads in ((16_384, 1), (7, 1), (64, 2)):
        monkeypatch.setattr(streams, "_BLOCK_ROWS", block_rows)
        stream = answer_table(opened, path, AnswerOptions())
        found.append(b"".join(stream.chunks("csv", n_threads=n_threads)))
    assert found[0] == found[1] == found[2]


def test_formulas_are_guarded_but_where_raw_text_is_asked_for(messy, opened) -> None:
    stream = answer_table(opened, messy / "messy.csv", AnswerOptions())
    safe = b"".join(stream.chunks("csv"))
    raw = b"".join(stream.chunks("csv", raw=True))
    assert b"'=HYPERLINK(1)" in safe
    assert b",=HYPERLINK(1)" in raw


def test_reasons_and_own_probabilities_are_given_where_they_are_asked_for(
    messy, opened, trusted
) -> None:
    options = AnswerOptions(reasons=True, uncalibrated=True)
    stream = answer_table(opened, messy / "messy.csv", options)
    frame = pd.read_parquet(io.BytesIO(b"".join(stream.chunks("parquet"))))
    request = PredictRequest(
        model=trusted.path, table=messy / "messy.csv", uncalibrated=True
    )
    predicted = predict_table(request).frame
    assert frame["reasons"].fillna("").tolist() == (
        predicted["reasons"].fillna("").tolist()
    )
    pd.testing.assert_series_equal(frame["probability"], predicted["probability"])


def test_a_model_without_rules_streams_as_well(messy, trusted) -> None:
    from genrelens.workflow.scoring.open_model import open_model

    bare = open_model(trusted.bare)
    stream = answer_table(bare, messy / "messy.csv", AnswerOptions())
    assert not stream.is_decided
    assert "decision" not in stream.columns
    frame = pd.read_parquet(io.BytesIO(b"".join(stream.chunks("parquet"))))
    assert tuple(frame.columns) == stream.columns


def test_a_message_calls_the_table_as_its_owner_does(opened, tmp_path) -> None:
    path = tmp_path / "upload-7.part"
    path.write_text("a,a\n1,2\n")
    with pytest.raises(InputError, match=r"my tracks\.csv"):
        answer_table(opened, path, AnswerOptions(), name="my tracks.csv")


def test_an_error_that_no_rule_was_made_for_is_refused(opened, messy) -> None:
    with pytest.raises(InputError, match=r"from 0\.005 to 0\.5"):
        answer_table(opened, messy / "messy.csv", AnswerOptions(max_error=0.7))
