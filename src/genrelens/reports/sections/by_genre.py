"""Tell how well each genre by itself is recognised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from genrelens.reports.figures.dot_interval import IntervalRow, dot_intervals
from genrelens.reports.figures.roc_curves import RocLine, roc_curves
from genrelens.reports.formatting import count, decimal, interval, percent
from genrelens.reports.tables import Cell, Heading, Table, estimate_cell, number_cell

if TYPE_CHECKING:
    from genrelens.evaluation.results import GenreScores
    from genrelens.reports.facts import ReportFacts
    from genrelens.reports.figures.markup import Svg
    from genrelens.reports.naming import Naming

__all__ = ["by_genre_section"]

_MAX_DRAWN = 40  # rows of the chart; the table holds all
_IMBALANCE = 3.0  # largest genre over smallest, from which it is called out


def by_genre_section(facts: ReportFacts, naming: Naming) -> dict[str, Any]:
    """Gather the scores of each genre, its ROC curve, and the imbalance."""
    ordered = sorted(facts.evaluation.by_genre, key=lambda score: -score.f1.value)
    curves = facts.evaluation.curves
    drawn = {curve.genre for curve in curves}
    chosen = naming.first if naming.first in drawn else ""
    if curves and not chosen:
        chosen = curves[0].genre
    return {
        "chart": _chart(ordered, naming) if ordered else None,
        "n_drawn": min(len(ordered), _MAX_DRAWN),
        "n_genres": len(ordered),
        "table": _table(ordered),
        "imbalance": _imbalance(facts.genre_counts),
        "roc": _roc(facts, naming, chosen) if curves else None,
        "chosen": chosen,
        "chosen_tip": next(
            (_tip(curve.genre, facts) for curve in curves if curve.genre == chosen), ""
        ),
        "without_curve": [genre for genre in naming.genres if genre not in drawn],
        "is_small": facts.evaluation.is_small,
    }


def _chart(ordered: list[GenreScores], naming: Naming) -> Svg:
    shown = ordered
    if len(ordered) > _MAX_DRAWN:
        half = _MAX_DRAWN // 2
        shown = ordered[:half] + ordered[-half:]
    rows = [
        IntervalRow(
            label=score.genre,
            value=score.f1.value,
            low=score.f1.low,
            high=score.f1.high,
            tip=f"{score.genre}: F1 {decimal(score.f1.value, 2)} "
            f"({interval(score.f1, _two)}), finds {percent(score.recall.value)} of "
            f"{count(score.n_tracks)} tracks",
            colour=naming.colour(score.genre),
        )
        for score in shown
    ]
    return dot_intervals(
        rows,
        label="F1 of each genre with its 95 % interval, best first: "
        + "; ".join(f"{row.label} {_two(row.value)}" for row in rows[:10]),
        axis_title="F1 (0 to 1) with 95 % interval",
        show=_two,
        show_tick=_two,
        domain=(0.0, 1.0),
    )


def _two(value: float) -> str:
    return decimal(value, 2)


def _table(ordered: list[GenreScores]) -> Table:
    return Table(
        caption="Scores of each genre against all others in the headline scenario, "
        "with 95 % intervals.",
        headings=[
            Heading("Genre"),
            Heading("Tracks", is_number=True),
            Heading("Groups", is_number=True),
            Heading("Recall", is_number=True, term="recall"),
            Heading("Precision", is_number=True, term="precision"),
            Heading("F1", is_number=True, term="f1"),
            Heading("AUC", is_number=True, term="auc"),
        ],
        rows=[
            [
                Cell(score.genre),
                number_cell(score.n_tracks),
                number_cell(score.n_groups),
                estimate_cell(score.recall, percent),
                estimate_cell(score.precision, percent),
                estimate_cell(score.f1, _two),
                estimate_cell(score.auc, decimal),
            ]
            for score in ordered
        ],
    )


def _imbalance(counts: dict[str, int]) -> str:
    if not counts:
        return ""
    most = max(counts, key=lambda genre: counts[genre])
    least = min(counts, key=lambda genre: counts[genre])
    ratio = counts[most] / max(counts[least], 1)
    if ratio < _IMBALANCE:
        return ""
    return (
        f"The genres are unequal in size: {most} has {count(counts[most])} tracks, "
        f"{least} {count(counts[least])}, a ratio of {ratio:.0f} to 1. Read balanced "
        "accuracy and macro scores, not accuracy alone."
    )


def _tip(genre: str, facts: ReportFacts) -> str:
    auc = next(curve.auc for curve in facts.evaluation.curves if curve.genre == genre)
    number = facts.genre_counts.get(genre, 0)
    return (
        f"{genre}: AUC {decimal(auc.value)} (95 % interval {interval(auc, decimal)}), "
        f"{count(number)} tracks"
    )


def _roc(facts: ReportFacts, naming: Naming, chosen: str) -> Svg:
    places = {genre: at for at, genre in enumerate(naming.genres)}
    lines = [
        RocLine(
            genre=curve.genre,
            position=places[curve.genre],
            false_positive_rate=curve.false_positive_rate,
            true_positive_rate=curve.true_positive_rate,
            tip=_tip(curve.genre, facts),
        )
        for curve in facts.evaluation.curves
    ]
    return roc_curves(
        lines,
        chosen=chosen,
        label=f"ROC curves of {len(lines)} genres, each against all others; "
        f"{_tip(chosen, facts)} brought forward",
    )
