"""Tests of genrelens.evaluation.evaluating."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from genrelens.errors import InputError
from genrelens.evaluation.evaluating import (
    EvaluationRun,
    FoldModel,
    development_folds,
    evaluate,
)
from genrelens.evaluation.grouping import incidence_of
from genrelens.evaluation.results import METRICS
from genrelens.evaluation.scenarios.kinship import Kinship
from genrelens.evaluation.scenarios.sources import Source
from genrelens.models.genre_forest import GenreForest

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.evaluation.grouping import Groups

    Make = Callable[..., Groups]

GENRES = np.array(["dub", "house", "jazz", "techno"])


def grow_few(seed: int) -> GenreForest:
    return GenreForest(n_trees=8, random_state=seed)


def tracks(n: int, *, skill: float, seed: int = 0) -> tuple[pd.DataFrame, np.ndarray]:
    rng = np.random.default_rng(seed)
    codes = rng.integers(0, 4, n)
    shifts = skill * rng.normal(size=(4, 3))[codes]
    frame = pd.DataFrame(
        rng.normal(size=(n, 3)) + shifts, columns=["tempo", "energy", "valence"]
    )
    return frame, GENRES[codes]


@pytest.fixture(scope="module")
def run() -> EvaluationRun:
    from genrelens.evaluation.grouping import Groups

    frame, y = tracks(400, skill=2.0)
    ids = np.arange(400) % 130
    return evaluate(
        grow_few, frame, y, Groups(ids, "artists", 130, 0.01, "By hand."), seed=3
    )


def test_all_scenarios_stand_beside_each_other_with_all_scores(
    run: EvaluationRun,
) -> None:
    found = run.evaluation

    assert list(found.scenarios) == [
        "unseen_artists",
        "random_rows",
        "locked_test",
        "majority_baseline",
        "shuffled_labels",
    ]
    assert all(set(one.metrics) == set(METRICS) for one in found.scenarios.values())
    assert found.headline == "unseen_artists"
    assert found.genres == tuple(GENRES)


def test_the_model_stands_above_its_baselines(run: EvaluationRun) -> None:
    accuracy = {
        name: one.metrics["accuracy"].value
        for name, one in run.evaluation.scenarios.items()
    }

    assert accuracy["unseen_artists"] > accuracy["majority_baseline"] + 0.2
    assert accuracy["unseen_artists"] > accuracy["shuffled_labels"] + 0.2
    assert run.evaluation.chance.value == accuracy["shuffled_labels"]
    assert run.evaluation.is_better_than_chance
    assert run.evaluation.p_value == 1 / 1000
    assert run.evaluation.verdict[0].startswith("On tracks by artists it has never met")


def test_every_track_has_one_held_out_prediction(run: EvaluationRun) -> None:
    np.testing.assert_allclose(run.out_of_fold.sum(axis=1), 1)
    is_locked = run.part == "locked test"
    assert set(run.part) == {"cross-validation", "locked test"}
    assert (run.fold[is_locked] == -1).all()
    assert set(run.fold[~is_locked]) == {0, 1, 2, 3, 4}


def test_the_parts_of_the_report_agree_with_the_headline(run: EvaluationRun) -> None:
    found = run.evaluation
    headline = found.scenarios["unseen_artists"]

    counts = found.confusion.counts
    accuracy = headline.metrics["accuracy"].value
    assert counts.sum() == headline.n_tracks == (run.fold >= 0).sum()
    assert np.trace(counts) / counts.sum() == pytest.approx(accuracy)
    recalls = np.diag(found.confusion.shares())
    assert [one.recall.value for one in found.by_genre] == pytest.approx(list(recalls))
    assert [one.n_tracks for one in found.by_genre] == counts.sum(axis=1).tolist()
    assert found.reliability.n_tracks.sum() == headline.n_tracks
    assert [curve.genre for curve in found.curves] == list(GENRES)
    areas = [curve.auc.value for curve in found.curves]
    assert headline.metrics["macro_auc_ovr"].value == pytest.approx(np.mean(areas))


def test_one_seed_gives_one_result_on_any_number_of_threads(
    run: EvaluationRun, make_groups: Make
) -> None:
    frame, y = tracks(400, skill=2.0)

    again = evaluate(
        lambda seed: GenreForest(n_trees=8, random_state=seed, n_jobs=2),
        frame,
        y,
        make_groups(np.arange(400) % 130),
        seed=3,
    )

    assert (again.out_of_fold == run.out_of_fold).all()
    assert again.evaluation.scenarios == run.evaluation.scenarios


def test_choices_are_made_on_the_headlines_folds_without_the_locked_part(
    run: EvaluationRun, make_groups: Make
) -> None:
    _, y = tracks(400, skill=2.0)

    folds = development_folds(y, make_groups(np.arange(400) % 130), seed=3)

    assert len(folds) == 5
    for number, (train, test) in enumerate(folds):
        assert (run.fold[test] == number).all()
        assert (run.part[train] == "cross-validation").all()
        assert not set(train) & set(test)
        assert not set(train % 130) & set(test % 130)


def test_folds_are_handed_out_once_and_steps_are_counted_to_the_end(
    make_groups: Make,
) -> None:
    frame, y = tracks(60, skill=2.0)
    seen: list[FoldModel] = []
    steps: list[tuple[str, int, int]] = []

    run = evaluate(
        grow_few,
        frame,
        y,
        make_groups(np.arange(60) // 2),
        seed=0,
        n_folds=4,
        on_fold=seen.append,
        on_step=lambda *step: steps.append(step),
    )

    assert [one.fold for one in seen] == [0, 1, 2, 3]
    assert {one.repeat for one in seen} == {0}
    assert sorted(np.concatenate([one.test for one in seen])) == list(range(60))
    for one in seen:
        assert (run.fold[one.test] == one.fold).all()
    assert [n_done for _, n_done, _ in steps] == list(range(1, len(steps) + 1))
    assert {n_total for _, _, n_total in steps} == {len(steps)}


def test_a_small_table_is_repeated_and_its_limits_are_told(make_groups: Make) -> None:
    frame, y = tracks(60, skill=0.0)

    found = evaluate(
        grow_few, frame, y, make_groups(np.arange(60), "tracks"), seed=0
    ).evaluation

    assert found.is_small
    assert found.scenarios["unseen_tracks"].n_repeats == 10
    assert "locked_test" not in found.scenarios
    assert any("There is no locked test" in note for note in found.notes)
    assert not found.is_better_than_chance
    assert found.verdict[0].startswith("The model is no better than chance")
    assert "neither genres nor features can be ranked" in found.verdict[1]
    accuracy = found.scenarios["unseen_tracks"].metrics["accuracy"]
    assert accuracy.high - accuracy.low > 0.15


def test_a_users_column_names_the_scenario(make_groups: Make) -> None:
    frame, y = tracks(80, skill=1.0)

    found = evaluate(
        grow_few,
        frame,
        y,
        make_groups(np.arange(80) % 40, "Label"),
        seed=0,
        random_rows=False,
    ).evaluation

    assert found.headline == "unseen_groups"
    assert "random_rows" not in found.scenarios
    assert "with a 'Label' it has never met" in found.verdict[0]


def test_one_genre_is_refused(make_groups: Make) -> None:
    with pytest.raises(InputError, match="only 1 genre in 9 tracks"):
        evaluate(
            grow_few,
            tracks(9, skill=1)[0],
            np.full(9, "dub"),
            make_groups(np.arange(9)),
            seed=0,
        )


def test_sizes_that_do_not_fit_are_refused(make_groups: Make) -> None:
    frame, y = tracks(9, skill=1)

    with pytest.raises(InputError, match="9 rows of features, 8 genres and 9 group"):
        evaluate(grow_few, frame, y[:8], make_groups(np.arange(9)), seed=0)


def test_genres_of_one_artist_each_get_no_score_and_no_verdict(
    make_groups: Make,
) -> None:
    """They once scored 0, which was sold as no better than chance."""
    frame, y = tracks(80, skill=2.0)
    groups = make_groups(np.searchsorted(GENRES, y))

    with pytest.raises(InputError, match="Each genre is in one group of artists"):
        evaluate(grow_few, frame, y, groups, seed=0)
    with pytest.raises(InputError, match="Each genre is in one group of artists"):
        development_folds(y, groups, seed=0)


def test_with_kinship_the_gap_is_measured_and_every_fit_is_counted(
    make_groups: Make,
) -> None:
    frame, y = tracks(600, skill=1.0)
    artists, steps = np.arange(600) // 4, []
    kinship = Kinship(
        recordings=(np.arange(600) // 2).astype(np.int64),
        artists=incidence_of(artists),
        source=Source("", None, "There is no playlist or source column."),
    )
    run = evaluate(
        grow_few,
        frame,
        y,
        make_groups(artists),
        seed=3,
        kinship=kinship,
        on_step=lambda *step: steps.append(step),
    )
    assert run.gap is not None
    assert list(run.evaluation.scenarios)[:4] == [
        "unseen_artists",
        "random_rows",
        "known_artists",
        "unseen_tracks",
    ]
    assert run.evaluation.verdict[1].startswith(run.gap.sentence.removesuffix("."))
    assert [number for _, number, _ in steps] == list(range(1, steps[0][2] + 1))


def test_a_given_test_list_takes_the_place_of_the_locked_test(
    make_groups: Make,
) -> None:
    frame, y = tracks(400, skill=2.0)
    is_test = np.arange(400) % 5 == 0
    groups = make_groups(np.arange(400))
    run = evaluate(grow_few, frame, y, groups, seed=3, is_test=is_test)
    assert "locked_test" not in run.evaluation.scenarios
    assert run.evaluation.scenarios["given_test"].n_tracks == 80
    assert np.array_equal(run.part == "locked test", is_test)
    assert len(run.evaluation.verdict) == 3
    folds = development_folds(y, groups, seed=3, is_test=is_test)
    assert not is_test[np.concatenate([test for _, test in folds])].any()


def test_a_test_list_counts_its_tracks_even_where_training_holds_copies(
    make_groups: Callable[..., Groups],
) -> None:
    """Copies of test tracks in training once took the test rows out of the scores."""
    rng = np.random.default_rng(0)
    codes = np.tile([0, 1], 60)
    X = pd.DataFrame({"tempo": codes + rng.normal(size=120)})
    tracks = np.tile(np.arange(60), 2)  # every test track has a copy in training
    run = evaluate(
        lambda seed: GenreForest(n_trees=5, random_state=seed, n_jobs=1),
        X,
        np.array(["dub", "house"])[codes],
        make_groups(np.arange(120)),
        seed=0,
        tracks=tracks,
        is_test=np.arange(120) >= 60,
    )
    assert run.evaluation.scenarios["given_test"].n_tracks == 60
    assert run.evaluation.scenarios[run.evaluation.headline].n_tracks == 60
