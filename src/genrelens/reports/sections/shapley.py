"""Show which attributes speak for and against each genre, track by track."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from genrelens.errors import printable
from genrelens.reports.figures import beeswarm as swarm
from genrelens.reports.figures.axes import round_domain, round_ticks
from genrelens.reports.figures.heat_map import MAX_WRITTEN, heat_map, shade_key
from genrelens.reports.figures.palette import N_GENRE_COLOURS, tone
from genrelens.reports.figures.stacked_bars import Bar, Part, stacked_bars
from genrelens.reports.formatting import count, points
from genrelens.reports.packing import pack_integers, pack_shares
from genrelens.reports.tables import Cell, Heading, Table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.explanation.results import ShapleyTable
    from genrelens.reports.facts import ReportFacts
    from genrelens.reports.figures.markup import Svg
    from genrelens.reports.naming import Naming

__all__ = ["shapley_section"]

_MAX_FEATURES = 20  # rows of the swarm; the table holds all
_MAX_POINTS = 300  # tracks drawn for a genre
_BUDGET = 150_000  # numbers embedded in all, so that the page stays small
_MAX_PARTED = 24  # genres up to which a bar is made of parts


def shapley_section(facts: ReportFacts, naming: Naming) -> dict[str, Any]:
    """Gather the summary bars, the heat map, and a swarm for every genre."""
    table = facts.shapley
    if table is None or table.values.size == 0:  # noqa: PD011 (ours, not pandas)
        return {"table": None, "data": None}
    sizes = table.sizes
    chosen = naming.first if naming.first in table.genres else table.genres[0]
    tones = _tones(table.inputs[list(table.features)])
    swarms = [_Swarm(table, genre, sizes) for genre in range(len(table.genres))]
    first = table.genres.index(chosen)
    parted = _parted(table, naming)
    return {
        "table": _heat_table(table, sizes, naming),
        "bars": _bars(table, sizes, naming),
        "heat": _heat(table, sizes, naming),
        "key": shade_key("0", "largest"),
        "swarm": _draw(swarms[first], table, tones, naming, chosen),
        "is_small": facts.evaluation.is_small,
        "chosen": chosen,
        "n_explained": table.n_explained,
        "n_kept": len(table.values),
        "n_candidates": table.n_candidates,
        "why_not_all": table.why_not_all,
        "is_linear": facts.model == "linear",
        "n_points": len(swarms[first].tracks),
        "is_thinned": len(swarms[first].tracks) < len(table.values),
        "is_sampled": len(table.values) < table.n_explained,
        "n_rows": len(swarms[first].order),
        "n_features": len(table.features),
        "parts": [(table.genres[at], naming.colour(table.genres[at])) for at in parted],
        "has_others": 0 < len(parted) < len(table.genres),
        "data": _data(table, swarms, tones, naming),
    }


class _Swarm:
    """Which tracks and features are drawn for one genre, and on which scale."""

    def __init__(
        self, table: ShapleyTable, genre: int, sizes: NDArray[np.float64]
    ) -> None:
        values = table.values[:, :, genre]  # noqa: PD011 (ours, not pandas)
        self.genre = genre
        self.order = np.argsort(-sizes[:, genre], kind="stable")[:_MAX_FEATURES]
        probability = table.base[:, genre] + values.sum(axis=1)
        room = _BUDGET // (len(self.order) * len(table.genres))
        self.tracks = _pick(probability, max(min(_MAX_POINTS, room), 20))
        self.values = values[self.tracks][:, self.order]
        low, high = float(self.values.min()), float(self.values.max())
        self.domain = round_domain(min(low, 0.0), max(high, 0.0), 4)
        self.ticks = round_ticks(*self.domain, 4)


def _pick(probability: NDArray[np.float64], n_points: int) -> NDArray[np.int64]:
    """Keep the likeliest half, and every so-many-th of the rest; told on the page."""
    ordered = np.argsort(-probability, kind="stable")
    if len(ordered) <= n_points:
        return np.arange(len(ordered))
    n_top = n_points // 2
    rest = ordered[n_top:]
    spread = np.linspace(0, len(rest) - 1, n_points - n_top).round().astype(np.int64)
    return np.sort(np.concatenate([ordered[:n_top], rest[spread]]))


def _tones(inputs: pd.DataFrame) -> NDArray[np.int64]:
    """Place each value among its column's others, shape (n_tracks, n_features)."""
    columns = []
    for name in inputs.columns:
        column = inputs[name]
        numbers = (
            column.astype("float64")
            if pd.api.types.is_numeric_dtype(column)
            else pd.Series(np.nan, index=column.index)
        )
        ranks = numbers.rank(method="average")
        spread = ranks.max() - ranks.min()
        places = (ranks - ranks.min()) / (spread if spread > 0 else 1.0)
        columns.append([tone(float(place)) for place in places])
    return np.array(columns, dtype=np.int64).T.reshape(inputs.shape)


