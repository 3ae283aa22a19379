"""Sum up the decisions of a table, beside what the rule achieved in training."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from genrelens.evaluation.prediction_sets.deciding import ACTIONS
from genrelens.workflow.answering.decision_columns import percent

if TYPE_CHECKING:
    import pandas as pd

    from genrelens.bundle.model_trust import ModelTrust, Promise
    from genrelens.evaluation.results import Estimate

__all__ = ["count_decisions", "tell_promise"]


_SAME: Final = 1e-12  # by which two shares that are equal may differ


def count_decisions(frame: pd.DataFrame) -> dict[str, int]:
    """Count what was decided; empty where nothing was.

    Parameters
    ----------
    frame : pandas.DataFrame
        With the column ``decision``, or without.

    Returns
    -------
    dict of str to int
        ``write``, ``ask`` and ``leave``, in this order.
    """
    if "decision" not in frame:
        return {}
    counts = frame["decision"].value_counts()
    return {action: int(counts.get(action, 0)) for action in ACTIONS}


def tell_promise(trust: ModelTrust, max_error: float) -> str:
    """Say what deciding at this error achieved on tracks held out in training.

    Parameters
    ----------
    trust : ModelTrust
        Of the model.
    max_error : float
        What was asked for; the nearest stricter record is told, and that it is one.

    Returns
    -------
    str
        One sentence or two, with scenario, counts and intervals.
    """
    fitting = [each for each in trust.promises if each.max_error <= max_error + _SAME]
    if not fitting:
        return (
            f"Training kept no record of deciding at {percent(max_error)} or less, so "
            "what this achieves is not known."
        )
    record = max(fitting, key=lambda each: each.max_error)
    if record.max_error >= max_error - _SAME:
        return _tell(record)
    return (
        f"Training kept no record of deciding at {percent(max_error)}; the nearest "
        f"stricter one is of {percent(record.max_error)}, so more genres may be "
        f"written here, and more of them wrong. {_tell(record)}"
    )


def _tell(record: Promise) -> str:
    lead = (
        f"Asked for at most {percent(record.max_error)} wrong in training's own test "
        f"({record.scenario}, {record.n_tracks:,} tracks in {record.n_groups:,} "
        "groups), the same rule, before it leaves tracks unlike any it knows alone,"
    )
    if record.error is None:
        return f"{lead} wrote no genre at all, so its error is not known."
    return (
        f"{lead} wrote a genre on {_interval(record.share_written)} of the tracks, and "
        f"{_interval(record.error)} of these genres were wrong."
    )


def _interval(estimate: Estimate) -> str:
    low, high = (f"{100 * bound:.1f}" for bound in (estimate.low, estimate.high))
    return f"{100 * estimate.value:.1f} % ({low} to {high} %)"
