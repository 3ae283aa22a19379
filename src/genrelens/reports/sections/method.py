"""Tell how the numbers were made, and with which settings and versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from genrelens.reports.formatting import count
from genrelens.reports.tables import Cell, Heading, Table

if TYPE_CHECKING:
    from genrelens.evaluation.results import ScenarioScores
    from genrelens.reports.facts import ReportFacts
    from genrelens.reports.naming import Naming

__all__ = ["method_section"]

_KIND_WORDS = {
    "unseen_artists": "no artist on both sides",
    "unseen_tracks": "no copy of a track on both sides",
    "known_artists": "no copy of a track on both sides, its artist known",
    "held_out_source": "no source, track or artist on both sides",
    "given_test": "the user's own list, used once",
    "random_rows": "rows dealt out blindly",
    "every_row": "rows dealt out blindly, copies of a track counted",
    "locked_test": "set aside before any model was trained, used once",
    "majority_baseline": "always the most frequent genre",
    "shuffled_labels": "genres dealt out by chance before training",
}


def method_section(facts: ReportFacts, naming: Naming) -> dict[str, Any]:
    """Gather splits, rules, settings, versions and hashes."""
    source = facts.table.source
    return {
        "splits": Table(
            caption="How the tracks were split for each score.",
            headings=[
                Heading("Scenario"),
                Heading("Rule"),
                Heading("Tracks", is_number=True),
                Heading("Groups", is_number=True),
                Heading("Folds", is_number=True),
                Heading("Repeats", is_number=True),
            ],
            rows=[_split(scores) for scores in facts.evaluation.scenarios.values()],
            is_sortable=False,
        ),
        "p_value": facts.evaluation.p_value,
        "n_genres": len(naming.genres),
        "has_locked_test": "locked_test" in facts.evaluation.scenarios,
        "has_given_test": "given_test" in facts.evaluation.scenarios,
        "decisions": list(source.decisions),
        "settings": _pairs("What was asked for.", "Setting", facts.settings),
        "versions": _pairs("Software that made this page.", "Part", facts.versions),
        "hashes": _pairs("SHA-256 of the files.", "File", facts.hashes),
        "source": [
            ("file", source.name),
            ("size", f"{count(source.n_bytes)} bytes"),
            ("format", source.format),
            ("compression", source.compression),
            ("encoding", source.encoding),
            ("delimiter", source.delimiter),
        ],
    }


def _split(scores: ScenarioScores) -> list[Cell]:
    return [
        Cell(scores.title),
        Cell(_KIND_WORDS.get(scores.scenario, f"no {scores.group_kind} on both sides")),
        Cell(count(scores.n_tracks), sort=scores.n_tracks),
        Cell(count(scores.n_groups), sort=scores.n_groups, detail=scores.group_words),
        Cell(str(scores.n_folds), sort=scores.n_folds),
        Cell(str(scores.n_repeats), sort=scores.n_repeats),
    ]


def _pairs(caption: str, name: str, values: dict[str, str]) -> Table:
    return Table(
        caption=caption,
        headings=[Heading(name), Heading("Value")],
        rows=[[Cell(key), Cell(value)] for key, value in values.items()],
        is_sortable=False,
    )
