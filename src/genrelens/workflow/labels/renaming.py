"""Give genres in a table the names that a family tree has for them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from genrelens.checking.noticing import count_of, notice, quote_some, with_findings
from genrelens.evaluation.hierarchy.aliases import apply_aliases
from genrelens.schema.columns import Kind
from genrelens.schema.findings import Severity

if TYPE_CHECKING:
    from genrelens.checking.checking import CheckedTable
    from genrelens.cleaning.track_table import TrackTable
    from genrelens.evaluation.hierarchy.aliases import AppliedAliases
    from genrelens.schema.findings import Finding
    from genrelens.schema.genre_tree import GenreTree

__all__ = ["rename_genres"]


def rename_genres(
    table: TrackTable, checked: CheckedTable, tree: GenreTree
) -> TrackTable:
    """Replace other names of genres, and say which genres the tree lacks.

    Parameters
    ----------
    table : TrackTable
        As cleaned.
    checked : CheckedTable
        The same, checked: it tells the genre column and the labels.
    tree : GenreTree
        Names, and the genres they stand for.

    Returns
    -------
    TrackTable
        To be checked again from the start, for genres may have become one.
    """
    labels = checked.table.frame[checked.target]
    is_there = labels.notna()
    applied = apply_aliases(labels[is_there].to_numpy(dtype=str), tree)
    texts = labels.astype("str").copy()
    texts[is_there] = pd.array(applied.labels, dtype="str")
    columns = tuple(
        replace(each, kind=Kind.CATEGORY) if each.name == checked.target else each
        for each in table.columns
    )
    frame = table.frame.assign(**{checked.target: texts})
    return with_findings(
        replace(table, frame=frame, columns=columns),
        (*_tell_renamed(table, checked, applied), *_tell_outside(table, applied)),
    )


def _tell_renamed(
    table: TrackTable, checked: CheckedTable, applied: AppliedAliases
) -> list[Finding]:
    if not applied.replaced:
        return []
    n_renamed = sum(number for _, _, number in applied.replaced)
    pairs = [f"{old} → {new}" for old, new, _ in applied.replaced]
    finding = notice(
        table,
        "genres-renamed",
        message=f"{count_of(n_renamed, 'row')} carry another name of a genre and "
        f"{'was' if n_renamed == 1 else 'were'} given the genre of the tree: "
        f"{quote_some(pairs)}.",
        remedy="Take a name out of the tree's aliases to keep it apart.",
        severity=Severity.NOTE,
        column=table.named(checked.target),
        examples=pairs,
    )
    return [finding]


def _tell_outside(table: TrackTable, applied: AppliedAliases) -> list[Finding]:
    if not applied.missing:
        return []
    is_one = len(applied.missing) == 1
    finding = notice(
        table,
        "genres-outside-tree",
        message=f"{count_of(len(applied.missing), 'genre')} of the table "
        f"{'is' if is_one else 'are'} not in the family tree: "
        f"{quote_some(applied.missing)}. {'It stands' if is_one else 'They stand'} "
        "alone.",
        remedy="Give each a parent in the tree, or make it an alias.",
        severity=Severity.NOTE,
        examples=applied.missing,
    )
    return [finding]
