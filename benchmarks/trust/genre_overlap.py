"""What the study of genre overlap finds on public tables, and what it costs.

The tables stand beside the checkout (../shared/data) and are never copied into it.

Usage: python benchmarks/trust/genre_overlap.py [NAME ...]
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

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

DATA = Path(__file__).parents[3] / "shared" / "data"
TABLES = {
    "tidytuesday, audio": (
        "tidytuesday/spotify_songs.csv",
        {"target": "playlist_genre", "features": "audio"},
    ),
    "spotify 114, 30 %": ("spotify114/spotify_30_percent_A.csv", {}),
    "spotify 114, union": ("spotify114/spotify_tracks_114_union.parquet", {}),
}
N_TREES, N_FOLDS = 100, 5


def predict_held_out(path: Path, options: dict) -> tuple[HeldOut, list[str], object]:
    prepared = prepare(TableRequest(table=path, **options))
    groups = find_groups(prepared.checked.table, prepared.rows)
    genres, codes = np.unique(prepared.labels, return_inverse=True)
    folds = split_groups(codes, groups.ids, n_folds=N_FOLDS, seed=0)
    proba = np.zeros((len(codes), len(genres)))
    for number, test in enumerate(folds):
        others = np.flatnonzero(folds.fold != number)
        train = training_rows(test, others, groups.ties)
        forest = GenreForest(n_trees=N_TREES, random_state=number, n_jobs=1)
        forest.fit(prepared.inputs.iloc[train], prepared.labels[train])
        columns = np.searchsorted(genres, forest.classes_)
        proba[np.ix_(test, columns)] = forest.predict_proba(prepared.inputs.iloc[test])
    held_out = HeldOut.of(codes, proba, folds=folds.fold, units=groups.ids)
    return held_out, genres.tolist(), track_keys(prepared.checked.table)[prepared.rows]


def main(names: list[str]) -> None:
    for name in names or list(TABLES):
        path, options = TABLES[name]
        started = time.process_time()
        held_out, genres, keys = predict_held_out(DATA / path, options)
        trained = time.process_time()
        found = study_overlap(held_out, genres, keys, scenario="unseen", seed=0)
        studied = time.process_time()
        scores = score_hierarchy(
            held_out,
            genres,
            as_genre_tree(found.family_tree),
            scenario="unseen",
            is_given=False,
            seed=0,
        )
        ended = time.process_time()
        print(f"\n{name}: {found.n_tracks:,} tracks, {found.n_groups:,} groups")
        print(
            f"  processor seconds: training {trained - started:.1f}, overlap "
            f"{studied - trained:.1f}, hierarchy {ended - studied:.1f}"
        )
        for pair in found.inseparable:
            auc = pair.auc
            print(
                f"  {pair.first} ~ {pair.second}: {auc.value:.2f} ({auc.low:.2f} to "
                f"{auc.high:.2f}), {pair.n_shared} tracks under both"
            )
        proposed = [step for step in found.merges if step.is_proposed]
        if proposed:
            before, after = proposed[0].accuracy_before, proposed[-1].accuracy
            print(
                f"  {len(proposed)} merges: {before.value:.3f} ({before.low:.3f} to "
                f"{before.high:.3f}) to {after.value:.3f} ({after.low:.3f} to "
                f"{after.high:.3f}); random merges +"
                f"{sum(step.random_gain for step in proposed):.3f}; kappa "
                f"{proposed[0].kappa_before:.3f} to {proposed[-1].kappa:.3f}"
            )
        family = scores.family_accuracy
        print(
            f"  {scores.n_families} families: {family.value:.3f} ({family.low:.3f} to "
            f"{family.high:.3f}); hierarchical F1 {scores.f1.value:.3f}"
        )
        for level in (*scores.levels, scores.answered):
            right = level.accuracy
            shown = "" if right is None else f", right {right.value:.3f}"
            shown += "" if right is None else f" ({right.low:.3f} to {right.high:.3f})"
            print(f"  {level.level}: {level.share.value:.3f} of the tracks{shown}")


if __name__ == "__main__":
    main(sys.argv[1:])
