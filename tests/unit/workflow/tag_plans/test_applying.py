from __future__ import annotations

import shutil

import pytest

from genrelens.errors import InputError
from genrelens.workflow.tag_plans.applying import apply_plan, journal_of
from genrelens.workflow.tag_plans.planning import make_plan
from genrelens.workflow.tag_plans.requests import ApplyRequest, PlanRequest


@pytest.fixture
def plan(music, answers):
    output = music.parent / "plan.csv"
    make_plan(PlanRequest(folder=music, output=output, answers=answers))
    return output


def test_only_rows_with_the_decisions_are_written(plan) -> None:
    told = apply_plan(ApplyRequest(plan=plan))
    assert (told.counts, told.n_other) == ({"written": 2}, 4)
    told = apply_plan(ApplyRequest(plan=plan, decisions=("write", "ask")))
    assert told.counts == {"written": 1, "already": 2}
    assert told.journal == plan.with_name("plan.journal")


def test_a_dry_run_leaves_no_journal(plan) -> None:
    told = apply_plan(ApplyRequest(plan=plan, dry_run=True))
    assert told.counts == {"would write": 2}
    assert not journal_of(plan).exists()


def test_a_library_that_moved_is_found_where_it_is_told_to_be(plan, music) -> None:
    moved = music.parent / "elsewhere"
    shutil.move(music, moved)
    with pytest.raises(InputError, match="--folder"):
        apply_plan(ApplyRequest(plan=plan))
    told = apply_plan(ApplyRequest(plan=plan, folder=moved))
    assert told.counts == {"written": 2}


@pytest.mark.parametrize("decisions", [(), ("leave",), ("write", "all")])
def test_other_decisions_cannot_be_applied(plan, decisions) -> None:
    with pytest.raises(InputError, match="cannot be applied"):
        apply_plan(ApplyRequest(plan=plan, decisions=decisions))
