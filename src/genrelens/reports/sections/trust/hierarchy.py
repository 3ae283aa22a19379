"""Show how right the model is by family, and at which level it can still answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from genrelens.errors import printable
from genrelens.reports.figures.stacked_bars import Bar, Part, stacked_bars
from genrelens.reports.formatting import count, decimal, interval, percent
from genrelens.reports.tables import Cell, Heading, Table, estimate_cell, number_cell

if TYPE_CHECKING:
    from genrelens.evaluation.hierarchy.results import HierarchicalScores
    from genrelens.reports.naming import Naming

__all__ = ["hierarchy_section"]

_TITLES = {"genre": "its genre", "family": "a family", "none": "no answer"}
_COLOURS = {"genre": "g0", "family": "g4", "none": "gx"}
_N_NAMED = 8


def hierarchy_section(result: HierarchicalScores, _naming: Naming) -> dict[str, Any]:
    """Gather the scores on the tree and the answers by level."""
    return {
        "lead": _lead(result),
        "certain": _certain(result),
        "chart": _chart(result),
        "legend": [
            (_TITLES[level.level], _COLOURS[level.level], percent(level.share.value))
            for level in result.levels
        ],
        "levels": _levels(result),
        "scores": _scores(result),
        "missing": _missing(result),
        "notes": list(result.notes),
        "scope": _scope(result),
    }


def _scope(result: HierarchicalScores) -> str:
    return (
        f"{result.scenario}, {count(result.n_tracks)} tracks in "
        f"{count(result.n_groups)} groups"
    )


def _lead(result: HierarchicalScores) -> str:
    whose = "the family tree you gave" if result.is_given else "the families found here"
    return (
        f"By {whose} ({count(result.n_families)} families), the model names the right "
        f"family for {percent(result.family_accuracy.value)} of the tracks (95 % "
        f"interval {interval(result.family_accuracy, percent)}), and the right genre "
        f"for {percent(result.accuracy.value)} "
        f"({interval(result.accuracy, percent)}; {_scope(result)})."
    )


def _certain(result: HierarchicalScores) -> str:
    """Say what comes of answering only where the model is certain."""
    wanted = percent(result.certainty, 0)
    if result.threshold is None:
        return (
            f"No threshold makes {wanted} of its answers right, so at this certainty "
            "the model should give none."
        )
    answered = result.answered
    reached = answered.accuracy
    was = (
        ""
        if reached is None
        else f" {percent(reached.value)} of these answers are right "
        f"({interval(reached, percent)})."
    )
    return (
        f"Told to be right in {wanted} of its answers, the model gives each track its "
        "genre where it is certain enough, a family where it is not, and no answer "
        "where even that is uncertain. It then answers "
        f"{percent(answered.share.value)} of the tracks "
        f"({interval(answered.share, percent)}).{was} For new tracks the threshold is "
        f"a probability of {decimal(result.threshold, 2)}; here each part of the "
        "tracks was answered by a threshold that the other parts chose."
    )


def _chart(result: HierarchicalScores) -> str:
    parts = tuple(
        Part(
            level.share.value,
            _COLOURS[level.level],
            f"{_TITLES[level.level]}: {percent(level.share.value)} of the tracks",
        )
        for level in result.levels
    )
    return stacked_bars(
        [Bar("all tracks", parts)],
        label="Share of tracks that get their genre, a family, or no answer; the table "
        "holds the numbers",
        axis_title="share of the tracks",
        show=_whole,
    )


def _whole(share: float) -> str:
    return percent(share, 0)


def _levels(result: HierarchicalScores) -> Table:
    rows = [
        [
            Cell(_TITLES[level.level]),
            number_cell(level.n_tracks),
            estimate_cell(level.share, percent),
            Cell("no answer, none wrong")
            if level.level == "none"
            else estimate_cell(level.accuracy, percent),
        ]
        for level in result.levels
    ]
    return Table(
        caption=f"What tracks get when {percent(result.certainty, 0)} of the answers "
        f"are wanted right ({_scope(result)}; 95 % intervals below).",
        headings=[
            Heading("Answer"),
            Heading("Tracks", is_number=True),
            Heading("Share", is_number=True),
            Heading("Right", is_number=True),
        ],
        rows=rows,
        is_sortable=False,
    )


def _scores(result: HierarchicalScores) -> Table:
    rows = (
        ("Right genre", result.accuracy, "accuracy"),
        ("Right family", result.family_accuracy, "by the largest sum"),
        ("Hierarchical precision", result.precision, "of the names given"),
        ("Hierarchical recall", result.recall, "of the names wanted"),
        ("Hierarchical F1", result.f1, "of both"),
    )
    return Table(
        caption=f"Scores on the family tree ({_scope(result)}; 95 % intervals). The "
        "hierarchical ones count a genre together with all families above it, so that "
        "a mistake within a family costs less than one outside.",
        headings=[Heading("Score"), Heading("Value", is_number=True)],
        rows=[
            [Cell(name, detail=detail), estimate_cell(value, percent)]
            for name, value, detail in rows
        ],
        is_sortable=False,
    )


def _missing(result: HierarchicalScores) -> str:
    if not result.missing:
        return ""
    names = ", ".join(printable(name) for name in result.missing[:_N_NAMED])
    more = len(result.missing) - _N_NAMED
    rest = f" and {count(more)} more" if more > 0 else ""
    n_missing = len(result.missing)
    does = "genre is" if n_missing == 1 else "genres are"
    stands = "stands" if n_missing == 1 else "stand"
    return (
        f"{count(n_missing)} {does} not in the tree and {stands} alone: {names}{rest}. "
        "Add them under 'parents', or as 'aliases' of genres that are."
    )
