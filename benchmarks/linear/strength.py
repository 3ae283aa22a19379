"""Compare the rule for a linear model's strength with fixed ones, by unseen groups.

Every table is cross-validated in five folds that keep artists (or copies) together; the
mean log loss, accuracy and calibration error of held-out tracks are printed for each
strength, and for the rule of ``"auto"``. Lower log loss is better.

Run with ``python benchmarks/linear/strength.py TABLE...``; a table of 30,000 tracks
takes a few minutes of one core.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold

from genrelens.evaluation.grouping import find_groups
from genrelens.evaluation.scores import score
from genrelens.models.linear import LinearModel
from genrelens.workflow.preparing import prepare
from genrelens.workflow.requests import TableRequest

STRENGTHS = ("auto", 0.01, 0.03, 0.1, 0.3, 1.0, 10.0)


def main() -> None:
    """Print one line a table and strength."""
    for name in sys.argv[1:]:
        prepared = prepare(TableRequest(table=Path(name)))
        groups = find_groups(prepared.checked.table, prepared.rows).ids
        genres, codes = np.unique(prepared.labels, return_inverse=True)
        folds = list(
            StratifiedGroupKFold(5, shuffle=True, random_state=0).split(
                codes, codes, groups
            )
        )
        print(f"{Path(name).name}: {len(codes):,} tracks, {len(genres)} genres")
        for strength in STRENGTHS:
            proba = np.zeros((len(codes), len(genres)))
            began, n_cut = time.process_time(), 0
            for train, test in folds:
                model = LinearModel(strength=strength)
                model.fit(prepared.inputs.iloc[train], prepared.labels[train])
                places = np.searchsorted(genres, model.classes_)
                found = model.predict_proba(prepared.inputs.iloc[test])
                proba[np.ix_(test, places)] = found
                n_cut += not model.has_converged_
            told = score(codes, proba)
            named = f"auto = {model.strength_:.3f}" if strength == "auto" else strength
            print(
                f"  {named!s:14} log loss {told['log_loss']:.4f}  accuracy "
                f"{told['accuracy']:.4f}  calibration error "
                f"{told['calibration_error']:.4f}  "
                f"{time.process_time() - began:.1f} CPU-s, {n_cut} fits cut short",
                flush=True,
            )


if __name__ == "__main__":
    main()
