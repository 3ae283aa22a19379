"""Find columns that no model can learn from: empty, constant, numbering, repeated."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from genrelens.checking.noticing import count_of, notice, percent
from genrelens.schema.columns import Kind, Role
from genrelens.schema.findings import Severity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.cleaning.track_table import Column, TrackTable
    from genrelens.schema.findings import Finding

__all__ = ["ColumnReport", "check_columns", "find_numbering"]

ColumnReport: TypeAlias = "tuple[tuple[Finding, ...], dict[str, tuple[Role, str]]]"
"""Findings, and new roles by `Column.name`, each with the clause that says why."""

MIN_ROWS = 20
NEAR_CONSTANT = 0.995
MIN_ROWS_NEAR_CONSTANT = 200
ID_LIKE_SHARE = 0.9
MAX_LEVELS = 1000

_ID_NAME = re.compile(r"(?:^|[^a-z])(?:id|ids|uid|uuid|guid|hash|uri|key_?id)$")


def find_numbering(table: TrackTable) -> ColumnReport:
    """Find unknown columns that number the rows, or name each row by itself.

    A whole-numbered column without repeats that counts 0, 1, 2, ... or rises
    from row to row through the file is an index; one whose header ends in
    ``id``, and a text of which nearly every cell is different, is an
    identifier.
    """
    findings: list[Finding] = []
    roles: dict[str, tuple[Role, str]] = {}
    for column in table.columns:
        if column.role is not Role.FEATURE or column.known is not None:
            continue
        cells = table.frame[column.name]
        if column.kind is Kind.NUMBER and _is_row_number(cells):
            roles[column.name] = (Role.INDEX, "it numbers the rows")
            findings.append(_tell_numbering(table, column, "index-column"))
        elif _is_identifier(cells, column):
            roles[column.name] = (Role.IDENTIFIER, "nearly every row has its own value")
            findings.append(_tell_numbering(table, column, "id-like-column"))
    return tuple(findings), roles


def check_columns(table: TrackTable, rows: NDArray[np.int64]) -> ColumnReport:
    """Find features that are empty, constant, nearly so, or repeat another one.

    Parameters
    ----------
    rows : ndarray of int64
        The rows that training uses; a column counts as constant if it is so
        among them.
    """
    findings: list[Finding] = []
    roles: dict[str, tuple[Role, str]] = {}
    kept = table.frame.iloc[rows]
    seen: dict[tuple[int, int], Column] = {}
    for column in table.columns:
        if column.role is not Role.FEATURE:
            continue
        cells = kept[column.name]
        finding, role = _check_values(table, column, cells, rows)
        if role is not None:
            roles[column.name] = role
        elif (twin := _seen_before(seen, cells, column)) is not None:
            finding = _tell_twin(table, column, twin, rows)
        if finding is not None:
            findings.append(finding)
    return tuple(findings), roles


def _is_row_number(cells: pd.Series) -> bool:
    numbers = cells.to_numpy(dtype=np.float64)
    known = numbers[~np.isnan(numbers)]
    if len(known) < MIN_ROWS or len(known) < 0.9 * len(numbers) or (known % 1).any():
        return False
    steps = np.diff(known)
    rises = bool((steps > 0).all())
    ordered = np.sort(known)
    counts_through = bool((np.diff(ordered) == 1).all()) and ordered[0] in {0, 1}
    return rises or counts_through


def _is_identifier(cells: pd.Series, column: Column) -> bool:
    known = cells.dropna()
    if len(known) < MIN_ROWS:
        return False
    share = known.nunique() / len(known)
    if column.kind is Kind.CATEGORY:
        return share >= ID_LIKE_SHARE
    is_named_id = _ID_NAME.search(column.header.casefold()) is not None
    is_whole = column.kind is Kind.NUMBER and not (known % 1).any()
    return is_named_id and is_whole and share >= ID_LIKE_SHARE


def _tell_numbering(table: TrackTable, column: Column, code: str) -> Finding:
    cells = table.frame[column.name]
    known = cells.dropna()
    what = "numbers the rows" if code == "index-column" else "is an identifier"
    return notice(
        table,
        code,
        message=f"Column '{column.header}' {what}: {known.nunique():,} different "
        f"values in {count_of(len(known), 'row')}. It says nothing about new tracks.",
        remedy="Nothing to do: it is not used by the model.",
        severity=Severity.NOTE,
        column=column,
        rows=np.flatnonzero(cells.notna()),
        examples=known.iloc[:5],
    )


def _check_values(
    table: TrackTable, column: Column, cells: pd.Series, rows: NDArray[np.int64]
) -> tuple[Finding | None, tuple[Role, str] | None]:
    counts = cells.value_counts()
    n_known = int(counts.sum())
    if n_known == 0:
        finding = notice(
            table,
            "empty-column",
            message=f"Column '{column.header}' has no value in any of "
            f"{count_of(len(cells), 'row')}.",
            remedy="Nothing to do if it is empty in the file too; if it is not, its "
            "cells could not be read: compare them with the ledger of changes.",
            column=column,
            rows=rows,
        )
        return finding, (Role.EMPTY, "it has no value")
    if len(counts) == 1 and n_known == len(cells):
        finding = notice(
            table,
            "constant-column",
            message=f"Column '{column.header}' says '{counts.index[0]}' in all "
            f"{count_of(n_known, 'row')}, so nothing can be learnt from it.",
            remedy="Nothing to do if that is so in the file too; it is not used.",
            column=column,
            rows=rows,
            examples=counts.index,
        )
        return finding, (Role.CONSTANT, "it has one value everywhere")
    return _check_spread(table, column, counts, cells, rows), None


def _check_spread(
    table: TrackTable,
    column: Column,
    counts: pd.Series,
    cells: pd.Series,
    rows: NDArray[np.int64],
) -> Finding | None:
    share = float(counts.iloc[0]) / max(len(cells), 1)
    if len(cells) < MIN_ROWS_NEAR_CONSTANT or share < NEAR_CONSTANT:
        return None
    other = rows[(cells.notna() & (cells != counts.index[0])).to_numpy()]
    return notice(
        table,
        "near-constant-column",
        message=f"Column '{column.header}' says '{counts.index[0]}' in "
        f"{percent(share)} of {count_of(len(cells), 'row')}; only "
        f"{count_of(len(other), 'row')} differ.",
        remedy="Nothing to do: it stays, but expect nothing of it.",
        severity=Severity.NOTE,
        column=column,
        rows=other,
        examples=counts.index,
    )


def _seen_before(
    seen: dict[tuple[int, int], Column], cells: pd.Series, column: Column
) -> Column | None:
    hashes = pd.util.hash_pandas_object(cells, index=False).to_numpy()
    place = np.arange(1, len(hashes) + 1, dtype=np.uint64)
    key = (int((hashes * place).sum()), int(np.bitwise_xor.reduce(hashes)))
    twin = seen.get(key)
    seen.setdefault(key, column)
    return twin


def _tell_twin(
    table: TrackTable, column: Column, twin: Column, rows: NDArray[np.int64]
) -> Finding:
    return notice(
        table,
        "duplicate-column",
        message=f"Column '{column.header}' repeats column '{twin.header}' in all "
        f"{count_of(len(rows), 'row')}, so the importance of the one is shared out "
        "between both.",
        remedy=f"Delete column '{column.header}' from the table.",
        column=column,
        rows=rows,
        examples=table.frame[column.name].dropna().iloc[:5],
    )
