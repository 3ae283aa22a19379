"""Describe a table, cell by cell, before it is drawn."""

from __future__ import annotations

from collections.abc import Sequence  # noqa: TC003 (used in public dataclasses)
from dataclasses import dataclass
from typing import TYPE_CHECKING

from genrelens.reports.formatting import count, interval

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.evaluation.results import Estimate

__all__ = ["Cell", "Heading", "Table", "estimate_cell", "number_cell"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what is read, what it is sorted by, and a second, quieter line."""

    text: str
    sort: float | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """One column's heading; `term` links it to the glossary."""

    text: str
    is_number: bool = False
    term: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption.

    Parameters
    ----------
    caption : str
        Said above the table; tells sample size and what an interval means.
    headings : sequence of Heading
        The first one heads the rows' names.
    rows : sequence of sequence of Cell
        As long as `headings` each.
    is_sortable : bool
        Whether the script lets the reader sort it.
    """

    caption: str
    headings: Sequence[Heading]
    rows: Sequence[Sequence[Cell]]
    is_sortable: bool = True


def number_cell(number: int) -> Cell:
    """Make a cell that holds a count."""
    return Cell(count(number), sort=number)


def estimate_cell(estimate: Estimate | None, show: Callable[[float], str]) -> Cell:
    """Make a cell of a value with its interval; a missing one says so."""
    if estimate is None:
        return Cell("not defined")
    return Cell(
        show(estimate.value), sort=estimate.value, detail=interval(estimate, show)
    )
