"""A model file is a small part of a compressed pickle of the same trees.

The very same trees, grown by scikit-learn: saved by ``GenreClassifier.save``, which
also reopens the file to be sure of it, and by ``joblib.dump(model, compress=3)``,
the way scikit-learn's forests are usually written. Sizes need one run; so do the
processor seconds of writing and of opening, which are told beside. Both grow in
proportion to the trees, so 30 unlimited ones stand for more.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import joblib
import numpy as np
import pandas as pd
from measuring.costs import measure
from measuring.forests import SHAPES, grow_twins
from measuring.options import Options, read_options
from measuring.telling import JUDGED, figure, judge, tell_conditions, tell_table

from genrelens.features.encoding import FeatureEncoder
from genrelens.workflow.for_python.classifier import GenreClassifier

if TYPE_CHECKING:
    from measuring.tables import Table

N_TREES = {6: 100, 114: 30}
MUSTS = {114: (10, 50)}


def compare(table: Table, shape: str, options: Options) -> list[str]:
    """Give the line of one table and one shape."""
    n_trees = options.quick(3, N_TREES[table.n_genres])
    twins = grow_twins(table, shape, n_trees)
    frame = pd.DataFrame(table.X, columns=[f"x{i}" for i in range(table.X.shape[1])])
    ours = GenreClassifier.restore(
        classes=np.array([f"genre {code:03}" for code in range(table.n_genres)]),
        encoder=FeatureEncoder().fit(frame),
        forest=twins.forest,
        is_named=True,
        min_samples_leaf_used=1,
        n_trees=n_trees,
    )
    with tempfile.TemporaryDirectory() as folder:
        file, pickled = Path(folder) / "ours.genrelens", Path(folder) / "theirs.joblib"
        spent = [
            measure(lambda: ours.save(file)),
            measure(lambda: joblib.dump(twins.model, pickled, compress=3)),
            measure(lambda: GenreClassifier.load(file)),
            measure(lambda: joblib.load(pickled)),
        ]
        reopened = GenreClassifier.load(file).predict_proba(frame[:1_000])
        sizes = file.stat().st_size, pickled.stat().st_size
    gap = np.abs(reopened - twins.model.predict_proba(table.X[:1_000])).max()
    return [
        *(str(table.n_genres), shape, str(n_trees)),
        *(f"{size / 1e6:,.2f}" for size in sizes),
        *judge(sizes[1] / sizes[0], *MUSTS.get(table.n_genres, (None, None))),
        *(figure(cost.cpu_s) for cost in spent),
        f"{gap:.1e}",
    ]


def main() -> None:
    """Compare on each table and with each shape of the trees."""
    options = read_options(__doc__)
    tell_conditions("joblib")
    tell_table(
        [
            *("genres", "forest", "trees", "MB, ours", "MB, pickle", *JUDGED),
            *("CPU s to write, ours", "pickle", "CPU s to open, ours", "pickle"),
            "largest difference of a prediction",
        ],
        [
            compare(table, shape, options)
            for table in options.tables()
            for shape in SHAPES
        ],
    )


if __name__ == "__main__":
    main()
