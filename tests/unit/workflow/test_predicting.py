from __future__ import annotations

import hashlib
import re

import numpy as np
import pandas as pd
import pytest

from genrelens.bundle.loading import load_model
from genrelens.errors import BundleError, InputError, OutputError
from genrelens.workflow import predicting
from genrelens.workflow.predicting import PredictRequest, predict_table

ANSWERS = [
    "genre",
    "probability",
    "second_genre",
    "second_probability",
    "third_genre",
    "third_probability",
    "reasons",
]


@pytest.fixture
def predict(small_run, tmp_path):
    """Predict a frame of text cells with the small run's model."""

    def run(frame: pd.DataFrame, **options: object):
        path = tmp_path / "new.csv"
        frame.to_csv(path, index=False)
        return predict_table(
            PredictRequest(model=small_run.model, table=path, **options)
        )

    return run


@pytest.fixture
def cells(small_run) -> pd.DataFrame:
    """Give some sample rows, labels taken away."""
    return small_run.sample.frame.head(40).drop(columns=["genre", "playlist_name"])


def same(left: pd.DataFrame, right: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(
        left.reset_index(drop=True), right.reset_index(drop=True), check_exact=True
    )


def test_the_training_table_itself_gives_one_row_a_row_in_order(small_run) -> None:
    result = predict_table(
        PredictRequest(model=small_run.model, table=small_run.table, reasons=False)
    )
    n_rows = len(small_run.sample.frame)
    assert result.frame["line"].tolist() == list(range(2, n_rows + 2))
    assert result.frame["row"].tolist() == list(range(1, n_rows + 1))
    ids = result.frame["track_id"].fillna("").tolist()
    assert ids == small_run.sample.frame["track_id"].tolist()


def test_the_training_table_is_known_again(small_run, predict, cells) -> None:
    own = predict_table(PredictRequest(model=small_run.model, table=small_run.table))
    other = predict(cells)

    assert own.notices[0].startswith("The model was trained on this very table")
    assert not any("very table" in notice for notice in other.notices)


def test_probabilities_are_the_models_own_best_three(small_run, predict, cells) -> None:
    frame = predict(cells).frame
    ranks = frame[["probability", "second_probability", "third_probability"]]
    assert (np.diff(ranks.to_numpy(), axis=1) <= 0).all()
    assert ranks.to_numpy().min() >= 0
    assert ranks.sum(axis=1).max() <= 1 + 1e-12
    named = frame[["genre", "second_genre", "third_genre"]]
    assert (named.nunique(axis=1) == 3).all()
    assert set(named.to_numpy().ravel()) <= set(load_model(small_run.model).genres)


def test_permuting_rows_permutes_the_answers(predict, cells) -> None:
    order = np.random.default_rng(0).permutation(len(cells))
    straight = predict(cells).frame.drop(columns=["line", "row"])
    shuffled = predict(cells.iloc[order]).frame.drop(columns=["line", "row"])
    same(straight.iloc[order], shuffled)


def test_a_repeated_row_gets_a_repeated_answer(predict, cells) -> None:
    doubled = predict(pd.concat([cells, cells])).frame.drop(columns=["line", "row"])
    same(doubled.head(len(cells)), doubled.tail(len(cells)))


def test_answers_do_not_depend_on_how_rows_fall_into_blocks(
    predict, cells, monkeypatch
) -> None:
    whole = predict(cells).frame
    monkeypatch.setattr(predicting, "_BLOCK_ROWS", 7)
    same(whole, predict(cells).frame)


def test_a_blank_row_has_no_genre_and_says_so(predict, cells) -> None:
    cells.iloc[3] = ""
    cells.iloc[4, 4:] = ""
    result = predict(cells)
    assert len(result.frame) == 40
    blank = result.frame["genre"].isna()
    assert np.flatnonzero(blank).tolist() == [3, 4]
    assert result.frame.loc[blank, ANSWERS].isna().all(axis=None)
    assert result.frame.loc[blank, "warnings"].str.contains("not predicted").all()
    assert any(n.startswith("2 of 40 rows have no value") for n in result.notices)


def test_a_row_without_a_genre_always_has_a_warning(small_run) -> None:
    result = predict_table(
        PredictRequest(model=small_run.model, table=small_run.table, reasons=False)
    )
    gone = result.frame["genre"].isna()
    assert gone.sum() == small_run.sample.truth.planted["blank-rows"]
    assert (result.frame.loc[gone, "warnings"] != "").all()


def test_missing_columns_are_told_per_row_and_in_total(predict, cells) -> None:
    result = predict(cells.drop(columns=["tempo", "loudness"]))
    assert result.frame["genre"].notna().all()
    told = [each for each in result.notices if "unknown in every row" in each]
    assert len(told) == 1, "one reason is said once"
    names, _, _ = told[0].partition(": ")
    assert set(names.split(", ")) == {"tempo", "loudness"}
    for word in ("tempo", "loudness"):
        assert result.frame["warnings"].str.contains(word).all()


def test_a_table_without_any_known_attribute_is_refused(predict) -> None:
    frame = pd.DataFrame({"colour": ["red", "blue"], "shape": ["round", "flat"]})
    with pytest.raises(InputError, match="none of the 16 attributes") as told:
        predict(frame)
    assert "tempo" in str(told.value)


def test_values_out_of_range_are_told_on_their_rows_only(predict, cells) -> None:
    cells["tempo"] = "120.0"
    cells.iloc[5, cells.columns.get_loc("tempo")] = "250"
    result = predict(cells)
    hit = result.frame["warnings"].str.contains("tempo 250 BPM is above")
    assert np.flatnonzero(hit).tolist() == [5]
    assert any("tempo: 1 of 40 rows lie above" in note for note in result.notices)
    assert result.frame["genre"].notna().all()


def test_a_category_that_training_never_saw_is_told(write_tracks, tmp_path) -> None:
    from genrelens.workflow.requests import TrainRequest
    from genrelens.workflow.training import train_model

    mood = np.resize(["calm", "wild", "sad"], 60)
    trained = train_model(
        TrainRequest(
            table=write_tracks(mood=mood), output=tmp_path / "out", trees=3, seed=1
        )
    )
    new = write_tracks("new.csv", mood=np.where(np.arange(60) == 7, "joyful", mood))
    result = predict_table(PredictRequest(model=trained.files["model"], table=new))
    hit = result.frame["warnings"].str.contains("mood 'joyful' is new")
    assert np.flatnonzero(hit).tolist() == [7]
    assert result.frame["genre"].notna().all()
    assert "third_genre" not in result.frame, "the model knows only two genres"


def test_reasons_are_words_about_the_attributes_and_can_be_left_out(
    predict, cells
) -> None:
    with_reasons = predict(cells).frame
    assert with_reasons["reasons"].str.len().gt(10).all()
    without = predict(cells, reasons=False).frame
    same(with_reasons.drop(columns="reasons"), without)


def test_csv_and_parquet_say_the_same(predict, cells, tmp_path) -> None:
    cells.iloc[3] = ""
    predict(cells, output=tmp_path / "a.csv")
    predict(cells, output=tmp_path / "a.parquet")
    stored = pd.read_parquet(tmp_path / "a.parquet")
    assert stored["warnings"].notna().all()
    texts = [
        name
        for name in ("warnings", "decided_genre", "deepest_genre")
        if name in stored
    ]
    stored[texts] = stored[texts].replace("", np.nan)
    pd.testing.assert_frame_equal(pd.read_csv(tmp_path / "a.csv"), stored)


def test_names_that_are_formulas_are_guarded_unless_raw(
    predict, cells, tmp_path
) -> None:
    cells.iloc[0, cells.columns.get_loc("track_name")] = "=HYPERLINK(1)"
    for raw, shown in ((False, "'=HYPERLINK(1)"), (True, "=HYPERLINK(1)")):
        predict(cells, output=tmp_path / "a.csv", raw=raw)
        assert pd.read_csv(tmp_path / "a.csv")["track_name"].iloc[0] == shown


def test_the_models_hash_can_be_demanded(small_run, predict, cells) -> None:
    right = hashlib.sha256(small_run.model.read_bytes()).hexdigest()
    assert len(predict(cells, expect_sha256=right).frame) == 40
    with pytest.raises(BundleError, match=re.escape(right)):
        predict(cells, expect_sha256="0" * 64)


@pytest.mark.parametrize("name", ["a.xlsx", "a"])
def test_a_wrong_ending_is_refused_before_anything_is_read(name, tmp_path) -> None:
    nothing = tmp_path / "nothing"
    with pytest.raises(OutputError, match=r"\.csv or \.parquet"):
        predict_table(
            PredictRequest(model=nothing, table=nothing, output=tmp_path / name)
        )


def test_an_output_that_can_not_be_written_leaves_what_was_there(
    predict, cells, tmp_path
) -> None:
    (tmp_path / "file").write_text("kept")
    with pytest.raises(OutputError, match="'file' is a file"):
        predict(cells, output=tmp_path / "file" / "a.csv")
    assert (tmp_path / "file").read_text() == "kept"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"genre,tempo\ndub,80\n"])
