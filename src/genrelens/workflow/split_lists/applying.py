"""Split a checked table as published lists say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from genrelens.checking.noticing import notice, with_findings
from genrelens.cleaning.track_table import RowDrop
from genrelens.errors import InputError, printable
from genrelens.schema.findings import Severity
from genrelens.workflow.split_lists.matching import match_lists, quoted
from genrelens.workflow.split_lists.reading import read_list

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from genrelens.checking.checking import CheckedTable
    from genrelens.cleaning.track_table import TrackTable
    from genrelens.workflow.split_lists.matching import Matches
    from genrelens.workflow.split_lists.reading import TrackList

__all__ = ["apply_split_lists"]


def apply_split_lists(
    checked: CheckedTable, train: Sequence[Path], test: Sequence[Path]
) -> tuple[CheckedTable, NDArray[np.bool_] | None]:
    """Leave out what no list names, and mark the rows of the test lists.

    Parameters
    ----------
    checked : CheckedTable
        The whole table.
    train, test : sequence of Path
        Lists of training and of test tracks, several of each; without any, the
        table is given back as it is. Without training lists, every row that no
        test list names is trained on.

    Returns
    -------
    checked : CheckedTable
        With a `RowDrop` for rows that no list names, and a finding that tells how
        many entries were found.
    is_test : ndarray of bool, shape (n_rows,), or None
        By row of the whole table; None where no list was given.

    Raises
    ------
    InputError
        If there are training lists but no test list, a list cannot be read or
        found in the table, or a row stands in training and test lists.
    """
    if not train and not test:
        return checked, None
    if not test:
        raise InputError(
            f"{len(train)} training list{' is' if len(train) == 1 else 's are'} given "
            "and no test list, so nothing says which tracks to test on. "
            "Give a list with --test-list as well, or none."
        )
    lists = [read_list(path) for path in (*train, *test)]
    table = checked.table
    matches = match_lists(table, lists)
    is_train, is_test = (
        _mark(len(table.frame), rows)
        for rows in (matches.rows[: len(train)], matches.rows[len(train) :])
    )
    if not train:
        is_train = ~is_test
    _refuse_both(table, matches.header, is_train & is_test)
    table = _without_the_rest(table, is_train | is_test)
    table = _tell(table, lists, matches, has_train=bool(train))
    return replace(checked, table=table), is_test


def _mark(n_rows: int, parts: Sequence[NDArray[np.int64]]) -> NDArray[np.bool_]:
    is_named = np.zeros(n_rows, dtype=bool)
    for rows in parts:
        is_named[rows] = True
    return is_named


def _refuse_both(table: TrackTable, header: str, is_both: NDArray[np.bool_]) -> None:
    if not is_both.any():
        return
    name = next(c.name for c in table.columns if c.header == header)
    cells = table.frame[name][is_both].astype(str)
    raise InputError(
        f"{is_both.sum():,} rows stand in a training list and in a test list, e.g. "
        f"{quoted(cells)}. A track that is trained on cannot be tested; take it out of "
        "one of the lists."
    )


def _without_the_rest(table: TrackTable, is_named: NDArray[np.bool_]) -> TrackTable:
    is_left_out = ~is_named
    for drop in table.drops:
        is_left_out[drop.rows] = False
    rows = np.flatnonzero(is_left_out)
    if not len(rows):
        return table
    drop = RowDrop("in-no-list", rows, f"{len(rows):,} rows are in none of the lists.")
    return replace(table, drops=(*table.drops, drop))


def _tell(
    table: TrackTable, lists: Sequence[TrackList], matches: Matches, *, has_train: bool
) -> TrackTable:
    """Note how much of each list was found."""
    told = [
        f"'{one.name}' {len(one.entries) - len(missing):,} of {len(one.entries):,}"
        for one, missing in zip(lists, matches.unmatched, strict=True)
    ]
    n_missing = sum(len(missing) for missing in matches.unmatched)
    missing = [entry for part in matches.unmatched for entry in part]
    rest = "" if has_train else " Every row that no list names is trained on."
    remedy = (
        f"Check the {n_missing:,} entries that are in no row, e.g. {quoted(missing)}."
        if n_missing
        else "Nothing to do: every entry was found."
    )
    finding = notice(
        table,
        "given-lists",
        message=f"The split follows lists, found in column "
        f"'{printable(matches.header)}': {', '.join(told)} entries.{rest}",
        remedy=remedy,
        severity=Severity.WARNING if n_missing else Severity.NOTE,
        rows=np.unique(np.concatenate(matches.rows)),
        examples=missing,
        details={"n_unmatched": n_missing},
    )
    return with_findings(table, (finding,))
