"""Evaluation on the real tables: groups found, honest gaps shown, limits told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from genrelens.checking.checking import check_table
from genrelens.cleaning.cleaning import clean_table
from genrelens.evaluation.evaluating import EvaluationRun, evaluate
from genrelens.evaluation.grouping import Groups, find_groups
from genrelens.features.feature_table import build_features
from genrelens.ingest.reading import read_table
from genrelens.models.genre_forest import GenreForest

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.real_tables


def try_table(
    path: Path, *, n_trees: int, target: str | None = None
) -> tuple[EvaluationRun, Groups]:
    """Take a file through the whole chain, on attributes of the sound alone."""
    checked = check_table(clean_table(read_table(path)), target=target)
    table = checked.table
    dropped = np.concatenate([[], *(drop.rows for drop in table.drops)]).astype(int)
    rows = np.setdiff1d(np.arange(len(table.frame)), dropped)
    _, features = build_features(table, only="audio" if target else "all")
    groups = find_groups(table, rows)
    run = evaluate(
        lambda seed: GenreForest(n_trees=n_trees, random_state=seed, n_jobs=2),
        features.iloc[rows],
        table.frame[checked.target].to_numpy(str)[rows],
        groups,
        seed=0,
    )
    return run, groups


def test_sixty_rows_are_not_oversold(real_tables: Path) -> None:
    run, groups = try_table(real_tables / "seed" / "tracks_data.csv", n_trees=40)
    found = run.evaluation

    assert groups.kind == "artists"
    assert found.is_small
    accuracy = found.scenarios["unseen_artists"].metrics["accuracy"]
    assert accuracy.high - accuracy.low > 0.15
    assert "neither genres nor features can be ranked" in found.verdict[1]


def test_segments_of_one_clip_are_held_out_together_and_the_gap_shows(
    real_tables: Path,
) -> None:
    run, groups = try_table(real_tables / "gtzan" / "features_10_sec.csv", n_trees=40)
    found = run.evaluation

    assert groups.kind == "tracks"
    assert groups.n_groups <= 1000
    headline, naive = (
        found.scenarios[name].metrics["accuracy"].value
        for name in ("unseen_tracks", "random_rows")
    )
    assert 0.6 < headline < 0.76
    assert naive > headline + 0.06


@pytest.mark.slow
def test_unseen_artists_are_harder_than_random_rows_on_thirty_thousand_tracks(
    real_tables: Path,
) -> None:
    run, groups = try_table(
        real_tables / "tidytuesday" / "spotify_songs.csv",
        n_trees=60,
        target="playlist_genre",
    )
    found = run.evaluation

    assert groups.kind == "artists"
    assert found.is_better_than_chance
    headline = found.scenarios["unseen_artists"].metrics
    assert headline["accuracy"].value > 0.52  # 300 trees give about 1 point more
    assert headline["macro_auc_ovr"].value > 0.825
    naive = found.scenarios["random_rows"].metrics["accuracy"].value
    assert naive > headline["accuracy"].value
    locked = found.scenarios["locked_test"].metrics["accuracy"]
    assert abs(locked.value - headline["accuracy"].value) < 0.04
