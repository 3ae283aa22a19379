"""List the rows that training leaves out, each under one reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from genrelens.checking.identity import is_telling
from genrelens.checking.noticing import count_of, notice, quote_some
from genrelens.cleaning.track_table import RowDrop
from genrelens.errors import TargetError, printable
from genrelens.schema.columns import Kind, Role
from genrelens.schema.findings import Severity

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.cleaning.track_table import TrackTable
    from genrelens.schema.findings import Finding

__all__ = ["RowReport", "drop_rare_genres", "find_useless_rows", "mark_left_out"]

RowReport: TypeAlias = "tuple[tuple[Finding, ...], tuple[RowDrop, ...]]"
"""Findings, and the rows to leave out."""


MIN_GENRES = 2


def mark_left_out(table: TrackTable) -> NDArray[np.bool_]:
    """Mark the rows that `table.drops` lists, as a mask of shape (n_rows,)."""
    mask = np.zeros(len(table.frame), dtype=bool)
    for drop in table.drops:
        mask[drop.rows] = True
    return mask


def find_useless_rows(table: TrackTable, *, target: str) -> RowReport:
    """Find rows that cannot teach anything, or would teach the same twice.

    In this order, each row under the first reason that holds: blank rows, the
    header repeated as data, rows without a genre, rows without any attribute
    (unless the table has no attribute at all), and exact repeats of an earlier
    row (all columns but row numbers equal).
    Where the columns are too coarse to tell two tracks apart
    (`identity.is_telling`), equal rows are kept, and that is told.
    """
    frame = table.frame
    features = [column.name for column in table.with_role(Role.FEATURE)]
    reasons = {
        "blank-row": frame.isna().all(axis=1).to_numpy(),
        "repeated-header": _repeats_header(table),
        "no-genre": frame[target].isna().to_numpy(),
        "no-attributes": _lacks_attributes(frame[features]),
    }
    mask = mark_left_out(table)
    findings: list[Finding] = []
    drops: list[RowDrop] = []
    for code, is_so in reasons.items():
        _drop(table, code, is_so, mask, (findings, drops))
    repeats = _repeats_row(table, mask)
    if repeats.any() and not _can_tell_rows(table):
        findings.append(_tell_coarse(table, np.flatnonzero(repeats)))
    else:
        _drop(table, "repeated-row", repeats, mask, (findings, drops))
    return tuple(findings), tuple(drops)


def drop_rare_genres(table: TrackTable, *, target: str, least: int) -> RowReport:
    """Leave out genres with fewer than `least` rows, by name and count.

    Raises
    ------
    TargetError
        If fewer than two genres are left.
    """
    mask = mark_left_out(table)
    cells = table.frame[target].mask(mask)
    counts = cells.value_counts().sort_index(kind="stable")
    rare = counts[counts < least]
    n_left = len(counts) - len(rare)
    if n_left < MIN_GENRES:
        header = printable(table.named(target).header)
        raise TargetError(_too_few_genres(table, header, counts, least))
    if not len(rare):
        return (), ()
    rows = np.flatnonzero(cells.isin(rare.index).to_numpy())
    names = [f"{name} ({count})" for name, count in rare.items()]
    what = (
        f"{count_of(len(rows), 'row')} of {count_of(len(rare), 'genre')} with fewer "
        f"than {least} tracks: {quote_some(names, limit=10)}"
    )
    finding = notice(
        table,
        "genre-too-rare",
        message=f"Left out: {what}.",
        remedy="Add tracks of these genres, or unite them with a related genre.",
        rows=rows,
        examples=rare.index,
        details={"tracks_by_genre": {str(k): int(v) for k, v in rare.items()}},
    )
    return (finding,), (RowDrop("genre-too-rare", rows, what),)


_TELL = {
    "blank-row": ("blank", "Delete the blank rows.", Severity.NOTE),
    "repeated-header": (
        "the header repeated as data",
        "Delete the repeated header, which joining files often leaves behind.",
        Severity.WARNING,
    ),
    "no-genre": (
        "without a genre",
        "Give them a genre, or label them with `genrelens predict` afterwards.",
        Severity.WARNING,
    ),
    "no-attributes": (
        "without any attribute",
        "Fill in their attributes, or delete them.",
        Severity.WARNING,
    ),
    "repeated-row": (
        "exact repeat of an earlier row",
        "Delete the repeats; they would count the same track twice.",
        Severity.WARNING,
    ),
}


_CAUSES = {
    "no-attributes": (
        "all attributes are empty in {rows}",
        "Fill in the attributes.",
    ),
    "no-genre": (
        "the genre is empty in {rows}",
        "Fill in the genre.",
    ),
    "conflicting-genre": (
        "the policy --conflicts {policy} removed {rows} (tracks under several genres)",
        "Use --conflicts keep-all or --conflicts first, or give each track one genre.",
    ),
}
"""Why rows are missing, and what to do; other reasons are in `_TELL`."""


def _too_few_genres(
    table: TrackTable, header: str, counts: pd.Series, least: int
) -> str:
    """Say which genres are left, what took the other rows, and what to do."""
    held = ", ".join(f"'{printable(name)}' {n:,}" for name, n in counts.items())
    n_left = int((counts >= least).sum())
    told = [
        f"Column '{header}' leaves {n_left} of {count_of(len(counts), 'genre')} with "
        f"{least} or more usable rows ({held})."
        if held
        else f"Column '{header}' has no row left to learn from."
    ]
    told.append("A model needs two genres or more.")
    remedies = []
    drops = sorted(table.drops, key=lambda drop: -len(drop.rows))
    for drop in drops:
        cause, remedy = _CAUSES.get(drop.code, ("", ""))
        if not cause:
            cause = f"{{rows}} were left out ({_TELL[drop.code][0]})"
        rows = _all_or_some(len(drop.rows), len(table.frame))
        sentence = cause.format(rows=rows, policy=_policy_of(table))
        told.append(f"{sentence[0].upper()}{sentence[1:]}.")
        remedies += [remedy] if remedy else []
    if len(counts) >= MIN_GENRES:
        remedies.append("Add tracks, or ask for fewer a genre with --min-tracks.")
    elif not remedies:
        remedies.append("Add tracks of other genres.")
    return " ".join([*told, *remedies])


def _all_or_some(n_rows: int, n_in_all: int) -> str:
    if n_rows == n_in_all:
        return f"all {count_of(n_rows, 'row')}"
    return f"{n_rows:,} of {count_of(n_in_all, 'row')}"


def _policy_of(table: TrackTable) -> str:
    """Give the policy for conflicts that a finding tells; empty where there is none."""
    told = [each.details.get("policy", "") for each in table.findings]
    return next((str(policy) for policy in told if policy), "")


def _lacks_attributes(cells: pd.DataFrame) -> NDArray[np.bool_]:
    """Mark rows whose attributes are all empty; none where there is no attribute."""
    if cells.empty:
        return np.zeros(len(cells), dtype=np.bool_)
    return np.asarray(cells.isna().all(axis=1), dtype=np.bool_)


def _drop(
    table: TrackTable,
    code: str,
    is_so: NDArray[np.bool_],
    mask: NDArray[np.bool_],
    report: tuple[list[Finding], list[RowDrop]],
) -> None:
    findings, drops = report
    rows = np.flatnonzero(is_so & ~mask)
    if not len(rows):
        return
    mask[rows] = True
    kind, remedy, severity = _TELL[code]
    what = f"{count_of(len(rows), 'row')} ({kind})"
    drops.append(RowDrop(code, rows.astype(np.int64), what))
    findings.append(
        notice(
            table,
            code,
            message=f"Left out: {what}.",
            remedy=remedy,
            severity=severity,
            rows=rows,
        )
    )


def _repeats_header(table: TrackTable) -> NDArray[np.bool_]:
    """Mark rows in which every known text cell says its own header, two at least."""
    said = np.zeros(len(table.frame), dtype=np.int64)
    known = np.zeros(len(table.frame), dtype=np.int64)
    for column in table.columns:
        cells = table.frame[column.name]
        known += cells.notna().to_numpy()
        if column.kind in {Kind.TEXT, Kind.CATEGORY}:
            folded = cells.str.strip().str.casefold()
            said += (folded == column.header.strip().casefold()).to_numpy(dtype=bool)
    n_texts = sum(c.kind in {Kind.TEXT, Kind.CATEGORY} for c in table.columns)
    says_all = (said == known) & (said >= min(2, n_texts)) & (said > 0)
    return np.asarray(says_all, dtype=np.bool_)


def _repeats_row(table: TrackTable, mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    repeats = np.zeros(len(mask), dtype=bool)
    repeats[~mask] = _comparable(table)[~mask].duplicated().to_numpy()
    return repeats


def _comparable(table: TrackTable) -> pd.DataFrame:
    names = [c.name for c in table.columns if c.role is not Role.INDEX]
    return table.frame[names]


def _can_tell_rows(table: TrackTable) -> bool:
    return is_telling(_comparable(table))


def _tell_coarse(table: TrackTable, rows: NDArray[np.int64]) -> Finding:
    return notice(
        table,
        "repeats-not-judged",
        message=f"{count_of(len(rows), 'row')} equal an earlier row, but the columns "
        "are so coarse that different tracks may well be equal; they were kept.",
        remedy="Add a track id, or title and artist, so that repeats can be told.",
        severity=Severity.NOTE,
        rows=rows,
    )
