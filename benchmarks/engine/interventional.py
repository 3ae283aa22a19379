"""Interventional Shapley values cost a fraction of shap's.

Both sides explain the very same unlimited trees, grown by scikit-learn, against the
same 100 background tracks, and held-out tracks: ours 200, shap as many as take it a
few seconds; every figure is per track. Ours includes the check that values add up.
Processor seconds and, beside them, wall time: shap works on one thread, ours on all.
Medians of three turns, after a warm-up. How our cost grows with the background is
told below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from measuring.costs import affordable, in_turn
from measuring.forests import Twins, count_leaves, grow_twins
from measuring.options import Options, read_options
from measuring.peers import shap_explainer
from measuring.telling import tell_conditions, tell_table, times

from genrelens.forest.shapley.interventional import interventional_values

if TYPE_CHECKING:
    from measuring.tables import Table
    from numpy.typing import NDArray

N_TREES = {6: 50, 114: 5}
N_BACKGROUND = 100
BACKGROUNDS = (10, 100, 1_000)
SECONDS_OF_SHAP = 8.0


def compare(
    twins: Twins, table: Table, background: NDArray[np.float32], options: Options
) -> list[str]:
    """Give the line of one table."""
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
    ours, shap = costs["ours"].per(len(rows)), costs["theirs"].per(len(few))
    n_leaves = count_leaves(twins.forest)
    return [
        *(
            str(table.n_genres),
            str(twins.forest.n_trees),
            f"{len(rows)}",
            f"{len(few)}",
        ),
        *(f"{1e3 * ours.cpu_s:.3g}", f"{1e3 * shap.cpu_s:.3g}"),
        times(shap.cpu_s / ours.cpu_s),
        *(f"{1e3 * ours.wall_s:.3g}", f"{1e3 * shap.wall_s:.3g}"),
        times(shap.wall_s / ours.wall_s),
        *(f"{1e9 * ours.cpu_s / n_leaves:.1f}", f"{1e9 * shap.cpu_s / n_leaves:,.0f}"),
        f"{np.abs(found[: len(few)] - expected).max():.1e}",
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
    costs = in_turn(calls, repeats=options.quick(1, 3))
    return [
        [
            *(str(table.n_genres), f"{n:,}"),
            f"{1e3 * costs[n].cpu_s / len(rows):.3g}",
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
        n_trees = options.quick(2, N_TREES[table.n_genres])
        twins = grow_twins(train, "unlimited", n_trees)
        lines.append(compare(twins, table, train.X, options))
        growth += grow_background(twins, table, train.X, options)
    tell_table(
        [
            *("genres", "trees", "tracks, ours", "tracks, shap"),
            *("CPU ms a track, ours", "shap", "ratio"),
            *("wall ms a track, ours", "shap", "ratio"),
            *("CPU ns a track and leaf, ours", "shap", "largest difference"),
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
