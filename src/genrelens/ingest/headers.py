"""Judge a header line: every column has one name, and the names are names."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from genrelens.errors import FileFormatError, printable
from genrelens.schema.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["MAX_COLUMNS", "NamedColumns", "check_names", "name_columns"]

MAX_COLUMNS = 10_000
_NUMBER = re.compile(r"\s*[-+]?(?:\d+(?:[.,]\d+)*|[.,]\d+)(?:[eE][-+]?\d+)?\s*")
_FLAGS = frozenset({"true", "false"})  # "No" is a usual header
_WHOLE = r"^\s*\d{1,18}(\.0)?\s*$"
_N_SHOWN = 5
_N_COMPARED = 200
_MIN_ALIKE = 5


@dataclass(frozen=True, slots=True)
class NamedColumns:
    """Columns of a text table under their final names.

    Parameters
    ----------
    names : tuple of str
        One name a column kept.
    kept : tuple of int
        Positions, in the file, of the columns kept.
    decisions : tuple of str
        What was decided, where it was not self-evident.
    findings : tuple of Finding
        ``nameless-empty-column`` where columns without name or cells were left.
    """

    names: tuple[str, ...]
    kept: tuple[int, ...]
    decisions: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def check_names(
    names: Sequence[str],
    *,
    file: str,
    line: int | None = None,
    allows_blank: bool = True,
) -> None:
    """Refuse too many names, names that occur twice, and blank names.

    Parameters
    ----------
    names : sequence of str
        Names as they stand.
    file : str
        The file's name, for messages.
    line : int, optional
        Line of the header.
    allows_blank : bool, default True
        Whether blank names are let through, to be judged by the cells below.

    Raises
    ------
    FileFormatError
        If there are more than `MAX_COLUMNS`, two alike, or a blank one.
    """
    if len(names) > MAX_COLUMNS:
        raise FileFormatError(
            file,
            found=f"it has {len(names):,} columns, above the limit of {MAX_COLUMNS:,}",
            remedy="Give fewer columns, one row a track.",
            line=line,
        )
    blank = [position + 1 for position, name in enumerate(names) if not name.strip()]
    if blank and not allows_blank:
        raise FileFormatError(
            file,
            found=f"{len(blank)} column(s) have no name (column {_join(blank)})",
            remedy="Give every column a name.",
            line=line,
        )
    counts = Counter(name.strip() for name in names)
    twice = [name for name, count in counts.items() if name and count > 1]
    if twice:
        first = twice[0]
        places = [i + 1 for i, name in enumerate(names) if name.strip() == first]
        shown = ", ".join(f"'{printable(name)}'" for name in twice[:_N_SHOWN])
        raise FileFormatError(
            file,
            found=f"{len(twice)} column name(s) occur more than once: {shown} "
            f"('{printable(first)}' names columns {_join(places)})",
            remedy="Give every column a name of its own, or delete one.",
            line=line,
        )


def name_columns(
    header: Sequence[str],
    columns: Sequence[pa.ChunkedArray],
    *,
    file: str,
    line: int,
) -> NamedColumns:
    """Give every column of a text table its name, or refuse the header.

    Parameters
    ----------
    header : sequence of str, length n_columns
        The header's cells.
    columns : sequence of pyarrow.ChunkedArray of text, length n_columns
        The cells below.
    file, line : str, int
        Where the header stands, for messages.

    Returns
    -------
    NamedColumns
        A nameless first column of row numbers or row names is called
        ``Unnamed: 0``; nameless columns without any cell are left out, told.

    Raises
    ------
    FileFormatError
        If names are missing or doubled, or the line looks like data.
    """
    check_names(header, file=file, line=line)
    _refuse_data(header, columns, file, line)
    names: list[str] = []
    kept: list[int] = []
    decisions: list[str] = []
    empty: list[int] = []
    nameless: list[int] = []
    taken = set(header)
    for position, name in enumerate(header):
        if name.strip():
            names.append(name)
        elif _is_empty(columns[position]):
            empty.append(position)
            continue
        elif position == 0 and (what := _describe_index(columns[0])):
            names.append("Unnamed: 0" if "Unnamed: 0" not in taken else "Unnamed: 0.0")
            decisions.append(
                f"The first column has no name and holds {what}; it was called "
                f"'{names[-1]}'."
            )
        else:
            nameless.append(position)
        kept.append(position)
    if nameless:
        _refuse_nameless(nameless, columns, file, line)
    findings = (_tell_empty(empty, line),) if empty else ()
    decisions.extend(finding.message for finding in findings)
    return NamedColumns(tuple(names), tuple(kept), tuple(decisions), findings)


def _refuse_nameless(
    nameless: list[int], columns: Sequence[pa.ChunkedArray], file: str, line: int
) -> None:
    first = nameless[0]
    cells = [cell for cell in columns[first].slice(0, 100).to_pylist() if cell.strip()]
    shown = ", ".join(f"'{printable(cell, limit=30)}'" for cell in cells[:3])
    raise FileFormatError(
        file,
        found=f"column {first + 1} of the header on line {line} has no name but holds "
        f"cells ({shown}); {len(nameless)} column(s) are like that",
        remedy="Write a name above each, and check that no column has shifted.",
        line=line,
    )


def _tell_empty(empty: list[int], line: int) -> Finding:
    return Finding(
        code="nameless-empty-column",
        severity=Severity.NOTE,
        message=f"{len(empty)} column(s) have neither a name nor a single cell (column "
        f"{_join([position + 1 for position in empty])}) and were left out.",
        remedy="Nothing is lost; delete them in the file to be rid of this note.",
        lines=(line,),
        details={"positions": [position + 1 for position in empty]},
    )


def _is_empty(column: pa.ChunkedArray) -> bool:
    longest = pc.max(pc.utf8_length(pc.utf8_trim_whitespace(column))).as_py()
    return not longest


def _describe_index(column: pa.ChunkedArray) -> str | None:
    if pc.all(pc.match_substring_regex(column, _WHOLE)).as_py():
        return "whole numbers"
    n_distinct = pc.count_distinct(column).as_py()
    return "row names that never repeat" if n_distinct == len(column) else None


def _refuse_data(
    header: Sequence[str], columns: Sequence[pa.ChunkedArray], file: str, line: int
) -> None:
    like_data = [cell for cell in header if _reads_as_value(cell)]
    if like_data and not _counts_up(like_data):
        reason = "are numbers or true/false values"
    else:
        like_data = [
            cell
            for cell, column in zip(header, columns, strict=True)
            if _is_cut_from_same_cloth(cell, column)
        ]
        reason = "have just the form of the cells below them"
    if not like_data:
        return
    shown = ", ".join(f"'{printable(cell, limit=30)}'" for cell in like_data[:3])
    raise FileFormatError(
        file,
        found=f"line {line}, where the column names belong, looks like data: "
        f"{len(like_data)} of its {len(header)} cells {reason} ({shown})",
        remedy="Put a line with the column names first.",
        line=line,
    )


def _reads_as_value(cell: str) -> bool:
    return _NUMBER.fullmatch(cell) is not None or cell.strip().lower() in _FLAGS


def _counts_up(cells: list[str]) -> bool:
    """Tell names such as 0, 1, 2 … or years from values."""
    if not all(re.fullmatch(r"\d{1,9}", cell) for cell in cells):
        return False
    numbers = [int(cell) for cell in cells]
    steps_by_one = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return steps_by_one and (len(numbers) > 1 or numbers[0] == 0)


def _is_cut_from_same_cloth(cell: str, column: pa.ChunkedArray) -> bool:
    """Tell a header such as ``blues.00000.wav`` above ``blues.00001.wav``."""
    below = column.slice(0, _N_COMPARED).to_pylist()
    if not re.search(r"\d", cell) or len(below) < _MIN_ALIKE:
        return False
    shape = _draw_shape(cell)
    has_marks = len(shape) > len("a9")
    return has_marks and all(_draw_shape(other) == shape for other in below)


def _draw_shape(cell: str) -> str:
    digits = re.sub(r"\d+", "9", cell)
    return re.sub(r"[^\W\d_]+", "a", digits)


def _join(numbers: list[int]) -> str:
    shown = ", ".join(f"{number:,}" for number in numbers[:_N_SHOWN])
    return shown + (" …" if len(numbers) > _N_SHOWN else "")
