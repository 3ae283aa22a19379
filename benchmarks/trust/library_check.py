"""Check libraries whose truth is known: unchanged, in other units, of another mix.

A model is trained on the made-up sample. New samples by the same recipe, all of
artists never met, are then checked as `genrelens check` does it: as they are (how often
is there an alarm?), with one column in another unit (is it named?), and with genres
drawn in other proportions (how far are the estimates off, do their intervals hold the
truth, is the expected precision met?). Run from the root of the repository::

    python benchmarks/trust/library_check.py [--tables 40]
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from genrelens.bundle.model_trust import ModelTrust
from genrelens.bundle.saving import save_model
from genrelens.bundle.trained_model import TrainedModel
from genrelens.datasets.sample import draw_sample, write_sample
from genrelens.evaluation.calibration.fitting import fit_calibrator
from genrelens.evaluation.grouping import find_groups
from genrelens.evaluation.novelty.fitting import fit_novelty
from genrelens.evaluation.scores import HeldOut
from genrelens.evaluation.shift.describing import describe_training
from genrelens.features.reference import describe_features
from genrelens.models.genre_forest import GenreForest
from genrelens.workflow.library_check.checking import CheckRequest, check_library
from genrelens.workflow.preparing import prepare
from genrelens.workflow.requests import TableRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.workflow.library_check.results import LibraryCheck

N_TRACKS, N_TREES, N_FOLDS = 4_000, 100, 5
SIZES = (30, 300, 2_000)
REPAIRED = "would be impossible in it"
"""Said of playing times that reading has brought back to their unit by itself."""

Change = tuple[str, "Callable[[pd.Series[float]], pd.Series[float]]"]
UNITS: dict[str, Change] = {
    "duration in seconds": ("Duration (ms)", lambda v: v / 1_000),
    "duration in minutes": ("Duration (ms)", lambda v: v / 60_000),
    "energy from 0 to 100": ("energy", lambda v: v * 100),
    "loudness without its sign": ("loudness", lambda v: -v),
    "popularity from 0 to 1": ("popularity", lambda v: v / 100),
}


def train(folder: Path) -> Path:
    """Train a model on the sample, with what a check needs; give its file."""
    table = folder / "training.csv"
    write_sample(table, N_TRACKS, random_state=0, mess=False)
    prepared = prepare(TableRequest(table=table))
    groups = find_groups(prepared.checked.table, prepared.rows)
    genres, codes = np.unique(prepared.labels, return_inverse=True)
    rng = np.random.default_rng(0)
    folds = rng.integers(N_FOLDS, size=groups.n_groups)[groups.ids]
    proba = np.zeros((len(codes), len(genres)))
    for fold in range(N_FOLDS):
        own = folds == fold
        forest = make_forest().fit(prepared.inputs[~own], prepared.labels[~own])
        at = np.searchsorted(genres, forest.classes_)
        proba[np.ix_(own, at)] = forest.predict_proba(prepared.inputs[own])
    calibrator = fit_calibrator(proba, codes)
    held_out = HeldOut.of(codes, calibrator.apply(proba), folds=folds, units=groups.ids)
    trust = ModelTrust(
        calibrator=calibrator,
        novelty=fit_novelty(
            prepared.inputs,
            prepared.features,
            held_out,
            scenario="unseen artists",
            seed=0,
        ),
        shift=describe_training(
            prepared.inputs, prepared.features, held_out, scenario="unseen artists"
        ),
    )
    trained = TrainedModel(
        model=make_forest().fit(prepared.inputs, prepared.labels),
        features=prepared.features,
        references=describe_features(
            prepared.features, prepared.inputs, prepared.labels
        ),
        genres=tuple(map(str, genres)),
        target="genre",
        trust=trust,
    )
    path = folder / "model.genrelens"
    save_model(path, trained)
    return path


def make_forest() -> GenreForest:
    """Give an untrained model on one thread."""
    return GenreForest(n_trees=N_TREES, random_state=0, n_jobs=1)


def library(n_tracks: int, seed: int) -> pd.DataFrame:
    """Give tracks of artists never met, as cells of a file."""
    frame = draw_sample(max(n_tracks, 120), random_state=1_000 + seed, mess=False).frame
    return frame.drop(columns=["playlist_name"]).head(n_tracks)


def check(model: Path, frame: pd.DataFrame) -> LibraryCheck:
    """Check one library, without letting its labels be seen."""
    path = model.parent / "library.csv"
    frame.drop(columns=["genre"]).to_csv(path, index=False)
    return check_library(CheckRequest(model=model, table=path))


def tell_alarms(model: Path, n_tables: int) -> None:
    """Print how often unchanged libraries raise an alarm, and why."""
    for n_tracks in SIZES:
        found = [check(model, library(n_tracks, seed)) for seed in range(n_tables)]
        alarms = [one for one in found if one.verdict != "use it"]
        n_mix = sum(one.mix is not None and one.mix.is_changed for one in found)
        n_units = sum(bool(one.unit_errors) for one in found)
        print(
            f"unchanged, {n_tracks:,} tracks: {len(alarms)} of {n_tables} not 'use it' "
            f"({n_units} by a unit, {n_mix} by the mix)"
        )


def tell_units(model: Path, n_tables: int) -> None:
    """Print how often a planted unit is named, and nothing else is."""
    for title, (name, change) in UNITS.items():
        for n_tracks in (1, 10, 300):
            n_named = 0
            for seed in range(n_tables):
                frame = library(n_tracks, seed)
                numbers = change(pd.to_numeric(frame[name]))
                changed = frame.assign(**{name: numbers.round(9).astype(str)})
                found = check(model, changed)
                n_named += len(found.unit_errors) == 1 or any(
                    REPAIRED in notice for notice in found.notices
                )
            told = f"named or repaired in {n_named} of {n_tables}"
            print(f"{title}, {n_tracks} tracks: {told}")


def draw_mix(seed: int) -> pd.DataFrame:
    """Give a library in which genres stand in other proportions."""
    rng = np.random.default_rng(seed)
    frame = library(8_000, 5_000 + seed)
    genres = frame["genre"].unique()
    wanted = dict(zip(genres, rng.dirichlet(np.ones(len(genres))), strict=True))
    artists = pd.factorize(frame["artists"])[0]
    home = frame.groupby(artists)["genre"].first()
    chance = home.map(wanted) / home.map(home.value_counts())
    drawn = rng.choice(len(home), size=300, p=chance / chance.sum(), replace=False)
    return frame[np.isin(artists, drawn)].reset_index(drop=True)


def tell_mixes(model: Path, n_tables: int) -> None:
    """Print errors of estimated proportions and of expected precisions."""
    rows: list[dict[str, Any]] = []
    for seed in range(n_tables):
        frame = draw_mix(seed)
        found = check(model, frame)
        if found.mix is None:
            continue
        true = frame["genre"].value_counts(normalize=True)
        n_named = sum(genre.n_named for genre in found.genres)
        for genre, now, before, fit in zip(
            found.mix.genres, found.mix.now, found.mix.before, found.genres, strict=True
        ):
            truth = float(true.get(genre, 0.0))
            rows.append(
                {
                    "estimated": abs(now.value - truth),
                    "counted": abs(fit.n_named / n_named - truth),
                    "as in training": abs(before - truth),
                    "interval holds": now.low - 1e-9 <= truth <= now.high + 1e-9,
                }
            )
    table = pd.DataFrame(rows)
    print(
        f"{n_tables} libraries of another mix, 300 artists each: mean error of a "
        f"proportion {table['estimated'].mean():.4f} estimated, "
        f"{table['counted'].mean():.4f} by counting answers, "
        f"{table['as in training'].mean():.4f} if taken as in training; the 95 % "
        f"interval holds the truth in {table['interval holds'].mean():.1%}"
    )


def main() -> None:
    """Train once, and print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=40)
    n_tables = parser.parse_args().tables
    with tempfile.TemporaryDirectory() as folder:
        model = train(Path(folder))
        start = time.process_time()
        check(model, library(2_000, 77))
        seconds = time.process_time() - start
        print(f"a check of 2,000 tracks: {seconds:.2f} s of processor time")
        tell_alarms(model, n_tables)
        tell_units(model, max(1, n_tables // 4))
        tell_mixes(model, n_tables)


if __name__ == "__main__":
    main()
