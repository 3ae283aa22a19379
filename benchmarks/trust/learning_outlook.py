"""Count how often the outlook on twice the data holds what twice the data gives.

Tables are drawn from known populations. From each, curves at 1/8 to all of the groups
are extended to twice the training tracks; the truth is the mean score of forests of the
same size that are trained on so many tracks and tested on 20,000 fresh ones.

Run with ``python benchmarks/trust/learning_outlook.py [N_TABLES]``; 100 tables of each
kind take about ten minutes on one core.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd

from genrelens.evaluation.grouping import Groups
from genrelens.evaluation.scenarios.trial import Trial
from genrelens.evaluation.scores import score
from genrelens.evaluation.splitting import derive_seeds, divide
from genrelens.evaluation.sufficiency.learning_curve import trace_curve
from genrelens.evaluation.sufficiency.outlook import FARTHEST, look_ahead
from genrelens.evaluation.sufficiency.refitting import refit_small
from genrelens.models.genre_forest import GenreForest

N_TREES = 40
N_FRESH = 20_000
N_TRUTHS = 12
TRACKS_PER_ARTIST = 4
METRICS = ("accuracy", "macro_auc_ovr")


@dataclass(frozen=True)
class Population:
    """How tracks are drawn: genres in a plane of waves, artists about them."""

    name: str
    n_artists: int
    n_genres: int
    clearness: float  # 0: features say nothing of the genre
    waves: float  # the more, the more tracks it takes to learn
    artist_spread: float


POPULATIONS = (
    Population("slow, few artists", 120, 4, 1.0, 1.5, 0.4),
    Population("slow, many artists", 500, 6, 1.0, 1.5, 0.4),
    Population("quick, many artists", 500, 4, 1.0, 0.3, 0.2),
    Population("strong artists", 250, 4, 0.8, 0.8, 1.2),
    Population("noise", 250, 4, 0.0, 1.0, 0.4),
)


def draw(
    population: Population, n_artists: int, seed: int
) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Draw features, genres and artists."""
    rng = np.random.default_rng(seed)
    artists = np.repeat(np.arange(n_artists), TRACKS_PER_ARTIST)
    genres = rng.integers(0, population.n_genres, n_artists)[artists]
    latent = rng.normal(size=(len(artists), 6))
    latent += population.artist_spread * rng.normal(size=(n_artists, 6))[artists]
    angle = 2 * np.pi * genres / population.n_genres
    shift = population.clearness * np.column_stack([np.cos(angle), np.sin(angle)])
    latent[:, :2] += 1.2 * shift
    latent[:, 2] += population.clearness * np.sin(
        population.waves * 3 * latent[:, 0] + angle
    )
    latent[:, 3] += population.clearness * np.cos(
        population.waves * 3 * latent[:, 1] - angle
    )
    X = pd.DataFrame(latent, columns=list("abcdef"))
    return X, np.array([f"genre {code}" for code in genres]), artists


def trial_of(population: Population, seed: int) -> Trial:
    """Draw a table, and divide it as training does."""
    X, y, artists = draw(population, population.n_artists, seed)
    genres, codes = np.unique(y, return_inverse=True)
    groups = Groups(artists, "artists", int(artists.max()) + 1, 0.01, "Drawn.")
    divide_seed, run_seed = derive_seeds(seed, 2)
    division = divide(codes, groups, n_folds=5, seed=divide_seed)

    def make_model(model_seed: int) -> GenreForest:
        return GenreForest(n_trees=N_TREES, random_state=model_seed, n_jobs=1)

    return Trial(
        make_model, X, y, codes, genres, groups, division, run_seed, lambda _: None
    )


def true_scores(population: Population, n_tracks: float) -> dict[str, float]:
    """Average the scores of forests trained on so many tracks."""
    found = []
    for number in range(N_TRUTHS):
        seed = 10_000_000 + number
        X, y, _ = draw(population, round(n_tracks / TRACKS_PER_ARTIST), seed)
        model = GenreForest(n_trees=N_TREES, random_state=seed, n_jobs=1).fit(X, y)
        fresh, true, _ = draw(population, N_FRESH // TRACKS_PER_ARTIST, seed + 1000)
        codes = np.searchsorted(model.classes_, true)
        found.append(score(codes, model.predict_proba(fresh)))
    return {name: float(np.mean([one[name] for one in found])) for name in METRICS}


def main(n_tables: int) -> None:
    print(
        "population | tracks trained on | score | now | at twice | rising flat "
        "undecided | score covered | gain covered | width of gain | CPU s"
    )
    for population in POPULATIONS:
        start = time.process_time()
        n_now = None
        truths: list[dict[str, float]] = []
        states = {name: Counter() for name in METRICS}
        covered = {name: [0, 0] for name in METRICS}
        widths = {name: [] for name in METRICS}
        for seed in range(n_tables):
            trial = trial_of(population, seed)
            traced = trace_curve(
                trial, refit_small(trial), grows_in="groups", seed=seed
            )
            outlooks = look_ahead(traced)
            if n_now is None:
                n_now = outlooks[0].n_now
                truths = [true_scores(population, n_now * k) for k in (1, FARTHEST)]
            for one in outlooks:
                states[one.metric][one.state] += 1
                if one.expected is None:
                    continue
                now, then = (truth[one.metric] for truth in truths)
                covered[one.metric][0] += one.expected.low <= then <= one.expected.high
                covered[one.metric][1] += one.gain.low <= then - now <= one.gain.high
                widths[one.metric].append(one.gain.high - one.gain.low)
        for name in METRICS:
            told = states[name]
            n_rising = told["rising"]
            shares = (
                " | ".join(f"{n / n_rising:.0%}" for n in covered[name])
                if n_rising
                else "- | -"
            )
            width = f"{np.median(widths[name]):.4f}" if n_rising else "-"
            print(
                f"{population.name} | {n_now:.0f} | {name} | {truths[0][name]:.4f} | "
                f"{truths[1][name]:.4f} | {n_rising} {told['flat']} "
                f"{told['undecided']} | {shares} | {width} | "
                f"{time.process_time() - start:.0f}",
                flush=True,
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
