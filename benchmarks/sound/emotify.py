"""Score tags against measured attributes on 100 real songs, with unseen artists.

The product itself makes the table from the mp3 files (30 seconds each); genres and
artists come from `labels.csv`. Every model is scored ten times in five folds, so that
no artist is on both sides, and once more with rows divided at random, to show what
that division would have promised. Run it with

    python benchmarks/sound/emotify.py ../shared/data/emotify_mini

The songs may not be redistributed, and nothing trained on them is kept.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

from genrelens.cleaning.cleaning import clean_table
from genrelens.evaluation.grouping import find_groups
from genrelens.evaluation.intervals import estimate
from genrelens.evaluation.scores import HeldOut
from genrelens.features.feature_table import build_features
from genrelens.ingest.reading import table_from_frame
from genrelens.models.genre_forest import GenreForest
from genrelens.models.linear import LinearModel
from genrelens.schema.music_tags import MUSIC_TAGS
from genrelens.schema.sound_columns import SOUND_COLUMNS
from genrelens.workflow.extracting.extracting import extract_folder
from genrelens.workflow.extracting.requests import ExtractRequest

TAGS = [tag.column for tag in MUSIC_TAGS]
MEASURED = [column.name for column in SOUND_COLUMNS]
SETS = {"tags": TAGS, "measured": MEASURED, "both": MEASURED + TAGS}
N_FOLDS = 5


def make_table(folder: Path, cache: Path | None, workers: int | None) -> pd.DataFrame:
    """Extract the songs, and give each the genre and artist of its label."""
    began, used = time.perf_counter(), time.process_time()
    with tempfile.TemporaryDirectory() as place:
        found = extract_folder(
            ExtractRequest(
                folder / "clips",
                workers=workers,
                cache=cache or Path(place) / "cache.sqlite",
            )
        )
    print(
        f"{len(found.frame)} songs extracted in {time.perf_counter() - began:.1f} s "
        f"({time.process_time() - used:.1f} s of the parent's own); "
        f"{found.n_new} new, {len(found.errors)} failed"
    )
    labels = pd.read_csv(folder / "labels.csv")
    labels["path"] = labels["path"].str.removeprefix("clips/")
    frame = found.frame.drop(columns=["genre", "artist"])
    return frame.merge(labels[["path", "genre", "artist"]], on="path", validate="1:1")


def score(model, inputs, genres, units, *, by_artist: bool, repeats: int):
    """Score held-out answers of so many divisions, with intervals."""
    codes, names = pd.factorize(genres, sort=True)
    _, groups = np.unique(units, return_inverse=True)
    told = []
    for repeat in range(repeats):
        maker = StratifiedGroupKFold if by_artist else StratifiedKFold
        folds = maker(n_splits=N_FOLDS, shuffle=True, random_state=repeat)
        proba = np.zeros((len(codes), len(names)))
        fold_of = np.zeros(len(codes), dtype=np.int64)
        kept = groups if by_artist else None
        for number, (train, test) in enumerate(folds.split(inputs, codes, kept)):
            fitted = model(repeat).fit(inputs.iloc[train], genres[train])
            proba[test] = fitted.predict_proba(inputs.iloc[test])
            fold_of[test] = number
        told.append(HeldOut.of(codes, proba, folds=fold_of, units=groups))
    return estimate(told, seed=0).metrics


MODELS = {
    "forest": lambda seed: GenreForest(n_trees=400, random_state=seed, n_jobs=1),
    "linear": lambda _seed: LinearModel(n_jobs=1),
}


def main() -> None:
    """Print one line for each set of columns and model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--repeats", type=int, default=10)
    given = parser.parse_args()
    frame = make_table(given.folder, given.cache, given.workers)
    table = clean_table(table_from_frame(frame))
    found = find_groups(table, np.arange(len(frame)))
    artists = found.ids
    genres = table.frame["genre"].to_numpy().astype(str)
    print(
        f"{len(frame)} songs, {found.n_groups} groups ({found.kind}), "
        f"{given.repeats} repeats"
    )
    print(f"{'columns':<10}{'model':<8}{'accuracy':<24}{'macro AUC':<22}rows at random")
    for columns, wanted in SETS.items():
        there = [c.name for c in table.columns if c.name in wanted]
        _, inputs = build_features(table, only=there)
        for name, model in MODELS.items():
            honest = score(
                model, inputs, genres, artists, by_artist=True, repeats=given.repeats
            )
            random = score(
                model, inputs, genres, artists, by_artist=False, repeats=given.repeats
            )
            cells = [
                f"{each.value:.3f} ({each.low:.3f}-{each.high:.3f})"
                for each in (honest["accuracy"], honest["macro_auc_ovr"])
            ]
            print(
                f"{columns:<10}{name:<8}{cells[0]:<24}{cells[1]:<22}"
                f"{random['accuracy'].value:.3f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
