"""Compare ways to know a track that is unlike all training tracks, on planted ones.

Every way is fitted on the same training tracks, and its threshold is set for 1 % false
alarms on tracks of other artists (five folds, whole artists in each). Then it judges
tracks of artists that no fold has met, as they are and with something planted. Run
from the root of the repository::

    python benchmarks/trust/novelty.py
    python benchmarks/trust/novelty.py --table spotify_songs.csv --genre playlist_genre

Without a table the made-up sample is used. Prints the share called novel, processor
seconds, and what has to be kept.
"""

from __future__ import annotations

import argparse
import time
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from sklearn.covariance import EmpiricalCovariance
from sklearn.ensemble import IsolationForest

from genrelens.bundle.strict_json import json_to_bytes
from genrelens.datasets.sample import draw_sample
from genrelens.evaluation.novelty.fitting import fit_novelty
from genrelens.evaluation.novelty.scoring import score_novelty
from genrelens.evaluation.scores import HeldOut
from genrelens.schema.columns import Kind
from genrelens.schema.features import Feature

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

NAMES = (
    *("danceability", "energy", "loudness", "speechiness", "acousticness"),
    *("instrumentalness", "liveness", "valence", "tempo", "duration_ms"),
)
SHARES = [name for name in NAMES if name not in {"loudness", "tempo", "duration_ms"}]
FEATURES = tuple(
    Feature(name, name, Kind.NUMBER, "", "", name, is_audio=True) for name in NAMES
)
RATE, N_FOLDS = 0.01, 5


def planted(frame: pd.DataFrame, seed: int) -> dict[str, pd.DataFrame]:
    """Give the tracks as they are, and with each thing planted."""
    rng = np.random.default_rng(seed)
    n = len(frame)
    shuffled = frame.copy()
    for name in NAMES:
        shuffled[name] = rng.permutation(shuffled[name].to_numpy())
    return {
        "as they are": frame,
        "spoken word": frame.assign(
            speechiness=rng.uniform(0.9, 0.96, n),
            instrumentalness=0.0,
            energy=rng.uniform(0.1, 0.4, n),
            loudness=rng.normal(-18, 3, n),
        ),
        "speechiness 0.95 alone": frame.assign(speechiness=0.95),
        "shares on a scale of 0 to 100": frame.assign(
            **{name: frame[name] * 100 for name in SHARES}
        ),
        "duration in seconds": frame.assign(duration_ms=frame["duration_ms"] / 1000),
        "white noise": frame.assign(
            danceability=0.1,
            energy=0.99,
            loudness=-1.0,
            acousticness=0.0,
            instrumentalness=0.95,
            valence=0.0,
            tempo=0.0,
        ),
        "standardised": (frame - frame.mean()) / frame.std(),
        "another extractor": frame.assign(
            loudness=frame["loudness"] / 2 - 20,
            energy=frame["energy"] ** 2,
            danceability=1 - frame["danceability"],
        ),
        "columns shuffled (not novel one by one)": shuffled,
    }


def isolation(train: NDArray[np.float64]) -> Callable[[Any], NDArray[np.float64]]:
    """Score by the depth at which random trees isolate a track."""
    forest = IsolationForest(n_estimators=100, random_state=0, n_jobs=1).fit(train)
    return lambda X: -forest.score_samples(X)


def mahalanobis(train: NDArray[np.float64]) -> Callable[[Any], NDArray[np.float64]]:
    """Score by the distance from the middle, in units of the covariance."""
    scale = train.std(axis=0)
    found = EmpiricalCovariance().fit(train / scale)
    return lambda X: found.mahalanobis(X / scale)


def by_genre(
    train: NDArray[np.float64], codes: NDArray[np.int64]
) -> Callable[[Any], NDArray[np.float64]]:
    """Score by the smallest Mahalanobis distance from any genre's middle."""
    parts = [mahalanobis(train[codes == code]) for code in np.unique(codes)]
    return lambda X: np.min([part(X) for part in parts], axis=0)