def test_what_is_no_model_is_refused(content, small_run, tmp_path) -> None:
    (tmp_path / "no.genrelens").write_bytes(content)
    with pytest.raises(BundleError):
        predict_table(
            PredictRequest(model=tmp_path / "no.genrelens", table=small_run.table)
        )


@pytest.mark.parametrize("source", ["model", "table"])
def test_an_answer_never_takes_the_place_of_what_it_is_made_from(
    small_run, tmp_path, source
) -> None:
    """``predict t.csv --output t.csv`` once destroyed the table."""
    files = {"model": tmp_path / "model.csv", "table": tmp_path / "table.csv"}
    files["model"].write_bytes(small_run.model.read_bytes())
    files["table"].write_bytes(small_run.table.read_bytes())
    before = files[source].read_bytes()
    link = tmp_path / "link.csv"
    link.symlink_to(files[source])
    for output in (files[source], link):
        with pytest.raises(OutputError, match="itself"):
            predict_table(PredictRequest(**files, output=output))
    assert files[source].read_bytes() == before
    assert link.is_symlink()


def test_headers_that_the_answer_bears_are_told_apart(predict, cells) -> None:
    cells = cells.rename(columns={"track_id": "row"})
    cells["row"] = [f"id {place}" for place in range(len(cells))]
    frame = predict(cells.rename(columns={"artists": "artist"}), reasons=False).frame
    assert frame.columns.is_unique
    assert frame["row"].tolist() == list(range(1, 41))


