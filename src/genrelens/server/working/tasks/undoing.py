"""Take back what a plan wrote into files, as `genrelens tag undo` does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from genrelens.server.working.tasks.told_outcomes import write_outcomes

if TYPE_CHECKING:
    from genrelens.workflow.progress import Listener

__all__ = ["work"]


def work(order: dict[str, Any], listener: Listener) -> dict[str, Any]:
    """Undo from the journal, and tell what became of each file.

    Parameters
    ----------
    order : dict
        ``folder`` (the music), ``place`` (what was read of it), ``plan`` (folder),
        ``output`` (folder) and ``options``: ``journal`` (its name in the folder).
    listener : Listener
        Told of every step.

    Returns
    -------
    dict
        Files by what became of them.
    """
    from genrelens.workflow.tag_plans.undoing import undo

    journal = Path(order["plan"]) / order["options"]["journal"]
    result = undo(journal, listener=listener)
    write_outcomes(order, "undo", result.outcomes)
    return {"counts": dict(result.counts)}
