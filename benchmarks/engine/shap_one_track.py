"""One track's Shapley values are there at once, many times sooner than shap's.

The very same 300 trees on both sides, grown by scikit-learn, and held-out tracks.
What is measured is how long a person waits: seconds on the clock, the median over
five tracks asked for one at a time, after a warm-up. Ours may use every processor
and includes the check that values add up; shap works on one thread, without it.

At 114 genres shap cannot hold 300 unlimited trees on an ordinary machine (about
170 MB a tree while it is set up). There it is given the trees in parts, each a
forest of its own, and the times of the parts are added. Nothing is extrapolated.
"""

from __future__ import annotations

import time
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
from measuring.costs import wait_in_turn
from measuring.forests import SHAPES, count_leaves, grow_in_parts
from measuring.options import Options, read_options
from measuring.peers import shap_explainer
from measuring.telling import JUDGED, figure, judge, tell_conditions, tell_table

from genrelens.forest import shapley_values

if TYPE_CHECKING:
    from measuring.tables import Table
    from sklearn.ensemble import RandomForestClassifier

N_TREES = 300
TREES_A_PART = {
    (6, "unlimited"): 300,
    (6, "leaf ≥ 3"): 300,
    (6, "depth ≤ 12"): 300,
    (114, "unlimited"): 25,
    (114, "leaf ≥ 3"): 50,
    (114, "depth ≤ 12"): 150,
}
N_TRACKS = 5
MUST, GOAL = 20, 100


def compare(table: Table, shape: str, options: Options) -> list[str]:
    """Give the line of one table and one shape."""
    held_out = table.held_out()
    rows = table.X[held_out][: options.quick(2, N_TRACKS)]
    n_trees = options.quick(6, N_TREES)
    a_part = options.quick(3, TREES_A_PART[table.n_genres, shape])
    waited = np.zeros(len(rows))
    values = 0.0

    def explain(model: RandomForestClassifier) -> None:
        nonlocal values
        explainer = shap_explainer(model)
        explainer.shap_values(rows[:1], check_additivity=False)
        for place in range(len(rows)):
            begin = time.perf_counter()
            found = explainer.shap_values(
                rows[place : place + 1], check_additivity=False
            )
            waited[place] += time.perf_counter() - begin
            if place == 0:
                values = values + found[0] * (len(model.estimators_) / n_trees)

    forest = grow_in_parts(
        table.part(~held_out), shape, [a_part] * (n_trees // a_part), explain
    )
    gap = np.abs(shapley_values(forest, rows[:1]).values[0] - values).max()
    calls = {
        str(place): lambda place=place: shapley_values(forest, rows[place : place + 1])
        for place in range(len(rows))
    }
    ours = median(
        each.median_s
        for each in wait_in_turn(calls, 2.0, in_a_row=1, fewest_turns=5).values()
    )
    theirs = float(np.median(waited))
    return [
        *(str(table.n_genres), shape, str(n_trees), str(n_trees // a_part)),
        f"{count_leaves(forest) / n_trees:,.0f}",
        *(figure(1e3 * ours), figure(1e3 * theirs)),
        *judge(theirs / ours, MUST, GOAL),
        f"{gap:.1e}",
    ]


def main() -> None:
    """Compare on each table and with each shape of the trees."""
    options = read_options(__doc__)
    tell_conditions("shap")
    tell_table(
        [
            *("genres", "forest", "trees", "in parts for shap", "leaves a tree"),
            *("ms, ours", "ms, shap", *JUDGED, "largest difference"),
        ],
        [
            compare(table, shape, options)
            for table in options.tables()
            for shape in SHAPES
        ],
    )
    print("Besides the ratio, the goal at 6 genres is under 10 ms.")


if __name__ == "__main__":
    main()
