"""Shapley values of 1,000 tracks for all genres cost a fraction of shap's.

Both sides explain the very same trees, grown by scikit-learn, and held-out tracks.
shap explains as many of these tracks as take it a few seconds, being slower; its
cost does not fall with their number, and every figure is per track. Ours includes
the check that values add up to the prediction, shap's does not. shap works on one
thread; ours on all, so wall times differ by more than processor times. Medians of
three turns, after a warm-up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from measuring.costs import affordable, in_turn
from measuring.forests import SHAPES, classes_of_a_leaf, count_leaves, grow_twins
from measuring.options import Options, read_options
from measuring.peers import shap_explainer
from measuring.telling import JUDGED, figure, judge, tell_conditions, tell_table

from genrelens.forest import shapley_values

if TYPE_CHECKING:
    from measuring.tables import Table

N_TREES = {6: 100, 114: 30}
MUST_CPU = {
    (6, "unlimited"): (40, 100),
    (114, "unlimited"): (100, 250),
    (6, "depth ≤ 12"): (30, 60),
    (114, "depth ≤ 12"): (30, 60),
}
MUST_WALL = {(6, "unlimited"): (70, 200), (114, "unlimited"): (180, 500)}
SECONDS_OF_SHAP = 6.0
HEADER = ["genres", "forest", "ms a track, ours", "ms a track, shap", *JUDGED]


def compare(table: Table, shape: str, options: Options) -> list[list[str]]:
    """Give the lines of processor time, of wall time, and of what was explained."""
    held_out = table.held_out()
    n_trees = options.quick(3, N_TREES[table.n_genres])
    twins = grow_twins(table.part(~held_out), shape, n_trees)
    rows = table.X[held_out][: options.quick(100, 1_000)]
    explainer = shap_explainer(twins.model)

    def theirs(some: np.ndarray) -> np.ndarray:
        return explainer.shap_values(some, check_additivity=False)

    few = rows[: affordable(theirs, rows, options.quick(1, SECONDS_OF_SHAP))]
    expected = theirs(few)  # this and the next line are the warm-up
    gap = np.abs(shapley_values(twins.forest, rows).values[: len(few)] - expected).max()
    costs = in_turn(
        {
            "ours": lambda: shapley_values(twins.forest, rows),
            "theirs": lambda: theirs(few),
        },
        repeats=options.quick(1, 3),
    )
    ours, shap = costs["ours"].per(len(rows)), costs["theirs"].per(len(few))
    n_leaves = count_leaves(twins.forest)
    key = (table.n_genres, shape)
    names = [str(table.n_genres), shape]
    return [
        [
            *names,
            *(figure(1e3 * ours.cpu_s), figure(1e3 * shap.cpu_s)),
            *judge(shap.cpu_s / ours.cpu_s, *MUST_CPU.get(key, (None, None))),
        ],
        [
            *names,
            *(figure(1e3 * ours.wall_s), figure(1e3 * shap.wall_s)),
            *judge(shap.wall_s / ours.wall_s, *MUST_WALL.get(key, (None, None))),
        ],
        [
            *names,
            f"{n_trees}",
            f"{n_leaves / n_trees:,.0f}",
            f"{classes_of_a_leaf(twins.forest):.1f}",
            f"{len(rows):,}",
            f"{len(few):,}",
            f"{1e9 * ours.cpu_s / n_leaves:.1f}",
            f"{1e9 * shap.cpu_s / n_leaves:.0f}",
            f"{gap:.1e}",
        ],
    ]


def main() -> None:
    """Compare on each table and with each shape of the trees."""
    options = read_options(__doc__)
    tell_conditions("shap")
    found = [
        compare(table, shape, options) for table in options.tables() for shape in SHAPES
    ]
    print("\nProcessor time:")
    tell_table(HEADER, [lines[0] for lines in found])
    print("Wall time:")
    tell_table(HEADER, [lines[1] for lines in found])
    print("What was explained:")
    tell_table(
        [
            *("genres", "forest", "trees", "leaves a tree", "genres a leaf"),
            *("tracks, ours", "tracks, shap", "CPU ns a track and leaf, ours", "shap"),
            "largest difference",
        ],
        [lines[2] for lines in found],
    )


if __name__ == "__main__":
    main()
