"""Set other models beside the chosen one, and say which is better."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from genrelens.evaluation.results import METRICS
from genrelens.reports.figures.dot_interval import IntervalRow, dot_intervals
from genrelens.reports.formatting import (
    count,
    decimal,
    decimal_tick,
    interval,
    metric_formatter,
    percent,
    percent_tick,
    points,
)
from genrelens.reports.glossary import term
from genrelens.reports.tables import Cell, Heading, Table, estimate_cell

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.evaluation.comparing.paired import Difference
    from genrelens.evaluation.comparing.results import ModelComparison
    from genrelens.reports.figures.markup import Svg
    from genrelens.reports.naming import Naming

__all__ = ["change_cell", "comparison_section", "p_text"]

_SMALLEST_P = 0.001
_LABEL_ROOM = 178.0


def comparison_section(result: ModelComparison, naming: Naming) -> dict[str, Any]:
    """Gather a chart for each score, the models' scores, and the verdicts.

    Parameters
    ----------
    result : ModelComparison
        What was found.
    naming : Naming
        The genres.
    """
    size = (
        f"{result.scenario}, {count(result.n_tracks)} tracks of "
        f"{count(result.n_groups)} {result.group_words}, {result.n_folds} folds, "
        f"{len(naming.genres)} genres"
    )
    metrics = [name for name in METRICS if name in result.contenders[0].metrics]
    return {
        "size": size,
        "summary": result.summary,
        "charts": [
            {"title": term(metric).title, "term": metric, "svg": _chart(result, metric)}
            for metric in metrics
        ],
        "scores": _scores(result, metrics, size),
        "verdicts": _verdicts(result, size),
        "notes": [
            *result.notes,
            *(
                f"{one.title}: {note}"
                for one in result.contenders
                for note in one.notes
            ),
        ],
    }


def p_text(p_value: float) -> str:
    """Write a p-value, which is never zero.

    Examples
    --------
    >>> p_text(1e-9), p_text(0.0432)
    ('< 0.001', '0.043')
    """
    return f"< {_SMALLEST_P}" if p_value < _SMALLEST_P else decimal(p_value)


def change_cell(difference: Difference) -> Cell:
    """Make a cell of a difference: points of accuracy, else three decimals."""
    is_share = difference.metric == "accuracy"
    low, value, high = (
        points(part) if is_share else _signed(part)
        for part in (difference.low, difference.value, difference.high)
    )
    unit = " points" if is_share else ""
    return Cell(f"{value}{unit}", sort=difference.value, detail=f"{low} to {high}")


def _signed(value: float) -> str:
    text = decimal(value)
    return f"+{text}" if value > 0 and text != "0.000" else text


def _chart(result: ModelComparison, metric: str) -> Svg:
    show = metric_formatter(metric)
    rows = []
    for position, one in enumerate(result.contenders):
        found = one.metrics.get(metric)
        if found is None:
            continue
        rows.append(
            IntervalRow(
                label=one.title,
                value=found.value,
                low=found.low,
                high=found.high,
                tip=f"{one.title}: {show(found.value)} (95 % interval "
                f"{interval(found, show)})",
                mark="diamond" if position == 0 else "ring",
                colour="accent" if position == 0 else "quiet",
            )
        )
    told = "; ".join(f"{row.label} {show(row.value)}" for row in rows)
    return dot_intervals(
        rows,
        label=f"{term(metric).title} of each model on the same tracks: {told}",
        axis_title=term(metric).title,
        show=show,
        show_tick=_tick(metric),
        label_room=_LABEL_ROOM,
    )


def _tick(metric: str) -> Callable[[float], str]:
    return percent_tick if metric_formatter(metric) is percent else decimal_tick


def _scores(result: ModelComparison, metrics: list[str], size: str) -> Table:
    return Table(
        caption=f"Scores of each model on the same tracks ({size}), with 95 % "
        "intervals. These are too wide to compare models by: the tracks are the same, "
        "so that differences are surer than scores.",
        headings=[
            Heading("Model"),
            *(
                Heading(term(metric).title, is_number=True, term=metric)
                for metric in metrics
            ),
        ],
        rows=[
            [
                Cell(one.title),
                *(
                    estimate_cell(one.metrics.get(metric), metric_formatter(metric))
                    for metric in metrics
                ),
            ]
            for one in result.contenders
        ],
    )


def _verdicts(result: ModelComparison, size: str) -> Table:
    chosen = result.contenders[0].title
    return Table(
        caption=f"Each model's score minus that of {chosen} ({size}), with 95 % "
        "intervals.",
        headings=[
            Heading("Model"),
            Heading("Score"),
            Heading(f"Against {chosen}", is_number=True),
            Heading("p (Holm)", is_number=True),
            Heading("Verdict"),
        ],
        rows=[
            [
                Cell(one.title),
                Cell(term(one.difference.metric).title),
                change_cell(one.difference),
                Cell(p_text(one.adjusted_p), sort=one.adjusted_p),
                Cell(one.verdict),
            ]
            for one in result.judgements
        ],
    )
