"""Genre overlap on the table of 114 genres: names of one music are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from genrelens.checking.identity import track_keys
from genrelens.evaluation.grouping import find_groups
from genrelens.evaluation.hierarchy.scoring import score_hierarchy
from genrelens.evaluation.overlap.family_tree import as_genre_tree
from genrelens.evaluation.overlap.studying import study_overlap
from genrelens.evaluation.scores import HeldOut
from genrelens.evaluation.splitting import split_groups, training_rows
from genrelens.models.genre_forest import GenreForest
from genrelens.workflow.preparing import prepare
from genrelens.workflow.requests import TableRequest

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

pytestmark = pytest.mark.real_tables


@pytest.fixture(scope="module")
def predicted(real_tables: Path) -> tuple[HeldOut, list[str], NDArray[np.int64]]:
    """Predict each track by a small forest that met no group of it."""
    path = real_tables / "spotify114" / "spotify_30_percent_A.csv"
    prepared = prepare(TableRequest(table=path))
    groups = find_groups(prepared.checked.table, prepared.rows)
    genres, codes = np.unique(prepared.labels, return_inverse=True)
    folds = split_groups(codes, groups.ids, n_folds=5, seed=0)
    proba = np.zeros((len(codes), len(genres)))
    for number, test in enumerate(folds):
        others = np.flatnonzero(folds.fold != number)
        train = training_rows(test, others, groups.ties)
        forest = GenreForest(n_trees=60, random_state=number, n_jobs=1)
        forest.fit(prepared.inputs.iloc[train], prepared.labels[train])
        columns = np.searchsorted(genres, forest.classes_)
        proba[np.ix_(test, columns)] = forest.predict_proba(prepared.inputs.iloc[test])
    held_out = HeldOut.of(codes, proba, folds=folds.fold, units=groups.ids)
    keys = track_keys(prepared.checked.table)[prepared.rows]
    return held_out, genres.tolist(), keys


def test_two_names_of_one_music_are_found_without_being_told(predicted) -> None:
    held_out, genres, keys = predicted
    found = study_overlap(held_out, genres, keys, scenario="unseen tracks", seed=0)

    close = {(pair.first, pair.second) for pair in found.inseparable}
    assert {
        ("singer-songwriter", "songwriter"),
        ("reggae", "reggaeton"),
        ("dub", "dubstep"),
        ("edm", "house"),
    } <= close
    assert len(close) < 30  # of 6,441
    assert found.n_pairs == 6441
    shared = {
        (pair.first, pair.second): pair.n_shared
        for pair in found.pairs
        if pair.is_inseparable
    }
    assert shared["singer-songwriter", "songwriter"] > 50

    merged = [step for step in found.merges if step.is_proposed]
    assert len(merged) >= 5
    gain = merged[-1].accuracy.value - merged[0].accuracy_before.value
    assert gain > 3 * sum(step.random_gain for step in merged)

    families = [set(family.genres) for family in found.family_tree.families]
    assert any({"dub", "dubstep"} <= family for family in families)
    assert any({"edm", "house"} <= family for family in families)
    assert any({"singer-songwriter", "songwriter"} <= family for family in families)


def test_answers_at_the_certain_level_keep_their_promise(predicted) -> None:
    held_out, genres, keys = predicted
    found = study_overlap(held_out, genres, keys, scenario="unseen tracks", seed=0)
    tree = as_genre_tree(found.family_tree)
    scores = score_hierarchy(
        held_out, genres, tree, scenario="unseen tracks", is_given=False, seed=0
    )
    assert scores.family_accuracy.low > scores.accuracy.high
    assert scores.answered.accuracy is not None
    assert scores.answered.accuracy.high >= 0.8
    assert scores.levels[1].n_tracks > 300
