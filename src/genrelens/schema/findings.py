"""What was noticed about a table: coded findings with rows and a remedy."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Finding", "Severity"]


class Severity(StrEnum):
    """How much a finding matters."""

    BLOCKER = "blocker"  # no honest model can be made until it is mended
    WARNING = "warning"  # changes what the scores mean
    NOTE = "note"  # good to know


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing noticed about a table.

    Parameters
    ----------
    code : str
        Stable kebab-case name, e.g. ``"constant-column"``; every code is
        described in ``docs/reference/findings.md``.
    severity : Severity
        How much it matters.
    message : str
        One sentence: what, where, how many.
    remedy : str
        One instruction.
    column : str, optional
        Header of the column concerned, as in the file.
    n_rows : int
        Number of rows affected.
    lines : tuple of int
        Up to five places, as line numbers of the file counted from 1.
    examples : tuple of str
        Up to five cells, as they stand in the file.
    details : dict
        Further plain values (counts per genre and the like).
    rows : ndarray of int64, optional
        Positions of all rows affected, counted from 0; `n_rows` of them.
        None where the finding concerns the column or the file as a whole, or lines
        that are no rows. It is no part of what is written into documents.
    """

    code: str
    severity: Severity
    message: str
    remedy: str
    column: str | None = None
    n_rows: int = 0
    lines: tuple[int, ...] = ()
    examples: tuple[str, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)
    rows: NDArray[np.int64] | None = field(default=None, compare=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Give the finding as plain values, ready for JSON."""
        return {
            "code": self.code,
            "severity": str(self.severity),
            "message": self.message,
            "remedy": self.remedy,
            "column": self.column,
            "n_rows": self.n_rows,
            "lines": list(self.lines),
            "examples": list(self.examples),
            "details": dict(self.details),
        }
