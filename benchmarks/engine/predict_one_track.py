"""One track's prediction is there in microseconds, long before the peers'.

The very same trees on both sides, grown by scikit-learn, and held-out tracks asked
for one at a time. What is measured is how long the caller waits: seconds on the
clock, the median (and beside it the least) of single calls, after a warm-up.
scikit-learn works with n_jobs=1, its quickest for one track; treelite by its own
interpreter (GTIL) on one thread; ours as it is called by default. All are given
32-bit numbers.

It matters much what the processor's caches hold, so everything is measured twice:
*in a row*, 20 calls of one engine and then 20 of the next, as where nothing else
runs between two calls; and *in turn*, one call of each, so that each call finds the
caches full of the other engines' trees. Neither is the one true figure.

300 trees where scikit-learn can hold them twice over; 100 at 114 genres unlimited,
where it takes 50 MB a tree. All engines walk tree by tree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import treelite
from measuring.costs import wait_in_turn
from measuring.forests import SHAPES, grow_twins
from measuring.options import Options, read_options
from measuring.telling import JUDGED, judge, tell_conditions, tell_table

from genrelens.forest import predict_proba

if TYPE_CHECKING:
    from measuring.tables import Table

N_TREES = 300
FEWER = {(114, "unlimited"): 100}
SECONDS = 6
IN_A_ROW = {"in a row": 20, "in turn": 1}
MUSTS = {"scikit-learn": (50, 200), "treelite": (1, 3)}


def compare(table: Table, shape: str, options: Options) -> list[list[str]]:
    """Give a line for each peer and each way of calling."""
    held_out = table.held_out()
    n_trees = options.quick(5, FEWER.get((table.n_genres, shape), N_TREES))
    twins = grow_twins(table.part(~held_out), shape, n_trees)
    compiled = treelite.sklearn.import_model(twins.model)
    rows = table.X[held_out][:200]
    turn = {"ours": 0, "scikit-learn": 0, "treelite": 0}

    def next_row(name: str) -> np.ndarray:
        turn[name] = (turn[name] + 1) % len(rows)
        return rows[turn[name] : turn[name] + 1]

    calls = {
        "ours": lambda: predict_proba(twins.forest, next_row("ours")),
        "scikit-learn": lambda: twins.model.predict_proba(next_row("scikit-learn")),
        "treelite": lambda: treelite.gtil.predict(
            compiled, next_row("treelite"), nthread=1
        ),
    }
    answers = {name: np.ravel(call()) for name, call in calls.items()}  # the warm-up
    lines = []
    for way, in_a_row in IN_A_ROW.items():
        waits = wait_in_turn(
            calls, options.quick(1, SECONDS), in_a_row=in_a_row, fewest_turns=3
        )
        ours = waits.pop("ours")
        lines += [
            [
                *(str(table.n_genres), shape, str(n_trees), way, name),
                f"{1e6 * ours.median_s:.0f} ({1e6 * ours.least_s:.0f})",
                f"{1e6 * peer.median_s:,.0f} ({1e6 * peer.least_s:,.0f})",
                *judge(peer.median_s / ours.median_s, *MUSTS[name]),
                f"{np.abs(answers['ours'] - answers[name]).max():.1e}",
            ]
            for name, peer in waits.items()
        ]
    return lines


def main() -> None:
    """Compare on each table and with each shape of the trees."""
    options = read_options(__doc__)
    tell_conditions("treelite")
    tell_table(
        [
            *(
                "genres",
                "forest",
                "trees",
                "called",
                "peer",
                "µs, ours: median (least)",
            ),
            *("µs, peer", *JUDGED, "largest difference"),
        ],
        [
            line
            for table in options.tables()
            for shape in SHAPES
            for line in compare(table, shape, options)
        ],
    )


if __name__ == "__main__":
    main()
