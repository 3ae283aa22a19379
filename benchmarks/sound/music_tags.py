"""Measure what fifty tags know of genre, against 57 attributes and with them.

The clips are GTZAN's, after its faults were filtered out: 443 to train on and 290 to
score on, of other artists. A clip's tags are the mean of a sequence at steps of one
second that was published for it; the 57 attributes are those of a widely used table.
Settings were fixed before the 290 were looked at. Run from the root::

    python benchmarks/sound/music_tags.py
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from time import process_time

import numpy as np
import pandas as pd
from scipy.stats import binomtest
from sklearn.metrics import roc_auc_score

from genrelens.audio.music_tags.first_genres import first_genres
from genrelens.models.genre_forest import GenreForest
from genrelens.models.linear import LinearModel
from genrelens.schema.music_tags import MUSIC_TAGS

TABLES = Path(__file__).parents[2].parent / "shared" / "data"
SAME = {
    "blues": "blues",
    "country": "country",
    "hiphop": "hip hop",
    "jazz": "jazz",
    "metal": "metal",
    "pop": "pop",
    "rock": "rock",
}
"""The genres of the clips that a word is there for."""

FLOORS = {
    ("tags", "linear, strength 0.1"): 0.80,
    ("tags", "forest"): 0.76,
    ("tags and attributes", "linear, strength 0.1"): 0.82,
}
"""What was to be reached, with the settings that were fixed beforehand."""


def wilson_interval(n_right: int, n_all: int) -> tuple[float, float]:
    """Give the 95 % interval of a share, by Wilson's formula."""
    found = binomtest(n_right, n_all).proportion_ci(method="wilson")
    return float(found.low), float(found.high)


def read_part(name: str) -> pd.DataFrame:
    """Read one part: genre and mean tags, by clip."""
    with np.load(TABLES / "gtzan_tags" / f"{name}.npz", allow_pickle=False) as stored:
        tags = pd.DataFrame(stored["X"], columns=[tag.column for tag in MUSIC_TAGS])
        clips = [Path(text).stem for text in stored["IDS"]]
    mean = tags.groupby(clips).mean()
    mean.insert(0, "genre", [clip.split(".")[0] for clip in mean.index])
    return mean


def read_attributes() -> pd.DataFrame:
    """Read the 57 attributes, by clip."""
    table = pd.read_csv(TABLES / "gtzan" / "features_30_sec.csv")
    table.index = [Path(name).stem for name in table["filename"]]
    return table.drop(columns=["filename", "length", "label"])


def models(seed: int) -> dict[str, object]:
    return {
        "linear": LinearModel(),
        "linear, strength 0.1": LinearModel(strength=0.1),
        "forest": GenreForest(n_trees=500, min_samples_leaf=2, random_state=seed),
        "forest, as by default": GenreForest(random_state=seed),
    }


def score(model, train: pd.DataFrame, test: pd.DataFrame) -> dict[str, float]:
    inputs = train.columns.drop("genre")
    start = process_time()
    model.fit(train[inputs], train["genre"])
    proba = model.predict_proba(test[inputs])
    named = np.asarray(model.classes_)[proba.argmax(axis=1)]
    n_right = int((named == test["genre"]).sum())
    low, high = wilson_interval(n_right, len(test))
    auc = roc_auc_score(test["genre"], proba, multi_class="ovr", labels=model.classes_)
    return {
        "accuracy": n_right / len(test),
        "low": low,
        "high": high,
        "right": n_right,
        "clips": len(test),
        "auc": float(auc),
        "cpu_seconds": process_time() - start,
    }


def score_first_genres(part: pd.DataFrame) -> dict[str, object]:
    """Count what the start without genres names, and what of it is wrong."""
    tags = part.drop(columns="genre").to_numpy()
    pairs = [
        (genre, first_genres(row).genre)
        for genre, row in zip(part["genre"], tags, strict=True)
    ]
    said = [(genre, named) for genre, named in pairs if named is not None]
    wrong = [(genre, named) for genre, named in said if SAME.get(genre) != named]
    with_word = [pair for pair in said if pair[0] in SAME]
    return {
        "clips": len(pairs),
        "named": len(said),
        "named_low_high": wilson_interval(len(said), len(pairs)),
        "wrong": len(wrong),
        "wrong_low_high": wilson_interval(len(wrong), len(said)),
        "named_of_genres_with_a_word": len(with_word),
        "wrong_of_these": sum(SAME[genre] != named for genre, named in with_word),
        "never_named": sorted(set(part["genre"]) - set(SAME)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--output", type=Path)
    chosen = parser.parse_args()
    train, test = read_part("training"), read_part("evaluation")
    attributes = read_attributes()
    found: dict[str, object] = {}
    for inputs in ("attributes", "tags", "tags and attributes"):
        parts = []
        for part in (train, test):
            only = part[["genre"]] if inputs == "attributes" else part
            parts.append(
                only if inputs == "tags" else only.join(attributes, how="inner")
            )
        for name, model in models(chosen.seed).items():
            result = score(model, *parts)
            floor = FLOORS.get((inputs, name))
            found[f"{inputs}, {name}"] = result
            verdict = (
                ""
                if floor is None
                else f"  {'reached' if result['accuracy'] >= floor else 'MISSED'} "
                f"{floor:.0%}"
            )
            print(
                f"{inputs:20} {name:24} {result['accuracy']:6.1%} "
                f"({result['low']:.1%} to {result['high']:.1%}, n = "
                f"{result['clips']})  AUC {result['auc']:.3f}  "
                f"{result['cpu_seconds']:.1f} CPU s{verdict}"
            )
    for name, part in (("training", train), ("evaluation", test)):
        found[f"first genres, {name}"] = score_first_genres(part)
        print(f"first genres, {name}: {found[f'first genres, {name}']}")
    if chosen.output is not None:
        chosen.output.write_text(json.dumps(found, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
