"""Show what gave the genre away, what each leak is worth, and what was not found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from genrelens.reports.figures.dot_interval import IntervalRow, dot_intervals
from genrelens.reports.figures.markup import shorten
from genrelens.reports.formatting import count, decimal, percent, points, points_tick
from genrelens.reports.tables import Cell, Heading, Table, estimate_cell

if TYPE_CHECKING:
    from genrelens.evaluation.comparing.paired import Difference
    from genrelens.evaluation.leak_prices.results import LeakPrice, LeakPrices
    from genrelens.reports.figures.markup import Svg
    from genrelens.reports.naming import Naming

__all__ = ["leaks_section"]

_LABEL_ROOM = 214.0
_LABEL_LETTERS = 30
_MACRO_F1 = 1  # place among a price's scores


def leaks_section(result: LeakPrices, naming: Naming) -> dict[str, Any]:  # noqa: ARG001
    """Gather the prices, the leaks without one, and what was looked for in vain.

    Parameters
    ----------
    result : LeakPrices
        From `genrelens.evaluation.leak_prices.pricing.price_leaks`.
    naming : Naming
        Not used: leaks bear no genre's colour.
    """
    n_leaks = len(result.priced) + len(result.unpriced)
    return {
        "sentence": _sentence(n_leaks, len(result.priced)),
        "where": f"{result.scenario}, {count(result.n_tracks)} tracks in "
        f"{count(result.n_groups)} groups",
        "chart": _chart(result.priced) if result.priced else None,
        "table": _table(result) if result.priced else None,
        "priced": [
            {
                "title": _capital(price.title),
                "sentence": price.sentence,
                "how": price.how,
                "done": price.done,
            }
            for price in result.priced
        ],
        "unpriced": [
            {"title": _capital(leak.title), "why": leak.why, "done": leak.done}
            for leak in result.unpriced
        ],
        "looked_for": list(result.looked_for),
        "notes": list(result.notes),
    }


def _sentence(n_leaks: int, n_priced: int) -> str:
    if not n_leaks:
        return "Nothing was found in this table that gives the genre away."
    what = "One leak was" if n_leaks == 1 else f"{n_leaks} leaks were"
    return (
        f"{what} found: things in the table that say the genre without listening, or "
        f"show a model the same music twice. {n_priced or 'None'} of them could be "
        "priced."
    )


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _chart(priced: tuple[LeakPrice, ...]) -> Svg:
    rows = [
        IntervalRow(
            label=shorten(_short(price), _LABEL_LETTERS),
            value=price.difference.value,
            low=price.difference.low,
            high=price.difference.high,
            tip=f"{price.title}: {points(price.difference.value)} points of accuracy "
            f"(95 % interval {_span(price.difference)}; {price.scenario}, "
            f"{count(price.n_tracks)} tracks in {count(price.n_groups)} groups)",
        )
        for price in priced
    ]
    return dot_intervals(
        rows,
        label="What each leak adds to accuracy, in points, dearest first: "
        + "; ".join(f"{row.label} {points(row.value)}" for row in rows),
        axis_title="points of accuracy that the leak adds",
        show=points,
        show_tick=points_tick,
        reference=0.0,
        label_room=_LABEL_ROOM,
    )


def _short(price: LeakPrice) -> str:
    kind = {
        "unit-encodes-genre": "unit",
        "imputed-per-genre": "filled-in values",
        "missingness-encodes-genre": "gaps",
        "genre-word-in-names": "genre words in names",
        "suspicious-column": "strong attribute",
        "forced-column": "forced column",
        "proxy-column": "stand-in",
        "index-in-genre-order": "row numbers",
        "rows-in-genre-order": "order of the rows",
    }[price.code]
    return f"{kind}: {price.column}" if price.column else kind


def _span(found: Difference) -> str:
    return f"{points(found.low)} to {points(found.high)}"


def _table(result: LeakPrices) -> Table:
    return Table(
        caption=f"What each leak is worth, on {count(result.n_tracks)} tracks in "
        f"{count(result.n_groups)} groups: the same model with the leak and without "
        "it. Below each number its 95 % interval; whole groups were drawn, and "
        "training sets that overlap are allowed for.",
        headings=[
            Heading("Leak"),
            Heading("Rows split by"),
            Heading("Accuracy with", is_number=True),
            Heading("Accuracy without", is_number=True),
            Heading("Price (points)", is_number=True),
            Heading("Price in macro F1", is_number=True),
            Heading("Trees", is_number=True),
        ],
        rows=[
            [
                Cell(_capital(price.title)),
                Cell(price.scenario),
                estimate_cell(price.with_, percent),
                estimate_cell(price.without, percent),
                Cell(
                    points(price.difference.value),
                    sort=price.difference.value,
                    detail=_span(price.difference),
                ),
                _f1_cell(price),
                Cell("none", sort=0)
                if price.n_trees is None
                else Cell(count(price.n_trees), sort=price.n_trees),
            ]
            for price in result.priced
        ],
    )


def _f1_cell(price: LeakPrice) -> Cell:
    found = price.scores[_MACRO_F1].difference
    return Cell(
        decimal(found.value),
        sort=found.value,
        detail=f"{decimal(found.low)} to {decimal(found.high)}",
    )
