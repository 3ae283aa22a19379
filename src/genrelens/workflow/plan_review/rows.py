"""Lay what a person changed over the rows of a plan."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from genrelens.errors import InputError, printable
from genrelens.tagging.plans.genre_lists import find_fault, split_genres
from genrelens.tagging.plans.plan_row import DECISIONS, PlanRow
from genrelens.tagging.plans.plan_table import plan_text, read_plan
from genrelens.tagging.plans.policies import combine
from genrelens.workflow.tag_plans.promised import Promised, count_promised

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = [
    "Change",
    "PlanRow",
    "ReviewCounts",
    "ReviewRow",
    "check_change",
    "count_rows",
    "lay_over",
    "read_rows",
    "reviewed_text",
]


@dataclass(frozen=True, slots=True)
class Change:
    """What a person wants of a row.

    Parameters
    ----------
    decision : str
        ``write``, ``ask`` or ``leave``.
    genres : tuple of str
        What is to stand in the file; empty for what the plan says.
    """

    decision: str
    genres: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """One file of a plan, as it stands now.

    Parameters
    ----------
    row : int
        In the plan, counted from 1.
    plan : PlanRow
        What the plan says.
    decision : str
        What is to be done, by the plan or by the person.
    new : tuple of str
        What stands in the file afterwards, if the decision is to write.
    is_changed : bool
        Whether a person said so.
    """

    row: int
    plan: PlanRow
    decision: str
    new: tuple[str, ...]
    is_changed: bool

    @property
    def candidates(self) -> tuple[str, ...]:
        """The genre of the plan, or those to choose from."""
        return split_genres(self.plan.candidates)

    @property
    def is_writable(self) -> bool:
        """Whether a genre can be written into the file at all."""
        return bool(self.plan.kind) and self.plan.guard is not None


@dataclass(frozen=True, slots=True)
class ReviewCounts:
    """What a plan would do now.

    Parameters
    ----------
    write, ask, leave : int
        Rows by decision.
    changed : int
        Rows that a person changed.
    by_model : int
        Rows to be written with the genres that the plan says.
    by_person : int
        Rows to be written because a person said so, or with other genres.
    promised : Promised
        How many of the model's genres may be wrong; its rows to be written are those
        of `by_model`.
    """

    write: int
    ask: int
    leave: int
    changed: int
    by_model: int
    by_person: int
    promised: Promised


def read_rows(plan: Path) -> tuple[PlanRow, ...]:
    """Read the rows of a plan.

    Raises
    ------
    FileFormatError, ColumnError
        If the file is no plan.
    """
    return read_plan(plan).rows


def lay_over(
    rows: Sequence[PlanRow], changes: Mapping[int, Change], *, policy: str
) -> tuple[ReviewRow, ...]:
    """Give every row as it stands with what was changed.

    Parameters
    ----------
    rows : sequence of PlanRow
        Of the plan.
    changes : mapping of int to Change
        By row, counted from 1.
    policy : str
        By which the plan was made: a row that it left alone, though there is a
        candidate, shall have what this policy makes of it.
    """
    return tuple(
        _row(number, row, changes.get(number), policy)
        for number, row in enumerate(rows, start=1)
    )


def check_change(row: ReviewRow, change: Change) -> None:
    """Refuse what cannot be done with a file.

    Raises
    ------
    InputError
        If the decision is none, genres cannot be written, or none is there to be.
    """
    shown = printable(row.plan.path, limit=200)
    if change.decision not in DECISIONS:
        raise InputError(
            f"'{printable(change.decision)}' is no decision. Say write, ask or leave."
        )
    if change.genres:
        fault = find_fault(change.genres)
        if fault:
            raise InputError(f"'{shown}': {fault}. Write other genres.")
    if change.decision != "write":
        return
    if not row.is_writable:
        why = f" ({row.plan.reasons})" if row.plan.reasons else ""
        raise InputError(
            f"'{shown}': no genre can be written into this file{why}. Leave it alone."
        )
    if not (change.genres or row.new):
        raise InputError(
            f"'{shown}': the plan names no genre for it. Write the genres that it "
            f"shall have."
        )


def count_rows(rows: Sequence[ReviewRow]) -> ReviewCounts:
    """Count what the plan would do now, and what is promised of it."""
    by_decision = Counter(row.decision for row in rows)
    written = [row for row in rows if row.decision == "write"]
    by_model = [row for row in written if not _is_by_person(row)]
    return ReviewCounts(
        write=by_decision["write"],
        ask=by_decision["ask"],
        leave=by_decision["leave"],
        changed=sum(row.is_changed for row in rows),
        by_model=len(by_model),
        by_person=len(written) - len(by_model),
        promised=count_promised(
            (row.plan for row in rows), (row.plan for row in by_model)
        ),
    )


def reviewed_text(rows: Sequence[ReviewRow], plan: Path, *, raw: bool = False) -> str:
    """Give a plan as it stands now, as the text of its table.

    Parameters
    ----------
    rows : sequence of ReviewRow
        All rows of the plan.
    plan : Path
        The plan as it was made: names the music folder.
    raw : bool
        Whether cells are written without guarding against formulas.
    """
    changed = [replace(row.plan, decision=row.decision, new=row.new) for row in rows]
    return plan_text(changed, read_plan(plan).folder, raw=raw)


def _row(number: int, row: PlanRow, change: Change | None, policy: str) -> ReviewRow:
    first = split_genres(row.candidates)[:1]
    proposed = row.new or (combine(policy, row.old, first[0]) if first else ())
    return ReviewRow(
        row=number,
        plan=row,
        decision=row.decision if change is None else change.decision,
        new=(change.genres if change is not None else ()) or proposed,
        is_changed=change is not None,
    )


def _is_by_person(row: ReviewRow) -> bool:
    return row.plan.decision != "write" or row.new != row.plan.new
