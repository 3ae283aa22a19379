"""SHAP interaction values of all genres cost a fraction of shap's.

Both sides explain the very same unlimited trees, grown by scikit-learn, and held-out
tracks: ours 100, shap as many as take it a few seconds; every figure is per track.
Ours includes the check that values add up. Processor seconds and, beside them, wall
time: shap works on one thread, ours on all. Medians of three turns, after a warm-up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from measuring.costs import affordable, in_turn
from measuring.forests import count_leaves, grow_twins
from measuring.options import Options, read_options
from measuring.peers import shap_explainer
from measuring.telling import figure, tell_conditions, tell_table, times

from genrelens.forest.shapley.interactions import interaction_values

if TYPE_CHECKING:
    from measuring.tables import Table
    from numpy.typing import NDArray

N_TREES = {6: 20, 114: 3}
SECONDS_OF_SHAP = 8.0


def compare(table: Table, options: Options) -> list[str]:
    """Give the line of one table."""
    held_out = table.held_out()
    n_trees = options.quick(2, N_TREES[table.n_genres])
    twins = grow_twins(table.part(~held_out), "unlimited", n_trees)
    rows = table.X[held_out][: options.quick(20, 100)]
    explainer = shap_explainer(twins.model)

    def theirs(some: NDArray[np.float32]) -> NDArray[np.float64]:
        return explainer.shap_interaction_values(some)

    few = rows[: affordable(theirs, rows, options.quick(1, SECONDS_OF_SHAP))]
    expected = theirs(few)  # this and the next line are the warm-up
    found = interaction_values(twins.forest, rows).values
    costs = in_turn(
        {
            "ours": lambda: interaction_values(twins.forest, rows),
            "theirs": lambda: theirs(few),
        },
        repeats=options.quick(1, 3),
    )
    ours, shap = costs["ours"].per(len(rows)), costs["theirs"].per(len(few))
    n_leaves = count_leaves(twins.forest)
    return [
        *(str(table.n_genres), str(n_trees), f"{len(rows)}", f"{len(few)}"),
        *(figure(1e3 * ours.cpu_s), figure(1e3 * shap.cpu_s)),
        times(shap.cpu_s / ours.cpu_s),
        *(figure(1e3 * ours.wall_s), figure(1e3 * shap.wall_s)),
        times(shap.wall_s / ours.wall_s),
        *(f"{1e9 * ours.cpu_s / n_leaves:.1f}", f"{1e9 * shap.cpu_s / n_leaves:,.0f}"),
        f"{np.abs(found[: len(few)] - expected).max():.1e}",
    ]


def main() -> None:
    """Compare on each table."""
    options = read_options(__doc__)
    tell_conditions("shap")
    tell_table(
        [
            *("genres", "trees", "tracks, ours", "tracks, shap"),
            *("CPU ms a track, ours", "shap", "ratio"),
            *("wall ms a track, ours", "shap", "ratio"),
            *("CPU ns a track and leaf, ours", "shap", "largest difference"),
        ],
        [compare(table, options) for table in options.tables()],
    )


if __name__ == "__main__":
    main()
