"""Interventional Shapley values cost a fraction of shap's.

Both sides explain the very same trees, grown by scikit-learn, against the same 100
background tracks, and held-out tracks: ours 200, shap as many as take it a few
seconds; every figure is per track. Ours includes the check that values add up.
Processor seconds and, beside them, wall time: shap works on one thread, ours on all.
Medians of three turns, after a warm-up. How our cost grows with the background is
told below.

In this mode shap rounds thresholds to 32 bits, which sends some tracks to the other
side, adds in 32 bits, and counts a tree's nodes in 16 bits. So the difference is
told twice, for the trees as they are and for trees with thresholds rounded as shap
rounds them; and trees are unlimited at 6 genres, but have leaves of at least 3
tracks at 114, where unlimited ones have more nodes than shap can count.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from measuring.costs import affordable, in_turn
from measuring.forests import Twins, count_leaves, grow_twins
from measuring.options import Options, read_options
from measuring.peers import shap_explainer
from measuring.telling import figure, tell_conditions, tell_table, times

from genrelens.forest.shapley.interventional import interventional_values

if TYPE_CHECKING:
    from measuring.tables import Table
    from numpy.typing import NDArray

FORESTS = {6: ("unlimited", 50), 114: ("leaf ≥ 3", 10)}
MOST_NODES = 32_767  # that shap can number in this mode
N_BACKGROUND = 100
BACKGROUNDS = (10, 100, 1_000)
SECONDS_OF_SHAP = 8.0


def compare(
    twins: Twins, table: Table, background: NDArray[np.float32], options: Options
) -> list[str]:
    """Give the line of one table."""
    if np.diff(twins.forest.tree_start).max() > MOST_NODES:
        raise ValueError(f"A tree has more than {MOST_NODES:,} nodes.")
    rows = table.X[table.held_out()][: options.quick(20, 200)]
    hundred = background[:N_BACKGROUND]
    explainer = shap_explainer(twins.model, hundred)

    def theirs(some: NDArray[np.float32]) -> NDArray[np.float64]:
        return explainer.shap_values(some, check_additivity=False)

    few = rows[: affordable(theirs, rows, options.quick(1, SECONDS_OF_SHAP))]
    expected = theirs(few)  # this and the next line are the warm-up
    found = interventional_values(twins.forest, rows, hundred).values
    costs = in_turn(
        {
            "ours": lambda: interventional_values(twins.forest, rows, hundred),
            "theirs": lambda: theirs(few),
        },
        repeats=options.quick(1, 3),
    )
    rounded = twins.forest.threshold.astype(np.float32).astype(np.float64)
    as_shap = interventional_values(
        replace(twins.forest, threshold=rounded), few, hundred
    ).values
    ours, shap = costs["ours"].per(len(rows)), costs["theirs"].per(len(few))
    n_leaves = count_leaves(twins.forest)
    return [
        *(str(table.n_genres), FORESTS[table.n_genres][0]),
        *(str(twins.forest.n_trees), f"{len(rows)}", f"{len(few)}"),
        *(figure(1e3 * ours.cpu_s), figure(1e3 * shap.cpu_s)),
        times(shap.cpu_s / ours.cpu_s),
        *(figure(1e3 * ours.wall_s), figure(1e3 * shap.wall_s)),
        times(shap.wall_s / ours.wall_s),
        *(f"{1e9 * ours.cpu_s / n_leaves:.1f}", f"{1e9 * shap.cpu_s / n_leaves:,.0f}"),
        f"{np.abs(found[: len(few)] - expected).max():.1e}",
        f"{np.abs(as_shap - expected).max():.1e}",
    ]


def grow_background(
    twins: Twins, table: Table, background: NDArray[np.float32], options: Options
) -> list[list[str]]:
    """Give our cost for backgrounds of several sizes."""
    rows = table.X[table.held_out()][: options.quick(20, 200)]
    calls = {
        n: lambda n=n: interventional_values(twins.forest, rows, background[:n])
        for n in BACKGROUNDS
    }
    for call in calls.values():  # the warm-up
        call()
    costs = in_turn(calls, repeats=options.quick(1, 3))
    return [
        [
            *(str(table.n_genres), f"{n:,}"),
            figure(1e3 * costs[n].cpu_s / len(rows)),
            times(costs[n].cpu_s / costs[BACKGROUNDS[0]].cpu_s),
        ]
        for n in BACKGROUNDS
    ]


def main() -> None:
    """Compare on each table."""
    options = read_options(__doc__)
    tell_conditions("shap")
    lines, growth = [], []
    for table in options.tables():
        train = table.part(~table.held_out())
        shape, n_trees = FORESTS[table.n_genres]
        twins = grow_twins(train, shape, options.quick(2, n_trees))
        lines.append(compare(twins, table, train.X, options))
        growth += grow_background(twins, table, train.X, options)
    tell_table(
        [
            *("genres", "forest", "trees", "tracks, ours", "tracks, shap"),
            *("CPU ms a track, ours", "shap", "ratio"),
            *("wall ms a track, ours", "shap", "ratio"),
            *("CPU ns a track and leaf, ours", "shap"),
            *("largest difference", "with rounded thresholds"),
        ],
        lines,
    )
    print("Our cost by the size of the background:")
    tell_table(
        ["genres", "background tracks", "CPU ms a track", "against the smallest"],
        growth,
    )


if __name__ == "__main__":
    main()
