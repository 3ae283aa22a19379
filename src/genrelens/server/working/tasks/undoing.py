"""Take back what a plan wrote into files, as `genrelens tag undo` does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from genrelens.server.music.open_plans import JOURNAL
from genrelens.server.working.tasks.told_outcomes import write_outcomes
from genrelens.workflow.tag_plans.undoing import undo

if TYPE_CHECKING:
    from genrelens.workflow.progress import Listener

__all__ = ["work"]


def work(order: dict[str, Any], listener: Listener) -> dict[str, Any]:
    """Undo from the journal, and tell what became of each file.

    Parameters
    ----------
    order : dict
        ``folder`` (the music), ``place`` (what was read of it), ``plan`` (folder),
        ``output`` (folder).
    listener : Listener
        Told of every step.

    Returns
    -------
    dict
        Files by what became of them.
    """
    result = undo(
        Path(order["plan"]) / JOURNAL,
        folder=Path(order["folder"]),
        listener=listener,
    )
    write_outcomes(order, "undo", result.outcomes)
    return {"counts": dict(result.counts)}
