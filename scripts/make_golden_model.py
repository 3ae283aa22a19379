"""Write the model files of the present format that must open for ever.

Run it once for each new format version, from the root of the repository::

    python scripts/make_golden_model.py

It refuses to touch a version that is already there: a released file is never
written again (see docs/decisions/0002-model-file.md).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from genrelens.bundle.loading import load_model
from genrelens.bundle.manifest import FORMAT_VERSION
from genrelens.bundle.model_trust import ModelTrust, Promise
from genrelens.bundle.saving import save_model
from genrelens.bundle.trained_model import TrainedModel
from genrelens.datasets.sample import draw_sample
from genrelens.evaluation.calibration.calibrator import Calibrator
from genrelens.evaluation.novelty.fitting import fit_novelty
from genrelens.evaluation.prediction_sets.decision_rule import DecisionRule
from genrelens.evaluation.prediction_sets.set_rule import SetRule
from genrelens.evaluation.results import Estimate
from genrelens.evaluation.scores import HeldOut
from genrelens.evaluation.shift.describing import describe_training
from genrelens.features.reference import describe_features
from genrelens.models.genre_forest import GenreForest
from genrelens.models.linear import LinearModel
from genrelens.schema.columns import Kind
from genrelens.schema.features import Feature
from genrelens.schema.genre_tree import GenreTree
from genrelens.schema.reading_recipe import ReadingRecipe
from genrelens.workflow.documents.versions import library_versions

if TYPE_CHECKING:
    import pandas as pd

    from genrelens.models.genre_model import GenreModel

FOLDER = Path("tests/golden")
N_TRACKS, N_TREES, N_ROWS = 400, 5, 40
N_REFERENCE = 60
KINDS = {
    "tempo": Kind.NUMBER,
    "energy": Kind.NUMBER,
    "speechiness": Kind.NUMBER,
    "acousticness": Kind.NUMBER,
    "explicit": Kind.FLAG,
    "time_signature": Kind.CATEGORY,
}


READERS = {"tempo": "number", "explicit": "flag", "time_signature": "category"}


def make_trust(model, features, frame, genre) -> ModelTrust:  # noqa: ANN001
    """Give one of each part that a model can carry, small and made up."""
    genres = tuple(map(str, model.classes_))
    calibrator = Calibrator("temperature", len(genres), temperature=0.8)
    held_out = HeldOut.of(
        np.searchsorted(genres, genre),
        calibrator.apply(model.predict_proba(frame)),
        folds=np.arange(len(frame)) % 5,
        units=np.arange(len(frame)),
    )
    small = frame.index < N_REFERENCE
    own = HeldOut.of(
        held_out.codes[small],
        held_out.proba[small],
        folds=held_out.folds[small],
        units=held_out.units[small],
    )
    return ModelTrust(
        calibrator=calibrator,
        set_rule=SetRule(
            score="lac",
            penalty=0.0,
            free_ranks=0,
            clusters=(0,) * len(genres),
            levels=(0.05, 0.2),
            thresholds=((0.95, 0.75),),
        ),
        decision_rule=DecisionRule(levels=(0.05, 0.2), thresholds=(0.9, 0.6)),
        novelty=fit_novelty(frame[small], features, own, scenario="made up", seed=0),
        shift=describe_training(frame, features, held_out, scenario="made up"),
        tree=GenreTree.of({"house": "electronic", "techno": "electronic"}),
        certainty=0.6,
        promises=(
            Promise(
                max_error=0.05,
                share_written=Estimate(0.4, 0.3, 0.5),
                error=Estimate(0.04, 0.02, 0.06),
                scenario="made up",
                n_tracks=N_TRACKS,
                n_groups=N_TRACKS,
            ),
        ),
        missing={},
    )


def reopened_trust(target: Path) -> dict[str, object]:
    """Give what the written file says of its trust."""
    trust = load_model(target).trust
    if trust is None:
        sys.exit(f"{target} carries no trust.")
    return trust.to_dict()


def draw_tracks() -> tuple[pd.DataFrame, np.ndarray]:
    """Draw the tracks that the models are trained on, with gaps."""
    clean = draw_sample(N_TRACKS, random_state=0, mess=False).clean
    frame = clean[list(KINDS)].copy()
    frame["explicit"] = frame["explicit"].astype(float)
    frame["time_signature"] = (frame["time_signature"].astype("str") + "/4").astype(
        "str"
    )
    frame.loc[frame.index[::7], "energy"] = np.nan
    frame.loc[frame.index[::11], "time_signature"] = None
    return frame, clean["genre"].to_numpy(dtype=str)


def write(target: Path, model: GenreModel, frame: pd.DataFrame, genre) -> None:  # noqa: ANN001
    """Save a trained model, and what it answers."""
    features = tuple(
        Feature(
            name=name,
            label=name.replace("_", " "),
            kind=kind,
            unit="BPM" if name == "tempo" else "",
            group="rhythm" if name in {"tempo", "time_signature"} else "sound",
            origin=name,
            is_audio=name != "explicit",
            recipe=ReadingRecipe(name, READERS.get(name, "share"), name),
        )
        for name, kind in KINDS.items()
    )
    sha256 = save_model(
        target,
        TrainedModel(
            model=model,
            features=features,
            references=describe_features(features, frame, genre),
            genres=tuple(map(str, model.classes_)),
            target="genre",
            training={"table": "made up by the package", "n_tracks": N_TRACKS},
            versions=library_versions(),
            trust=make_trust(model, features, frame, genre),
        ),
    )
    rows = frame.head(N_ROWS)
    cells = rows.astype(object).where(rows.notna(), None)
    expected = {
        "sha256": sha256,
        "columns": {name: str(kind) for name, kind in KINDS.items()},
        "rows": cells.to_numpy().tolist(),
        "genres": list(map(str, model.classes_)),
        "probabilities": model.predict_proba(rows).tolist(),
        "trust": reopened_trust(target),
    }
    text = json.dumps(expected, ensure_ascii=False, indent=1)
    target.with_suffix(".json").write_text(text + "\n", encoding="utf-8")
    print(f"{target}: {target.stat().st_size:,} bytes, SHA-256 {sha256}")


def main() -> None:
    """Train tiny models on the made-up sample; write them, and what they answer."""
    models = {
        f"model-{FORMAT_VERSION}": GenreForest(n_trees=N_TREES, random_state=0),
        f"model-{FORMAT_VERSION}-linear": LinearModel(),
    }
    targets = {FOLDER / f"{name}.genrelens": model for name, model in models.items()}
    for target in targets:
        if target.exists():
            sys.exit(f"{target} is there already, and must never change.")
    frame, genre = draw_tracks()
    for target, model in targets.items():
        write(target, model.fit(frame, genre), frame, genre)


if __name__ == "__main__":
    main()