def _draw(
    swarm_data: _Swarm,
    table: ShapleyTable,
    tones: NDArray[np.int64],
    naming: Naming,
    genre: str,
) -> Svg:
    rows = [
        swarm.SwarmRow(
            label=naming.label(table.features[feature]),
            values=swarm_data.values[:, at],  # noqa: PD011 (ours, not pandas)
            tones=tones[swarm_data.tracks, feature],
        )
        for at, feature in enumerate(swarm_data.order)
    ]
    return swarm.beeswarm(
        rows,
        domain=swarm_data.domain,
        ticks=swarm_data.ticks,
        show=points,
        label=f"SHAP values for {genre}: one dot a track and attribute, "
        f"{len(swarm_data.tracks)} tracks, {len(rows)} attributes",
        axis_title="percentage points of probability",
    )


def _data(
    table: ShapleyTable,
    swarms: list[_Swarm],
    tones: NDArray[np.int64],
    naming: Naming,
) -> dict[str, Any]:
    used = np.unique(np.concatenate([entry.tracks for entry in swarms]))
    return {
        "genres": [printable(genre) for genre in table.genres],
        "labels": [printable(naming.label(name), limit=20) for name in table.features],
        "tones": pack_integers(tones[used], width=1),
        "tracks": [
            pack_integers(np.searchsorted(used, entry.tracks), width=3)
            for entry in swarms
        ],
        "order": [entry.order.tolist() for entry in swarms],
        "domain": [list(entry.domain) for entry in swarms],
        "ticks": [[[tick, points(tick)] for tick in entry.ticks] for entry in swarms],
        "values": [
            pack_shares(entry.values.T, low=entry.domain[0], high=entry.domain[1])  # noqa: PD011 (ours, not pandas)
            for entry in swarms
        ],
        "left": swarm.LEFT,
        "right": swarm.RIGHT,
        "top": swarm.TOP,
        "row": swarm.ROW,
    }


def _parted(table: ShapleyTable, naming: Naming) -> list[int]:
    """Give the genres that have a part of their own: the ones with a colour."""
    if len(table.genres) > _MAX_PARTED:
        return []
    ranks = [naming.ranks.get(genre, len(table.genres)) for genre in table.genres]
    ordered = sorted(range(len(ranks)), key=lambda at: ranks[at])
    return [at for at in ordered if ranks[at] < N_GENRE_COLOURS]


def _bars(table: ShapleyTable, sizes: NDArray[np.float64], naming: Naming) -> Svg:
    n_genres = len(table.genres)
    shown = _parted(table, naming)
    bars = []
    for feature in np.argsort(-sizes.sum(axis=1), kind="stable")[:_MAX_FEATURES]:
        name = naming.label(table.features[feature])
        means = sizes[feature] / n_genres
        parts = [
            Part(
                float(means[genre]),
                naming.colour(table.genres[genre]),
                f"{name} for {table.genres[genre]}: "
                f"{points(sizes[feature, genre], 2, signed=False)} points on average",
            )
            for genre in shown
        ]
        if len(shown) < n_genres:
            rest = max(float(means.sum()) - sum(part.size for part in parts), 0.0)
            which = "other genres together" if shown else "genres together"
            told = f"{name}, {n_genres - len(shown)} {which}"
            parts.append(Part(rest, "gx" if shown else "accent", told))
        bars.append(Bar(name, tuple(parts)))
    return stacked_bars(
        bars,
        label="Mean size of each attribute's SHAP value over tracks and genres, "
        "largest first: " + ", ".join(bar.label for bar in bars[:8]),
        axis_title="mean size, percentage points of probability",
        show=lambda value: points(value, 2, signed=False),
    )


def _heat(table: ShapleyTable, sizes: NDArray[np.float64], naming: Naming) -> Svg:
    by_size = np.argsort(-sizes.sum(axis=1), kind="stable")
    ordered = sizes[by_size].T
    texts = None
    if len(by_size) <= MAX_WRITTEN and len(table.genres) <= 2 * MAX_WRITTEN:
        texts = [[f"{value * 100:.1f}" for value in row] for row in ordered]
    return heat_map(
        ordered / max(float(ordered.max()), 1e-12),
        rows=table.genres,
        columns=[naming.label(table.features[at]) for at in by_size],
        texts=texts,
        label="Mean size of SHAP values by genre and attribute; "
        "the table below holds the numbers",
        key="shapley",
        row_title="genre",
        column_title="attribute",
        is_linear=True,
    )


def _heat_table(
    table: ShapleyTable, sizes: NDArray[np.float64], naming: Naming
) -> Table:
    by_size = np.argsort(-sizes.sum(axis=1), kind="stable")
    return Table(
        caption="Mean size of each attribute's SHAP value for each genre, in "
        f"percentage points of probability, over {count(table.n_explained)} tracks.",
        headings=[
            Heading("Genre"),
            *(
                Heading(naming.label(table.features[at]), is_number=True)
                for at in by_size
            ),
        ],
        rows=[
            [
                Cell(genre),
                *(
                    Cell(points(sizes[at, number], 2, signed=False), sizes[at, number])
                    for at in by_size
                ),
            ]
            for number, genre in enumerate(table.genres)
        ],
    )
