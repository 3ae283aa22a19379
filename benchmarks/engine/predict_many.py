"""Predicting 100,000 tracks takes less processor time than the peers take.

The tracks are those of the table over and over, up to 100,000, in 32-bit numbers.
Ours and scikit-learn walk the very same trees, grown by scikit-learn. The forest of
scikit-learn-intelex is its own, grown with the same settings on the same tracks; it
predicts by its own fast path (a fall back to plain scikit-learn would stop the run),
and the leaves of its trees are told beside. (The trees that it exports would not do:
each of their leaves knows one genre only, and they predict something else.) Every
engine works on all processors. Medians of five turns, processor seconds of all
threads, after a warm-up.

300 trees at 6 genres, 30 at 114, where the peers take about 50 MB a tree; the cost
of every engine is linear in trees.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from measuring.costs import in_turn
from measuring.forests import SHAPES, count_leaves, grow_twins
from measuring.options import Options, read_options
from measuring.peers import accelerated_forest
from measuring.telling import JUDGED, figure, judge, tell_conditions, tell_table

from genrelens.forest import predict_proba

if TYPE_CHECKING:
    from measuring.tables import Table

N_TREES = {6: 300, 114: 30}
N_TRACKS = 100_000
MUSTS = {"scikit-learn": (1.5, 4), "scikit-learn-intelex": (1, 2)}


def compare(table: Table, shape: str, options: Options) -> list[list[str]]:
    """Give a line for each peer."""
    train = table.part(~table.held_out())
    n_trees = options.quick(5, N_TREES[table.n_genres])
    twins = grow_twins(train, shape, n_trees)
    accelerated = accelerated_forest(
        n_trees, random_state=0, n_jobs=-1, **SHAPES[shape]
    ).fit(train.X, train.y)
    peers = {
        "scikit-learn": twins.model.set_params(n_jobs=-1),
        "scikit-learn-intelex": accelerated,
    }
    rows = np.resize(table.X, (options.quick(5_000, N_TRACKS), table.X.shape[1]))
    ours = predict_proba(twins.forest, rows)  # this and the next are the warm-up
    answers = {name: peer.predict_proba(rows) for name, peer in peers.items()}
    gaps = {
        "scikit-learn": f"{np.abs(ours - answers['scikit-learn']).max():.1e}",
        "scikit-learn-intelex": "another forest",
    }
    calls = {
        name: lambda peer=peer: peer.predict_proba(rows) for name, peer in peers.items()
    }
    calls["ours"] = lambda: predict_proba(twins.forest, rows)
    costs = in_turn(calls, repeats=options.quick(1, 5))
    leaves = {
        "scikit-learn": count_leaves(twins.forest),
        "scikit-learn-intelex": sum(
            tree.tree_.n_leaves for tree in accelerated.estimators_
        ),
    }
    return [
        [
            *(str(table.n_genres), shape, str(n_trees), name),
            *(f"{leaves[each] / n_trees:,.0f}" for each in ("scikit-learn", name)),
            *(figure(costs[each].cpu_s) for each in ("ours", name)),
            *judge(costs[name].cpu_s / costs["ours"].cpu_s, *MUSTS[name]),
            *(figure(costs[each].wall_s) for each in ("ours", name)),
            gaps[name],
        ]
        for name in peers
    ]


def main() -> None:
    """Compare on each table, with each shape of the trees, with each peer."""
    options = read_options(__doc__)
    tell_conditions("scikit-learn-intelex")
    tell_table(
        [
            *("genres", "forest", "trees", "peer", "leaves a tree, ours", "peer"),
            *("CPU s, ours", "peer", *JUDGED, "wall s, ours", "peer"),
            "largest difference",
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
