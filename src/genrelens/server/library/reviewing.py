"""Change rows of a plan, and have it applied or taken back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from genrelens.errors import InputError
from genrelens.server.keeping.music.plans import PlanChange
from genrelens.server.keeping.store import InUseError, NotHere
from genrelens.server.library.starting import refuse_without_tags
from genrelens.server.music.open_plans import PLAN, REVIEWED
from genrelens.server.warming.libraries import have_libraries
from genrelens.writing import write_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from genrelens.server.keeping.jobs import JobRecord
    from genrelens.server.keeping.music.plans import PlanState
    from genrelens.server.studio import Studio

    have_libraries()
    from genrelens.workflow.plan_review.rows import ReviewRow

__all__ = [
    "apply_reviewed",
    "change_rows",
    "remove_plan",
    "reset_rows",
    "reviewed_csv",
    "row_of",
    "told_outcomes",
    "undo_applied",
]

_OPEN: frozenset[PlanState] = frozenset({"ready", "undone", "stopped"})
_WRITTEN: frozenset[PlanState] = frozenset({"applied", "stopped"})


def row_of(studio: Studio, plan_id: str, row: int) -> ReviewRow:
    """Give one row of a plan as it stands.

    Raises
    ------
    NotHere
        If there is no such plan or row.
    """
    rows = studio.plans.rows(plan_id)
    if not 1 <= row <= len(rows):
        raise NotHere("row of the plan", str(row))
    return rows[row - 1]


def change_rows(
    studio: Studio,
    plan_id: str,
    rows: Iterable[ReviewRow],
    *,
    decision: str | None,
    genres: tuple[str, ...] | None,
) -> int:
    """Keep another decision or other genres for rows; on the disk when this returns.

    Parameters
    ----------
    studio : Studio
        Where the plan is.
    plan_id : str
        Which plan.
    rows : iterable of ReviewRow
        Its rows as they stand.
    decision : str, optional
        ``write``, ``ask`` or ``leave``; as it is where not given.
    genres : tuple of str, optional
        What is to stand in the files; as it is where not given, and as the plan says
        where empty.

    Returns
    -------
    int
        How many rows this concerns.

    Raises
    ------
    InputError
        If one of the rows cannot have it; none is changed then.
    InUseError
        If the plan is being applied or taken back, or was applied.
    """
    have_libraries()
    from genrelens.workflow.plan_review.rows import Change, check_change

    _refuse_closed(studio, plan_id)
    changes: dict[int, PlanChange | None] = {}
    for row in rows:
        own = row.new if row.is_changed and row.new != row.plan.new else ()
        wanted = Change(
            row.decision if decision is None else decision,
            own if genres is None else genres,
        )
        check_change(row, wanted)
        is_as_planned = wanted.decision == row.plan.decision and (
            wanted.genres in ((), row.plan.new)
        )
        changes[row.row] = (
            None if is_as_planned else PlanChange(wanted.decision, wanted.genres)
        )
    studio.store.plans.change(plan_id, changes)
    return len(changes)


def reset_rows(studio: Studio, plan_id: str, rows: Iterable[ReviewRow]) -> None:
    """Take changes back, so that rows stand as they were planned.

    Raises
    ------
    InUseError
        As `change_rows`.
    """
    _refuse_closed(studio, plan_id)
    studio.store.plans.change(plan_id, dict.fromkeys(row.row for row in rows))


def reviewed_csv(studio: Studio, plan_id: str, *, raw: bool = False) -> str:
    """Give a plan as it stands now, as `genrelens tag apply` reads it.

    Raises
    ------
    NotHere, NotPlannedError
        If there is no such plan, or it is not made.
    """
    rows = studio.plans.rows(plan_id)
    from genrelens.workflow.plan_review.rows import reviewed_text

    return reviewed_text(rows, studio.store.plans.folder(plan_id) / PLAN, raw=raw)


def apply_reviewed(studio: Studio, plan_id: str, n_files: int) -> JobRecord:
    """Have the genres written into the files.

    Parameters
    ----------
    studio : Studio
        Where the plan is.
    plan_id : str
        Which plan.
    n_files : int
        How many files the person was told, and said yes to.

    Raises
    ------
    InputError
        If that is not how many there are, or there are none; or mutagen is missing.
    InUseError
        If the plan is being applied, or was applied.
    MusicNotGivenError
        If its folder was not given when the studio was started.
    """
    music_id = _refuse_closed(studio, plan_id)
    studio.music.path(music_id)
    refuse_without_tags()
    n_would = sum(row.decision == "write" for row in studio.plans.rows(plan_id))
    if n_would != n_files:
        raise InputError(
            f"You said yes to {n_files:,} files, and the plan would write {n_would:,} "
            f"now. Look at the plan again, and say yes to that."
        )
    if not n_would:
        raise InputError(
            "The plan writes into no file. Set the decision of some rows to write."
        )
    write_text(
        studio.store.plans.folder(plan_id) / REVIEWED, reviewed_csv(studio, plan_id)
    )
    return studio.queue.submit("apply", music_id=music_id, plan_id=plan_id)


def undo_applied(studio: Studio, plan_id: str) -> JobRecord:
    """Have all that a plan wrote taken back.

    Raises
    ------
    InUseError
        If nothing of it is written, or it is being applied.
    InputError
        If mutagen is missing.
    MusicNotGivenError
        If its folder was not given when the studio was started.
    """
    record = studio.store.plans.get(plan_id)
    studio.music.path(record.music_id)
    if record.state not in _WRITTEN:
        raise InUseError("Nothing of this plan is written now, so nothing is undone.")
    refuse_without_tags()
    return studio.queue.submit("undo", music_id=record.music_id, plan_id=record.id)


def remove_plan(studio: Studio, plan_id: str) -> None:
    """Forget a plan with its changes, where no file depends on its journal.

    Raises
    ------
    InUseError
        If it is being worked on, or what it wrote could not be taken back any more.
    """
    record = studio.store.plans.get(plan_id)
    if record.state in _WRITTEN or record.state in ("applying", "undoing"):
        raise InUseError(
            "This plan was written into files, and its journal is what takes it back. "
            "Undo it first."
        )
    studio.queue.end_work_on("plan", record.id)
    studio.store.plans.remove(record.id)


def told_outcomes(studio: Studio, plan_id: str, kind: str) -> list[dict[str, Any]]:
    """Give what became of each file when a plan was applied or undone, by ``kind``."""
    file = studio.store.plans.folder(plan_id) / f"{kind}.json"
    found: list[dict[str, Any]] = (
        json.loads(file.read_text("utf-8")) if file.is_file() else []
    )
    return found


def _refuse_closed(studio: Studio, plan_id: str) -> str:
    """Give the folder of a plan that may be changed and applied."""
    record = studio.store.plans.get(plan_id)
    if record.state in _OPEN:
        return record.music_id
    if record.state == "applied":
        raise InUseError(
            "This plan was applied. Undo it first, or make another one, to change "
            "what is written."
        )
    raise InUseError(f"This plan is {record.state}. Wait until that is over.")
