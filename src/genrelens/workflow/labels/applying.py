"""Put a person's decisions into a table before anything is learnt from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from genrelens.checking.noticing import count_of, notice, quote_some, with_findings
from genrelens.cleaning.ledger import Change, Ledger
from genrelens.errors import InputError, printable
from genrelens.evaluation.labels.evidence.spelling import closest_names
from genrelens.schema.columns import Kind
from genrelens.schema.findings import Severity
from genrelens.schema.spelling import genre_key
from genrelens.workflow.labels.corrections import NEW
from genrelens.workflow.labels.row_identity import row_keys

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from genrelens.checking.checking import CheckedTable
    from genrelens.cleaning.track_table import TrackTable
    from genrelens.workflow.labels.corrections import Corrections, Decision

__all__ = ["AppliedCorrections", "apply_corrections"]

_SHOWN = 5
_NEAR = 0.5


@dataclass(frozen=True, slots=True)
class AppliedCorrections:
    """A table with a person's decisions put in.

    Parameters
    ----------
    table : TrackTable
        As cleaned, the genre column corrected, with a finding and a change in its
        ledger. It is to be checked (again) from the start, for a genre may have
        become too rare, or frequent enough.
    changed, kept : ndarray of int64
        Positions of rows whose label changed, and of rows that were reviewed and
        kept theirs; ascending.
    further : tuple of (int, str)
        Position of a row, and a genre to count as right beside its label.
    n_open : int
        Rows of the review table without a decision.
    """

    table: TrackTable
    changed: NDArray[np.int64]
    kept: NDArray[np.int64]
    further: tuple[tuple[int, str], ...]
    n_open: int

    @property
    def reviewed(self) -> NDArray[np.int64]:
        """Positions of all rows that a person decided on, ascending."""
        return np.union1d(self.changed, self.kept)


def apply_corrections(
    table: TrackTable, checked: CheckedTable, corrections: Corrections
) -> AppliedCorrections:
    """Put decisions into the genre column of a cleaned table.

    A row is found by its key and the label it had when it was reviewed, wherever
    it stands now; all rows that agree in both are decided alike. Of several
    genres the first becomes the label. What is, as a whole, a genre of the table
    is that genre, even if ``|`` stands in it.

    Parameters
    ----------
    table : TrackTable
        As cleaned.
    checked : CheckedTable
        The same, checked: it tells the genre column and the labels.
    corrections : Corrections
        From `read_corrections`.

    Raises
    ------
    InputError
        If there is no decision, a row is not found, two decisions contradict each
        other, or a genre is neither in the table nor marked with ``new:``. Nothing
        is changed then.
    """
    if not corrections.decisions:
        raise InputError(
            f"File '{printable(corrections.source)}': none of its "
            f"{count_of(corrections.n_open, 'row')} has a decision. Fill in the column "
            "'decision' and save it as CSV, or leave out --corrections."
        )
    labels = checked.table.frame[checked.target]
    corrections = _take_whole_cells(corrections, labels)
    named = _settle_names(corrections, labels)
    decided, n_already = _find_rows(corrections, checked, labels, named)
    corrected = labels.to_numpy(dtype=object).copy()
    further: list[tuple[int, str]] = []
    for row, genres in sorted(decided.items()):
        if genres:
            corrected[row] = genres[0]
            further.extend((row, genre) for genre in genres[1:])
    changed = np.array(
        [row for row in sorted(decided) if corrected[row] != labels.iloc[row]],
        dtype=np.int64,
    )
    kept = np.setdiff1d(np.array(sorted(decided), dtype=np.int64), changed)
    told = _tell(table, checked, corrections, (changed, kept, n_already), corrected)
    return AppliedCorrections(told, changed, kept, tuple(further), corrections.n_open)


def _take_whole_cells(corrections: Corrections, labels: pd.Series) -> Corrections:
    """Read a cell as one genre where the table has a genre spelt just so."""
    known = {str(name).casefold() for name in labels.dropna().unique()}
    decisions = tuple(
        replace(decision, genres=(decision.cell,))
        if len(decision.genres) > 1 and decision.cell.casefold() in known
        else decision
        for decision in corrections.decisions
    )
    return replace(corrections, decisions=decisions)


def _settle_names(corrections: Corrections, labels: pd.Series) -> dict[str, str]:
    """Give each genre that was written the name it has in the table."""
    known = list(dict.fromkeys(labels.dropna().astype(str)))
    by_key = {genre_key(name): name for name in known}
    named: dict[str, str] = {}
    unknown: dict[str, int] = {}
    written = [
        (genre, decision.line)
        for decision in corrections.decisions
        for genre in decision.genres
    ]
    for genre, line in written:
        if genre.casefold().startswith(NEW):
            fresh = genre[len(NEW) :].strip()
            if not fresh:
                unknown.setdefault(genre, line)
            named[genre] = by_key.setdefault(genre_key(fresh), fresh)
    for genre, line in written:
        if genre not in named:
            if genre_key(genre) in by_key:
                named[genre] = by_key[genre_key(genre)]
            else:
                unknown.setdefault(genre, line)
    if unknown:
        raise InputError(_not_a_genre(corrections.source, unknown, known))
    return named


def _not_a_genre(source: str, unknown: dict[str, int], known: list[str]) -> str:
    told = []
    for genre, line in list(unknown.items())[:_SHOWN]:
        near = closest_names(genre, known, likeness=_NEAR)
        hint = f" (nearest: {quote_some(near)})" if near else ""
        told.append(f"'{printable(genre, limit=40)}' on line {line:,}{hint}")
    return (
        f"File '{printable(source)}': {count_of(len(unknown), 'genre')} among the "
        f"decisions {'is' if len(unknown) == 1 else 'are'} not in the table: "
        f"{'; '.join(told)}. The table has {quote_some(sorted(known), limit=10)}. "
        "Write one of them, several with ' | ' between them, or "
        f"'{NEW} name' for a genre that is to be added."
    )


def _find_rows(
    corrections: Corrections,
    checked: CheckedTable,
    labels: pd.Series,
    named: dict[str, str],
) -> tuple[dict[int, tuple[str, ...]], int]:
    """Give the genres decided for each row; none for a label that is kept."""
    keys = row_keys(checked.table)
    by_row: dict[tuple[str, str], list[int]] = {}
    for row, (key, label) in enumerate(zip(keys, labels, strict=True)):
        if not pd.isna(label):
            by_row.setdefault((key, str(label)), []).append(row)
    decided: dict[int, tuple[str, ...]] = {}
    lost: list[Decision] = []
    contradicted: list[Decision] = []
    n_already = 0
    for decision in corrections.decisions:
        genres = tuple(dict.fromkeys(named[genre] for genre in decision.genres))
        rows = by_row.get((decision.key, decision.label), [])
        if not rows and genres and (decision.key, genres[0]) in by_row:
            rows = by_row[decision.key, genres[0]]
            n_already += 1
        if not rows:
            lost.append(decision)
        for row in rows:
            if decided.setdefault(row, genres) != genres:
                contradicted.append(decision)
                break
    _refuse_lost(corrections.source, lost, set(keys))
    _refuse_contradictions(corrections.source, contradicted)
    return decided, n_already


def _refuse_lost(source: str, lost: list[Decision], keys: set[str]) -> None:
    if not lost:
        return
    n_relabelled = sum(decision.key in keys for decision in lost)
    why = (
        f"{n_relabelled:,} of them are of tracks that are there under another label"
        if n_relabelled
        else "no track of the table has their keys"
    )
    raise InputError(
        f"File '{printable(source)}': {count_of(len(lost), 'decision')} on "
        f"{_lines(lost)} cannot be matched to a row of the table; {why}. Give the "
        "table that was reviewed (its rows may be in another order), or write a new "
        "review table."
    )


def _refuse_contradictions(source: str, contradicted: list[Decision]) -> None:
    if contradicted:
        raise InputError(
            f"File '{printable(source)}': {count_of(len(contradicted), 'decision')} on "
            f"{_lines(contradicted)} contradict an earlier line about the same "
            "row. Decide once, or alike."
        )


def _lines(decisions: Iterable[Decision]) -> str:
    lines = [decision.line for decision in decisions]
    shown = ", ".join(f"{line:,}" for line in lines[:_SHOWN])
    word = "line" if len(lines) == 1 else "lines"
    return f"{word} {shown}, …" if len(lines) > _SHOWN else f"{word} {shown}"


def _tell(
    table: TrackTable,
    checked: CheckedTable,
    corrections: Corrections,
    found: tuple[NDArray[np.int64], NDArray[np.int64], int],
    corrected: NDArray[np.object_],
) -> TrackTable:
    """Put the corrected labels in, and write down that they were."""
    changed, kept, n_already = found
    labels = checked.table.frame[checked.target]
    finding = notice(
        table,
        "labels-corrected",
        message=f"The decisions in '{corrections.source}' changed "
        f"{count_of(len(changed), 'label')} and confirmed {len(kept):,} "
        f"({n_already:,} stood in the table already, {corrections.n_open:,} rows of "
        "the file are open).",
        remedy="Compare scores with those of another run on rows nobody reviewed only: "
        "rows chosen by looking at a model raise its score by themselves.",
        severity=Severity.NOTE,
        column=table.named(checked.target),
        rows=changed,
        examples=[f"{labels.iloc[row]} → {corrected[row]}" for row in changed[:_SHOWN]],
        details={"n_changed": len(changed), "n_kept": len(kept)},
    )
    texts = pd.Series(corrected, index=table.frame.index).astype("str")
    columns = tuple(
        replace(each, kind=Kind.CATEGORY) if each.name == checked.target else each
        for each in table.columns
    )
    ledger = table.ledger
    if len(changed):
        ledger += Ledger((_change(table, checked, corrections, changed, corrected),))
    frame = table.frame.assign(**{checked.target: texts})
    return with_findings(
        replace(table, frame=frame, columns=columns, ledger=ledger), (finding,)
    )


def _change(
    table: TrackTable,
    checked: CheckedTable,
    corrections: Corrections,
    changed: NDArray[np.int64],
    corrected: NDArray[np.object_],
) -> Change:
    labels, shown = checked.table.frame[checked.target], changed[:_SHOWN]
    return Change(
        step="corrections",
        column=table.named(checked.target).header,
        n_cells=len(changed),
        what="genres were changed by the decisions in "
        f"'{printable(corrections.source)}'",
        examples=tuple(
            (printable(labels.iloc[row]), printable(corrected[row])) for row in shown
        ),
        lines=tuple(table.line_numbers[shown].tolist()),
    )
