"""Tell what the table holds: findings, columns, changes, and rows left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from genrelens.reports.formatting import count, percent, value_with_unit
from genrelens.reports.tables import Cell, Heading, Table, number_cell
from genrelens.schema.columns import Role
from genrelens.schema.findings import Severity

if TYPE_CHECKING:
    from genrelens.features.reference import FeatureReference
    from genrelens.reports.facts import ReportFacts
    from genrelens.reports.naming import Naming
    from genrelens.schema.findings import Finding

__all__ = ["findings_section"]

_ROLE_WORDS = {
    Role.FEATURE: "attribute",
    Role.TARGET: "the genre to be learnt",
    Role.PROXY: "gives the genre away: left out",
    Role.TRACK_ID: "identifies the track",
    Role.TRACK_NAME: "title of the track",
    Role.ARTIST: "artist",
    Role.ALBUM: "album",
    Role.PLAYLIST: "where the row was taken from",
    Role.DATE: "date",
    Role.INDEX: "row number: left out",
    Role.IDENTIFIER: "identifier: left out",
    Role.FILE: "how the file was made: left out",
    Role.TEXT: "free text: left out",
    Role.CONSTANT: "one value everywhere: left out",
    Role.EMPTY: "empty: left out",
    Role.LEFT_OUT: "attribute: left out as you said",
}
_ORDER = (Severity.BLOCKER, Severity.WARNING, Severity.NOTE)


def findings_section(facts: ReportFacts, naming: Naming) -> dict[str, Any]:
    """Gather what was noticed, taken for granted, changed and left out."""
    findings = sorted(
        facts.table.findings, key=lambda finding: _ORDER.index(finding.severity)
    )
    return {
        "findings": [
            _finding(finding)
            for finding in findings
            if finding.severity is not Severity.NOTE
        ],
        "notes": [
            _finding(finding)
            for finding in findings
            if finding.severity is Severity.NOTE
        ],
        "counts": [
            (str(level), sum(finding.severity == level for finding in findings))
            for level in _ORDER
        ],
        "target": facts.target,
        "target_why": _sentence(facts.target_why),
        "columns": _columns(facts),
        "features": _features(facts, naming),
        "genres": _genres(facts),
        "ledger": _ledger(facts),
        "n_changes": len(facts.table.ledger),
        "n_cells": facts.table.ledger.n_cells,
        "drops": _drops(facts),
        "n_dropped": sum(len(drop.rows) for drop in facts.table.drops),
        "n_rows": len(facts.table.line_numbers),
        "source": facts.table.source,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "message": finding.message,
        "remedy": finding.remedy,
        "column": finding.column,
        "n_rows": _rows(finding.n_rows) if finding.n_rows else "",
        "lines": ", ".join(count(line) for line in finding.lines),
        "examples": list(finding.examples),
    }


def _rows(number: int) -> str:
    return f"{count(number)} row{'' if number == 1 else 's'}"


def _sentence(words: str) -> str:
    """Begin with a capital and end with one full stop, whatever was given."""
    return f"{words[:1].upper()}{words[1:].rstrip('. ')}." if words else ""


def _columns(facts: ReportFacts) -> Table:
    rows = [
        [
            Cell(column.header),
            Cell(_ROLE_WORDS[column.role]),
            Cell(column.known.label if column.known else ""),
            Cell(str(column.kind)),
            Cell(column.unit),
            Cell(column.why),
        ]
        for column in facts.table.columns
    ]
    return Table(
        caption=f"All {count(len(rows))} columns of the file, in its order, and what "
        "each was taken for.",
        headings=[
            Heading("Column in the file"),
            Heading("Taken for"),
            Heading("Known as"),
            Heading("Read as"),
            Heading("Unit"),
            Heading("Why"),
        ],
        rows=rows,
    )


def _features(facts: ReportFacts, naming: Naming) -> Table:
    known = {reference.name: reference for reference in facts.references}
    rows = []
    for feature in facts.features:
        reference = known.get(feature.name)
        rows.append(
            [
                Cell(naming.label(feature.name)),
                Cell(feature.origin),
                Cell(feature.group),
                Cell(str(feature.kind)),
                *_reference_cells(reference, feature.unit),
            ]
        )
    return Table(
        caption=f"The {count(len(rows))} attributes {_use_of(facts)}, over "
        f"{count(facts.n_tracks)} tracks. Typical: half of all tracks lie between "
        "the two values (25th to 75th percentile).",
        headings=[
            Heading("Attribute"),
            Heading("Column in the file"),
            Heading("Family"),
            Heading("Kind"),
            Heading("Missing", is_number=True),
            Heading("Median", is_number=True),
            Heading("Typical", is_number=True),
            Heading("Range", is_number=True),
        ],
        rows=rows,
    )


def _use_of(facts: ReportFacts) -> str:
    chosen = facts.selection
    if chosen is None or not chosen.is_applied:
        return "the model learns from"
    return f"from which the model's {count(len(chosen.chosen))} were chosen"


def _reference_cells(reference: FeatureReference | None, unit: str) -> list[Cell]:
    if reference is None:
        return [Cell("not recorded")] * 4
    share = reference.n_missing / max(reference.n_tracks, 1)
    missing = Cell(
        percent(share) if reference.n_missing else "none",
        sort=share,
        detail=f"{count(reference.n_missing)} tracks" if reference.n_missing else "",
    )
    if reference.levels:
        levels = Cell(f"{len(reference.levels)} levels", sort=len(reference.levels))
        return [missing, levels, Cell(""), Cell("")]
    if not reference.quantiles or reference.low is None or reference.high is None:
        return [missing, Cell(""), Cell(""), Cell("")]
    _, lower, middle, upper, _ = reference.quantiles
    return [
        missing,
        Cell(value_with_unit(middle, unit), sort=middle),
        Cell(
            f"{value_with_unit(lower, unit)} to {value_with_unit(upper, unit)}",
            sort=upper - lower,
        ),
        Cell(
            f"{value_with_unit(reference.low, unit)} to "
            f"{value_with_unit(reference.high, unit)}",
            sort=reference.high - reference.low,
        ),
    ]


def _genres(facts: ReportFacts) -> Table:
    return Table(
        caption=f"Tracks of each of the {count(len(facts.genre_counts))} genres, most "
        "frequent first.",
        headings=[
            Heading("Genre"),
            Heading("Tracks", is_number=True),
            Heading("Share", is_number=True),
        ],
        rows=[
            [
                Cell(genre),
                number_cell(number),
                Cell(percent(number / max(facts.n_tracks, 1)), sort=number),
            ]
            for genre, number in facts.genre_counts.items()
        ],
    )


def _ledger(facts: ReportFacts) -> Table:
    rows = [
        [
            Cell(change.column if change.column is not None else "(whole rows)"),
            Cell(change.what),
            number_cell(change.n_cells),
            Cell("; ".join(f"{old} → {new}" for old, new in change.examples[:3])),
            Cell(", ".join(count(line) for line in change.lines)),
        ]
        for change in facts.table.ledger
    ]
    return Table(
        caption="Every change that cleaning made, with up to three examples (before → "
        "after) and the first lines of the file concerned.",
        headings=[
            Heading("Column"),
            Heading("What was changed"),
            Heading("Cells or rows", is_number=True),
            Heading("Examples"),
            Heading("Lines"),
        ],
        rows=rows,
    )


def _drops(facts: ReportFacts) -> Table:
    lines = facts.table.line_numbers
    rows = []
    for drop in facts.table.drops:
        places = np.asarray(lines)[drop.rows[:5]]
        rows.append(
            [
                Cell(drop.what),
                Cell(drop.code),
                number_cell(len(drop.rows)),
                Cell(", ".join(count(int(line)) for line in places)),
            ]
        )
    return Table(
        caption="Rows that training left out; each is counted under one reason only.",
        headings=[
            Heading("Reason"),
            Heading("Code"),
            Heading("Rows", is_number=True),
            Heading("First lines"),
        ],
        rows=rows,
    )
