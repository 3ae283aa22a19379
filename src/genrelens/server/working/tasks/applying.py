"""Write the genres of a reviewed plan into files, as `genrelens tag apply` does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from genrelens.server.music.open_plans import REVIEWED
from genrelens.server.working.tasks.told_outcomes import write_outcomes
from genrelens.workflow.tag_plans.applying import apply_plan
from genrelens.workflow.tag_plans.requests import ApplyRequest

if TYPE_CHECKING:
    from genrelens.workflow.progress import Listener

__all__ = ["work"]


def work(order: dict[str, Any], listener: Listener) -> dict[str, Any]:
    """Apply the plan that stands in its folder, and tell what became of each file.

    Parameters
    ----------
    order : dict
        ``folder`` (the music), ``place`` (what was read of it), ``plan`` (folder with
        the reviewed plan), ``output`` (folder).
    listener : Listener
        Told of every step.

    Returns
    -------
    dict
        Files by what became of them.
    """
    request = ApplyRequest(
        plan=Path(order["plan"]) / REVIEWED, folder=Path(order["folder"])
    )
    result = apply_plan(request, listener=listener)
    write_outcomes(order, "apply", result.outcomes)
    return {"counts": dict(result.counts)}
