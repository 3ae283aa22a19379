"""Show whether the model is as often right as it is sure, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from genrelens.reports.figures.trust.before_after import Change, before_after
from genrelens.reports.figures.trust.reliability_pair import reliability_pair
from genrelens.reports.formatting import count, decimal, interval, percent, points
from genrelens.reports.tables import Cell, Heading, Table, estimate_cell, number_cell

if TYPE_CHECKING:
    from genrelens.evaluation.calibration.results import (
        CalibrationStudy,
        GenreCalibration,
    )
    from genrelens.evaluation.results import Reliability
    from genrelens.reports.figures.markup import Svg
    from genrelens.reports.naming import Naming

__all__ = ["calibration_section"]

_MAX_DRAWN = 40
_SMALL_GAP = 0.01
_NAMES = {
    "none": "none",
    "temperature": "temperature scaling",
    "vector": "vector scaling",
    "isotonic": "isotonic regression",
}


def calibration_section(result: CalibrationStudy, _naming: Naming) -> dict[str, Any]:
    """Gather both reliability curves, the errors of each genre, and what was tried.

    Parameters
    ----------
    result : CalibrationStudy
        Of the headline scenario.
    """
    worst_first = sorted(result.by_genre, key=lambda one: -one.after.value)
    scope = (
        f"{result.title[:1].upper()}{result.title[1:]}: "
        f"{count(result.n_tracks)} tracks in "
        f"{count(result.n_groups)} {result.group_words}"
    )
    return {
        "sentence": _sentence(result),
        "method": _method(result),
        "scope": scope,
        "chart": reliability_pair(
            result.curve_before,
            result.curve_after,
            label="Share of right answers against how sure the model was, before and "
            f"after calibration; {scope}",
        ),
        "curve_tables": (
            _curve_table(result.curve_before, "Before calibration", scope),
            _curve_table(result.curve_after, "After calibration", scope),
        ),
        "scores": _scores_table(result, scope),
        "genre_chart": _genre_chart(worst_first) if worst_first else None,
        "n_drawn": min(len(worst_first), _MAX_DRAWN),
        "n_genres": len(worst_first),
        "genre_table": _genre_table(worst_first, scope),
        "trials": _trials_table(result, scope),
    }


def _sentence(result: CalibrationStudy) -> str:
    before, after = result.before.calibration_error, result.after.calibration_error
    curve = result.curve_before
    weights = curve.n_tracks / max(int(curve.n_tracks.sum()), 1)
    gap = float(weights @ (curve.accuracy - curve.confidence))
    if abs(gap) < _SMALL_GAP:
        leaning = "On the whole the model is about as sure as it is right"
    elif gap > 0:
        leaning = (
            "The model by itself is too modest: it is right "
            f"{points(gap, signed=False)} points more often than it is sure"
        )
    else:
        leaning = (
            "The model by itself is too sure: it is right "
            f"{points(-gap, signed=False)} points less often than it is sure"
        )
    return (
        f"{leaning}. The mean distance between sure and right was "
        f"{percent(before.value)} (95 % interval {interval(before, percent)}); after "
        f"calibration on other groups it is {percent(after.value)} "
        f"({interval(after, percent)}). {result.title[:1].upper()}{result.title[1:]}, "
        f"{count(result.n_tracks)} tracks in {count(result.n_groups)} "
        f"{result.group_words}."
    )


def _method(result: CalibrationStudy) -> str:
    rule = result.calibrator
    if rule.method == "none":
        return (
            "No kind of calibration lowered the log-loss on other groups, so the "
            "probabilities stay as the model gave them."
        )
    if rule.method == "temperature":
        way = "too modest" if rule.temperature < 1 else "too sure"
        return (
            "The model's probabilities are corrected by temperature scaling, with a "
            f"temperature of {decimal(rule.temperature, 2)} (below 1: the model was "
            f"too modest; above 1: too sure; here {way})."
        )
    return (
        f"The model's probabilities are corrected by {_NAMES[rule.method]}, which fits "
        "each genre by itself."
    )


def _scores_table(result: CalibrationStudy, scope: str) -> Table:
    before, after = result.before, result.after
    return Table(
        caption=f"{scope}; 95 % intervals. Lower is better in every row.",
        headings=[
            Heading("Score"),
            Heading("Before", is_number=True),
            Heading("After", is_number=True),
        ],
        rows=[
            [
                Cell("Calibration error"),
                estimate_cell(before.calibration_error, percent),
                estimate_cell(after.calibration_error, percent),
            ],
            [
                Cell("Log-loss"),
                estimate_cell(before.log_loss, decimal),
                estimate_cell(after.log_loss, decimal),
            ],
            [
                Cell("Brier score (0 to 2)"),
                estimate_cell(before.brier, decimal),
                estimate_cell(after.brier, decimal),
            ],
        ],
        is_sortable=False,
    )


def _curve_table(curve: Reliability, name: str, scope: str) -> Table:
    rows = [
        [
            Cell(f"group {number}", sort=number),
            number_cell(int(size)),
            Cell(percent(sure), sort=sure),
            Cell(percent(right), sort=right),
            Cell(f"{points(right - sure)} points", sort=right - sure),
        ]
        for number, (size, sure, right) in enumerate(
            zip(
                curve.n_tracks.tolist(),
                curve.confidence.tolist(),
                curve.accuracy.tolist(),
                strict=True,
            ),
            start=1,
        )
    ]
    return Table(
        caption=f"{name}, in groups of tracks of like certainty. {scope}.",
        headings=[
            Heading("Tracks by certainty"),
            Heading("Tracks", is_number=True),
            Heading("Mean top probability", is_number=True),
            Heading("Right", is_number=True),
            Heading("Difference", is_number=True),
        ],
        rows=rows,
    )


def _genre_chart(ordered: list[GenreCalibration]) -> Svg:
    rows = [
        Change(
            label=one.genre,
            before=one.before.value,
            after=one.after.value,
            tip=f"{one.genre}: {percent(one.before.value)} before, "
            f"{percent(one.after.value)} after ({interval(one.after, percent)}), "
            f"{count(one.n_tracks)} tracks in {count(one.n_groups)} groups",
        )
        for one in ordered[:_MAX_DRAWN]
    ]
    return before_after(
        rows,
        label="Calibration error of each genre against all others, before and after",
        axis_title="calibration error: ring before, dot after",
        show=percent,
    )


def _genre_table(ordered: list[GenreCalibration], scope: str) -> Table:
    return Table(
        caption="Calibration error of each genre's probability, measured on all "
        f"tracks. {scope}; 95 % intervals.",
        headings=[
            Heading("Genre"),
            Heading("Its tracks", is_number=True),
            Heading("Its groups", is_number=True),
            Heading("Before", is_number=True),
            Heading("After", is_number=True),
        ],
        rows=[
            [
                Cell(one.genre),
                number_cell(one.n_tracks),
                number_cell(one.n_groups),
                estimate_cell(one.before, percent),
                estimate_cell(one.after, percent),
            ]
            for one in ordered
        ],
    )


def _trials_table(result: CalibrationStudy, scope: str) -> Table:
    return Table(
        caption="Kinds of calibration, each learnt from some folds and scored on the "
        f"others. {scope}.",
        headings=[
            Heading("Kind"),
            Heading("Log-loss", is_number=True),
            Heading("Gain", is_number=True),
            Heading("What became of it"),
        ],
        rows=[
            [
                Cell(_NAMES[one.method]),
                Cell(decimal(one.log_loss, 4), sort=one.log_loss)
                if one.log_loss is not None
                else Cell("not tried"),
                estimate_cell(one.gain, _four) if one.gain else Cell(""),
                Cell(one.why + (" In use." if one.is_chosen else "")),
            ]
            for one in result.trials
        ],
        is_sortable=False,
    )


def _four(value: float) -> str:
    return decimal(value, 4)