def test_a_value_too_rare_in_training_is_told(write_tracks, tmp_path) -> None:
    from genrelens.workflow.requests import TrainRequest
    from genrelens.workflow.training import train_model

    mood = [f"mood {place // 4:02}" for place in range(160)]  # 40 values, 4 tracks each
    trained = train_model(
        TrainRequest(
            table=write_tracks(n_tracks=160, mood=mood),
            output=tmp_path / "out",
            trees=3,
        )
    )
    (finding,) = (
        each
        for each in trained.facts.table.findings
        if each.code == "values-told-as-one"
    )
    assert finding.column == "mood"
    assert finding.n_rows == 40
    assert "values-told-as-one" in trained.files["findings"].read_text("utf-8")
    new = write_tracks("new.csv", n_tracks=4, mood=["mood 00", "mood 39", "x", ""])
    result = predict_table(PredictRequest(model=trained.files["model"], table=new))
    is_told = result.frame["warnings"].str.contains("too rare to be told apart")
    assert is_told.tolist() == [False, True, False, False]
    assert any(
        "1 of 4 rows have a value that was too rare" in n for n in result.notices
    )


@pytest.fixture
def decide(trusted, tmp_path):
    """Predict a frame of text cells with a model that carries trust."""

    def run(frame: pd.DataFrame, *, bare: bool = False, **options: object):
        path = tmp_path / "new.csv"
        frame.to_csv(path, index=False)
        model = trusted.bare if bare else trusted.path
        return predict_table(PredictRequest(model=model, table=path, **options))

    return run


