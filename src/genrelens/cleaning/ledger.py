"""The ledger: every change that cleaning made, where and why."""

from __future__ import annotations

from collections.abc import Iterator  # noqa: TC003 (used in a public signature)
from dataclasses import dataclass
from typing import Any

__all__ = ["Change", "Ledger"]


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of change to one column (or to rows, where `column` is None).

    Parameters
    ----------
    step : str
        Name of the cleaning module, e.g. ``"flags"``.
    column : str or None
        Header as in the file.
    n_cells : int
        Number of cells (or rows) changed.
    what : str
        One sentence, e.g. ``"yes/no words were read as 1 and 0"``.
    examples : tuple of (str, str)
        Up to five pairs of the cell before and after.
    lines : tuple of int
        Up to five line numbers of the file.
    """

    step: str
    column: str | None
    n_cells: int
    what: str
    examples: tuple[tuple[str, str], ...] = ()
    lines: tuple[int, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the change as plain values, ready for JSON."""
        return {
            "step": self.step,
            "column": self.column,
            "n_cells": self.n_cells,
            "what": self.what,
            "examples": [list(pair) for pair in self.examples],
            "lines": list(self.lines),
        }


@dataclass(frozen=True, slots=True)
class Ledger:
    """All changes, in the order in which they were made."""

    changes: tuple[Change, ...] = ()

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    def __len__(self) -> int:
        return len(self.changes)

    def __add__(self, other: Ledger) -> Ledger:
        return Ledger(self.changes + other.changes)

    @property
    def n_cells(self) -> int:
        """Number of cells and rows changed in all."""
        return sum(change.n_cells for change in self.changes)
