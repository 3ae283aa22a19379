"""Undo what a journal tells of: give the files back what was taken from them."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from genrelens.errors import InputError, printable
from genrelens.tagging.files.claiming import claiming
from genrelens.tagging.journals.journal import holding_journal
from genrelens.tagging.outcomes import UNDO_ENDS
from genrelens.tagging.undoing import Undoing, undo_path
from genrelens.workflow.progress import silent
from genrelens.workflow.tag_plans.music_folder import resolve_folder
from genrelens.workflow.tag_plans.requests import UndoResult

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from genrelens.tagging.journals.records import Change
    from genrelens.workflow.progress import Listener

__all__ = ["undo"]


def undo(
    journal: Path,
    *,
    folder: Path | None = None,
    only: Sequence[str] = (),
    dry_run: bool = False,
    break_links: bool = False,
    listener: Listener = silent,
) -> UndoResult:
    """Restore the files of a journal; it may be ended at any moment, and asked again.

    Parameters
    ----------
    journal : Path
        What `apply_plan` wrote beside its plan.
    folder : Path, optional
        Where the music is now; by default where it was.
    only : sequence of str
        Paths of files or folders, relative to the music folder; all by default.
    dry_run : bool
        Whether nothing is written.
    break_links : bool
        Whether a file with several names is restored under the one name.
    listener : Listener
        Hears how many files are done.

    Returns
    -------
    UndoResult
        One outcome a file.

    Raises
    ------
    InputError
        If the journal or the folder cannot be used, another run is at work in the
        folder, or `only` names nothing.
    """
    with ExitStack() as held:
        told = held.enter_context(holding_journal(journal))
        by_path = _choose(told.changes, only)
        root = resolve_folder(folder or told.folder) if by_path else folder or Path()
        if by_path and not dry_run:
            held.enter_context(claiming(root))
        undoing = Undoing(root, dry_run, break_links)
        outcomes = []
        for done, (path, changes) in enumerate(by_path.items(), start=1):
            outcomes.append(undo_path(path, changes, undoing))
            listener("restoring files", done, len(by_path))
    counted = Counter(outcome.end for outcome in outcomes)
    return UndoResult(
        outcomes=tuple(outcomes),
        folder=root,
        counts={end: counted[end] for end in UNDO_ENDS if counted[end]},
        n_torn=told.n_torn,
    )


def _choose(changes: Iterable[Change], only: Sequence[str]) -> dict[str, list[Change]]:
    """Group the changes by path, and keep those asked for."""
    grouped: dict[str, list[Change]] = {}
    for change in changes:
        grouped.setdefault(change.path, []).append(change)
    if not only:
        return grouped
    chosen: dict[str, list[Change]] = {}
    for asked in only:
        name = asked.rstrip("/")
        found = {
            path: each
            for path, each in grouped.items()
            if path == name or path.startswith(f"{name}/")
        }
        if not found:
            raise InputError(
                f"The journal tells of no file '{printable(asked)}'. Give a path as it "
                "stands in the plan, or a folder of it."
            )
        chosen |= found
    return chosen
