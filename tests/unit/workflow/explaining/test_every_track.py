from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from genrelens.bundle.loading import load_model
from genrelens.errors import BundleError, InputError, OutputError
from genrelens.explanation import shapley_blocks
from genrelens.workflow.documents import table_stream
from genrelens.workflow.explaining import every_track
from genrelens.workflow.explaining.every_track import (
    ExplainTableRequest,
    explain_table,
)
from genrelens.workflow.explaining.one_track import ExplainRequest, explain_one
from genrelens.workflow.predicting import PredictRequest, predict_table


@pytest.fixture
def explain(small_run, tmp_path):
    """Explain every track of a table with the small run's model."""

    def run(name: str = "shap.parquet", **options: object):
        options = {"table": small_run.table, "model": small_run.model, **options}
        return explain_table(ExplainTableRequest(output=tmp_path / name, **options))

    return run


@pytest.fixture(scope="module")
def whole(small_run, tmp_path_factory):
    """Give every value of the sample, and what was told about it."""
    output = tmp_path_factory.mktemp("whole") / "shap.parquet"
    heard = []
    result = explain_table(
        ExplainTableRequest(
            model=small_run.model, table=small_run.table, output=output
        ),
        listener=lambda *told: heard.append(told),
    )
    return result, pd.read_parquet(output), heard, output


