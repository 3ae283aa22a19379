"""The whole job on real tables, with few trees: what it must find and say."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from genrelens.errors import GenrelensError
from genrelens.workflow.inspecting import inspect_table
from genrelens.workflow.requests import TableRequest, TrainRequest
from genrelens.workflow.training import train_model

pytestmark = pytest.mark.real_tables

MESSY = [
    "boonem_jazz_500_one_genre_per_file",
    "dmartinez_tracks_data",
    "fatemeh_title_case_no_label",
    "genre_df_tab_separated",
    "genres_v2_url_columns_238",
    "icon_R_dotted_headers",
    "machinehack_semicolon",
    "mario_spotify_features",
    "spotify2000_bom",
    "top50_latin1",
    "tyler_missing_mode_values",
    "uobradley_spotify2023",
]


def findings(result, code):
    return [each for each in result.facts.table.findings if each.code == code]


def read_metrics(result):
    return json.loads(result.files["metrics"].read_text(encoding="utf-8"))


@pytest.mark.slow
def test_sixty_rows_are_run_and_not_oversold(real_tables, tmp_path) -> None:
    result = train_model(
        TrainRequest(
            table=real_tables / "seed" / "tracks_data.csv", output=tmp_path, trees=40
        )
    )
    facts = result.facts
    assert facts.target == "Genre"
    assert facts.n_tracks == 59
    explicit = facts.table.frame["explicit"]
    assert explicit.value_counts().to_dict() == {0.0: 36, 1.0: 24}
    assert facts.feature_frame["explicit"].nunique() == 2
    duration = facts.table.named("duration_ms")
    assert (duration.header, duration.unit) == ("Duration (ms)", "ms")
    assert facts.table.frame["duration_ms"].between(100_000, 600_000).all()

    assert facts.evaluation.is_small
    accuracy = facts.evaluation.scenarios[facts.evaluation.headline].metrics["accuracy"]
    assert accuracy.high - accuracy.low > 0.15
    verdict = " ".join(facts.evaluation.verdict)
    assert "neither genres nor features can be ranked" in verdict
    assert findings(result, "genre-word-in-names")


@pytest.mark.slow
def test_six_playlist_genres_are_learnt_from_sound_alone_without_the_proxies(
    real_tables, tmp_path
) -> None:
    result = train_model(
        TrainRequest(
            table=real_tables / "tidytuesday" / "spotify_songs.csv",
            target="playlist_genre",
            features="audio",
            output=tmp_path,
            trees=40,
            explain_tracks=200,
        )
    )
    proxies = {finding.column for finding in findings(result, "proxy-column")}
    assert proxies == {"playlist_subgenre", "playlist_name", "playlist_id"}
    assert not proxies & {feature.origin for feature in result.facts.features}
    assert all(feature.is_audio for feature in result.facts.features)

    metrics = read_metrics(result)
    assert metrics["headline"] == "unseen_artists"
    honest, naive = (metrics["scores"][k] for k in ("unseen_artists", "random_rows"))
    assert 0.53 <= honest["accuracy"]["value"] <= 0.58
    gap = metrics["trust"]["honesty"]["total"]  # with one genre a track, see any hit
    assert gap["any_hit"]["low"] > 0
    assert 0.83 <= honest["macro_auc_ovr"]["value"] < naive["macro_auc_ovr"]["value"]
    for scores in (honest, naive):
        accuracy = scores["accuracy"]
        assert 0 < accuracy["high"] - accuracy["low"] < 0.06
    assert honest["n_groups"] < honest["n_tracks"]
    assert metrics["scores"]["locked_test"]["n_tracks"] > 1_000
    chance = metrics["scores"]["shuffled_labels"]["accuracy"]["value"]
    assert chance < honest["accuracy"]["low"] - 0.2

    predictions = pd.read_csv(result.files["predictions"])
    assert len(predictions) == metrics["table"]["n_tracks"]
    assert predictions["line"].is_unique
    cells = pd.read_csv(real_tables / "tidytuesday" / "spotify_songs.csv")
    labels = cells["playlist_genre"].iloc[predictions["line"] - 2].to_numpy()
    assert (predictions["genre"].to_numpy() == labels).all()


def test_the_unit_that_gives_the_class_away_is_named(real_tables) -> None:
    seen = inspect_table(TableRequest(table=real_tables / "machinehack" / "train.csv"))
    (unit,) = [each for each in seen.findings if each.code == "unit-encodes-genre"]
    assert "duration_in min/ms" in unit.message
    assert seen.is_usable
    assert len(seen.genre_counts) == 11


@pytest.mark.slow
def test_pieces_of_one_clip_are_named_and_kept_together(real_tables, tmp_path) -> None:
    result = train_model(
        TrainRequest(
            table=real_tables / "gtzan" / "features_10_sec.csv",
            output=tmp_path,
            trees=20,
            explain_tracks=20,
        )
    )
    (clips,) = findings(result, "segments-of-one-clip")
    assert clips.details["n_clips"] == 1_000
    metrics = read_metrics(result)
    honest = metrics["scores"][metrics["headline"]]
    naive = metrics["scores"]["random_rows"]
    assert honest["n_groups"] <= 1_000 * honest["n_tracks"] // 2_900
    assert honest["accuracy"]["value"] < naive["accuracy"]["value"] - 0.03
    predictions = pd.read_csv(result.files["predictions"])
    name = next(c for c in predictions if c.lower().startswith("file"))
    clip = predictions[name].str.split(".").str[:2].str.join(".")
    part = predictions["part"] + predictions["fold"].astype("str")
    assert part.groupby(clip).nunique().max() == 1


@pytest.mark.parametrize("name", MESSY)
def test_a_messy_file_ends_in_results_or_in_one_refusal(
    real_tables, tmp_path, name
) -> None:
    table = real_tables / "messy" / f"{name}.csv"
    told = []
    for act in (
        lambda: inspect_table(TableRequest(table=table)).obstacle,
        lambda: train_model(
            TrainRequest(
                table=table, output=tmp_path / "out", trees=3, explain_tracks=20
            )
        ),
    ):
        try:
            told.append(act())
        except GenrelensError as refusal:
            told.append(str(refusal))
    seen, trained = told
    if isinstance(trained, str):
        assert seen == trained, "inspect and train refuse in the same words"
        assert "\n" not in trained
        assert trained.endswith((".", ")"))
        assert len(trained) > 40
        assert not (tmp_path / "out").exists()
    else:
        assert seen == ""
        assert all(path.stat().st_size > 0 for path in trained.files.values())
        assert len(read_metrics(trained)["scores"]) >= 4


def test_the_list_of_messy_files_is_whole(real_tables) -> None:
    assert {path.stem for path in (real_tables / "messy").glob("*.csv")} == set(MESSY)
