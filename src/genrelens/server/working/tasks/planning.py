"""Plan which genres go into which files, as `genrelens tag plan` does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from genrelens.server.music.open_plans import PLAN
from genrelens.workflow.tag_plans.planning import make_plan
from genrelens.workflow.tag_plans.requests import PlanRequest

if TYPE_CHECKING:
    from genrelens.workflow.progress import Listener

__all__ = ["work"]


def work(order: dict[str, Any], listener: Listener) -> dict[str, Any]:
    """Make the plan, and write its table into the output folder.

    Parameters
    ----------
    order : dict
        ``folder`` (the music), ``model`` (path, or the start from tags), ``output``
        (folder) and ``options``: ``policy`` and ``max_error``.
    listener : Listener
        Told of every step.

    Returns
    -------
    dict
        Counts, and what deciding so achieved in training.
    """
    asked = order["options"]
    request = PlanRequest(
        folder=Path(order["folder"]),
        output=Path(order["output"]) / PLAN,
        model=Path(order["model"]),
        policy=asked["policy"],
        max_error=asked["max_error"],
    )
    made = make_plan(request, listener=listener)
    return {
        "counts": made.counts,
        "n_rows": len(made.rows),
        "promise": made.promise,
        "notices": list(made.notices),
    }
