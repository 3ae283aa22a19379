"""Tests of genrelens.models.genre_forest."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_score
from sklearn.utils.estimator_checks import parametrize_with_checks

from genrelens.errors import InputError, NotTrainedError
from genrelens.models.genre_forest import GenreForest

EXCEPTIONS = {
    "check_sample_weight_equivalence_on_dense_data": (
        "the bootstrap draws rows: a row of weight 2 is not drawn like two rows; "
        "scikit-learn's own RandomForestClassifier is excepted for the same reason"
    ),
}


def songs(n_tracks: int = 240, seed: int = 0) -> tuple[pd.DataFrame, np.ndarray]:
    """Draw tracks of three genres with a number, a flag, a category and gaps."""
    rng = np.random.default_rng(seed)
    codes = rng.integers(0, 3, n_tracks)
    tempo = np.array([95.0, 124.0, 138.0])[codes] + rng.normal(0, 9, n_tracks)
    tempo[rng.random(n_tracks) < 0.1] = np.nan
    key = pd.Series(rng.choice(list("ABC"), n_tracks), dtype="str")
    key[codes == 2] = "D"
    key[rng.random(n_tracks) < 0.1] = None
    frame = pd.DataFrame(
        {
            "tempo": tempo,
            "explicit": (rng.random(n_tracks) < 0.2 + 0.3 * codes).astype(float),
            "key": key,
            "noise": rng.normal(size=n_tracks),
        }
    )
    return frame, np.array(["dub", "house", "techno"])[codes]


@parametrize_with_checks(
    [GenreForest(n_trees=15, random_state=0)],
    expected_failed_checks=lambda _: EXCEPTIONS,
)
def test_the_estimator_contract_of_scikit_learn_holds(estimator, check) -> None:
    check(estimator)


def test_every_exception_from_the_contract_is_still_needed() -> None:
    from sklearn.utils.estimator_checks import check_estimator

    logs = check_estimator(
        GenreForest(n_trees=15, random_state=0), on_fail=None, on_skip=None
    )

    failed = {log["check_name"] for log in logs if log["status"] == "failed"}
    assert failed == set(EXCEPTIONS)


def test_predictions_are_the_same_on_any_number_of_threads() -> None:
    frame, genres = songs()

    one, three = (
        GenreForest(n_trees=20, random_state=7, n_jobs=n_jobs).fit(frame, genres)
        for n_jobs in (1, 3)
    )

    assert (one.predict_proba(frame) == three.predict_proba(frame)).all()
    for ours, theirs in zip(
        one.shapley_values(frame[:9]), three.shapley_values(frame[:9]), strict=True
    ):
        assert (ours == theirs).all()


def test_another_seed_gives_another_forest() -> None:
    frame, genres = songs()

    first, second = (
        GenreForest(n_trees=5, random_state=seed).fit(frame, genres) for seed in (0, 1)
    )

    assert (first.predict_proba(frame) != second.predict_proba(frame)).any()


def test_probabilities_are_those_of_genres_in_order_and_sum_to_one() -> None:
    frame, genres = songs()
    model = GenreForest(n_trees=20, random_state=0).fit(frame, genres)

    proba = model.predict_proba(frame)

    assert model.classes_.tolist() == ["dub", "house", "techno"]
    np.testing.assert_allclose(proba.sum(axis=1), 1)
    assert (model.predict(frame) == model.classes_[proba.argmax(axis=1)]).all()
    assert model.score(frame, genres) > 0.8


def test_it_is_as_good_as_scikit_learns_forest_on_unseen_tracks() -> None:
    frame, genres = songs(900)
    test, truth = songs(900, seed=1)
    numbers = ["tempo", "explicit", "noise"]

    ours = GenreForest(n_trees=60, min_samples_leaf=3, random_state=0)
    theirs = RandomForestClassifier(60, min_samples_leaf=3, random_state=0)

    gap = ours.fit(frame[numbers], genres).score(test[numbers], truth) - theirs.fit(
        frame[numbers], genres
    ).score(test[numbers], truth)
    assert abs(gap) < 0.03


def test_shapley_values_sum_to_the_prediction_one_column_for_each_feature() -> None:
    frame, genres = songs()
    model = GenreForest(n_trees=15, random_state=0).fit(frame, genres)

    values, base = model.shapley_values(frame[:25])

    assert values.shape == (25, 4, 3)
    np.testing.assert_allclose(
        values.sum(axis=1) + base, model.predict_proba(frame[:25]), atol=1e-9
    )


def test_a_categorys_indicators_are_summed_back_to_it() -> None:
    frame, genres = songs()
    model = GenreForest(n_trees=15, random_state=0).fit(frame, genres)
    as_numbers = pd.DataFrame(
        model.encoder_.transform(frame), columns=list(model.encoder_.encoded_names)
    )
    plain = GenreForest(n_trees=15, random_state=0).fit(as_numbers, genres)

    values, _ = model.shapley_values(frame[:10])
    encoded, _ = plain.shapley_values(as_numbers[:10])

    is_key = model.encoder_.origin == 2
    assert is_key.sum() == 4
    np.testing.assert_allclose(values[:, 2], encoded[:, is_key].sum(axis=1), atol=1e-12)
    np.testing.assert_allclose(values[:, 3], encoded[:, ~is_key][:, 2], atol=1e-12)


def test_a_category_without_repeats_gets_no_share_of_the_prediction() -> None:
    frame, genres = songs()
    frame = frame.assign(title=[f"song {number}" for number in range(len(frame))])

    values, _ = (
        GenreForest(n_trees=5, random_state=0).fit(frame, genres).shapley_values(frame)
    )

    assert (values[:, 4] == 0).all()


def test_column_names_are_remembered_and_checked() -> None:
    frame, genres = songs()
    model = GenreForest(n_trees=2, random_state=0).fit(frame, genres)

    assert model.feature_names_in_.tolist() == list(frame.columns)
    assert model.n_features_in_ == 4
    with pytest.raises(InputError, match="bpm"):
        model.predict(frame.rename(columns={"tempo": "bpm"}))


def test_the_leaf_minimum_is_chosen_by_size_or_taken_as_given() -> None:
    frame, genres = songs()

    assert GenreForest(n_trees=1).fit(frame, genres).min_samples_leaf_ == 2
    assert (
        GenreForest(n_trees=1, min_samples_leaf=2).fit(frame, genres).min_samples_leaf_
        == 2
    )


def test_balanced_weights_lift_the_rare_genre() -> None:
    frame, genres = songs(600)
    keep = (genres != "dub") | (np.arange(600) % 12 == 0)
    frame, genres = frame[["noise"]][keep], genres[keep]

    plain, lifted = (
        GenreForest(
            n_trees=20, class_weight=weight, random_state=0, min_samples_leaf=20
        )
        .fit(frame, genres)
        .predict_proba(frame)[:, 0]
        .mean()
        for weight in (None, "balanced")
    )

    assert plain < 0.1
    assert lifted == pytest.approx(1 / 3, abs=0.1)


def test_weights_of_genres_and_of_tracks_multiply() -> None:
    frame, genres = songs()
    by_genre = GenreForest(
        n_trees=5,
        random_state=0,
        class_weight={"dub": 2.0, "house": 1.0, "techno": 3.0},
    ).fit(frame, genres)
    weights = np.select([genres == "dub", genres == "techno"], [2.0, 3.0], 1.0)

    by_track = GenreForest(n_trees=5, random_state=0).fit(
        frame, genres, sample_weight=weights
    )

    assert (by_genre.predict_proba(frame) == by_track.predict_proba(frame)).all()


def test_it_is_cloned_searched_and_cross_validated_like_any_estimator() -> None:
    frame, genres = songs()
    model = GenreForest(n_trees=10, random_state=0, min_samples_leaf=2)

    scores = cross_val_score(clone(model), frame, genres, cv=3)

    assert scores.mean() > 0.7
    assert clone(model).get_params() == model.get_params()


def test_training_tells_how_many_trees_are_grown() -> None:
    frame, genres = songs()
    told: list[int] = []

    GenreForest(n_trees=4, random_state=0).fit(frame, genres, on_tree=told.append)

    assert told == [1, 2, 3, 4]


def test_a_model_rebuilt_from_its_parts_predicts_the_same() -> None:
    frame, genres = songs()
    model = GenreForest(n_trees=5, random_state=0).fit(frame, genres)

    again = GenreForest.restore(
        classes=model.classes_,
        encoder=model.encoder_,
        forest=model.forest_,
        is_named=True,
        min_samples_leaf_used=model.min_samples_leaf_,
        n_trees=5,
    )

    assert (again.predict_proba(frame) == model.predict_proba(frame)).all()
    assert again.feature_names_in_.tolist() == list(frame.columns)


def test_parts_of_different_models_are_refused() -> None:
    frame, genres = songs()
    model = GenreForest(n_trees=2, random_state=0).fit(frame, genres)

    with pytest.raises(InputError, match="Give parts of one model"):
        GenreForest.restore(
            classes=np.array(["dub"]),
            encoder=model.encoder_,
            forest=model.forest_,
            is_named=True,
            min_samples_leaf_used=1,
        )


def test_asking_before_training_is_refused() -> None:
    frame, _ = songs(10)

    for ask in (GenreForest().predict, GenreForest().shapley_values):
        with pytest.raises(NotTrainedError, match="not trained yet"):
            ask(frame)


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"n_trees": 0}, "n_trees is 0"),
        ({"n_trees": True}, "n_trees is True"),
        ({"min_samples_leaf": "few"}, "Give 'auto' or a whole number"),
        ({"max_depth": 0}, "max_depth is 0"),
        ({"class_weight": "even"}, "class_weight"),
    ],
)
def test_a_parameter_out_of_range_is_named(
    parameters: dict[str, object], words: str
) -> None:
    frame, genres = songs(20)

    with pytest.raises(InputError, match=words):
        GenreForest(**parameters).fit(frame, genres)  # type: ignore[arg-type]


def test_tracks_without_a_genre_are_refused() -> None:
    frame, genres = songs(20)
    with_gap = pd.Series(genres, dtype="str")
    with_gap[3] = None

    with pytest.raises(InputError, match=r"contains NaN|have no genre"):
        GenreForest().fit(frame, with_gap)


def test_all_weights_zero_are_refused() -> None:
    frame, genres = songs(20)

    with pytest.raises(InputError, match="weight"):
        GenreForest().fit(frame, genres, sample_weight=np.zeros(20))
