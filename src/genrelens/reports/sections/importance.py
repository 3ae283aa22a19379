"""Show which attributes the scores depend on, and how few would do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from genrelens.reports.figures.dot_interval import IntervalRow, dot_intervals
from genrelens.reports.figures.selection_curve import SelectionPoint, selection_curve
from genrelens.reports.formatting import count, decimal, metric_formatter
from genrelens.reports.glossary import TERMS
from genrelens.reports.tables import Cell, Heading, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genrelens.explanation.results import FeatureImportance, Importance
    from genrelens.features.selection import SelectionResult, SelectionStep
    from genrelens.reports.facts import ReportFacts
    from genrelens.reports.figures.markup import Svg
    from genrelens.reports.naming import Naming

__all__ = ["importance_section"]

_MAX_DRAWN = 30
_TITLES = {entry.anchor: entry.title for entry in TERMS}


def importance_section(facts: ReportFacts, naming: Naming) -> dict[str, Any]:
    """Gather permutation importance and the selection curve."""
    return {
        "importance": _importance(facts.importance),
        "selection": _selection(facts.selection, naming),
        "is_small": facts.evaluation.is_small,
    }


def _importance(importance: Importance | None) -> dict[str, Any] | None:
    if importance is None:
        return None
    metric = _TITLES.get(importance.metric, importance.metric)
    return {
        "metric": metric,
        "term": importance.metric if importance.metric in _TITLES else "",
        "features": _chart(importance.features, metric, "single attributes"),
        "groups": _chart(importance.groups, metric, "groups of attributes"),
        "n_features": len(importance.features),
        "n_drawn": min(len(importance.features), _MAX_DRAWN),
        "table": _table(importance, metric),
        "size": f"{count(importance.n_tracks)} held-out tracks, "
        f"{importance.n_folds} folds, {importance.n_repeats} shuffles of each "
        "attribute in each fold",
        "without_effect": [
            feature.label for feature in importance.features if feature.low <= 0
        ],
    }


def _chart(parts: Sequence[FeatureImportance], metric: str, what: str) -> Svg | None:
    if not parts:
        return None
    rows = [
        IntervalRow(
            label=part.label,
            value=part.drop,
            low=part.low,
            high=part.high,
            tip=f"{part.label}: {metric} falls by {decimal(part.drop, 4)} "
            f"(95 % interval {decimal(part.low, 4)} to {decimal(part.high, 4)})",
            mark="dot" if part.low > 0 else "ring",
            colour="accent" if part.low > 0 else "quiet",
        )
        for part in parts[:_MAX_DRAWN]
    ]
    told = "; ".join(f"{row.label} {decimal(row.value)}" for row in rows[:8])
    return dot_intervals(
        rows,
        label=f"Fall of {metric} when {what} are shuffled, largest first: {told}",
        axis_title=f"fall of {metric.partition(' (')[0]}",
        show=decimal,
        show_tick=lambda value: decimal(value, 2),
        reference=0.0,
    )


def _table(importance: Importance, metric: str) -> Table:
    rows = [
        [
            Cell(part.label),
            Cell(kind),
            Cell(
                decimal(part.drop, 4),
                sort=part.drop,
                detail=f"{decimal(part.low, 4)} to {decimal(part.high, 4)}",
            ),
            Cell(decimal(part.spread, 4), sort=part.spread),
        ]
        for kind, parts in (
            ("single", importance.features),
            ("group", importance.groups),
        )
        for part in parts
    ]
    return Table(
        caption=f"Fall of {metric} when the attribute's values are dealt out at random "
        "among held-out tracks, with the 95 % interval of the mean over folds; spread "
        "is the standard deviation over folds and shuffles.",
        headings=[
            Heading("Attribute or group"),
            Heading("Shuffled as"),
            Heading("Fall", is_number=True, term="permutation"),
            Heading("Spread", is_number=True),
        ],
        rows=rows,
    )


def _selection(
    selection: SelectionResult | None, naming: Naming
) -> dict[str, Any] | None:
    if selection is None:
        return None
    metric = _TITLES.get(selection.metric, selection.metric)
    return {
        "metric": metric,
        "chart": _selection_chart(selection, metric) if selection.steps else None,
        "chosen": [naming.label(name) for name in selection.chosen],
        "n_tracks": selection.n_tracks,
        "is_applied": selection.is_applied,
        "note": selection.note,
        "redundant": [
            [naming.label(name) for name in cluster] for cluster in selection.redundant
        ],
        "table": _selection_table(selection, metric, naming),
    }


def _selection_chart(selection: SelectionResult, metric: str) -> Svg:
    show = metric_formatter(selection.metric)
    chosen = set(selection.chosen)
    return selection_curve(
        [
            SelectionPoint(
                n_features=len(step.names),
                score=step.score,
                low=step.low,
                high=step.high,
                is_chosen=set(step.names) == chosen,
                tip=f"{_size(step)}: {metric} {show(step.score)} "
                f"({show(step.low)} to {show(step.high)})"
                f"{', not worse than the best' if step.is_not_worse else ''}",
            )
            for step in selection.steps
        ],
        label=f"{metric} against the number of attributes, "
        f"from {len(selection.steps)} sizes tried",
        axis_title=metric.partition(" (")[0],
        show=show,
    )


def _size(step: SelectionStep) -> str:
    number = len(step.names)
    return f"{number} attribute{'' if number == 1 else 's'}"


def _selection_table(selection: SelectionResult, metric: str, naming: Naming) -> Table:
    show = metric_formatter(selection.metric)
    return Table(
        caption=f"{metric} of each set of attributes tried, over the same folds of "
        f"{count(selection.n_tracks)} tracks, with 95 % intervals.",
        headings=[
            Heading("Size"),
            Heading(metric, is_number=True),
            Heading("Not worse than the best"),
            Heading("Attributes"),
        ],
        rows=[
            [
                Cell(_size(step), sort=len(step.names)),
                Cell(
                    show(step.score),
                    sort=step.score,
                    detail=f"{show(step.low)} to {show(step.high)}",
                ),
                Cell("yes" if step.is_not_worse else "no"),
                Cell(", ".join(naming.label(name) for name in step.names)),
            ]
            for step in selection.steps
        ],
    )
