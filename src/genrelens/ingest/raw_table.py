"""What reading gives: the cells as they stand in the file, and where they stood."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.schema.findings import Finding

__all__ = ["RawTable", "Source"]


@dataclass(frozen=True, slots=True)
class Source:
    """The file a table came from, and every decision taken to read it.

    Parameters
    ----------
    name : str
        File name without its folder.
    sha256 : str
        Hash of the file's bytes; empty for a table given in memory.
    n_bytes : int
        Size of the file.
    format : str
        ``csv``, ``parquet``, ``jsonl`` or ``memory``.
    compression, encoding, delimiter : str
        As found; empty where they do not apply.
    decisions : tuple of str
        Sentences that tell each choice which was not self-evident.
    """

    name: str
    sha256: str
    n_bytes: int
    format: str
    compression: str = ""
    encoding: str = ""
    delimiter: str = ""
    decisions: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the source as plain values."""
        return {**asdict(self), "decisions": list(self.decisions)}


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table exactly as read: nothing converted, dropped or moved.

    Parameters
    ----------
    frame : pandas.DataFrame, n_rows x n_columns
        Headers as in the file (unique, stripped of a byte-order mark). From
        text files every cell is ``str``, an empty cell the empty string; from
        Parquet and JSON the columns keep their types, missing cells as NaN/None.
    line_numbers : ndarray of int64, shape (n_rows,)
        Line of the file (from 1) on which each row starts; for Parquet and
        tables in memory, the row's number from 1.
    source : Source
        The file and how it was read.
    findings : tuple of Finding
        What was noticed while reading.
    """

    frame: pd.DataFrame
    line_numbers: NDArray[np.int64]
    source: Source
    findings: tuple[Finding, ...] = ()
