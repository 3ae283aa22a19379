"""Give one spelling to genres that differ only in case, spacing or punctuation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from genrelens.cleaning.cells.evidence import (
    count_of,
    distinct,
    lines_where,
    pairs_where,
)
from genrelens.cleaning.cells.missing import is_missing_word, missing_changes
from genrelens.cleaning.cells.raw_column import Reading
from genrelens.cleaning.genre_lists.bringing_to_one import bring_to_one, only_item
from genrelens.cleaning.ledger import Change
from genrelens.errors import printable
from genrelens.schema.findings import Finding, Severity
from genrelens.schema.genre_rules import GenreRules
from genrelens.schema.spelling import genre_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from genrelens.cleaning.cells.raw_column import RawColumn

__all__ = ["read_genres", "read_known_genres"]

_AS_ONE: Final = GenreRules(several="keep")


def read_genres(column: RawColumn, rules: GenreRules = _AS_ONE) -> Reading:
    """Read a column that may be the genre.

    Each genre keeps the spelling that is most frequent in the table (of
    equally frequent ones the first in alphabetical order). A list of one is
    its item; of several, one is taken by the rules, and that is told.

    Parameters
    ----------
    column : RawColumn
        The raw cells.
    rules : GenreRules, optional
        Which of several genres is taken; by default a list stays one label.

    Returns
    -------
    Reading
        Text, NaN where missing.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from genrelens.cleaning.cells.raw_column import raw_column
    >>> cells = pd.Series(["hip hop", "Hip-Hop", "hip hop", "['rock']", "?"])
    >>> read_genres(raw_column("genre", cells, np.arange(5))).series.tolist()
    ['hip hop', 'hip hop', 'hip hop', 'rock', nan]
    """
    codes, levels = column.levels
    missing = is_missing_word(levels)
    counts = np.bincount(codes[codes >= 0], minlength=len(levels))
    brought = bring_to_one(column, missing, counts, rules)
    items, missing = list(brought.items), brought.is_missing
    spelt = _most_frequent_spellings(items, counts, missing)
    values = pd.Series(np.append(np.array(spelt, dtype=object), np.nan)[codes])
    values = values.astype("str")
    said_missing = np.append(missing & (levels != "") & ~brought.has_no_genre, [False])
    unified = np.append([a != b for a, b in zip(spelt, items, strict=True)], [False])
    is_unified = unified[codes].astype(bool) & values.notna().to_numpy()
    findings = (_told_unified(column, values, is_unified), *brought.findings(values))
    change = _change(column, values, is_unified, "genre_names",
                     "spellings that differ only in case, spacing or punctuation were "
                     "brought to the most frequent one")  # fmt: skip
    return Reading(
        values,
        (
            *missing_changes(column, said_missing[codes].astype(bool)),
            *brought.changes(values, ~is_unified),
            *((change,) if change.n_cells else ()),
        ),
        tuple(finding for finding in findings if finding.n_rows),
    )


def read_known_genres(column: RawColumn, levels: Sequence[str]) -> Reading:
    """Read a column of genres whose spellings were settled before.

    Parameters
    ----------
    column : RawColumn
        The raw cells.
    levels : sequence of str
        The spellings to be kept. A genre that is none of them stays as it is.

    Returns
    -------
    Reading
        Text, NaN where missing.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from genrelens.cleaning.cells.raw_column import raw_column
    >>> cells = pd.Series(["HIP HOP", "ska"])
    >>> read_known_genres(raw_column("g", cells, np.arange(2)), ["Hip-Hop"]).series
    0    Hip-Hop
    1        ska
    dtype: str
    """
    codes, found = column.levels
    missing = is_missing_word(found)
    usual = {genre_key(level): level for level in levels}
    items = [only_item(cell) for cell in found]
    spelt = [usual.get(genre_key(item), item) for item in items]
    texts = np.where(missing, np.nan, np.array(spelt, dtype=object))
    values = pd.Series(np.append(texts, np.nan)[codes]).astype("str")
    respelt = np.array(spelt, dtype=object) != found.to_numpy(dtype=object)
    where = np.append(respelt & ~missing, [False])[codes].astype(bool)
    change = _change(
        column, values, where, "genre_names",
        "spellings were brought to the ones that training kept",
    )  # fmt: skip
    said_missing = np.append(missing & (found != ""), [False])[codes].astype(bool)
    changes = missing_changes(column, said_missing)
    return Reading(values, (*changes, change) if change.n_cells else changes)


def _most_frequent_spellings(
    items: list[str], counts: NDArray[np.int64], missing: NDArray[np.bool_]
) -> list[str | float]:
    """Give each item the most frequent spelling of its genre."""
    tally: dict[str, dict[str, int]] = {}
    keys = [genre_key(item) for item in items]
    for key, item, count, skip in zip(keys, items, counts, missing, strict=True):
        if not skip:
            spellings = tally.setdefault(key, {})
            spellings[item] = spellings.get(item, 0) + int(count)
    best = {
        key: min(spellings, key=lambda item: (-spellings[item], item))
        for key, spellings in tally.items()
    }
    return [
        np.nan if skip else best[key] for key, skip in zip(keys, missing, strict=True)
    ]


def _change(
    column: RawColumn, values: pd.Series, where: NDArray[np.bool_], step: str, what: str
) -> Change:
    def after(row: int) -> str:
        value = values.iloc[row]
        return "" if pd.isna(value) else str(value)

    return Change(
        step=step,
        column=column.header,
        n_cells=int(where.sum()),
        what=what,
        examples=pairs_where(where, column.cell, after),
        lines=lines_where(where, column.line_numbers),
    )


def _told_unified(
    column: RawColumn, values: pd.Series, where: NDArray[np.bool_]
) -> Finding:
    cells = distinct(where, column.cell)
    kept = sorted({str(values.iloc[row]) for row in np.flatnonzero(where)[:2_000]})
    return Finding(
        code="genre-spellings-unified",
        severity=Severity.NOTE,
        message=f"'{printable(column.header)}' spells a genre otherwise than most "
        f"rows do in {count_of(int(where.sum()), 'cell')}, and was given the usual "
        "spelling there.",
        remedy="Nothing is to be done unless these are different genres.",
        column=column.header,
        n_rows=int(where.sum()),
        lines=lines_where(where, column.line_numbers),
        examples=cells,
        details={"kept": [printable(genre) for genre in kept[:20]]},
        rows=np.flatnonzero(where),
    )
