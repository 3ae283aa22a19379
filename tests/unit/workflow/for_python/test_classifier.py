from __future__ import annotations

import copy
import hashlib
import pickle
from typing import TYPE_CHECKING

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks

import genrelens
from genrelens.bundle.loading import load_model
from genrelens.datasets.sample import draw_sample
from genrelens.errors import BundleError, InputError, NotTrainedError
from genrelens.workflow.for_python.classifier import Explanation, GenreClassifier, load

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from numpy.typing import NDArray

COLUMNS = ["tempo", "energy", "acousticness", "speechiness", "instrumentalness"]


EXCEPTIONS = {
    "check_sample_weight_equivalence_on_dense_data": (
        "the bootstrap draws rows: a row of weight 2 is not drawn like two rows; "
        "scikit-learn's own RandomForestClassifier is excepted for the same reason"
    ),
}


@parametrize_with_checks(
    [GenreClassifier(n_trees=10, random_state=0)],
    expected_failed_checks=lambda _: EXCEPTIONS,
)
def test_scikit_learns_own_checks_pass(estimator: object, check: object) -> None:
    check(estimator)


@pytest.fixture(scope="module")
def tracks() -> tuple[pd.DataFrame, NDArray[np.str_]]:
    clean = draw_sample(600, random_state=3).clean
    frame = clean[COLUMNS].copy()
    frame["playlist"] = clean["playlist_name"].astype("str")
    frame.loc[frame.index[::9], "energy"] = np.nan
    return frame, clean["genre"].to_numpy(dtype=str)


@pytest.fixture(scope="module")
def model(tracks: tuple[pd.DataFrame, NDArray[np.str_]]) -> GenreClassifier:
    return GenreClassifier(n_trees=15, random_state=1).fit(*tracks)


def test_explanations_add_up_to_the_prediction(
    model: GenreClassifier, tracks: tuple[pd.DataFrame, NDArray[np.str_]]
) -> None:
    frame = tracks[0].head(25)
    found = model.explain(frame)
    assert isinstance(found, Explanation)
    values = found.values  # noqa: PD011 (not pandas)
    assert values.shape == (25, 6, 12)
    assert found.features == (*COLUMNS, "playlist")
    assert found.genres == tuple(model.classes_.tolist())
    total = values.sum(axis=1) + found.base
    assert np.allclose(total, model.predict_proba(frame), atol=1e-9)


def test_one_track_is_given_as_a_table(
    model: GenreClassifier, tracks: tuple[pd.DataFrame, NDArray[np.str_]]
) -> None:
    found = model.explain(tracks[0].head(3))
    table = found.frame(2)
    assert table.index.tolist() == list(found.features)
    assert table.columns.tolist() == list(found.genres)
    assert np.array_equal(table.to_numpy(), found.values[2])  # noqa: PD011


def test_a_reopened_classifier_answers_bit_for_bit_the_same(
    model: GenreClassifier,
    tracks: tuple[pd.DataFrame, NDArray[np.str_]],
    tmp_path: Path,
) -> None:
    path = tmp_path / "model.genrelens"
    sha256 = model.save(path)
    for reopened in (
        GenreClassifier.load(path, expect_sha256=sha256),
        load(path),
        genrelens.load(path),
    ):
        assert type(reopened) is GenreClassifier
        expected = model.predict_proba(tracks[0])
        assert np.array_equal(reopened.predict_proba(tracks[0]), expected)
        assert reopened.get_params() == model.get_params()
        assert reopened.feature_names_in_.tolist() == list(tracks[0].columns)
    told = load_model(path)
    assert {each.kind for each in told.features} == {"number", "category"}
    assert told.versions.keys() >= {"genrelens", "numpy", "Python"}


def test_a_reopened_classifier_can_be_saved_and_trained_again(
    model: GenreClassifier,
    tracks: tuple[pd.DataFrame, NDArray[np.str_]],
    tmp_path: Path,
) -> None:
    first = model.save(tmp_path / "one")
    reopened = load(tmp_path / "one")
    assert reopened.save(tmp_path / "two") == first
    again = clone(reopened).fit(*tracks)
    assert np.array_equal(
        again.predict_proba(tracks[0]), model.predict_proba(tracks[0])
    )


def test_a_trained_model_keeps_all_it_was_told_when_it_is_saved_again(
    small_run, tmp_path: Path
) -> None:
    """Units, ranges, scores and origin were once lost without a word."""
    opened = genrelens.load(small_run.model)
    sha256 = opened.save(tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == small_run.model.read_bytes()
    assert sha256 == hashlib.sha256(small_run.model.read_bytes()).hexdigest()
    told = load_model(tmp_path / "again")
    assert {each.unit for each in told.features} >= {"BPM", "dB", "ms"}
    assert told.references
    assert told.scores
    for copied in (copy.deepcopy(opened), pickle.loads(pickle.dumps(opened))):  # noqa: S301
        assert copied.save(tmp_path / "copied") == sha256


def test_a_model_trained_anew_forgets_what_it_was_opened_from(
    small_run, tracks: tuple[pd.DataFrame, NDArray[np.str_]], tmp_path: Path
) -> None:
    opened = genrelens.load(small_run.model).set_params(n_trees=5)
    opened.fit(*tracks).save(tmp_path / "new")
    told = load_model(tmp_path / "new")
    assert [each.name for each in told.features] == list(tracks[0].columns)
    assert told.references == ()
    assert told.scores == {}


def test_an_array_and_whole_number_labels_are_saved_too(tmp_path: Path) -> None:
    X = np.array([[1.0, np.nan], [2.0, 5.0]] * 20)
    model = GenreClassifier(n_trees=3, random_state=0).fit(X, [4, -2] * 20)
    model.save(tmp_path / "m")
    found = load(tmp_path / "m").predict(X)
    assert found.dtype == model.predict(X).dtype
    assert found.tolist() == [4, -2] * 20


def test_before_training_there_is_nothing_to_save_or_explain(tmp_path: Path) -> None:
    with pytest.raises(NotTrainedError):
        GenreClassifier().save(tmp_path / "m")
    with pytest.raises(NotTrainedError):
        GenreClassifier().explain([[1.0]])
    assert list(tmp_path.iterdir()) == []


def test_another_hash_is_refused(model: GenreClassifier, tmp_path: Path) -> None:
    model.save(tmp_path / "m")
    with pytest.raises(BundleError, match="was expected"):
        load(tmp_path / "m", expect_sha256="0" * 64)


def test_another_table_is_refused_in_words(
    model: GenreClassifier, tracks: tuple[pd.DataFrame, NDArray[np.str_]]
) -> None:
    with pytest.raises(InputError, match="tempo"):
        model.explain(tracks[0].drop(columns="tempo"))


def test_it_works_in_a_pipeline_and_in_cross_validation(
    tracks: tuple[pd.DataFrame, NDArray[np.str_]],
) -> None:
    X = tracks[0][COLUMNS].fillna(0.5)
    chain = make_pipeline(StandardScaler(), GenreClassifier(n_trees=10, random_state=0))
    scores = cross_val_score(chain, X, tracks[1], cv=3)
    assert scores.min() > 0.25  # twelve genres: chance is about 0.11


def test_a_grid_search_finds_its_parameters(
    tracks: tuple[pd.DataFrame, NDArray[np.str_]],
) -> None:
    search = GridSearchCV(
        GenreClassifier(n_trees=5, random_state=0),
        {"min_samples_leaf": [1, 200]},
        cv=3,
    ).fit(*tracks)
    assert search.best_params_ == {"min_samples_leaf": 1}
    assert isinstance(search.best_estimator_, GenreClassifier)
