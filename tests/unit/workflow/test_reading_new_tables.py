"""A row means the same alone and in its table, as in the table of training."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from genrelens.bundle.loading import load_model
from genrelens.cleaning.cleaning import clean_table
from genrelens.features.feature_input import features_for, recipes_for
from genrelens.ingest.reading import read_table
from genrelens.workflow.explaining.one_track import ExplainRequest, explain_one
from genrelens.workflow.predicting import PredictRequest, predict_table
from genrelens.workflow.preparing import prepare
from genrelens.workflow.requests import TrainRequest
from genrelens.workflow.training import train_model

N_TRACKS = 80
SHARES = ("danceability", "energy", "instrumentalness", "speechiness", "valence")
LAW = ["genre", "probability", "second_probability", "reasons", "warnings"]


def plain_tracks() -> pd.DataFrame:
    """Draw tracks of two genres in the usual units."""
    rng = np.random.default_rng(8)
    is_house = np.arange(N_TRACKS) % 2 == 0
    frame = pd.DataFrame(
        {
            "track_id": [f"t{i:04d}" for i in range(N_TRACKS)],
            "artist": [f"Artist {i // 2}" for i in range(N_TRACKS)],
            "tempo": np.where(is_house, 124, 92) + rng.normal(0, 12, N_TRACKS),
            "loudness": rng.normal(-8, 3, N_TRACKS),
            "key": rng.integers(0, 12, N_TRACKS).astype(float),
            "mode": rng.integers(0, 2, N_TRACKS).astype(float),
            "time_signature": rng.choice([3.0, 4.0, 5.0], N_TRACKS, p=[0.1, 0.8, 0.1]),
            "duration_ms": rng.uniform(120_000, 400_000, N_TRACKS).round(),
        }
    )
    for name in SHARES:
        centre = np.where(is_house, 0.7, 0.5)
        frame[name] = (centre + rng.uniform(-0.3, 0.3, N_TRACKS)).round(4)
    # Mostly next to nothing, as it is in real tables, which hides its scale.
    frame["instrumentalness"] = np.where(
        rng.random(N_TRACKS) < 0.8, 0.0042, frame["instrumentalness"]
    )
    frame["speechiness"] = (frame["speechiness"] / 100).round(6)
    frame["genre"] = np.where(is_house, "house", "dub")
    return frame


def of_100(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(**{name: (frame[name] * 100).round(4) for name in SHARES})


def standardised(frame: pd.DataFrame) -> pd.DataFrame:
    numbers = frame.select_dtypes("number")
    return frame.assign(**((numbers - numbers.mean()) / numbers.std()))


def in_minutes(frame: pd.DataFrame) -> pd.DataFrame:
    minutes = (frame["duration_ms"] / 60_000).round(3)
    return frame.drop(columns="duration_ms").assign(duration=minutes)


def with_voices(frame: pd.DataFrame) -> pd.DataFrame:
    voices = np.resize(["m", "f", "x", "f"], N_TRACKS)
    return frame.assign(voice=voices)


def with_gaps(frame: pd.DataFrame) -> pd.DataFrame:
    texts = frame.astype("str")
    texts.loc[::9, "tempo"] = ""
    texts.loc[::10, ["energy", "valence", "key", "mode"]] = "?"
    texts.loc[4, "loudness"] = "-5176"
    texts.loc[6, "duration_ms"] = "3:45"
    return texts


def with_commas(frame: pd.DataFrame) -> pd.DataFrame:
    texts = frame.copy()
    for name in texts.select_dtypes("number"):
        texts[name] = texts[name].astype("str").str.replace(".", ",")
    return texts


TABLES = {
    "plain": lambda frame: frame,
    "shares of 100": of_100,
    "z-scores": standardised,
    "minutes": in_minutes,
    "voices": with_voices,
    "gaps": with_gaps,
    "decimal commas": with_commas,
}


@pytest.fixture(scope="module", params=list(TABLES))
def trained(request, tmp_path_factory):
    """Train on one of the tables; give its frame, its file and its model."""
    folder = tmp_path_factory.mktemp("table")
    frame = TABLES[request.param](plain_tracks())
    table = folder / "tracks.csv"
    frame.to_csv(table, index=False)
    wish = TrainRequest(table=table, output=folder / "out", trees=9, explain_tracks=8)
    return frame, wish, train_model(wish).files["model"]


def predict(model, table, frame):
    frame.to_csv(table, index=False)
    return predict_table(PredictRequest(model=model, table=table))


def test_a_row_alone_is_predicted_as_in_its_table(trained, tmp_path) -> None:
    """19 of 250 rows changed their genre when they stood alone."""
    frame, _, model = trained
    whole = predict(model, tmp_path / "whole.csv", frame).frame
    rows = [*range(0, N_TRACKS, 5), 4, 6, 9, 18]
    alone = pd.concat(
        [predict(model, tmp_path / "one.csv", frame.iloc[[r]]).frame for r in rows]
    )
    pd.testing.assert_frame_equal(
        whole.loc[rows, LAW].reset_index(drop=True),
        alone[LAW].reset_index(drop=True),
        check_exact=True,
    )


def test_the_table_of_training_is_read_as_training_read_it(trained) -> None:
    _, wish, model = trained
    opened = load_model(model)
    table = clean_table(read_table(wish.table), recipes=recipes_for(opened.features))
    inputs, _ = features_for(opened.features, opened.references, table)
    learnt = prepare(wish)
    assert [feature.recipe for feature in opened.features] == [
        feature.recipe for feature in learnt.features
    ]
    pd.testing.assert_frame_equal(
        inputs.iloc[learnt.rows].reset_index(drop=True), learnt.inputs, check_exact=True
    )


def test_a_track_is_explained_as_it_is_predicted(trained, tmp_path) -> None:
    frame, wish, model = trained
    whole = predict(model, tmp_path / "whole.csv", frame).frame
    frame.iloc[[9]].to_csv(tmp_path / "one.csv", index=False)
    for table in (wish.table, tmp_path / "one.csv"):
        told = explain_one(ExplainRequest(model=model, table=table, track="t0009"))
        genre = told.explanation.genre
        assert genre == whole.loc[9, "genre"]
        assert told.probabilities[genre] == whole.loc[9, "probability"]
        assert told.warnings == whole.loc[9, "warnings"]


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    """Train on the plain table and on the one of shares of 100."""
    made = {}
    for name in ("plain", "shares of 100"):
        folder = tmp_path_factory.mktemp("model")
        frame = TABLES[name](plain_tracks())
        frame.to_csv(folder / "t.csv", index=False)
        wish = TrainRequest(
            table=folder / "t.csv", output=folder / "out", trees=5, explain_tracks=4
        )
        made[name] = frame, train_model(wish).files["model"]
    return made


def test_shares_of_a_table_have_one_scale(models) -> None:
    """A share that is mostly next to nothing stayed as it was among its sisters."""
    _, model = models["shares of 100"]
    recipes = recipes_for(load_model(model).features)
    assert {recipes[name].unit for name in SHARES} == {"%"}


def test_unreadable_and_blank_cells_are_told_on_their_row_and_in_total(
    models, tmp_path
) -> None:
    """Both once gave no warning and no notice at all."""
    frame, model = models["plain"]
    cells = frame.astype("str")
    cells.loc[3, "tempo"] = "fast"
    cells.loc[5, ["tempo", "loudness", "key", "mode", "energy"]] = ""
    result = predict(model, tmp_path / "new.csv", cells)
    told = result.frame["warnings"]
    assert told[3] == "tempo 'fast' cannot be read"
    assert told[5] == "without tempo, loudness and 3 more"
    assert np.flatnonzero(told != "").tolist() == [3, 5]
    assert any("1 of 79 cells in 'tempo' are not a number" in n for n in result.notices)
    assert any("'energy' has no value in 1 of 80 rows" in n for n in result.notices)


@pytest.mark.parametrize("row", [slice(0, 1), slice(None)])
def test_a_strange_word_in_a_column_the_model_does_not_use_is_no_matter(
    models, tmp_path, row
) -> None:
    """Prediction was refused because of a column that nobody asked for."""
    frame, model = models["plain"]
    words = np.resize(["Explicit", "Clean", "Edited"], N_TRACKS)
    result = predict(model, tmp_path / "new.csv", frame.assign(explicit=words)[row])
    assert (result.frame["warnings"] == "").all()


def test_a_strange_word_in_a_column_of_the_model_is_missing_and_told(
    models, tmp_path
) -> None:
    frame, model = models["plain"]
    words = np.resize(["major", "dorian", "minor"], N_TRACKS)
    result = predict(model, tmp_path / "new.csv", frame.assign(mode=words))
    hit = result.frame["warnings"] == "mode 'dorian' cannot be read"
    assert hit.tolist() == (words == "dorian").tolist()
    assert any("neither yes nor no" in notice for notice in result.notices)


def test_a_header_that_names_another_unit_is_believed(models, tmp_path) -> None:
    frame, model = models["plain"]
    seconds = frame["duration_ms"] / 1_000
    turned = frame.drop(columns="duration_ms").assign(**{"Duration (s)": seconds})
    for rows in (slice(0, 3), slice(None)):
        left = predict(model, tmp_path / "a.csv", frame[rows]).frame
        right = predict(model, tmp_path / "b.csv", turned[rows]).frame
        pd.testing.assert_frame_equal(left, right, check_exact=False)


def test_what_contradicts_the_recipe_is_told_per_row_and_in_total(
    models, tmp_path
) -> None:
    frame, model = models["plain"]
    minutes = frame.astype({"duration_ms": float})
    minutes.loc[2, "duration_ms"] = 3.5
    result = predict(model, tmp_path / "new.csv", minutes)
    assert "duration 3.5 is impossible in milliseconds" in result.frame["warnings"][2]
    assert any("'duration_ms' is read in ms, as in training" in n
               for n in result.notices)  # fmt: skip

    _, model = models["shares of 100"]
    result = predict(model, tmp_path / "new.csv", frame)
    assert result.frame["warnings"].str.contains("its shares are all below 1").all()
    assert any("80 rows of 80 have only shares below 1" in n for n in result.notices)


def test_a_bad_flag_can_be_left_out_of_training(tmp_path) -> None:
    """The advice to drop the column was once refused for the same reason."""
    words = np.resize(["major", "dorian", "minor"], N_TRACKS)
    plain_tracks().assign(mode=words).to_csv(tmp_path / "t.csv", index=False)
    wish = TrainRequest(
        table=tmp_path / "t.csv", output=tmp_path / "out", drop=("mode",)
    )
    prepared = prepare(wish)
    column = prepared.checked.table.named("mode")
    assert (column.role, column.recipe) == ("left_out", None)
    assert "mode" not in prepared.inputs


def test_scaled_columns_carry_no_unit_and_suffer_no_musical_error(tmp_path) -> None:
    """The report told of -1 BPM, and halved a z-score."""
    standardised(plain_tracks()).to_csv(tmp_path / "t.csv", index=False)
    result = train_model(
        TrainRequest(table=tmp_path / "t.csv", output=tmp_path / "out", trees=5,
                     explain_tracks=8)
    )  # fmt: skip
    numbers = [each for each in result.model.features if each.kind == "number"]
    assert {feature.unit for feature in numbers} == {""}
    assert all(feature.is_scaled for feature in numbers)
    assert all(test.name.endswith("-unknown") for test in result.facts.stress)
    assert (
        "No error in music units was tried on tempo" in result.facts.missing["stress"]
    )
    page = result.files["report"].read_text(encoding="utf-8")
    assert "BPM</td>" not in page
    assert "No error in music units was tried" in page
