"""Settle a track table for training: genre column, roles, rows left out, leaks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from genrelens.checking.balance import check_balance
from genrelens.checking.clips import find_segments
from genrelens.checking.columns import check_columns, find_numbering
from genrelens.checking.conflicts import find_conflicts, find_repeated_tracks
from genrelens.checking.identity import track_keys
from genrelens.checking.labels import Labels, label_rows
from genrelens.checking.leaks.encoded_classes import (
    find_filled_values,
    find_telling_gaps,
    find_telling_units,
)
from genrelens.checking.leaks.names import find_genre_words
from genrelens.checking.leaks.ordering import find_genre_order, find_telling_numbers
from genrelens.checking.leaks.proxies import find_proxies
from genrelens.checking.leaks.standing_out import find_standing_out
from genrelens.checking.made_up import find_made_up_values
from genrelens.checking.near_copies import find_near_copies
from genrelens.checking.noticing import (
    assign_roles,
    count_of,
    notice,
    quote_some,
    with_findings,
)
from genrelens.checking.rows import drop_rare_genres, find_useless_rows, mark_left_out
from genrelens.checking.targets import as_labels, choose_target, find_column
from genrelens.errors import InputError, printable
from genrelens.schema.columns import Kind, Role
from genrelens.schema.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Collection

    from genrelens.checking.columns import ColumnReport
    from genrelens.checking.conflicts import ConflictPolicy
    from genrelens.checking.rows import RowReport
    from genrelens.checking.targets import Choice
    from genrelens.cleaning.track_table import Column, TrackTable

__all__ = ["CheckedTable", "check_table"]


@dataclass(frozen=True, slots=True)
class CheckedTable:
    """A table that is ready to be learnt from.

    Parameters
    ----------
    table : TrackTable
        Roles settled (exactly one column is `Role.TARGET`, its cells are
        ``str``), findings added, `drops` filled.
    target : str
        `Column.name` of the genre column.
    target_why : str
        One sentence that tells how it was found, and what else was there.
    """

    table: TrackTable
    target: str
    target_why: str

    @property
    def labels(self) -> Labels:
        """The genre of every row that is not left out."""
        return _labels(self.table, self.target)


def check_table(
    table: TrackTable,
    *,
    target: str | None = None,
    forced: Collection[str] = (),
    min_tracks_per_genre: int = 5,
    conflict_policy: ConflictPolicy = "keep-all",
) -> CheckedTable:
    """Settle what each column and row is used for, and look for leaks.

    Parameters
    ----------
    table : TrackTable
        The cleaned table.
    target : str, optional
        Header of the genre column; found by name and values if not given.
    forced : collection of str
        Headers of columns that stay features although they give the genre away.
    min_tracks_per_genre : int, default 5
        Genres with fewer rows are left out.
    conflict_policy : {"keep-all", "first", "drop"}
        What is done with a track under several genres.

    Returns
    -------
    CheckedTable

    Raises
    ------
    TargetError
        If no column, or not the named one, can serve as the genre.
    InputError
        If a forced column does not exist, or no attribute is left to learn from.
    """
    choice = choose_target(table, target)
    keep = {find_column(table, name, what="a column to force").name for name in forced}
    if choice.column.name in keep:
        raise InputError(
            f"Column '{printable(choice.column.header)}' is the genre; it cannot be "
            "forced as an attribute as well."
        )
    table = _settle_target(table, choice)
    table = _add_roles(table, find_numbering(table), keep)
    name = choice.column.name
    table = _add_drops(table, find_useless_rows(table, target=name))
    labels = _labels(table, name)
    table = _add_roles(table, check_columns(table, labels.rows), frozenset())
    found = find_conflicts(table, labels, policy=conflict_policy)
    table = _add_drops(table, found)
    table = _add_drops(
        table, drop_rare_genres(table, target=name, least=min_tracks_per_genre)
    )
    table = _settle_leaks(table, name, keep)
    _require_features(table)
    return CheckedTable(table, name, _as_sentence(choice))


def _settle_leaks(table: TrackTable, target: str, keep: Collection[str]) -> TrackTable:
    labels = _labels(table, target)
    report = find_proxies(table, labels, target=target)
    roles = {name: (Role.PROXY, why) for name, why in report.proxies.items()}
    forced = {table.named(name).header for name in keep}
    found = tuple(
        replace(each, remedy="You forced it: it is used all the same.")
        if each.column in forced
        else each
        for each in report.findings
    )
    table = _force(_add_roles(table, (found, roles), keep), keep)
    tracks = track_keys(table)
    named = {each.column for each in found if each.column is not None}
    findings = (
        *find_standing_out(table, labels, told=named),
        *find_telling_units(table, labels),
        *find_telling_gaps(table, labels),
        *find_filled_values(table, labels, tracks),
        *find_genre_words(table, labels),
        *find_repeated_tracks(table, labels, tracks),
        *find_near_copies(table, labels, tracks),
        *find_segments(table, labels),
        *find_genre_order(table, labels),
        *find_telling_numbers(table, labels),
        *find_made_up_values(table, labels),
        *check_balance(table, labels, target=table.named(target)),
    )
    return with_findings(table, findings)


def _labels(table: TrackTable, target: str) -> Labels:
    return label_rows(table.frame[target], is_left_out=mark_left_out(table))


def _settle_target(table: TrackTable, choice: Choice) -> TrackTable:
    """Make the choice the one target, its cells text; say where labels are codes."""
    chosen = choice.column
    texts = as_labels(table.frame[chosen.name])
    columns = tuple(
        replace(column, role=Role.TARGET, kind=Kind.CATEGORY, why=choice.why)
        if column.name == chosen.name
        else column
        for column in table.columns
    )
    frame = table.frame.assign(**{chosen.name: texts})
    table = replace(table, frame=frame, columns=columns)
    genres = texts.dropna().unique()
    if not all(str(genre).lstrip("-").isdigit() for genre in genres):
        return table
    finding = notice(
        table,
        "genres-are-numbers",
        message=f"The genres in column '{chosen.header}' are numbers "
        f"({quote_some(sorted(map(int, genres)))}); they are shown as they stand.",
        remedy="Replace the numbers by the genres' names, to make the report readable.",
        severity=Severity.NOTE,
        column=chosen,
        rows=np.flatnonzero(texts.notna()),
        examples=genres,
    )
    return with_findings(table, (finding,))


def _add_roles(
    table: TrackTable,
    report: ColumnReport,
    keep: Collection[str],
) -> TrackTable:
    findings, roles = report
    roles = {name: role for name, role in roles.items() if name not in keep}
    return with_findings(assign_roles(table, roles), findings)


def _add_drops(table: TrackTable, report: RowReport) -> TrackTable:
    findings, drops = report
    table = with_findings(table, findings)
    return replace(table, drops=(*table.drops, *drops))


def _force(table: TrackTable, keep: Collection[str]) -> TrackTable:
    """Make the forced columns features, and say of each that it was forced."""
    for name in sorted(keep):
        column = table.named(name)
        kind = Kind.CATEGORY if column.kind is Kind.TEXT else column.kind
        forced = replace(column, role=Role.FEATURE, kind=kind, why="forced by you")
        columns = tuple(forced if c.name == name else c for c in table.columns)
        finding = notice(
            table,
            "forced-column",
            message=f"Column '{column.header}' is used because you forced it; without "
            f"that it would not be an attribute ({column.why}).",
            remedy="Drop --force for this column to see honest scores.",
            column=column,
            rows=np.flatnonzero(table.frame[name].notna()),
        )
        table = with_findings(replace(table, columns=columns), (finding,))
    return table


def _require_features(table: TrackTable) -> None:
    if table.with_role(Role.FEATURE):
        return
    taken: list[Column] = list(table.columns)
    roles = ", ".join(f"'{printable(c.header)}' ({c.role})" for c in taken[:30])
    raise InputError(
        f"No attribute is left to learn from among {count_of(len(taken), 'column')}: "
        f"{roles}. Add attributes such as tempo, energy or duration, or keep a column "
        "with --force."
    )


def _as_sentence(choice: Choice) -> str:
    return f"Column '{printable(choice.column.header)}' is the genre: {choice.why}."
