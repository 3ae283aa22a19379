"""Count how often the interval of the honesty gap covers zero where there is none.

Artists are drawn who have neither a sound nor a genre of their own, and tracks
without copies, so that random rows and unseen artists ask the same question. The
interval of the gap should then cover zero about 95 times in 100.

Run with ``python benchmarks/trust/gap_coverage.py [N_TABLES]``; 100 tables take
about two minutes on one core.
"""

from __future__ import annotations

import sys
import time

import numpy as np
import pandas as pd
from scipy import stats

from genrelens.evaluation.evaluating import evaluate
from genrelens.evaluation.grouping import Groups, incidence_of
from genrelens.evaluation.scenarios.kinship import Kinship
from genrelens.evaluation.scenarios.sources import Source
from genrelens.models.genre_forest import GenreForest

SHAPES = ((600, 60, 0.0), (600, 200, 1.0), (1500, 150, 1.0))
"""Tracks, artists, and how far genres lie apart, in standard deviations."""


def main(n_tables: int) -> None:
    print("tracks artists skill | accuracy | AUC (gap covers 0, Wilson 95 %) | seconds")
    for shape in SHAPES:
        start = time.process_time()
        found = np.array([covers(seed, *shape) for seed in range(n_tables)])
        told = " | ".join(tell(found[:, at]) for at in (0, 1))
        print(*shape, "|", told, f"| {time.process_time() - start:.0f}", flush=True)


def covers(seed: int, n_tracks: int, n_artists: int, skill: float) -> tuple[bool, bool]:
    rng = np.random.default_rng(seed)
    codes = rng.integers(0, 3, n_tracks)
    frame = pd.DataFrame(rng.normal(size=(n_tracks, 4)), columns=list("abcd"))
    frame["a"] += skill * codes
    ids = pd.factorize(rng.integers(0, n_artists, n_tracks))[0].astype(np.int64)
    groups = Groups(ids, "artists", int(ids.max()) + 1, 0.02, "Drawn at random.")
    kinship = Kinship(
        recordings=np.arange(n_tracks),
        artists=incidence_of(ids),
        source=Source("", None, "There is none."),
    )
    run = evaluate(
        lambda one: GenreForest(n_trees=30, random_state=one, n_jobs=1),
        frame,
        np.array(["dub", "house", "jazz"])[codes],
        groups,
        seed=seed,
        kinship=kinship,
    )
    total = run.gap.total
    return tuple(
        found.low <= 0 <= found.high for found in (total.accuracy, total.macro_auc)
    )


def tell(is_covered: np.ndarray) -> str:
    n_covered, n_tables = int(is_covered.sum()), len(is_covered)
    low, high = stats.binomtest(n_covered, n_tables).proportion_ci(method="wilson")
    return f"{n_covered} of {n_tables} ({low:.0%} to {high:.0%})"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
