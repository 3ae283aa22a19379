"""Train a linear model and a forest on published lists, and set their figures together.

Two tables of the same clips of GTZAN, with the fault-filtered, artist-clean lists of
Kereliuk, Sturm and Larsen (2015): 57 classical attributes, and the means of 50 tags of
a pretrained network, which are made here from its published sequences and not kept.

Run with ``python benchmarks/linear/against_forest.py DATA [N_TREES]``, where DATA has
the folders ``gtzan`` and ``gtzan_tags``; 400 trees take about two minutes of one core.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from genrelens.bundle.loading import load_model
from genrelens.schema.music_tags import MUSIC_TAGS
from genrelens.workflow.requests import TrainRequest
from genrelens.workflow.training import train_model

if TYPE_CHECKING:
    from genrelens.models.genre_model import ModelKind

KINDS: tuple[ModelKind, ...] = ("linear", "forest")
N_ASKED = 1_000


def write_tags(folder: Path, target: Path) -> None:
    """Write a table with the mean of each tag over a clip's seconds."""
    parts = []
    for name in ("training", "evaluation"):
        with np.load(folder / f"{name}.npz", allow_pickle=False) as stored:
            seconds = pd.DataFrame(
                stored["X"].astype(float), columns=[tag.column for tag in MUSIC_TAGS]
            )
            parts.append(seconds.groupby(stored["IDS"]).mean())
    table = pd.concat(parts)
    names = table.index.str.removesuffix(".au")
    table.insert(0, "filename", names.str.split("/").str[1] + ".wav")
    table["genre"] = names.str.split("/").str[0]
    table.to_csv(target, index=False)


def share(found: dict[str, float]) -> str:
    low, value, high = (100 * found[name] for name in ("low", "value", "high"))
    return f"{value:5.1f} ({low:.1f} to {high:.1f})"


def seconds_a_track(path: Path, inputs: pd.DataFrame) -> tuple[float, float]:
    """Time answers and explanations of many tracks, in processor time."""
    model = load_model(path).model
    model.set_params(n_jobs=1)
    rows = pd.concat([inputs] * (1 + N_ASKED // len(inputs)))[:N_ASKED]
    model.predict_proba(rows)
    model.shapley_values(rows[:2])
    began = time.process_time()
    model.predict_proba(rows)
    answered = time.process_time()
    model.shapley_values(rows)
    explained = time.process_time()
    return (answered - began) / N_ASKED, (explained - answered) / N_ASKED


def report(name: str, kind: ModelKind, request: TrainRequest) -> None:
    """Train, and print one line."""
    began = time.process_time()
    result = train_model(request)
    spent = time.process_time() - began
    told = json.loads(result.files["metrics"].read_text(encoding="utf-8"))
    test = told["scores"]["given_test"]
    calibration = told["trust"]["calibration"]
    answering, explaining = seconds_a_track(
        result.files["model"], result.prepared.inputs
    )
    print(
        f"{name:22} {kind:7} test list accuracy {share(test['accuracy'])} %, macro AUC "
        f"{test['macro_auc_ovr']['value']:.3f}, log loss "
        f"{test['log_loss']['value']:.3f}, n = {test['n_tracks']}; calibration error, "
        f"held out, before {share(calibration['before']['calibration_error'])} %, "
        f"after {share(calibration['after']['calibration_error'])} %, n = "
        f"{calibration['n_tracks']}; {spent:.1f} CPU-s, "
        f"{result.files['model'].stat().st_size / 1024:.0f} KiB, "
        f"{1e6 * answering:.1f} us to answer, {1e3 * explaining:.2f} ms to explain",
        flush=True,
    )


def main() -> None:
    """Train four models."""
    data = Path(sys.argv[1])
    n_trees = int(sys.argv[2]) if len(sys.argv) > 2 else 400
    lists = data / "gtzan"
    with tempfile.TemporaryDirectory() as folder:
        tags = Path(folder, "tags.csv")
        write_tags(data / "gtzan_tags", tags)
        tables = {"57 attributes": lists / "features_30_sec.csv", "50 tags": tags}
        for name, table in tables.items():
            for kind in KINDS:
                request = TrainRequest(
                    table=table,
                    output=Path(folder, "results"),
                    model=kind,
                    trees=n_trees,
                    threads=1,
                    is_quick=True,
                    train_lists=(lists / "kereliuk_train_filtered.txt",),
                    test_lists=(lists / "kereliuk_test_filtered.txt",),
                )
                report(name, kind, request)


if __name__ == "__main__":
    main()