def test_every_row_is_decided_and_the_promise_is_told(decide, cells) -> None:
    result = decide(cells)
    assert set(result.frame["decision"]) <= {"write", "ask", "leave"}
    assert sum(result.decisions.values()) == len(cells)
    assert "Asked for at most 5 % wrong" in result.promise
    written = result.frame["decision"] == "write"
    same_genre = result.frame["decided_genre"] == result.frame["genre"]
    assert same_genre[written].all()
    assert (result.frame.loc[~written, "decision_reason"] != "").all()
    assert not any("No decision" in notice for notice in result.notices)


def test_allowing_more_errors_never_writes_less(decide, cells) -> None:
    written = [
        decide(cells, max_error=error, reasons=False).decisions["write"]
        for error in (0.005, 0.05, 0.2, 0.5)
    ]
    assert written == sorted(written)
    assert written[-1] > 0


def test_a_model_without_trust_predicts_and_says_why_it_does_not_decide(
    decide, cells
) -> None:
    result = decide(cells, bare=True)
    assert "decision" not in result.frame
    assert result.frame["genre"].notna().all()
    assert (result.decisions, result.promise) == ({}, "")
    assert any(
        notice.startswith("No decision to write, ask or leave can be made. The model")
        for notice in result.notices
    )


def test_probabilities_are_calibrated_unless_asked_otherwise(
    decide, cells, trusted
) -> None:
    bare = decide(cells, bare=True, reasons=False).frame
    plain = decide(cells, uncalibrated=True, reasons=False).frame
    calibrated = decide(cells, reasons=False).frame
    np.testing.assert_array_equal(plain["probability"], bare["probability"])
    assert (calibrated["probability"] != plain["probability"]).any()
    assert calibrated["decision"].equals(plain["decision"])


def test_spoken_word_is_left_alone_with_its_reason(decide, cells) -> None:
    odd = cells.head(3).assign(speechiness="0.97", instrumentalness="0", tempo="40")
    frame = decide(odd).frame
    assert frame["decision"].tolist() == ["leave"] * 3
    assert frame["decision_reason"].str.startswith("unlike anything trained on").all()
    assert frame["decision_reason"].str.contains("speechiness 0.97").any()
    assert (frame["decided_genre"] == "").all()


def test_a_blank_row_is_left_alone(decide, cells) -> None:
    cells.iloc[3] = ""
    frame = decide(cells).frame
    assert frame.loc[3, ["decision", "decided_genre", "decision_reason"]].tolist() == [
        "leave",
        "",
        "no attribute of this row has a value",
    ]


def test_families_are_named_where_the_model_has_a_tree(decide, cells, trusted) -> None:
    frame = decide(cells, reasons=False).frame
    names = {*trusted.trained.genres, "electronic", ""}
    assert set(frame["family"]) <= names - set(TREE_GENRES) - {""}
    assert set(frame["deepest_genre"]) <= names


TREE_GENRES = ("house", "techno", "ambient")


def test_an_error_out_of_range_is_refused_before_anything_is_read(tmp_path) -> None:
    with pytest.raises(InputError, match="--max-error"):
        predict_table(
            PredictRequest(
                model=tmp_path / "gone", table=tmp_path / "gone", max_error=0.9
            )
        )
