"""Write the model file of the present format that must open for ever.

Run it once for each new format version, from the root of the repository::

    python scripts/make_golden_model.py

It refuses to touch a version that is already there: a released file is never
written again (see docs/decisions/0002-model-file.md).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

from genrelens.bundle.manifest import FORMAT_VERSION
from genrelens.bundle.saving import save_model
from genrelens.bundle.trained_model import TrainedModel
from genrelens.datasets.sample import draw_sample
from genrelens.features.reference import describe_features
from genrelens.models.genre_forest import GenreForest
from genrelens.schema.columns import Kind
from genrelens.schema.features import Feature
from genrelens.schema.reading_recipe import ReadingRecipe
from genrelens.workflow.documents.versions import library_versions

FOLDER = Path("tests/golden")
N_TRACKS, N_TREES, N_ROWS = 400, 5, 40
KINDS = {
    "tempo": Kind.NUMBER,
    "energy": Kind.NUMBER,
    "speechiness": Kind.NUMBER,
    "acousticness": Kind.NUMBER,
    "explicit": Kind.FLAG,
    "time_signature": Kind.CATEGORY,
}


READERS = {"tempo": "number", "explicit": "flag", "time_signature": "category"}


def main() -> None:
    """Train a tiny model on the made-up sample; write it, and what it answers."""
    target = FOLDER / f"model-{FORMAT_VERSION}.genrelens"
    if target.exists():
        sys.exit(f"{target} is there already, and must never change.")
    clean = draw_sample(N_TRACKS, random_state=0, mess=False).clean
    frame = clean[list(KINDS)].copy()
    frame["explicit"] = frame["explicit"].astype(float)
    frame["time_signature"] = (frame["time_signature"].astype("str") + "/4").astype(
        "str"
    )
    frame.loc[frame.index[::7], "energy"] = np.nan
    frame.loc[frame.index[::11], "time_signature"] = None
    genre = clean["genre"].to_numpy(dtype=str)
    model = GenreForest(n_trees=N_TREES, random_state=0).fit(frame, genre)
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
    }
    text = json.dumps(expected, ensure_ascii=False, indent=1)
    target.with_suffix(".json").write_text(text + "\n", encoding="utf-8")
    print(f"{target}: {target.stat().st_size:,} bytes, SHA-256 {sha256}")


if __name__ == "__main__":
    main()
