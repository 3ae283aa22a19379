"""Show what may be decided without a person, and how often that would be wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from genrelens.reports.figures.dot_interval import IntervalRow, dot_intervals
from genrelens.reports.figures.trust.risk_curve import PromisePoint, risk_curve
from genrelens.reports.formatting import count, decimal, interval, percent, percent_tick
from genrelens.reports.tables import Cell, Heading, Table, estimate_cell, number_cell

if TYPE_CHECKING:
    from genrelens.evaluation.prediction_sets.results import (
        DecisionScores,
        DecisionStudy,
        GenreDecisions,
        GenreSets,
        SetScores,
    )
    from genrelens.reports.figures.markup import Svg
    from genrelens.reports.naming import Naming

__all__ = ["decisions_section"]

_MAX_DRAWN = 40
_THRESHOLDS = {
    "own": "its own",
    "shared": "shared with like genres",
    "all": "that of all tracks",
}


def decisions_section(result: DecisionStudy, naming: Naming) -> dict[str, Any]:
    """Gather the sets, the decisions, and the curve of share against error.

    Parameters
    ----------
    result : DecisionStudy
        Of the headline scenario.
    naming : Naming
        Colours of the genres.
    """
    scope = (
        f"{result.title[:1].upper()}{result.title[1:]}: "
        f"{count(result.n_tracks)} tracks in "
        f"{count(result.n_groups)} {result.group_words}"
    )
    worst_first = sorted(result.sets.by_genre, key=lambda one: one.coverage.value)
    return {
        "scope": scope,
        "promise": percent(result.decided.max_error, _digits(result.decided.max_error)),
        "sentence": _decided_sentence(result),
        "set_sentence": _set_sentence(result.sets),
        "curve": _curve(result, scope),
        "levels": _levels_table(result, scope),
        "coverage_chart": _coverage_chart(result.sets, worst_first, naming),
        "n_drawn": min(len(worst_first), _MAX_DRAWN),
        "n_genres": len(worst_first),
        "genre_table": _genre_table(worst_first, result.by_genre, scope),
        "compared": _compared_table((result.sets, *result.compared), scope),
    }


def _digits(share: float) -> int:
    return 0 if abs(share * 100 - round(share * 100)) < 1e-9 else 1  # noqa: PLR2004


def _decided_sentence(result: DecisionStudy) -> str:
    found = result.decided
    asked = (
        f"For {percent(found.asked.value)} ({interval(found.asked, percent)}) a person "
        f"would be asked to choose from at most {result.decision_rule.most_asked} "
        "genres"
    )
    if found.asked_hold is not None:
        asked += (
            f"; the right one is on {percent(found.asked_hold.value)} of these lists "
            f"({interval(found.asked_hold, percent)})"
        )
    left = (
        f"{percent(found.left.value)} ({interval(found.left, percent)}) would be left "
        "alone"
    )
    if found.error_written is None:
        return (
            "No probability was found from which on the promise could be kept, so "
            f"nothing would be written. {asked}. {left}. {_least(result)}"
        )
    return (
        f"A genre would be written on {percent(found.written.value)} of tracks (95 % "
        f"interval {interval(found.written, percent)}), and "
        f"{percent(found.error_written.value)} of these {count(found.n_written)} tags "
        f"are wrong ({interval(found.error_written, percent)}). {asked}. {left}."
    )


def _least(result: DecisionStudy) -> str:
    """Say at which share of errors something would be written."""
    for found in result.by_level:
        if found.n_written:
            return (
                "Allowed to be wrong on "
                f"{percent(found.max_error, _digits(found.max_error))} of what it "
                f"writes, the model would write {percent(found.written.value)} "
                f"({interval(found.written, percent)})."
            )
    return "Nothing would be written at any of the shares in the table either."


def _set_sentence(sets: SetScores) -> str:
    worst = sets.worst
    return (
        f"Sets that should hold the true genre of "
        f"{percent(1 - sets.max_error, _digits(sets.max_error))} of tracks hold it for "
        f"{percent(sets.coverage.value)} (95 % interval "
        f"{interval(sets.coverage, percent)}), with "
        f"{decimal(sets.mean_size.value, 2)} genres on average "
        f"({interval(sets.mean_size, _two)}) of {len(sets.by_genre)}. The genre held "
        f"least often is {worst.genre}: {percent(worst.coverage.value)} "
        f"({interval(worst.coverage, percent)}) of its {count(worst.n_tracks)} tracks "
        f"in {count(worst.n_groups)} groups."
    )


def _curve(result: DecisionStudy, scope: str) -> Svg:
    points = [
        PromisePoint(
            share=found.written.value,
            error=found.error_written.value,
            tip=f"promised at most {percent(found.max_error)} wrong: "
            f"{percent(found.written.value)} of tracks written, "
            f"{percent(found.error_written.value)} of them wrong "
            f"({interval(found.error_written, percent)})",
            is_chosen=found.max_error == result.decided.max_error,
        )
        for found in result.by_level
        if found.error_written is not None
    ]
    return risk_curve(
        result.curve,
        points,
        label="Share of wrong answers against the share of tracks answered, the "
        f"surest first, with its 95 % band; {scope}",
    )


def _levels_table(result: DecisionStudy, scope: str) -> Table:
    return Table(
        caption="What each promise would have come to, by rules learnt from other "
        f"groups. {scope}; 95 % intervals.",
        headings=[
            Heading("At most so many wrong"),
            Heading("Tags written", is_number=True),
            Heading("Share written", is_number=True),
            Heading("Wrong among them", is_number=True),
            Heading("Asked", is_number=True),
            Heading("Lists that hold it", is_number=True),
            Heading("Left alone", is_number=True),
        ],
        rows=[_level_row(found) for found in result.by_level],
    )


def _level_row(found: DecisionScores) -> list[Cell]:
    return [
        Cell(percent(found.max_error), sort=found.max_error),
        number_cell(found.n_written),
        estimate_cell(found.written, percent),
        estimate_cell(found.error_written, percent)
        if found.error_written
        else Cell("none written"),
        estimate_cell(found.asked, percent),
        estimate_cell(found.asked_hold, percent)
        if found.asked_hold
        else Cell("none asked"),
        estimate_cell(found.left, percent),
    ]


def _coverage_chart(
    sets: SetScores, worst_first: list[GenreSets], naming: Naming
) -> Svg:
    rows = [
        IntervalRow(
            label=one.genre,
            value=one.coverage.value,
            low=one.coverage.low,
            high=one.coverage.high,
            tip=f"{one.genre}: {percent(one.coverage.value)} "
            f"({interval(one.coverage, percent)}) of {count(one.n_tracks)} tracks in "
            f"{count(one.n_groups)} groups, {decimal(one.mean_size.value, 2)} genres a "
            f"set",
            colour=naming.colour(one.genre),
        )
        for one in worst_first[:_MAX_DRAWN]
    ]
    return dot_intervals(
        rows,
        label="Share of each genre's tracks whose set holds it, with 95 % intervals",
        axis_title="sets that hold the true genre",
        show=percent,
        show_tick=percent_tick,
        reference=1 - sets.max_error,
    )


def _genre_table(
    ordered: list[GenreSets], decided: tuple[GenreDecisions, ...], scope: str
) -> Table:
    by_name = {one.genre: one for one in decided}
    return Table(
        caption="Sets and written tags of each genre. Written: of its tracks, those on "
        "which some genre was written. Wrong: of the tags of this genre, those on "
        f"tracks of another. {scope}; 95 % intervals.",
        headings=[
            Heading("Genre"),
            Heading("Tracks", is_number=True),
            Heading("Groups", is_number=True),
            Heading("Sets that hold it", is_number=True),
            Heading("Genres a set", is_number=True),
            Heading("Threshold"),
            Heading("Written", is_number=True),
            Heading("Its tags", is_number=True),
            Heading("Wrong among them", is_number=True),
        ],
        rows=[_genre_row(one, by_name[one.genre]) for one in ordered],
    )


def _genre_row(one: GenreSets, decided: GenreDecisions) -> list[Cell]:
    return [
        Cell(one.genre),
        number_cell(one.n_tracks),
        number_cell(one.n_groups),
        estimate_cell(one.coverage, percent),
        estimate_cell(one.mean_size, _two),
        Cell(_THRESHOLDS[one.thresholds]),
        estimate_cell(decided.written, percent),
        number_cell(decided.n_written),
        estimate_cell(decided.error_written, percent)
        if decided.error_written
        else Cell("none written"),
    ]


def _compared_table(ways: tuple[SetScores, ...], scope: str) -> Table:
    return Table(
        caption=f"Ways of making sets, all asked for {percent(ways[0].max_error)} of "
        f"misses; the first is in use. {scope}; 95 % intervals.",
        headings=[
            Heading("Misfit"),
            Heading("Thresholds"),
            Heading("Sets that hold it", is_number=True),
            Heading("Genres a set", is_number=True),
            Heading("One genre", is_number=True),
            Heading("No genre", is_number=True),
            Heading("Least held genre", is_number=True),
        ],
        rows=[
            [
                Cell(way.score.upper()),
                Cell("per genre" if way.per_genre else "one for all"),
                estimate_cell(way.coverage, percent),
                estimate_cell(way.mean_size, _two),
                estimate_cell(way.single, percent),
                estimate_cell(way.empty, percent),
                Cell(
                    percent(way.worst.coverage.value),
                    sort=way.worst.coverage.value,
                    detail=way.worst.genre,
                ),
            ]
            for way in ways
        ],
        is_sortable=False,
    )


def _two(value: float) -> str:
    return decimal(value, 2)
