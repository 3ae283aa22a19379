"""The honesty gap on real tables: what is known to be there is found and priced."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from genrelens.checking.identity import track_keys
from genrelens.evaluation.evaluating import evaluate
from genrelens.evaluation.grouping import find_groups
from genrelens.evaluation.scenarios.kinship import find_kinship
from genrelens.features.feature_table import build_features
from genrelens.models.genre_forest import GenreForest
from genrelens.workflow.preparing import check_file, labelled_rows
from genrelens.workflow.requests import TableRequest
from genrelens.workflow.split_lists.applying import apply_split_lists

if TYPE_CHECKING:
    from pathlib import Path

    from genrelens.evaluation.evaluating import EvaluationRun

pytestmark = pytest.mark.real_tables


def _grow(n_trees: int):
    def make(seed: int) -> GenreForest:
        return GenreForest(n_trees=n_trees, random_state=seed, n_jobs=1)

    return make


def _run(
    path: Path, *, n_trees: int, lists: tuple[list[Path], list[Path]] = ([], [])
) -> EvaluationRun:
    checked, is_test = apply_split_lists(
        check_file(TableRequest(table=path, features="audio")), *lists
    )
    rows, labels = labelled_rows(checked)
    _, inputs = build_features(checked.table, only="audio", forced=())
    return evaluate(
        _grow(n_trees),
        inputs.iloc[rows].reset_index(drop=True),
        labels,
        find_groups(checked.table, rows),
        seed=0,
        tracks=track_keys(checked.table)[rows],
        kinship=find_kinship(checked.table, rows),
        is_test=None if is_test is None else is_test[rows],
    )


def test_the_same_clip_on_both_sides_is_found_and_priced_on_gtzan(
    real_tables: Path,
) -> None:
    run = _run(real_tables / "gtzan" / "features_10_sec.csv", n_trees=100)
    assert run.gap is not None
    (step,) = run.gap.steps
    assert step.code == "clips_apart"
    assert 0.76 <= step.accuracy.first <= 0.84
    assert 0.66 <= step.accuracy.second <= 0.74
    assert step.accuracy.low > 0.05
    assert "from other segments of the same clip" in run.evaluation.verdict[1]


def test_the_fault_filtered_lists_give_about_half_on_gtzan(real_tables: Path) -> None:
    folder = real_tables / "gtzan"
    train = [folder / f"kereliuk_{part}_filtered.txt" for part in ("train", "valid")]
    run = _run(
        folder / "features_30_sec.csv",
        n_trees=300,
        lists=(train, [folder / "kereliuk_test_filtered.txt"]),
    )
    scores = run.evaluation.scenarios["given_test"]
    assert (scores.n_tracks, len(run.trial.division.rows)) == (290, 640)
    assert 0.47 <= scores.metrics["accuracy"].value <= 0.57
    assert "believe the lower figure" in run.evaluation.verdict[2]


@pytest.mark.slow
def test_copies_artists_and_playlists_are_priced_apart_on_a_playlist_table(
    real_tables: Path,
) -> None:
    run = _run(real_tables / "tidytuesday" / "spotify_songs.csv", n_trees=20)
    gap = run.gap
    assert gap is not None
    assert [step.code for step in gap.steps] == [
        "copies_apart",
        "artists_apart",
        "fewer_tracks",
        "source_apart",
    ]
    # A copy under another genre teaches that genre: with one genre a track, random
    # rows hardly flatter the share of right answers, and surely flatter the others.
    assert gap.total.macro_auc is not None
    assert gap.total.macro_auc.low > 0
    for step in (gap.total, gap.steps[0], gap.steps[3]):
        assert step.any_hit is not None
        assert step.any_hit.low > 0
    assert gap.steps[3].accuracy.low > 0
    assert 460 <= gap.levels[4].n_groups <= 471
    known = run.evaluation.scenarios["known_artists"]
    assert 15_000 < known.n_tracks < 25_000
    assert np.isin(
        ["random_rows", "held_out_source"], list(run.evaluation.scenarios)
    ).all()
