"""Compare growing a forest with scikit-learn's RandomForestClassifier.

Run ``python benchmarks/growing_against_sklearn.py``: under three minutes on two
cores. Real tables are read from ``../shared/data`` where that folder stands beside
the checkout; made tables take their place elsewhere. Both sides grow on the same
rows and are scored on the same held-out ones, no artist (or, without artists, no
repeat of a track) being on both sides. Costs are processor seconds on one thread,
after a warm-up, binning included. Ratios are theirs over ours. Peak memory is what
growing adds to a fresh process
(this part needs Linux). Whether the scores differ by more than chance is
told by Student's t over the folds and seeds; beyond 4 in size would be a surprise.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, log_loss, roc_auc_score

from genrelens.forest import predict_proba
from genrelens.forest.binned.growing import grow_binned

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
SOUND = [
    *("danceability", "energy", "key", "loudness", "mode", "speechiness"),
    *("acousticness", "instrumentalness", "liveness", "valence", "tempo"),
    "duration_ms",
]
TABLES = {"6 genres": 24, "114 genres": 10}  # with the number of trees
LEAVES = (1, 3, 5)
N_FOLDS = 3


def read_table(name: str) -> tuple[Any, Any, Any]:
    """Give features, genre codes and groups that must not be parted."""
    few = name == "6 genres"
    path = DATA / (
        "tidytuesday/spotify_songs.csv"
        if few
        else "spotify114/spotify_tracks_114_union.parquet"
    )
    if not path.exists():
        return make_table(26_000, 13, 6) if few else make_table(58_000, 15, 114)
    if few:
        table = pd.read_csv(path)
        columns, genre = [*SOUND, "track_popularity"], "playlist_genre"
        groups = pd.factorize(table["track_artist"])[0]
    else:
        table = pd.read_parquet(path)
        columns = [*SOUND, "popularity", "explicit", "time_signature"]
        genre = "track_genre"
        same = pd.util.hash_pandas_object(table[SOUND], index=False)
        groups = pd.factorize(same)[0]
    X = table[columns].astype(np.float32).to_numpy()
    return X, pd.factorize(table[genre], sort=True)[0], groups


def make_table(n_rows: int, n_features: int, n_genres: int) -> tuple[Any, Any, Any]:
    """Draw overlapping genres around random centres."""
    generator = np.random.default_rng(20)
    centres = 0.7 * generator.normal(size=(n_genres, n_features))
    y = generator.integers(0, n_genres, n_rows)
    X = centres[y] + generator.normal(size=(n_rows, n_features))
    return X.astype(np.float32), y, np.arange(n_rows)


def grow(engine: str, X: Any, y: Any, n_trees: int, leaf: int, seed: int) -> Any:
    """Grow with one of the two, and give what predicts."""
    settings = {"min_samples_leaf": leaf, "random_state": seed, "n_jobs": 1}
    if engine == "theirs":
        return RandomForestClassifier(n_trees, **settings).fit(X, y).predict_proba
    forest = grow_binned(X, y, n_classes=y.max() + 1, n_trees=n_trees, **settings)
    return lambda rows: predict_proba(forest, rows)


def score(y: Any, shares: Any) -> list[float]:
    """Give accuracy, macro AUC (one against the rest) and log-loss."""
    return [
        accuracy_score(y, shares.argmax(1)),
        roc_auc_score(y, shares, multi_class="ovr"),
        log_loss(y, np.clip(shares, 1e-15, 1)),
    ]


def compare(name: str, leaf: int) -> None:
    """Print costs and scores of both on the folds of a table."""
    X, y, groups = read_table(name)
    fold = np.random.default_rng(0).integers(0, 5, groups.max() + 2)[groups]
    found: dict[str, list[list[float]]] = {"ours": [], "theirs": []}
    for number in range(N_FOLDS):
        test = fold == number
        for engine, rows in found.items():
            begin = time.process_time()
            predict = grow(engine, X[~test], y[~test], TABLES[name], leaf, number)
            spent = time.process_time() - begin
            rows.append([spent, *score(y[test], predict(X[test]))])
    ours, theirs = np.array(found["ours"]), np.array(found["theirs"])
    ratio = theirs[:, 0].sum() / ours[:, 0].sum()
    print(
        f"{name}, leaf {leaf}, {TABLES[name]} trees: {ours[:, 0].mean():.2f} s against "
        f"{theirs[:, 0].mean():.2f} s, ratio {ratio:.1f}"
    )
    for place, measure in enumerate(("accuracy", "macro AUC", "log-loss"), start=1):
        gap = ours[:, place] - theirs[:, place]
        t = gap.mean() / (gap.std(ddof=1) / np.sqrt(N_FOLDS))
        print(
            f"  {measure:9} {ours[:, place].mean():.4f} against "
            f"{theirs[:, place].mean():.4f}, gap {gap.mean():+.4f}, t {t:+.1f}",
            flush=True,
        )


def measure_peak(engine: str, name: str) -> None:
    """Print how many megabytes growing adds to this process at its peak."""
    X, y, _ = read_table(name)
    grow(engine, X[:300], y[:300], 1, 1, 0)
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # forget the peak
    before = read_peak()
    grow(engine, X, y, TABLES[name], 1, 0)
    print((read_peak() - before) / 1024)


def read_peak() -> int:
    """Give the most memory this process has held, in kilobytes."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0])


def main() -> None:
    """Compare on each table with each leaf minimum, then compare the memory."""
    X, y, _ = make_table(2_000, 5, 6)
    for engine in ("ours", "theirs"):
        grow(engine, X, y, 2, 1, 0)
    for name in TABLES:
        for leaf in LEAVES:
            compare(name, leaf)
    for name, n_trees in TABLES.items():
        peaks = [
            float(
                subprocess.run(
                    [sys.executable, __file__, engine, name],
                    check=True,
                    capture_output=True,
                    text=True,
                ).stdout
            )
            for engine in ("ours", "theirs")
        ]
        print(
            f"{name}, leaf 1, {n_trees} trees: growing adds {peaks[0]:.0f} MB at "
            f"its peak against {peaks[1]:.0f} MB, ratio {peaks[1] / peaks[0]:.1f}"
        )


if __name__ == "__main__":
    if len(sys.argv) == 1:
        main()
    else:
        measure_peak(sys.argv[1], sys.argv[2])
