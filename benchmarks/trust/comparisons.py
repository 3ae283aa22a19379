"""Count how often models are called different where they are equal, and where not.

On tables of pure noise no model can be better than another, so at most 5 % of pairs
should be called different, and the 95 % interval of macro AUC should cover 0.5. On
tables with signal, a model that lacks an informative column should be called worse, and
one that lacks a column of noise should be called equal, or the case undecided.

Run with ``python benchmarks/trust/comparisons.py [N_TABLES]``; 200 tables of each kind
take about eight minutes of one core.
"""

from __future__ import annotations

import sys
import time
from collections import Counter

import numpy as np
import pandas as pd

from genrelens.evaluation.comparing.contending import Challenger, compare_models
from genrelens.evaluation.comparing.several import judge
from genrelens.evaluation.comparing.together import SCORES, score_together
from genrelens.evaluation.grouping import Groups
from genrelens.evaluation.intervals import estimate
from genrelens.evaluation.scenarios.refitting import refit
from genrelens.evaluation.scenarios.trial import Trial
from genrelens.evaluation.splitting import derive_seeds, divide
from genrelens.models.genre_forest import GenreForest

N_TREES = 20
NOISE_SIZES = ((60, 40, 3), (240, 120, 3), (240, 120, 6))
SIGNAL_SIZES = ((240, 120, 3), (240, 120, 6), (1200, 400, 6))


def make_forest(seed: int) -> GenreForest:
    return GenreForest(n_trees=N_TREES, random_state=seed, n_jobs=1)


def draw_trial(
    seed: int, n_tracks: int, n_artists: int, n_genres: int, signal: float
) -> Trial:
    """Draw features that say of the genre as much as the signal is strong."""
    rng = np.random.default_rng(seed)
    artists = np.append(
        np.arange(n_artists), rng.integers(0, n_artists, n_tracks - n_artists)
    )
    main = rng.integers(0, n_genres, n_artists)
    stray = rng.integers(0, n_genres, n_tracks)
    codes = np.where(rng.random(n_tracks) < 0.8, main[artists], stray)
    features = rng.normal(size=(n_tracks, 5))
    features += 0.5 * rng.normal(size=(n_artists, 5))[artists]
    angle = 2 * np.pi * codes / n_genres
    features[:, 0] += 1.5 * signal * np.cos(angle)
    features[:, 1] += signal * np.sin(angle)
    genres = np.array([f"genre {code}" for code in range(n_genres)])
    groups = Groups(artists, "artists", n_artists, 0.01, "Drawn at random.")
    divide_seed, run_seed = derive_seeds(seed, 2)
    return Trial(
        make_forest,
        pd.DataFrame(features, columns=list("abcde")),
        genres[codes],
        codes.astype(np.int64),
        genres,
        groups,
        divide(codes.astype(np.int64), groups, n_folds=5, seed=divide_seed),
        run_seed,
        lambda _: None,
    )


def on_noise(n_tables: int) -> None:
    print("Pure noise. tracks artists genres | AUC covers 0.5 | differences whose ")
    print("interval leaves 0 out | tables with any claim after Holm | CPU s")
    for n_tracks, n_artists, n_genres in NOISE_SIZES:
        start = time.process_time()
        n_covered = n_out = n_pairs = n_claims = 0
        for seed in range(n_tables):
            trial = draw_trial(seed, n_tracks, n_artists, n_genres, 0.0)
            held_out = refit(trial, purpose=200)
            area = estimate([held_out], seed=seed).metrics["macro_auc_ovr"]
            n_covered += area.low <= 0.5 <= area.high
            other = Challenger("twin", "another forest", make_forest)
            found = compare_models(trial, held_out, seed=seed, more=[other])
            # Always naming one genre has its accuracy by luck of the table's mix.
            kept = [one for one in found.judgements if one.key != "majority"]
            n_pairs += len(kept)
            n_out += sum(
                one.difference.low > 0 or one.difference.high < 0 for one in kept
            )
            n_claims += any(one.verdict in {"better", "worse"} for one in kept)
        print(
            f"{n_tracks:5} {n_artists:4} {n_genres} | {n_covered / n_tables:6.1%} | "
            f"{n_out / n_pairs:6.1%} of {n_pairs} | {n_claims / n_tables:6.1%} of "
            f"{n_tables} | {time.process_time() - start:.0f}",
            flush=True,
        )


def on_signal(n_tables: int) -> None:
    print("With signal. tracks artists genres | column left out | score | verdicts")
    for n_tracks, n_artists, n_genres in SIGNAL_SIZES:
        verdicts = {
            (name, score): Counter()
            for name in ("informative", "noise")
            for score in SCORES
        }
        for seed in range(n_tables):
            trial = draw_trial(seed, n_tracks, n_artists, n_genres, 1.0)
            sets = [refit(trial, purpose=200)]
            sets += [
                refit(trial, purpose=200, X=trial.X.drop(columns=[column]))
                for column in ("a", "e")
            ]
            scored = score_together(sets, seed=seed)
            judged = judge(
                [
                    (name, name, scored.difference(score, position, 0))
                    for position, name in ((1, "informative"), (2, "noise"))
                    for score in SCORES
                ]
            )
            for one in judged:
                verdicts[one.key, one.difference.metric][one.verdict] += 1
        for (name, score), counts in verdicts.items():
            told = ", ".join(f"{key} {n}" for key, n in counts.most_common())
            print(
                f"{n_tracks:5} {n_artists:4} {n_genres} | {name} | {score} | {told}",
                flush=True,
            )


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    on_noise(wanted)
    on_signal(wanted)
