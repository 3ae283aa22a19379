"""Show whether the data is enough, and what more tracks or columns would bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from genrelens.reports.figures.dot_interval import IntervalRow, dot_intervals
from genrelens.reports.figures.markup import Svg, shorten
from genrelens.reports.figures.trust.learning_curve import CurveMark, growth_curve
from genrelens.reports.formatting import (
    count,
    decimal,
    decimal_tick,
    interval,
    metric_formatter,
    percent_tick,
    points,
)
from genrelens.reports.glossary import term
from genrelens.reports.sections.trust.comparison import change_cell, p_text
from genrelens.reports.tables import Cell, Heading, Table, estimate_cell, number_cell

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.evaluation.results import Estimate
    from genrelens.evaluation.sufficiency.results import (
        ColumnGroup,
        CurvePoint,
        GenreNeed,
        LearningCurve,
        Outlook,
        Sufficiency,
    )
    from genrelens.reports.naming import Naming

__all__ = ["sufficiency_section"]

_METRICS = ("accuracy", "macro_auc_ovr")
_WORTH = {
    "worse": "missed",
    "practically equal": "not missed",
    "better": "in the way",
    "undecided": "undecided",
}
_PARTS = {
    "outlook": "outlook",
    "groups": "curve in groups",
    "tracks": "curve in tracks of each group",
    "genres": "gain of each genre",
}
_MOST_DRAWN = 30
_MOST_LETTERS = 60


def sufficiency_section(result: Sufficiency, naming: Naming) -> dict[str, Any]:
    """Gather the learning curves, the outlook, the genres and the column groups.

    Parameters
    ----------
    result : Sufficiency
        What was found.
    naming : Naming
        The genres' order by size.
    """
    size = (
        f"{result.scenario}, {count(result.n_tracks)} tracks of "
        f"{count(result.n_groups)} {result.group_words}, {result.n_folds} folds"
    )
    by_kind = {curve.grows_in: curve for curve in result.curves}
    growing = [need for need in result.genres if need.is_growing]
    return {
        "size": size,
        "group_words": result.group_words,
        "charts": [
            {"title": term(metric).title, "term": metric, "svg": chart}
            for metric in _METRICS
            if (chart := _chart(by_kind, result.outlooks, metric)) is not None
        ],
        "curves": _curve_table(result.curves, size) if result.curves else None,
        "outlooks": [outlook.sentence for outlook in result.outlooks],
        "genre_chart": _genre_chart(growing),
        "genres": _genre_table(result.genres, naming, size) if result.genres else None,
        "n_growing": len(growing),
        "column_chart": _column_chart(result.columns),
        "columns": _column_table(result.columns, size) if result.columns else None,
        "missing": result.missing,
        "not_made": _not_made(result),
        "notes": list(result.notes),
    }


def _not_made(result: Sufficiency) -> list[tuple[str, str]]:
    """Give what has no result, parts of one reason together, with the reason."""
    made = {"outlook": bool(result.outlooks), "genres": bool(result.genres)}
    by_reason: dict[str, list[str]] = {}
    for part, why in result.missing.items():
        if part in _PARTS and not made.get(part, False):
            by_reason.setdefault(why, []).append(_PARTS[part])
    return [
        (f"{parts[0][:1].upper()}{', '.join(parts)[1:]}", why)
        for why, parts in by_reason.items()
    ]


def _chart(
    curves: dict[str, LearningCurve], outlooks: tuple[Outlook, ...], metric: str
) -> Svg | None:
    show = metric_formatter(metric)
    marks = {
        kind: [
            _mark(point, point.metrics[metric], show(point.metrics[metric].value))
            for point in curve.points
            if metric in point.metrics
        ]
        for kind, curve in curves.items()
    }
    main = marks.get("groups") or marks.get("tracks")
    if not main:
        return None
    beside = marks.get("tracks", []) if marks.get("groups") else []
    told = "; ".join(f"{count(round(m.n_tracks))}: {show(m.value)}" for m in main)
    return growth_curve(
        main,
        beside,
        ahead=_ahead(outlooks, metric) if marks.get("groups") else None,
        label=f"{term(metric).title} by number of rows trained on: {told}",
        axis_title=term(metric).title,
        show=_tick(metric),
    )


def _tick(metric: str) -> Callable[[float], str]:
    return percent_tick if metric == "accuracy" else decimal_tick


def _mark(point: CurvePoint, found: Estimate, told: str) -> CurveMark:
    tip = (
        f"{count(round(point.n_train_tracks))} training rows from "
        f"{count(round(point.n_train_groups))} groups: {told}"
    )
    return CurveMark(point.n_train_tracks, found.value, found.low, found.high, tip)


def _ahead(outlooks: tuple[Outlook, ...], metric: str) -> CurveMark | None:
    for outlook in outlooks:
        if outlook.metric == metric and outlook.expected is not None:
            found = outlook.expected
            return CurveMark(
                outlook.n_then, found.value, found.low, found.high, outlook.sentence
            )
    return None


def _curve_table(curves: tuple[LearningCurve, ...], size: str) -> Table:
    kept = {"groups": "fewer groups, whole", "tracks": "all groups, fewer rows"}
    rows = [
        [
            Cell(kept[curve.grows_in]),
            number_cell(round(point.n_train_tracks)),
            number_cell(round(point.n_train_groups)),
            *(
                estimate_cell(point.metrics.get(metric), metric_formatter(metric))
                for metric in _METRICS
            ),
        ]
        for curve in curves
        for point in curve.points
    ]
    return Table(
        caption=f"Scores by size of the training part (mean of the folds), always on "
        f"the same test tracks ({size}), with 95 % intervals.",
        headings=[
            Heading("Trained on"),
            Heading("Training rows", is_number=True),
            Heading("Training groups", is_number=True),
            *(
                Heading(term(metric).title, is_number=True, term=metric)
                for metric in _METRICS
            ),
        ],
        rows=rows,
    )


def _genre_chart(growing: list[GenreNeed]) -> Svg | None:
    drawn = [
        IntervalRow(
            label=need.genre,
            value=need.auc_slope.value,
            low=need.auc_slope.low,
            high=need.auc_slope.high,
            tip=f"{need.genre}: AUC gains {decimal(need.auc_slope.value)} a doubling "
            f"(95 % interval {interval(need.auc_slope, decimal)}), "
            f"{count(need.n_tracks)} tracks, {count(need.n_groups)} groups",
        )
        for need in growing[:_MOST_DRAWN]
        if need.auc_slope is not None
    ]
    if not drawn:
        return None
    told = "; ".join(f"{row.label} {decimal(row.value)}" for row in drawn[:8])
    return dot_intervals(
        drawn,
        label=f"Gain in AUC for each doubling of training rows: {told}",
        axis_title="gain in AUC a doubling",
        show=decimal,
        reference=0.0,
    )


def _genre_table(needs: tuple[GenreNeed, ...], naming: Naming, size: str) -> Table:
    rows = [
        [
            Cell(need.genre, sort=naming.ranks.get(need.genre)),
            number_cell(need.n_tracks),
            number_cell(need.n_groups),
            estimate_cell(need.auc_slope, decimal),
            estimate_cell(need.recall_slope, _signed_points),
            Cell(p_text(need.adjusted_p), sort=need.adjusted_p),
            Cell("yes" if need.is_growing else "cannot be told"),
        ]
        for need in needs
    ]
    return Table(
        caption="Gain of each genre for a doubling of its training rows, at the last "
        f"sizes of the curve in groups, with 95 % intervals ({size}). Recall in "
        "points; it can fall for one genre while another one gains.",
        headings=[
            Heading("Genre"),
            Heading("Rows", is_number=True),
            Heading("Groups", is_number=True),
            Heading("Gain in AUC", is_number=True, term="auc"),
            Heading("Gain in recall (points)", is_number=True, term="recall"),
            Heading("p (Holm)", is_number=True),
            Heading("Would more help?"),
        ],
        rows=rows,
    )


def _signed_points(value: float) -> str:
    return points(value)


def _column_chart(groups: tuple[ColumnGroup, ...]) -> Svg | None:
    rows = []
    for group in groups:
        change = group.without[-1].difference  # macro AUC, where it is defined
        rows.append(
            IntervalRow(
                label=group.name,
                value=change.value,
                low=change.low,
                high=change.high,
                tip=f"without {group.name} ({', '.join(group.labels)}): "
                f"{decimal(change.value)} (95 % interval {decimal(change.low)} to "
                f"{decimal(change.high)})",
                mark="ring" if group.without[-1].verdict != "worse" else "dot",
                colour="quiet" if group.without[-1].verdict != "worse" else "accent",
            )
        )
    if not rows:
        return None
    metric = groups[0].without[-1].difference.metric
    name = term(metric).title
    told = "; ".join(f"{row.label} {decimal(row.value)}" for row in rows)
    return dot_intervals(
        rows,
        label=f"Change of {name} when a group of columns is left out: {told}",
        axis_title=f"change of {name.partition(' (')[0]} without it",
        show=decimal,
        show_tick=decimal_tick,
        reference=0.0,
    )


def _column_table(groups: tuple[ColumnGroup, ...], size: str) -> Table:
    metrics = [one.difference.metric for one in groups[0].without]
    rows = [
        [
            Cell(group.name, detail=shorten(", ".join(group.labels), _MOST_LETTERS)),
            *(change_cell(one.difference) for one in group.without),
            Cell(
                _WORTH[group.without[-1].verdict],
                detail=f"p {p_text(group.without[-1].adjusted_p)} (Holm)",
            ),
            *(
                estimate_cell(group.alone.get(metric), metric_formatter(metric))
                for metric in metrics
            ),
        ]
        for group in groups
    ]
    titles = [term(metric).title for metric in metrics]
    return Table(
        caption=f"What each group of columns is worth ({size}): the scores' change "
        "when the model is trained without it, and the scores of a model trained on "
        "it alone, with 95 % intervals.",
        headings=[
            Heading("Columns"),
            *(
                Heading(f"Without it: {title}", is_number=True, term=metric)
                for title, metric in zip(titles, metrics, strict=True)
            ),
            Heading(f"By {titles[-1].partition(' (')[0]}"),
            *(Heading(f"Alone: {title}", is_number=True) for title in titles),
        ],
        rows=rows,
    )
