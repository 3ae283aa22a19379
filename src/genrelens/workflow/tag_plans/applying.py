"""Apply a plan: write the genres of its rows into the files."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from typing import TYPE_CHECKING

from genrelens.errors import InputError, printable
from genrelens.tagging.applying import Application, apply_row
from genrelens.tagging.files.claiming import claiming
from genrelens.tagging.journals.journal import open_journal
from genrelens.tagging.journals.records import Start
from genrelens.tagging.outcomes import APPLY_ENDS
from genrelens.tagging.plans.plan_row import DECISIONS
from genrelens.tagging.plans.plan_table import read_plan
from genrelens.workflow.progress import silent
from genrelens.workflow.tag_plans.music_folder import resolve_folder
from genrelens.workflow.tag_plans.requests import ApplyRequest, ApplyResult

if TYPE_CHECKING:
    from pathlib import Path

    from genrelens.workflow.progress import Listener

__all__ = ["apply_plan", "journal_of"]


def journal_of(plan: Path) -> Path:
    """Give where the journal of a plan stands: beside it, ending in ``.journal``."""
    return plan.with_suffix(".journal")


def apply_plan(request: ApplyRequest, *, listener: Listener = silent) -> ApplyResult:
    """Write genres into files, one whole file after another.

    It may be ended at any moment, and asked for again: a file that holds its genres
    is passed over.

    Parameters
    ----------
    request : ApplyRequest
        Which plan, and how far to go.
    listener : Listener
        Hears how many rows are done.

    Returns
    -------
    ApplyResult
        One outcome a row; a file that cannot be written is told, and stops nothing.

    Raises
    ------
    InputError
        If the plan, a decision or the folder cannot be used, another run is at work in
        the folder, or mutagen is missing.
    OutputError
        If the journal cannot be written.
    """
    _check_decisions(request.decisions)
    plan = read_plan(request.plan)
    folder = resolve_folder(request.folder or plan.folder)
    chosen = [row for row in plan.rows if row.decision in request.decisions]
    journal = journal_of(request.plan)
    start = Start(str(folder), plan.sha256)
    outcomes = []
    with ExitStack() as held:
        writer = None
        if not request.dry_run:
            held.enter_context(claiming(folder))
            writer = held.enter_context(open_journal(journal, start))
        application = Application(
            folder, writer, request.keep_time, request.break_links
        )
        for done, row in enumerate(chosen, start=1):
            outcomes.append(apply_row(row, application))
            listener("writing genres", done, len(chosen))
    counted = Counter(outcome.end for outcome in outcomes)
    return ApplyResult(
        outcomes=tuple(outcomes),
        journal=journal,
        folder=folder,
        counts={end: counted[end] for end in APPLY_ENDS if counted[end]},
        n_other=len(plan.rows) - len(chosen),
    )


def _check_decisions(decisions: tuple[str, ...]) -> None:
    unknown = [each for each in decisions if each not in DECISIONS[:2]]
    if unknown or not decisions:
        raise InputError(
            f"The decision '{printable(unknown[0] if unknown else '')}' cannot be "
            "applied. Give write, ask, or both with a comma between; to write a row "
            "that is left alone, change its decision in the plan."
        )
