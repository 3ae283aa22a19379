"""How cost grows with tracks, genres, trees and depth.

Made-up tables (overlapping genres around random centres), our engine only, on all
processors; processor seconds of one run each, after a warm-up. Slopes are exponents
fitted on logarithms: 1 is linear, 0 is flat.

- *Tracks:* 13 features, 6 genres. Explaining uses 4 trees of depth ≤ 12, predicting
  100 of them, both asked in blocks of 50,000 tracks; growing makes 4 unlimited trees
  of so many tracks.
- *Genres:* 30,000 tracks, 15 features, 100 unlimited trees. Trees of more genres have
  more leaves, so explaining (1,000 tracks) is told for each track and leaf. Besides
  the leaves, a number for each feature and genre must be written.
- *Trees:* 10,000 tracks, 13 features, 6 genres, unlimited; 1,000 are explained.
- *Depth:* 30,000 tracks, 13 features, 6 genres, 20 trees; 1,000 are explained. A
  tree's leaves are what it costs by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from measuring.costs import measure
from measuring.forests import classes_of_a_leaf, count_leaves
from measuring.log_log import Growth, draw
from measuring.options import Options, read_options
from measuring.tables import Table, draw_table
from measuring.telling import figure, tell_conditions, tell_table

from genrelens.forest import PackedForest, grow, predict_proba, shapley_values

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

TRACKS = (10_000, 30_000, 73_000, 300_000, 1_000_000)
GENRES = (6, 24, 114, 1_000)
TREES = (10, 30, 100, 300)
DEPTHS = (4, 6, 8, 12, 16, None)
BLOCK = 50_000


def grow_forest(
    table: Table, n_trees: int, max_depth: int | None = None
) -> tuple[PackedForest, float]:
    """Give a forest, and the processor seconds of growing it."""
    kept: list[PackedForest] = []
    cost = measure(
        lambda: kept.append(
            grow(
                table.X,
                table.y,
                n_classes=table.n_genres,
                n_trees=n_trees,
                min_samples_leaf=1,
                max_depth=max_depth,
                random_state=0,
            )
        )
    )
    return kept[0], cost.cpu_s


def in_blocks(
    work: Callable[[PackedForest, NDArray[Any]], object],
    forest: PackedForest,
    rows: NDArray[Any],
) -> float:
    """Give the processor seconds of asking for all rows, block by block."""

    def ask() -> None:
        for begin in range(0, len(rows), BLOCK):
            work(forest, rows[begin : begin + BLOCK])

    return measure(ask).cpu_s


def by_tracks(options: Options) -> list[Growth]:
    """Measure all three for more and more tracks, and print."""
    sizes = TRACKS[: options.quick(2, len(TRACKS))]
    whole = draw_table(sizes[-1], 13, 6)
    small = whole.first(10_000)
    few, many = grow_forest(small, 4, 12)[0], grow_forest(small, 100, 12)[0]
    costs = []
    for n_tracks in sizes:
        rows = whole.X[:n_tracks]
        costs.append(
            [
                in_blocks(shapley_values, few, rows),
                in_blocks(predict_proba, many, rows),
                grow_forest(whole.first(n_tracks), 4)[1],
            ]
        )
    tell_table(
        [
            *("tracks", "explaining, CPU s", "µs a track"),
            *("predicting, CPU s", "µs a track", "growing, CPU s", "µs a track"),
        ],
        [
            [
                f"{n:,}",
                *(cell for s in cost for cell in (figure(s), figure(1e6 * s / n))),
            ]
            for n, cost in zip(sizes, costs, strict=True)
        ],
    )
    kinds = ("explaining", "predicting", "growing")
    return [
        Growth(kind, list(sizes), list(cost))
        for kind, cost in zip(kinds, zip(*costs, strict=True), strict=True)
    ]


def by_genres(options: Options) -> list[Growth]:
    """Measure for more and more genres, and print."""
    lines, per_leaf, growing = [], [], []
    for n_genres in GENRES:
        table = draw_table(options.quick(4_000, 30_000), 15, n_genres)
        n_trees = options.quick(10, 100)
        forest, grown = grow_forest(table, n_trees)
        spent = in_blocks(shapley_values, forest, table.X[:1_000])
        per_leaf.append(spent / 1_000 / count_leaves(forest))
        growing.append(grown)
        lines.append(
            [
                *(f"{n_genres:,}", f"{count_leaves(forest) / n_trees:,.0f}"),
                f"{classes_of_a_leaf(forest):.2f}",
                *(figure(1e3 * spent / 1_000), f"{1e9 * per_leaf[-1]:.2f}"),
                figure(1e3 * grown / n_trees),
            ]
        )
    tell_table(
        [
            *("genres", "leaves a tree", "genres a leaf", "explaining, CPU ms a track"),
            *("ns a track and leaf", "growing, CPU ms a tree"),
        ],
        lines,
    )
    sizes = [float(n) for n in GENRES]
    return [Growth("explaining", sizes, per_leaf), Growth("growing", sizes, growing)]


def by_trees(options: Options) -> list[Growth]:
    """Measure all three for more and more trees, and print."""
    sizes = TREES[: options.quick(2, len(TREES))]
    table = draw_table(10_000, 13, 6)
    costs = []
    for n_trees in sizes:
        forest, grown = grow_forest(table, n_trees)
        costs.append(
            [
                in_blocks(shapley_values, forest, table.X[:1_000]),
                in_blocks(predict_proba, forest, table.X),
                grown,
            ]
        )
    tell_table(
        [
            *("trees", "explaining, CPU ms a track", "predicting, CPU µs a track"),
            "growing, CPU s",
        ],
        [
            [
                str(n),
                figure(cost[0]),
                figure(1e6 * cost[1] / 10_000),
                figure(cost[2]),
            ]
            for n, cost in zip(sizes, costs, strict=True)
        ],
    )
    kinds = ("explaining", "predicting", "growing")
    return [
        Growth(kind, [float(n) for n in sizes], list(cost))
        for kind, cost in zip(kinds, zip(*costs, strict=True), strict=True)
    ]


def by_depth(options: Options) -> list[Growth]:
    """Measure for deeper and deeper trees, and print."""
    table = draw_table(options.quick(4_000, 30_000), 13, 6)
    lines, leaves, explaining, growing = [], [], [], []
    for depth in DEPTHS:
        forest, grown = grow_forest(table, 20, depth)
        spent = in_blocks(shapley_values, forest, table.X[:1_000])
        leaves.append(count_leaves(forest) / 20)
        explaining.append(spent)
        growing.append(grown)
        lines.append(
            [
                str(depth or "unlimited"),
                *(f"{leaves[-1]:,.0f}", f"{classes_of_a_leaf(forest):.2f}"),
                figure(spent),
                f"{1e9 * spent / 1_000 / count_leaves(forest):.1f}",
                figure(1e3 * grown / 20),
            ]
        )
    tell_table(
        [
            *("depth", "leaves a tree", "genres a leaf", "explaining, CPU ms a track"),
            *("ns a track and leaf", "growing, CPU ms a tree"),
        ],
        lines,
    )
    return [
        Growth("explaining", leaves, explaining),
        Growth("growing", leaves, growing),
    ]


PANELS = {
    "tracks": by_tracks,
    "genres (explaining: a track and leaf)": by_genres,
    "trees": by_trees,
    "leaves a tree (depth 4 to unlimited)": by_depth,
}


def main() -> None:
    """Measure along each axis, print the slopes, and draw."""
    options = read_options(__doc__)
    tell_conditions()
    small = draw_table(2_000, 13, 6)
    forest, _ = grow_forest(small, 2)
    for n_rows in (2_000, 1):  # the warm-up
        shapley_values(forest, small.X[:n_rows])
        predict_proba(forest, small.X[:n_rows])
    panels = {axis: work(options) for axis, work in PANELS.items()}
    print("Slopes:")
    tell_table(
        ["along", *(kind for kind in ("explaining", "predicting", "growing"))],
        [[axis, *slopes(growths)] for axis, growths in panels.items()],
    )
    if options.picture:
        options.picture.write_text(
            draw(panels, "Cost by tracks, genres, trees and leaves"), encoding="utf-8"
        )


def slopes(growths: list[Growth]) -> list[str]:
    """Give the slope of each kind of work, or a dash where it was not measured."""
    found = {growth.kind: f"{growth.slope:.2f}" for growth in growths}
    return [found.get(kind, "–") for kind in ("explaining", "predicting", "growing")]


if __name__ == "__main__":
    main()