def values(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[[name for name in frame if name.startswith("shap_")]]


def test_every_line_adds_up_to_what_predict_says(whole, small_run) -> None:
    result, frame, _, _ = whole
    total = values(frame).sum(axis=1) + frame["base"]
    assert np.abs(total - frame["probability"]).max() <= 1e-9
    told = np.abs(total - frame["probability"]).max()
    assert result.additivity_error == pytest.approx(told, abs=1e-15)
    predicted = predict_table(
        PredictRequest(
            model=small_run.model,
            table=small_run.table,
            reasons=False,
            uncalibrated=True,
        )
    ).frame
    assert any("--uncalibrated" in notice for notice in result.notices)
    answered = predicted[predicted["genre"].notna()]
    assert (frame.groupby("row").size() == 12).all()
    assert frame["row"].unique().tolist() == answered["row"].tolist()
    best = frame.loc[frame.groupby("row")["probability"].idxmax()]
    assert best["genre"].astype("str").tolist() == answered["genre"].tolist()
    assert best["probability"].tolist() == answered["probability"].tolist()
    for column in ("line", "track_id", "track_name"):
        told = best[column].astype(answered[column].dtype)
        pd.testing.assert_series_equal(
            told.reset_index(drop=True), answered[column].reset_index(drop=True)
        )


def test_a_line_is_what_explain_says_of_that_track_and_genre(whole, small_run) -> None:
    _, frame, _, _ = whole
    row = int(frame["row"].iloc[12 * 40])
    for genre, rival in (("techno", "folk"), ("pop", "rock")):
        told = explain_one(
            ExplainRequest(
                model=small_run.model,
                table=small_run.table,
                track=f"row:{row}",
                genre=genre,
                against=rival,
            )
        ).explanation
        line = frame[(frame["row"] == row) & (frame["genre"] == genre)].iloc[0]
        assert (line["base"], line["probability"]) == (told.base, told.probability)
        for reason in told.reasons:
            assert line[f"shap_{reason.feature}"] == pytest.approx(
                reason.contribution, abs=1e-12
            )


def test_counts_and_mean_sizes_are_those_of_the_lines(whole, small_run) -> None:
    result, frame, heard, _ = whole
    assert result.n_rows == len(small_run.sample.frame)
    assert result.n_lines == len(frame) == result.n_tracks * 12
    assert result.n_tracks < result.n_rows
    assert "have no value in any attribute and are not in the file" in str(
        result.notices
    )
    means = values(frame).abs().groupby(frame["genre"], observed=False).mean()
    np.testing.assert_allclose(
        result.mean_sizes, means.loc[list(result.genres)].to_numpy().T
    )
    assert heard == [
        ("explaining", 0, result.n_tracks),
        ("explaining", result.n_tracks, result.n_tracks),
    ]


def test_the_file_says_what_it_is_and_by_which_model(whole, small_run) -> None:
    result, frame, _, output = whole
    told = json.loads(pq.read_metadata(output).metadata[b"genrelens"])
    content = small_run.model.read_bytes()
    assert told["model_sha256"] == hashlib.sha256(content).hexdigest()
    content = small_run.table.read_bytes()
    assert told["table_sha256"] == hashlib.sha256(content).hexdigest()
    assert told["additivity_error"] == result.additivity_error
    assert (told["n_rows"], told["n_tracks"]) == (result.n_rows, result.n_tracks)
    assert (told["n_lines"], told["dtype"]) == (len(frame), "float64")
    assert told["genres_kept"] == list(result.genres)
    assert list(told["features"]) == list(values(frame))
    trained = load_model(small_run.model)
    assert [each["header"] for each in told["features"].values()] == [
        feature.origin for feature in trained.features
    ]
    assert told["versions"]["genrelens"]


def test_blocks_row_groups_and_threads_change_last_bits_at_most(
    whole, explain, tmp_path, monkeypatch
) -> None:
    """Fewer than a hundred rows at a time are explained one by one."""
    monkeypatch.setattr(shapley_blocks, "_MOST_ROWS", 37)
    monkeypatch.setattr(table_stream, "_ROW_GROUP_LINES", 1_000)
    explain(threads=1)
    assert pq.read_metadata(tmp_path / "shap.parquet").num_row_groups == 6
    pd.testing.assert_frame_equal(
        pd.read_parquet(tmp_path / "shap.parquet"), whole[1], rtol=0, atol=1e-15
    )


def test_few_genres_are_a_part_of_the_whole(whole, explain, tmp_path) -> None:
    result = explain(genres=["FOLK", "techno"])
    part = pd.read_parquet(tmp_path / "shap.parquet")
    expected = whole[1][whole[1]["genre"].isin(["folk", "techno"])]
    pd.testing.assert_frame_equal(
        part, expected.reset_index(drop=True), check_exact=True
    )
    np.testing.assert_array_equal(result.mean_sizes, whole[0].mean_sizes)
    assert explain(genres="folk").n_lines == result.n_tracks


def test_csv_has_the_same_numbers_and_no_formulas(
    small_run, explain, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(shapley_blocks, "_MOST_ROWS", 4)
    table = tmp_path / "new.csv"
    frame = small_run.sample.frame.head(10).copy()
    frame["track_name"] = "=HYPERLINK(1)"
    frame.to_csv(table, index=False)
    explain(table=table)
    explain("shap.csv", table=table)
    explain("raw.csv", table=table, raw=True)
    exact = pd.read_parquet(tmp_path / "shap.parquet")
    shown = pd.read_csv(tmp_path / "shap.csv", dtype=str)
    parsed = values(shown).map(float)  # which pandas would round in the last digit
    pd.testing.assert_frame_equal(parsed, values(exact), check_exact=True)
    assert shown["genre"].tolist() == exact["genre"].tolist()
    assert set(shown["track_name"]) == {"'=HYPERLINK(1)"}
    raw = pd.read_csv(tmp_path / "raw.csv")
    assert set(raw["track_name"]) == {"=HYPERLINK(1)"}


def test_32_bits_halve_the_numbers_and_tell_their_error(
    whole, explain, tmp_path
) -> None:
    result = explain(float32=True)
    frame = pd.read_parquet(tmp_path / "shap.parquet")
    assert set(values(frame).dtypes) == {np.dtype("float32")}
    np.testing.assert_array_equal(values(frame), values(whole[1]).astype(np.float32))
    assert 1e-9 < result.additivity_error < 1e-5


def test_an_error_on_the_way_leaves_what_stood_there(
    explain, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(shapley_blocks, "_MOST_ROWS", 100)
    original = every_track.explain_blocks

    def interrupted(*given: object):
        for number, block in enumerate(original(*given)):
            if number == 2:
                raise KeyboardInterrupt
            yield block

    monkeypatch.setattr(every_track, "explain_blocks", interrupted)
    for ending in ("parquet", "csv"):
        target = tmp_path / f"shap.{ending}"
        target.write_text("old")
        with pytest.raises(KeyboardInterrupt):
            explain(target.name)
        assert target.read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent as on Unix")
def test_ctrl_c_leaves_what_stood_there_and_says_so(small_run, tmp_path) -> None:
    """Interrupt as soon as the first block is explained."""
    target = tmp_path / "shap.parquet"
    target.write_text("old")
    code = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from genrelens.explanation import shapley_blocks\n"
        "from genrelens.workflow.explaining import every_track\n"
        "shapley_blocks._MOST_ROWS = 2\n"
        "slow = every_track.explain_blocks\n"
        "def told(*given):\n"
        "    for block in slow(*given):\n"
        "        print('block', flush=True)\n"
        "        yield block\n"
        "every_track.explain_blocks = told\n"
        "from genrelens.cli.app import main\n"
        "main(['explain', *sys.argv[1:]])\n"
    )
    words = [str(small_run.model), str(small_run.table), "--output", str(target)]
    with subprocess.Popen(
        [sys.executable, "-c", code, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "block\n"
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=120)
    assert process.returncode == 130
    assert error.startswith("genrelens: Interrupted.")
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_table_of_blank_rows_is_refused(explain, tmp_path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("track_name,tempo,energy\na,,\nb,,\n")
    with pytest.raises(InputError, match="None of the 2 rows has a value in any"):
        explain(table=table)
    assert list(tmp_path.iterdir()) == [table]


@pytest.mark.parametrize(
    ("options", "error", "sentence"),
    [
        ({"genres": ["polka"]}, InputError, "Genre 'polka' is not one of the 12"),
        ({"top": 0}, InputError, "--top is 0"),
        ({"top": 1, "genres": ["folk"]}, InputError, "Take one of them off"),
        ({"threads": 0}, InputError, "threads"),
        ({"expect_sha256": "0" * 64}, BundleError, "was expected"),
        ({"name": "a.xlsx"}, OutputError, r"end in \.csv or \.parquet"),
    ],
)
def test_what_can_not_be_done_is_refused_and_nothing_is_written(
    explain, tmp_path, options, error, sentence
) -> None:
    with pytest.raises(error, match=sentence):
        explain(**options)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("source", ["model", "table"])
def test_values_never_take_the_place_of_what_they_are_made_from(
    small_run, tmp_path, source
) -> None:
    files = {"model": tmp_path / "m.parquet", "table": tmp_path / "t.csv"}
    files["model"].write_bytes(small_run.model.read_bytes())
    files["table"].write_bytes(small_run.table.read_bytes())
    before = files[source].read_bytes()
    with pytest.raises(OutputError, match="itself"):
        explain_table(ExplainTableRequest(**files, output=files[source]))
    assert files[source].read_bytes() == before
