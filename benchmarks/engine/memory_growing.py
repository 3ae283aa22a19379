"""Growing 200 trees on 114 genres takes a small part of scikit-learn's memory.

Each engine grows in a fresh process, on all processors. Counted is what the peak of
the process's memory (resident, as Linux counts it) rises above what it is after the
imports, the table and a small forest as a warm-up. Both sides get the same 32-bit
rows. One run each: the figure hardly moves.

Whether scikit-learn's forest fits is asked first, by growing five trees; where it
would not, fewer trees are grown and the line says so, with what that comes to for
200. This claim needs Linux.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from measuring.costs import forget_peak, free_bytes, measure, peak_bytes
from measuring.forests import SHAPES, grow_peer
from measuring.options import read_options
from measuring.tables import draw_table
from measuring.telling import JUDGED, figure, judge, tell_conditions, tell_table

from genrelens.forest import grow

if TYPE_CHECKING:
    from measuring.tables import Table

N_TREES = 200
TRIED_TREES = 5
MUST, GOAL = 20, 50


def grow_with(engine: str, table: Table, shape: str, n_trees: int) -> object:
    """Grow with one of the two."""
    if engine == "scikit-learn":
        return grow_peer(table, shape, n_trees)
    return grow(
        table.X,
        table.y,
        n_classes=table.n_genres,
        n_trees=n_trees,
        random_state=0,
        **{"min_samples_leaf": 1, **SHAPES[shape]},
    )


def report_as_child(
    engine: str, shape: str, n_trees: str, arguments: list[str]
) -> None:
    """Grow in this process, and print what it cost."""
    (table,) = read_options(__doc__, ["--genres", "114", *arguments]).tables()
    grow_with(engine, draw_table(500, table.X.shape[1], 114), shape, 2)
    forget_peak()
    before = peak_bytes()
    kept: list[object] = []
    cost = measure(lambda: kept.append(grow_with(engine, table, shape, int(n_trees))))
    print(
        json.dumps(
            {"bytes": peak_bytes() - before, "cpu": cost.cpu_s, "wall": cost.wall_s}
        )
    )


def ask_child(engine: str, shape: str, n_trees: int) -> dict[str, Any]:
    """Grow in a process of its own."""
    command = [sys.executable, __file__, "child", engine, shape, str(n_trees)]
    done = subprocess.run(
        [*command, *sys.argv[1:]], check=True, stdout=subprocess.PIPE, text=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def compare(shape: str, n_trees: int) -> list[str]:
    """Give the line of one shape of the trees."""
    tried = ask_child("scikit-learn", shape, TRIED_TREES)["bytes"] / TRIED_TREES
    most = int(0.8 * free_bytes() / tried)
    fitting = min(n_trees, max(TRIED_TREES, most // 10 * 10))
    ours = ask_child("ours", shape, n_trees)
    theirs = ask_child("scikit-learn", shape, fitting)
    scaled = theirs["bytes"] * n_trees / fitting
    note = "" if fitting == n_trees else f" (grown: {fitting} trees; scaled)"
    return [
        *(shape, str(n_trees)),
        *(f"{ours['bytes'] / 1e6:,.0f}", f"{scaled / 1e6:,.0f}{note}"),
        *judge(scaled / ours["bytes"], MUST, GOAL),
        *(figure(ours["cpu"] / n_trees), figure(theirs["cpu"] / fitting)),
    ]


def main() -> None:
    """Compare with each shape of the trees."""
    options = read_options(__doc__)
    tell_conditions()
    (table,) = options.tables(114)
    print(f"\n{table.name}: {table.size}.")
    n_trees = options.quick(10, N_TREES)
    tell_table(
        [
            *("forest", "trees", "MB, ours", "MB, scikit-learn", *JUDGED),
            *("CPU s a tree, ours", "CPU s a tree, scikit-learn"),
        ],
        [compare(shape, n_trees) for shape in SHAPES],
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["child"]:
        report_as_child(*sys.argv[2:5], arguments=sys.argv[5:])
    else:
        main()
