"""Show whether the model is as often right as it is sure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from genrelens.reports.figures.calibration_curve import calibration_curve
from genrelens.reports.formatting import count, interval, percent, points
from genrelens.reports.tables import Cell, Heading, Table, number_cell

if TYPE_CHECKING:
    from genrelens.evaluation.results import Estimate
    from genrelens.reports.facts import ReportFacts
    from genrelens.reports.naming import Naming

__all__ = ["reliability_section"]

_SMALL_GAP = 0.01


def reliability_section(facts: ReportFacts, _naming: Naming) -> dict[str, Any]:
    """Gather the calibration curve, its table, and what it amounts to."""
    evaluation = facts.evaluation
    reliability = evaluation.reliability
    n_tracks = [int(number) for number in reliability.n_tracks]
    sure = [float(value) for value in reliability.confidence]
    right = [float(value) for value in reliability.accuracy]
    headline = evaluation.scenarios[evaluation.headline]
    error = headline.metrics.get("calibration_error")
    return {
        "chart": calibration_curve(
            sure,
            right,
            n_tracks,
            label="Share of right answers against how sure the model was, in "
            f"{len(sure)} groups of tracks",
        ),
        "sentence": _sentence(sure, right, n_tracks, error),
        "table": _table(sure, right, n_tracks, headline.repeat_words),
        "repeat": headline.repeat_words,
    }


def _table(
    sure: list[float], right: list[float], n_tracks: list[int], repeat: str
) -> Table:
    rows = [
        [
            Cell(f"group {number}", sort=number),
            number_cell(size),
            Cell(percent(confidence), sort=confidence),
            Cell(percent(accuracy), sort=accuracy),
            Cell(f"{points(accuracy - confidence)} points", sort=accuracy - confidence),
        ]
        for number, (size, confidence, accuracy) in enumerate(
            zip(n_tracks, sure, right, strict=True), start=1
        )
    ]
    return Table(
        caption=f"{count(sum(n_tracks))} tracks of the headline scenario{repeat} in "
        f"{len(sure)} groups of like certainty.",
        headings=[
            Heading("Tracks by certainty"),
            Heading("Tracks", is_number=True),
            Heading("Mean top probability", is_number=True),
            Heading("Right", is_number=True),
            Heading("Difference", is_number=True),
        ],
        rows=rows,
    )


def _sentence(
    sure: list[float], right: list[float], n_tracks: list[int], error: Estimate | None
) -> str:
    total = max(sum(n_tracks), 1)
    gap = (
        sum(
            n * (accuracy - confidence)
            for n, accuracy, confidence in zip(n_tracks, right, sure, strict=True)
        )
        / total
    )
    if abs(gap) < _SMALL_GAP:
        leaning = "On the whole the model is about as sure as it is right"
    elif gap > 0:
        leaning = (
            "On the whole the model is too modest: it is right "
            f"{points(gap, signed=False)} points more often than it is sure"
        )
    else:
        leaning = (
            "On the whole the model is too sure of itself: it is right "
            f"{points(-gap, signed=False)} points less often than it is sure"
        )
    if error is None:
        return f"{leaning}."
    return (
        f"{leaning}; the mean distance is {percent(error.value)} "
        f"(95 % interval {interval(error, percent)}, {count(total)} tracks)."
    )
