"""Try prediction sets and written tags on made-up music whose truth is known.

For each table, tracks are drawn from the package's own recipe, a forest is
cross-validated over artists, and calibration, sets and decisions are learnt from
its held-out predictions. A forest trained on the whole table then meets fresh
tracks by fresh artists, which tells what the promises were worth.

Beside it, sets by this package are held against those of MAPIE and crepes, which
have to be installed for that part (``pip install mapie crepes``); all learn from
the same tracks.

Run with ``python benchmarks/trust/prediction_sets.py [N_TABLES]``; 40 tables take
about two minutes on one core.
"""

from __future__ import annotations

import importlib.util
import sys
import time
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier

from genrelens.datasets.drawing import draw_tracks
from genrelens.evaluation.calibration.choosing import cross_fit
from genrelens.evaluation.calibration.fitting import fit_calibrator
from genrelens.evaluation.prediction_sets.deciding import decide
from genrelens.evaluation.prediction_sets.selecting import fit_decision_rule
from genrelens.evaluation.prediction_sets.thresholds import fit_set_rule
from genrelens.evaluation.reliability import calibration_errors
from genrelens.evaluation.scores import HeldOut
from genrelens.evaluation.splitting import split_groups
from genrelens.models.genre_forest import GenreForest

N_NEW = 10_000
LEVELS = (0.05, 0.1, 0.2)


@dataclass(frozen=True)
class Music:
    """Tracks: what is heard, which genre it is, and who made it."""

    X: pd.DataFrame
    codes: np.ndarray
    units: np.ndarray


def draw_music(n_tracks: int, seed: int, genres: list[str]) -> Music:
    frame = draw_tracks(n_tracks, np.random.default_rng(seed))
    X = frame.select_dtypes("number")
    codes = np.searchsorted(genres, frame["genre"].to_numpy(str))
    units, _ = pd.factorize(frame["main_artist"])
    return Music(X.astype(float), codes.astype(np.int64), units.astype(np.int64))


def predict(model: GenreForest, X: pd.DataFrame, n_genres: int) -> np.ndarray:
    proba = np.zeros((len(X), n_genres))
    proba[:, model.classes_.astype(int)] = model.predict_proba(X)
    return proba


def cross_validate(music: Music, n_genres: int, seed: int) -> HeldOut:
    folds = split_groups(music.codes, music.units, n_folds=5, seed=seed)
    proba = np.zeros((len(music.codes), n_genres))
    for test in folds:
        train = np.setdiff1d(np.arange(len(music.codes)), test)
        model = GenreForest(n_trees=50, random_state=seed, n_jobs=1)
        model.fit(music.X.iloc[train], music.codes[train])
        proba[test] = predict(model, music.X.iloc[test], n_genres)
    return HeldOut.of(music.codes, proba, folds=folds.fold, units=music.units)


def judge(
    n_tracks: int, seed: int, genres: list[str], fresh: Music
) -> dict[str, float]:
    """Learn from one table, and count on fresh artists what came of it."""
    music = draw_music(n_tracks, seed, genres)
    held_out = cross_validate(music, len(genres), seed)
    rule = fit_calibrator(held_out.proba, held_out.codes)
    learnt = cross_fit(held_out, "temperature")
    sets = fit_set_rule(learnt.proba, learnt.codes, learnt.units)
    decisions = fit_decision_rule(learnt.proba, learnt.codes, learnt.units, sets)
    model = GenreForest(n_trees=50, random_state=seed, n_jobs=1)
    model.fit(music.X, music.codes)
    raw = predict(model, fresh.X, len(genres))
    proba, every = rule.apply(raw), np.arange(N_NEW)
    ones = np.ones((N_NEW, 1))
    given = sets.sets(proba, 0.1)
    held = given[every, fresh.codes]
    by_genre = [held[fresh.codes == code].mean() for code in range(len(genres))]
    found = {
        "ece before": calibration_errors(fresh.codes, raw, every, ones)[0],
        "ece after": calibration_errors(fresh.codes, proba, every, ones)[0],
        "coverage": held.mean(),
        "worst genre": min(by_genre),
        "size": given.sum(axis=1).mean(),
    }
    for level in LEVELS:
        made = decide(proba, sets, decisions, max_error=level)
        written = made.actions == "write"
        wrong = ~made.candidates[every, fresh.codes][written]
        found[f"written {level}"] = written.mean()
        found[f"wrong {level}"] = wrong.mean() if written.any() else np.nan
        found[f"broken {level}"] = bool(written.any() and wrong.mean() > level)
        found[f"asked {level}"] = (made.actions == "ask").mean()
    return found


