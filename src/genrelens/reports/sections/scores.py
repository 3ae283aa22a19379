"""Set the model's scores beside its baselines, under every way of splitting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from genrelens.evaluation.results import METRICS
from genrelens.reports.figures.dot_interval import IntervalRow, dot_intervals
from genrelens.reports.formatting import (
    count,
    decimal,
    interval,
    metric_formatter,
    percent,
)
from genrelens.reports.glossary import term
from genrelens.reports.tables import Cell, Heading, Table, estimate_cell, number_cell

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.evaluation.results import Evaluation, ScenarioScores
    from genrelens.reports.facts import ReportFacts
    from genrelens.reports.figures.markup import Svg
    from genrelens.reports.naming import Naming

__all__ = ["scores_section"]

_AXES = {
    "accuracy": "share of tracks named right",
    "balanced_accuracy": "share named right, mean over genres",
    "macro_f1": "F1, mean over genres",
    "top_3_accuracy": "share of tracks within three guesses",
    "macro_auc_ovr": "AUC; the line is a coin toss",
    "macro_auc_ovo": "AUC; the line is a coin toss",
    "log_loss": "nats a track",
    "calibration_error": "mean distance from being right",
}
_SHORT_TITLES = {  # room beside a chart is narrow; the tip says it in full
    "majority_baseline": "most frequent genre",
    "shuffled_labels": "shuffled genres",
    "given_test": "given test list",
}
_BASELINES = {"majority_baseline", "shuffled_labels"}


def scores_section(facts: ReportFacts, naming: Naming) -> dict[str, Any]:
    """Gather one small chart a metric, and the table of all of them."""
    evaluation = facts.evaluation
    charts = [
        {"title": term(metric).title, "term": metric, "better": term(metric).better}
        | {"svg": chart}
        for metric in METRICS
        if (chart := _chart(evaluation, metric)) is not None
    ]
    return {
        "charts": charts,
        "table": _table(evaluation),
        "notes": _notes(evaluation),
        "n_genres": len(naming.genres),
        "overconfidence": _overconfidence(evaluation),
    }


def _overconfidence(evaluation: Evaluation) -> str:
    """Warn of probabilities that are worse than none; empty where they are not."""
    baseline = evaluation.scenarios.get("majority_baseline")
    own = evaluation.scenarios[evaluation.headline].metrics.get("log_loss")
    plain = None if baseline is None else baseline.metrics.get("log_loss")
    if own is None or plain is None or own.value <= plain.value:
        return ""
    advice = (
        " Use the ranking of the genres, not their probabilities."
        if evaluation.is_better_than_chance
        else ""
    )
    return (
        f"The probabilities are overconfident: their log-loss, {decimal(own.value)} "
        f"(95 % interval {interval(own, decimal)}), is worse than the "
        f"{decimal(plain.value)} ({interval(plain, decimal)}) of always quoting the "
        f"genre shares.{advice}"
    )


def _chart(evaluation: Evaluation, metric: str) -> Svg | None:
    scored = [
        scores for scores in evaluation.scenarios.values() if metric in scores.metrics
    ]
    if not scored:
        return None
    show = metric_formatter(metric)
    rows = [_row(scores, metric, evaluation.headline, show) for scores in scored]
    lowest = min(row.low for row in rows)
    highest = max(row.high for row in rows)
    domain = None if metric.startswith("macro_auc") else (0.0, _ceiling(highest))
    if metric.startswith("macro_auc"):
        domain = (min(0.4, int(lowest * 10) / 10), 1.0)
    told = "; ".join(f"{row.label} {show(row.value)}" for row in rows)
    return dot_intervals(
        rows,
        label=f"{term(metric).title} under each way of splitting: {told}",
        axis_title=_AXES[metric],
        show=show,
        show_tick=_tick_formatter(metric),
        domain=domain,
        reference=0.5 if metric.startswith("macro_auc") else None,
    )


def _ceiling(highest: float) -> float:
    for ceiling in (0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0):
        if highest <= ceiling:
            return ceiling
    return highest * 1.05


def _tick_formatter(metric: str) -> Callable[[float], str]:
    if metric_formatter(metric) is percent:
        return _whole_percent
    return _one_decimal


def _whole_percent(value: float) -> str:
    return percent(value, 0)


def _one_decimal(value: float) -> str:
    return decimal(value, 1)


def _row(
    scores: ScenarioScores, metric: str, headline: str, show: Callable[[float], str]
) -> IntervalRow:
    estimate = scores.metrics[metric]
    is_headline = scores.scenario == headline
    is_baseline = scores.scenario in _BASELINES
    return IntervalRow(
        label=_SHORT_TITLES.get(scores.scenario, scores.title),
        value=estimate.value,
        low=estimate.low,
        high=estimate.high,
        tip=f"{scores.title}: {show(estimate.value)} "
        f"(95 % interval {interval(estimate, show)}), {count(scores.n_tracks)} tracks, "
        f"{count(scores.n_groups)} {scores.group_words}",
        mark="diamond" if is_headline else "ring" if is_baseline else "dot",
        colour="accent" if is_headline else "quiet",
    )


def _table(evaluation: Evaluation) -> Table:
    rows = []
    for key, scores in evaluation.scenarios.items():
        folds = f"{scores.n_folds} folds" if scores.n_folds > 1 else "one split"
        if scores.n_repeats > 1:
            folds += f", {scores.n_repeats} times"
        title = scores.title + (" (headline)" if key == evaluation.headline else "")
        rows.append(
            [
                Cell(title, detail=folds),
                number_cell(scores.n_tracks),
                Cell(
                    count(scores.n_groups),
                    sort=scores.n_groups,
                    detail=scores.group_words,
                ),
                *(
                    estimate_cell(scores.metrics.get(metric), metric_formatter(metric))
                    for metric in METRICS
                ),
            ]
        )
    return Table(
        caption="All scores with their 95 % intervals. The headline is the score to "
        "quote; the others are there to be compared with it.",
        headings=[
            Heading("Way of splitting"),
            Heading("Tracks", is_number=True),
            Heading("Groups", is_number=True),
            *(
                Heading(term(metric).title, is_number=True, term=metric)
                for metric in METRICS
            ),
        ],
        rows=rows,
    )


def _notes(evaluation: Evaluation) -> list[str]:
    notes = list(evaluation.notes)
    for scores in evaluation.scenarios.values():
        notes += [f"{scores.title}: {note}" for note in scores.notes]
    return notes
