"""Plan one file: what it holds, what it shall hold, and whether to write that."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from genrelens.errors import printable
from genrelens.tagging.files.putting import check_replaceable
from genrelens.tagging.files.reaching import reach
from genrelens.tagging.formats.byte_view import ByteView
from genrelens.tagging.formats.examining import examine
from genrelens.tagging.formats.unwritable import UnwritableFileError
from genrelens.tagging.plans.genre_lists import find_fault, join_genres
from genrelens.tagging.plans.plan_row import FileGuard, PlanRow
from genrelens.tagging.plans.policies import combine, contradicts, field_of
from genrelens.workflow.tag_plans.answers import Answer

if TYPE_CHECKING:
    from pathlib import Path

    from genrelens.workflow.tag_plans.requests import PlanRequest

__all__ = ["odd_row", "plan_one"]

_UNANSWERED = Answer("leave", reasons="there is no answer for this file")
_MAX_REASONS = 2_000
_MOST_OLD = 3  # genres told in a reason
_MAX_OLD = 200


def odd_row(path: str, reason: str) -> PlanRow:
    """Give the row of an entry that is no sound file, though its name says so."""
    return PlanRow(path=_shown(path), reasons=reason)


def plan_one(
    path: str, answer: Answer | None, folder: Path, request: PlanRequest
) -> PlanRow:
    """Plan one file.

    Parameters
    ----------
    path : str
        Relative to the folder.
    answer : Answer, optional
        Of the model; the file is left alone without one.
    folder : Path
        The music folder, with every link resolved.
    request : PlanRequest
        With policy and field.

    Returns
    -------
    PlanRow
        With the guard, wherever the file could be read.
    """
    told = answer or _UNANSWERED
    row = PlanRow(
        path=_shown(path),
        artist=told.artist,
        title=told.title,
        candidates=join_genres(told.candidates),
        probability=told.probability,
        reasons=printable(told.reasons, limit=_MAX_REASONS),
        max_error=told.max_error if told.decision == "write" else None,
        field=field_of(request.policy, request.field),
    )
    if row.path != path:
        return replace(
            row, reasons="its name cannot be written into a table; rename the file"
        )
    try:
        row, elsewhere = _with_file(row, folder)
    except UnwritableFileError as error:
        return replace(row, reasons=_joined(str(error), row.reasons))
    return _decide(row, told, request.policy, elsewhere)


def _with_file(row: PlanRow, folder: Path) -> tuple[PlanRow, tuple[str, ...]]:
    """Give the row with what the file says, and the genres that an old place tells."""
    with reach(folder, row.path) as reached:
        check_replaceable(reached, break_links=True)
        view = ByteView(reached.file)
        anatomy = examine(view, row.field)
        guard = FileGuard(
            size=reached.status.st_size,
            mtime_ns=reached.status.st_mtime_ns,
            sha256=view.sha256(),
            audio_sha256=anatomy.audio_sha256,
        )
    row = replace(row, old=anatomy.genres, kind=anatomy.kind, guard=guard)
    return row, anatomy.elsewhere


def _decide(
    row: PlanRow, answer: Answer, policy: str, elsewhere: tuple[str, ...]
) -> PlanRow:
    if answer.decision == "leave" or not answer.candidates:
        return row
    if policy == "only-if-empty" and elsewhere and not row.old:
        shown = printable(join_genres(elsewhere[:_MOST_OLD]), limit=_MAX_OLD)
        told = f"an old tag of the file (ID3v1 or LIST INFO) has a genre: {shown}"
        return replace(row, reasons=_joined(told, row.reasons))
    new = combine(policy, row.old, answer.candidates[0])
    if new == row.old:
        already = (
            "it has a genre, and the policy is to write only where there is none"
            if policy == "only-if-empty"
            else "the file says so already"
        )
        return replace(row, reasons=_joined(already, row.reasons))
    fault = find_fault(new)
    if fault is not None:
        told = f"left alone: with its old genres, {fault}"
        return replace(row, reasons=_joined(told, row.reasons))
    if answer.decision == "write" and contradicts(row.old, answer.candidates[0]):
        shown = printable(join_genres(row.old[:_MOST_OLD]), limit=_MAX_OLD)
        told = f"the file says otherwise: {shown}"
        row = replace(row, reasons=_joined(told, row.reasons))
    return replace(row, new=new, decision=answer.decision)


def _joined(first: str, rest: str) -> str:
    return f"{first}; {rest}" if rest else first


def _shown(path: str) -> str:
    """Give a path as a table can hold it: without control or broken characters."""
    return printable(path, limit=4_096)
