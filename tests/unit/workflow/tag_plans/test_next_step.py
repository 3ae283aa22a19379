from __future__ import annotations

from pathlib import Path

import pytest

from genrelens.tagging.plans.plan_row import FileGuard, PlanRow
from genrelens.workflow.tag_plans.next_step import tell_next_step
from genrelens.workflow.tag_plans.promised import count_promised
from genrelens.workflow.tag_plans.requests import PlanRequest, PlanResult

GUARD = FileGuard(1, 1, "", "")
PLAN = Path("plan.csv")
WRITE = PlanRow(path="a.mp3", decision="write", candidates="Dub", guard=GUARD)
ASK = PlanRow(path="b.mp3", decision="ask", candidates="Dub | Soul", guard=GUARD)
UNSURE = PlanRow(path="c.mp3", reasons="no genre fits", guard=GUARD)
PROTECTED = PlanRow(
    path="d.mp3", candidates="Dub", reasons="it is write-protected; sure"
)
SAME = PlanRow(
    path="e.mp3", candidates="Dub", reasons="the file says so already", guard=GUARD
)


def tell(*rows, model="m.genrelens", **changes):
    asked = {"folder": Path("music"), "output": PLAN, "model": Path(model), **changes}
    counts = {
        which: sum(row.decision == which for row in rows)
        for which in ("write", "ask", "leave")
    }
    result = PlanResult(
        rows=rows, output=PLAN, counts=counts, promised=count_promised(rows, rows)
    )
    return tell_next_step(PlanRequest(**asked), result)


def test_a_plan_that_writes_is_to_be_applied() -> None:
    told = tell(WRITE, ASK, UNSURE, PROTECTED)
    assert told == "Look through it, then: genrelens tag apply plan.csv"


@pytest.mark.parametrize(
    ("row", "changes", "said"),
    [
        (UNSURE, {}, "A larger --max-error than 5 % may write more, and more of it"),
        (UNSURE, {"max_error": 0.5}, "A model trained on more music"),
        (UNSURE, {"answers": Path("a.csv")}, "predict with a larger --max-error"),
        (UNSURE, {"model": "music-tags"}, "From tags alone nothing is ever sure"),
        (PROTECTED, {}, "1 cannot be written: allow writing to these files"),
        (ASK, {}, "A larger --max-error than 5 %"),
    ],
)
def test_with_nothing_to_write_what_helps_is_told(row, changes, said) -> None:
    told = tell(row, SAME, **changes)
    assert told.startswith("Nothing is to be written yet. ")
    assert said in told
    assert ("tag apply" in told) == (row is ASK), "there is nothing to apply"


def test_questions_are_to_be_decided_before_the_plan_is_applied() -> None:
    told = tell(ASK, ASK, model="music-tags")
    assert told == (
        "Nothing is to be written yet. 2 wait for you: write the word write into the "
        "column decision where new is right, save it as CSV, then: genrelens tag apply "
        "plan.csv"
    )


def test_files_that_say_so_already_need_nothing() -> None:
    assert tell(SAME) == (
        "Nothing is to be written; the reasons of each file stand in the plan."
    )
