"""Train, and write what the pages of a studio show besides the result files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.workflow.browsing.keeping import keep_collection
from genrelens.workflow.live_report.keeping import keep_parts
from genrelens.workflow.progress import silent
from genrelens.workflow.training import train_model

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.workflow.progress import Listener
    from genrelens.workflow.requests import TrainRequest
    from genrelens.workflow.time_budget.choosing import BudgetChoice
    from genrelens.workflow.training import TrainResult

__all__ = ["train_for_pages"]


def train_for_pages(
    request: TrainRequest,
    *,
    listener: Listener = silent,
    on_budget: Callable[[BudgetChoice], None] | None = None,
) -> TrainResult:
    """Do the whole job, and write its results with what pages need.

    Besides the result files this is ``report_parts.json``, the report in parts, and
    ``collection.parquet``, every track with its held-out answer.

    Parameters
    ----------
    request : TrainRequest
        What to learn from, how, and where the results go.
    listener : Listener, optional
        Told of every step.
    on_budget : callable, optional
        As for `train_model`.

    Raises
    ------
    InputError
        If the table cannot be used; the message says why and what to do.
    OutputError
        If a result cannot be written.
    """
    result = train_model(request, listener=listener, on_budget=on_budget)
    listener("preparing pages", 0, 1)
    keep_parts(result, request.output)
    listener("preparing pages", 1, 1)
    keep_collection(result, request.output, listener=listener)
    return result
