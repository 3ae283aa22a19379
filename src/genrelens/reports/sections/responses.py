"""Show how each genre's probability moves along each attribute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from genrelens.errors import printable
from genrelens.reports.figures.response_curve import (
    BASE,
    HALF,
    ResponsePanel,
    places,
    response_curve,
)
from genrelens.reports.formatting import (
    count,
    points,
    significant,
    value_with_unit,
)
from genrelens.reports.packing import pack_shares
from genrelens.reports.tables import Cell, Heading, Table

if TYPE_CHECKING:
    from genrelens.explanation.results import ResponseCurve
    from genrelens.reports.facts import ReportFacts
    from genrelens.reports.figures.markup import Svg
    from genrelens.reports.naming import Naming

__all__ = ["responses_section"]

_POINT = 0.01
_YEAR = "year"


def responses_section(facts: ReportFacts, naming: Naming) -> dict[str, Any]:
    """Gather one small panel an attribute, for the genre picked."""
    curves = sorted(facts.responses, key=lambda curve: -float(np.ptp(curve.effect)))
    if not curves:
        return {"panels": [], "data": None}
    genres = facts.evaluation.genres
    first = genres.index(naming.first)
    limits = [
        _limit(max(float(np.abs(curve.effect[:, at]).max()) for curve in curves))
        for at in range(len(genres))
    ]
    panels = [_panel(number, curve, first) for number, curve in enumerate(curves)]
    return {
        "panels": [
            _draw(panel, curve, limits[first], naming.first)
            for panel, curve in zip(panels, curves, strict=True)
        ],
        "chosen": naming.first,
        "sizes": _sizes(curves),
        "is_of_chosen": facts.selection is not None and facts.selection.is_applied,
        "table": _table(curves, genres),
        "data": {
            "genres": [printable(genre) for genre in genres],
            "limits": limits,
            "texts": [[_edge(limit), _edge(-limit)] for limit in limits],
            "base": BASE,
            "half": HALF,
            "places": [[round(x, 1) for x in places(panel)] for panel in panels],
            "dots": [bool(curve.levels) for curve in curves],
            "titles": [printable(panel.title) for panel in panels],
            "effects": [
                pack_shares((curve.effect / np.array(limits)).T, low=-1.0, high=1.0)
                for curve in curves
            ],
        },
    }


def _limit(size: float) -> float:
    for limit in (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8):
        if size <= limit:
            return limit
    return 1.0


def _sizes(curves: list[ResponseCurve]) -> str:
    numbers = sorted({curve.n_tracks for curve in curves})
    if len(numbers) == 1:
        return f"{count(numbers[0])} tracks"
    return f"{count(numbers[0])} to {count(numbers[-1])} tracks"


def _panel(number: int, curve: ResponseCurve, genre: int) -> ResponsePanel:
    unit = "min" if curve.unit == "ms" else curve.unit
    return ResponsePanel(
        number=number,
        title=f"{curve.label} ({unit})"
        if unit not in {"", curve.label}
        else curve.label,
        grid=[float(value) / _scale(curve) for value in curve.grid],
        levels=curve.levels,
        effect=[float(value) for value in curve.effect[:, genre]],
        density=[float(value) for value in curve.density],
    )


def _draw(panel: ResponsePanel, curve: ResponseCurve, limit: float, genre: str) -> Svg:
    low, high = float(curve.effect.min()), float(curve.effect.max())
    return response_curve(
        panel,
        limit=limit,
        show=_edge,
        show_value=_whole if curve.unit == _YEAR else significant,
        label=f"How the probability of {genre} moves along {curve.label}, in "
        f"percentage points; over all genres from {points(low)} to {points(high)}",
    )


def _scale(curve: ResponseCurve) -> float:
    """Give what a value is divided by before it is drawn: minutes, not ms."""
    return 60_000.0 if curve.unit == "ms" else 1.0


def _whole(value: float) -> str:
    """Write a year without setting thousands apart."""
    return f"{value:.0f}"


def _edge(effect: float) -> str:
    """Write an end of the effect axis, with decimals only where they matter."""
    return points(effect, 0 if effect == 0 or abs(effect) >= _POINT else 1)


def _table(curves: list[ResponseCurve], genres: tuple[str, ...]) -> Table:
    rows = []
    for curve in curves:
        spans = np.ptp(curve.effect, axis=0)
        for at in np.argsort(-spans, kind="stable")[:3]:
            effect = curve.effect[:, at]
            rows.append(
                [
                    Cell(curve.label),
                    Cell(genres[at]),
                    _place(curve, int(np.argmax(effect))),
                    Cell(points(float(effect.max())), sort=float(effect.max())),
                    _place(curve, int(np.argmin(effect))),
                    Cell(points(float(effect.min())), sort=float(effect.min())),
                ]
            )
    return Table(
        caption="For each attribute the three genres that it moves most: where the "
        "genre is most and least probable, and by how many percentage points, against "
        f"the average over {_sizes(curves)}.",
        headings=[
            Heading("Attribute"),
            Heading("Genre"),
            Heading("Most probable at", is_number=True),
            Heading("Change", is_number=True, term="response"),
            Heading("Least probable at", is_number=True),
            Heading("Change", is_number=True, term="response"),
        ],
        rows=rows,
    )


def _place(curve: ResponseCurve, point: int) -> Cell:
    if curve.levels:
        return Cell(curve.levels[point])
    value = float(curve.grid[point])
    if curve.unit == _YEAR:
        return Cell(_whole(value), sort=value)
    return Cell(value_with_unit(value, curve.unit), sort=value)
