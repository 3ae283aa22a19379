"""What drives the genres of a real table: features, selection, importance, stress."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from genrelens.cleaning.cleaning import clean_table
from genrelens.explanation.importance import ImportanceStudy
from genrelens.explanation.shapley import ShapleyStudy
from genrelens.explanation.stress import StressStudy
from genrelens.explanation.words import explain_track
from genrelens.features.correlation import correlated_clusters
from genrelens.features.feature_table import build_features
from genrelens.features.reference import describe_features
from genrelens.features.selection import select_features
from genrelens.ingest.reading import read_table
from genrelens.models.genre_forest import GenreForest

pytestmark = pytest.mark.real_tables

N_TRACKS = 4000


def _auc(codes, proba):
    genres = range(proba.shape[1])
    return float(roc_auc_score(codes, proba, multi_class="ovr", labels=list(genres)))


def _forest(seed):
    return GenreForest(n_trees=30, min_samples_leaf=5, random_state=seed, n_jobs=1)


@pytest.fixture(scope="module")
def songs(real_tables):
    """Give 4,000 rows of the main table: features, frame, genres, folds, artists."""
    table = clean_table(read_table(real_tables / "tidytuesday" / "spotify_songs.csv"))
    features, frame = build_features(table, only="audio")
    rows = np.sort(np.random.default_rng(0).choice(len(frame), N_TRACKS, replace=False))
    frame = frame.iloc[rows].reset_index(drop=True)
    names = {column.header: column.name for column in table.columns}
    y = table.frame[names["playlist_genre"]].to_numpy(dtype=str)[rows]
    artists = table.frame[names["track_artist"]].factorize()[0][rows]
    return features, frame, y, list(GroupKFold(3).split(frame, y, artists)), artists


@pytest.fixture(scope="module")
def studied(songs):
    features, frame, y, folds, artists = songs
    genres = sorted(set(y))
    codes = np.searchsorted(genres, y)
    importance = ImportanceStudy(
        features,
        correlated_clusters(features, frame, threshold=0.6),
        metric=_auc,
        metric_name="auc",
    )
    stress = StressStudy(features)
    shapley = ShapleyStudy(features, genres, most_tracks=120, n_folds=3)
    for train, test in folds:
        model = _forest(0).fit(frame.iloc[train], y[train])
        importance.add_fold(model, frame.iloc[test], codes[test], genres)
        stress.add_fold(model, frame.iloc[test], codes[test], genres, artists[test])
        shapley.add_fold(model, frame, test, y)
    return (
        importance.result(scenario="unseen_artists"),
        {test.name: test for test in stress.result()},
        shapley.result(N_TRACKS),
    )


def test_only_attributes_of_the_sound_are_features(songs):
    assert {feature.name for feature in songs[0]} == {
        "danceability", "energy", "key", "loudness", "mode", "speechiness",
        "acousticness", "instrumentalness", "liveness", "valence", "tempo",
        "duration_ms",
    }  # fmt: skip


def test_tempo_dance_and_speech_lead_and_the_key_says_nothing(studied):
    importance = studied[0]

    leaders = {item.label for item in importance.features[:4]}
    assert {"tempo", "danceability", "speechiness"} <= leaders
    by_name = {item.label: item for item in importance.features}
    assert by_name["key"].low <= 0.002
    assert by_name["tempo"].low > 0.01
    assert {"energy + loudness"} == {item.label for item in importance.groups}


def test_half_time_misleads_the_model_and_an_unknown_key_hardly(studied):
    stress = studied[1]

    assert stress["tempo-halved"].flip_low > 0.15
    assert stress["key-unknown"].flip_high < 0.12
    halved = stress["tempo-halved"]
    assert halved.accuracy_after < halved.accuracy_before - 0.03
    assert halved.flips_by_genre["edm"] > halved.flips_by_genre["r&b"]


def test_a_small_set_does_nearly_as_well_as_all(songs):
    features, frame, y, folds, _ = songs

    result = select_features(
        _forest,
        frame,
        y,
        folds,
        score=_auc,
        metric="auc",
        scenario="unseen_artists",
        clusters=correlated_clusters(features, frame),
        n_steps=5,
        max_tracks=3000,
    )

    best = max(step.score for step in result.steps)
    (half,) = [step for step in result.steps if 5 <= len(step.names) <= 8]
    assert best - half.score < 0.03
    assert {"danceability", "speechiness"} <= set(half.names) <= set(result.chosen)
    assert not result.steps[-1].is_not_worse


def test_every_track_can_be_told_in_one_plain_sentence(songs, studied):
    features, frame, y, _, _ = songs
    references = describe_features(features, frame, y)
    table = studied[2]
    total = table.values.sum(axis=1) + table.base

    for place in range(len(table.rows)):
        first, second = np.argsort(-total[place])[:2]
        found = explain_track(
            "a track",
            genre=table.genres[first],
            rival=table.genres[second],
            genres=table.genres,
            proba=total[place],
            values=table.values[place],
            base=table.base[place],
            features=features,
            references=references,
            row=table.inputs.iloc[place],
        )
        assert found.sentence.startswith(f"{found.genre} rather than {found.rival}: ")
        assert "nan" not in found.sentence
        assert len(found.sentence) < 300