def cross_fit(
    make: Callable[..., Callable[[Any], NDArray[np.float64]]],
    train: NDArray[np.float64],
    codes: NDArray[np.int64],
    folds: NDArray[np.int64],
) -> tuple[Callable[[Any], NDArray[np.float64]], float]:
    """Give the scorer of all tracks, and the threshold that other folds gave."""
    scores = np.empty(len(train))
    extra = (codes,) if make is by_genre else ()
    for fold in range(N_FOLDS):
        own = folds == fold
        score = make(train[~own], *(each[~own] for each in extra))
        scores[own] = score(train[own])
    rank = int(np.ceil((len(scores) + 1) * (1 - RATE)))
    return make(train, *extra), float(np.sort(scores)[rank - 1])


def read(arguments: argparse.Namespace) -> tuple[pd.DataFrame, Any, Any]:
    """Give attributes, genres and artists."""
    if arguments.table is None:
        clean = draw_sample(12_000, random_state=0, mess=False).clean
        artists = clean["artists"].astype("str")
        return clean[list(NAMES)].astype(float), clean["genre"], artists
    table = pd.read_csv(arguments.table).drop_duplicates("track_id")
    artists = table[arguments.artist].fillna("?")
    return table[list(NAMES)].astype(float), table[arguments.genre], artists


def main() -> None:
    """Fit every way, and print a table of what each calls novel."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--table")
    parser.add_argument("--genre", default="genre")
    parser.add_argument("--artist", default="track_artist")
    arguments = parser.parse_args()
    frame, genres, artists = read(arguments)
    codes = np.unique(genres.astype(str), return_inverse=True)[1]
    units = pd.factorize(artists)[0]
    rng = np.random.default_rng(0)
    is_new = (rng.random(units.max() + 1) < 0.3)[units]
    own = pd.factorize(units[~is_new])[0]
    folds = rng.integers(N_FOLDS, size=own.max() + 1)[own]
    train = frame[~is_new].reset_index(drop=True)
    tables = planted(frame[is_new].reset_index(drop=True), 1)
    print(
        f"{len(train):,} training tracks by {own.max() + 1:,} artists, "
        f"{int(is_new.sum()):,} new tracks by {len(np.unique(units[is_new])):,} others"
    )
    columns: dict[str, dict[str, float]] = {}
    n_genres = int(codes.max()) + 1
    start = time.process_time()
    held_out = HeldOut.of(
        codes[~is_new],
        np.full((len(train), n_genres), 1 / n_genres),
        folds=folds,
        units=own,
    )
    reference = fit_novelty(
        train, FEATURES, held_out, scenario="unseen artists", seed=0
    )
    columns["nearest tracks"] = {
        name: float(score_novelty(reference, X, FEATURES).is_novel.mean())
        for name, X in tables.items()
    }
    columns["nearest tracks"]["CPU seconds"] = time.process_time() - start
    kept = len(zlib.compress(json_to_bytes(reference.to_dict())))
    for title, make in (
        ("isolation forest", isolation),
        ("Mahalanobis", mahalanobis),
        ("Mahalanobis by genre", by_genre),
    ):
        start = time.process_time()
        score, threshold = cross_fit(make, train.to_numpy(), codes[~is_new], folds)
        columns[title] = {
            name: float((score(X.to_numpy()) > threshold).mean())
            for name, X in tables.items()
        }
        columns[title]["CPU seconds"] = time.process_time() - start
    with pd.option_context("display.width", 200):
        print(pd.DataFrame(columns).round(4).to_string())
    alarms = reference.false_alarms
    print(
        f"nearest tracks: false alarms in training {alarms.value:.4f} "
        f"({alarms.low:.4f} to {alarms.high:.4f}); {kept:,} bytes packed are kept"
    )


if __name__ == "__main__":
    main()
