"""Say what to do with a plan: apply it, decide, or get one that writes more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from genrelens.workflow.answering.decision_columns import percent
from genrelens.workflow.from_sound.first_answers import FROM_TAGS
from genrelens.workflow.tag_plans.left_alone import count_left

if TYPE_CHECKING:
    from genrelens.workflow.tag_plans.requests import PlanRequest, PlanResult

__all__ = ["tell_next_step"]

_PROTECTED: Final = "it is write-protected"
_MOST_ERROR: Final = 0.5


def tell_next_step(request: PlanRequest, result: PlanResult) -> str:
    """Say in a sentence or two what helps on from here.

    Parameters
    ----------
    request : PlanRequest
        What was asked.
    result : PlanResult
        What came of it.
    """
    if result.counts["write"]:
        return f"Look through it, then: genrelens tag apply {result.output}"
    told = []
    n_protected = dict(count_left(result.rows)).get(_PROTECTED, 0)
    if n_protected:
        told.append(
            f"{n_protected:,} cannot be written: allow writing to these files (for "
            "instance chmod u+w), and plan again."
        )
    if result.counts["ask"]:
        told.append(
            f"{result.counts['ask']:,} wait for you: write the word write into the "
            "column decision where new is right, save it as CSV, then: genrelens tag "
            f"apply {result.output}"
        )
    if _is_unsure(request, result):
        told.append(_more_sure(request))
    return " ".join(["Nothing is to be written yet.", *told] if told else [_DONE])


_DONE: Final = "Nothing is to be written; the reasons of each file stand in the plan."


def _is_unsure(request: PlanRequest, result: PlanResult) -> bool:
    """Tell whether the model held back where a file could be written."""
    is_asked = result.counts["ask"] > 0 and str(request.model) != FROM_TAGS
    return is_asked or any(
        row.decision == "leave" and row.guard is not None and not row.candidates
        for row in result.rows
    )


def _more_sure(request: PlanRequest) -> str:
    if str(request.model) == FROM_TAGS:
        return (
            "From tags alone nothing is ever sure: a model that genrelens train made "
            "of music whose genres you know may be."
        )
    if request.answers is not None:
        return "Answers of genrelens predict with a larger --max-error may write more."
    if request.max_error >= _MOST_ERROR:
        return "A model trained on more music may be sure of more."
    return (
        f"A larger --max-error than {percent(request.max_error)} may write more, and "
        "more of it wrong."
    )
