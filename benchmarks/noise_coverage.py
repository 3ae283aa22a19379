"""Count how often the interval of the area under the curve covers chance on noise.

On tables whose features say nothing of the genre, the true macro area under the
curve is 0.5, so a 95 % interval should cover it about 95 times in 100, and the
sentence "no better than chance" should be written nearly always.

Run with ``python benchmarks/noise_coverage.py [N_TABLES]``; 200 tables take a few
minutes on one core.
"""

from __future__ import annotations

import sys
import time

import numpy as np
import pandas as pd

from genrelens.evaluation.evaluating import evaluate
from genrelens.evaluation.grouping import Groups
from genrelens.models.genre_forest import GenreForest


def draw_noise(
    seed: int, n_tracks: int, n_artists: int, n_genres: int
) -> tuple[pd.DataFrame, np.ndarray, Groups]:
    """Draw features, genres and artists that have nothing to do with each other."""
    rng = np.random.default_rng(seed)
    X = pd.DataFrame(rng.normal(size=(n_tracks, 5)), columns=list("abcde"))
    y = np.array([f"genre {code}" for code in rng.integers(0, n_genres, n_tracks)])
    ids = np.append(
        np.arange(n_artists), rng.integers(0, n_artists, n_tracks - n_artists)
    )
    sizes = np.bincount(ids)
    share = float(sizes.max() / n_tracks)
    return X, y, Groups(ids, "artists", n_artists, share, "Drawn at random.")


def main(n_tables: int) -> None:
    print("tracks artists genres | covers 0.5 | called better than chance | seconds")
    for n_tracks, n_artists, n_genres in ((60, 40, 3), (240, 120, 3), (240, 120, 6)):
        start = time.perf_counter()
        n_covered = n_better = 0
        for seed in range(n_tables):
            found = evaluate(
                lambda model_seed: GenreForest(n_trees=20, random_state=model_seed),
                *draw_noise(seed, n_tracks, n_artists, n_genres),
                seed=seed,
                random_rows=False,
            ).evaluation
            area = found.scenarios[found.headline].metrics["macro_auc_ovr"]
            n_covered += area.low <= 0.5 <= area.high
            n_better += found.is_better_than_chance
        print(
            f"{n_tracks:6} {n_artists:7} {n_genres:6} | {n_covered / n_tables:10.1%} | "
            f"{n_better / n_tables:25.1%} | {time.perf_counter() - start:7.0f}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