def try_promises(n_tables: int, genres: list[str]) -> None:
    fresh = draw_music(N_NEW, 10**6, genres)
    for n_tracks in (600, 1500, 4000):
        start = time.process_time()
        found = pd.DataFrame(
            [judge(n_tracks, seed, genres, fresh) for seed in range(n_tables)]
        )
        mean = found.mean()
        print(
            f"\n{n_tracks:,} tracks, {len(genres)} genres, {n_tables} tables, "
            f"{N_NEW:,} fresh tracks, {time.process_time() - start:.0f} s\n"
            f"  calibration error {mean['ece before']:.3f} -> {mean['ece after']:.3f}\n"
            f"  90 % sets: coverage {mean['coverage']:.3f} (tables from "
            f"{found['coverage'].min():.3f} to {found['coverage'].max():.3f}), size "
            f"{mean['size']:.2f}, worst genre {mean['worst genre']:.3f}"
        )
        for level in LEVELS:
            print(
                f"  at most {level:.0%} wrong: written {mean[f'written {level}']:.1%}, "
                f"wrong {mean[f'wrong {level}']:.1%}, "
                f"asked {mean[f'asked {level}']:.1%}, promise broken in "
                f"{int(found[f'broken {level}'].sum())} of {n_tables}"
            )


def compare_peers(n_tables: int, genres: list[str]) -> None:
    """Hold 90 % sets against those of MAPIE and crepes on the same split."""
    from crepes import ConformalClassifier
    from mapie.classification import SplitConformalClassifier

    rows = []
    for seed in range(n_tables):
        music = draw_music(3000, 500 + seed, genres)
        X, codes = music.X.to_numpy(), music.codes
        forest = RandomForestClassifier(100, min_samples_leaf=3, random_state=seed)
        forest.fit(X[:1000], codes[:1000])
        learnt, fresh = (
            forest.predict_proba(X[1000:2000]),
            forest.predict_proba(X[2000:]),
        )
        own = codes[1000:2000]
        for score in ("lac", "aps", "raps"):
            for per_genre in (False, True):
                rule = fit_set_rule(
                    learnt, own, np.arange(1000), score=score, per_genre=per_genre
                )
                name = f"{score}, {'per genre' if per_genre else 'one threshold'}"
                rows.append((name, *tell(rule.sets(fresh, 0.1), codes[2000:])))
            theirs = SplitConformalClassifier(
                forest, confidence_level=0.9, conformity_score=score, prefit=True,
                random_state=0,
            )  # fmt: skip
            theirs.conformalize(X[1000:2000], own)
            sets = theirs.predict_set(X[2000:])[1][:, :, 0]
            rows.append((f"MAPIE {score}", *tell(sets, codes[2000:])))
        peer = ConformalClassifier()
        peer.fit(1 - learnt[np.arange(1000), own], bins=own)
        sets = np.column_stack(
            [
                peer.predict_set(
                    1 - fresh, bins=np.full(1000, code), confidence=0.9, smoothing=False
                )[:, code]
                for code in range(len(genres))
            ]
        )
        rows.append(("crepes, per genre", *tell(sets, codes[2000:])))
    print(f"\n90 % sets, {n_tables} tables of 1,000 + 1,000 + 1,000 tracks")
    columns = ["way", "coverage", "size", "worst genre"]
    table = pd.DataFrame(rows, columns=columns)
    print(table.groupby("way", sort=False).mean().round(3).to_string())


def tell(sets: np.ndarray, codes: np.ndarray) -> tuple[float, float, float]:
    held = np.asarray(sets, dtype=bool)[np.arange(len(codes)), codes]
    worst = min(held[codes == code].mean() for code in np.unique(codes))
    return held.mean(), np.asarray(sets).sum(axis=1).mean(), worst


def main(n_tables: int) -> None:
    genres = sorted(set(draw_tracks(5000, np.random.default_rng(0))["genre"]))
    try_promises(n_tables, genres)
    if importlib.util.find_spec("mapie") and importlib.util.find_spec("crepes"):
        compare_peers(max(n_tables // 4, 1), genres)
    else:
        print("\nMAPIE and crepes are not installed; the comparison is left out.")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
