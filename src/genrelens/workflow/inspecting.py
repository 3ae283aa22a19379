"""Say what a table holds, what each column was taken for, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from genrelens.checking.checking import check_table
from genrelens.cleaning.cleaning import clean_table
from genrelens.errors import ColumnError, InputError
from genrelens.evaluation.evaluating import development_folds
from genrelens.evaluation.grouping import find_groups
from genrelens.ingest.reading import read_table
from genrelens.ingest.trees.reading import read_tree
from genrelens.schema.findings import Severity
from genrelens.workflow.preparing import labelled_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.cleaning.track_table import TrackTable
    from genrelens.ingest.raw_table import RawTable
    from genrelens.schema.findings import Finding
    from genrelens.workflow.requests import TableRequest

__all__ = ["Inspection", "inspect_raw_table", "inspect_table"]

_SEVERITY_ORDER = {Severity.BLOCKER: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a table holds.

    Parameters
    ----------
    table : TrackTable
        The cleaned table with roles, ledger, findings and rows to leave out.
    target, target_why : str
        Header of the genre column and how it was found; empty where none was.
    genre_counts : dict of str to int
        Rows of each genre that training would learn from, largest first.
    obstacle : str
        The sentence that says why no model can be trained; empty where one can.
    rows, labels : ndarray of int64 and of str, shape (n_tracks,)
        Positions of the rows that training would learn from, and their genres; empty
        where there is no genre column.
    """

    table: TrackTable
    target: str
    target_why: str
    genre_counts: dict[str, int]
    obstacle: str
    rows: NDArray[np.int64]
    labels: NDArray[np.str_]

    @property
    def is_usable(self) -> bool:
        """Whether a model can be trained on the table as it is."""
        return not self.obstacle

    @property
    def findings(self) -> list[Finding]:
        """All findings, the gravest first."""
        return sorted(
            self.table.findings, key=lambda found: _SEVERITY_ORDER[found.severity]
        )

    def to_dict(self) -> dict[str, Any]:
        """Give everything as plain values, ready for JSON."""
        return {
            "format": "genrelens-inspection",
            "format_version": "1.0",
            "is_usable": self.is_usable,
            "obstacle": self.obstacle,
            "source": self.table.source.to_dict(),
            "n_rows": len(self.table.frame),
            "target": self.target,
            "target_why": self.target_why,
            "genres": self.genre_counts,
            "columns": [column.to_dict() for column in self.table.columns],
            "findings": [finding.to_dict() for finding in self.findings],
            "changes": [change.to_dict() for change in self.table.ledger],
            "left_out": [
                {"code": drop.code, "n_rows": len(drop.rows), "what": drop.what}
                for drop in self.table.drops
            ],
        }


def inspect_table(request: TableRequest) -> Inspection:
    """Read, clean and check a table, and say whether it can be used.

    A table without a genre column, or without an attribute to learn from, is
    inspected all the same; `Inspection.obstacle` then says why it cannot be used.

    Raises
    ------
    FileFormatError
        If the file cannot be read without guessing.
    ColumnError
        If the cells of a column cannot be understood.
    """
    raw = read_table(
        request.table,
        encoding=request.encoding,
        delimiter=request.delimiter,
        name=request.name,
    )
    return inspect_raw_table(raw, request)


def inspect_raw_table(raw: RawTable, request: TableRequest) -> Inspection:
    """Clean and check a table that was read, and say whether it can be used.

    Parameters
    ----------
    raw : RawTable
        The table as it stands in its file.
    request : TableRequest
        How it is to be understood.

    Raises
    ------
    ColumnError
        If the cells of a column cannot be understood.
    """
    tree = None if request.tree is None else read_tree(request.tree)
    table = clean_table(raw, without=request.drop, genres=request.genre_rules(tree))
    try:
        checked = check_table(
            table,
            target=request.target,
            forced=request.force,
            min_tracks_per_genre=request.min_tracks,
            conflict_policy=request.conflicts,
        )
    except ColumnError:
        raise
    except InputError as error:
        nothing = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.str_)
        return Inspection(table, "", "", {}, str(error), *nothing)
    rows, labels = labelled_rows(checked)
    return Inspection(
        table=checked.table,
        target=checked.table.named(checked.target).header,
        target_why=checked.target_why,
        genre_counts=_genre_counts(labels),
        obstacle=_why_not_scored(checked.table, rows, labels),
        rows=rows,
        labels=labels,
    )


def _why_not_scored(
    table: TrackTable, rows: NDArray[np.int64], labels: NDArray[np.str_]
) -> str:
    """Say why no track can be held out to score a model; empty where some can."""
    try:
        development_folds(labels, find_groups(table, rows), seed=0)
    except InputError as error:
        return str(error)
    return ""


def _genre_counts(labels: NDArray[np.str_]) -> dict[str, int]:
    genres, counts = np.unique(labels, return_counts=True)
    pairs = zip(genres.tolist(), counts.tolist(), strict=True)
    return dict(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))
