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


def bytes_of(music):
    return {path: path.read_bytes() for path in music.rglob("*") if path.is_file()}


def test_two_runs_at_once_never_write_one_folder(plan, music, answers) -> None:
    """The second is asked for while the first is between two files."""
    second = music.parent / "second.csv"
    make_plan(PlanRequest(folder=music, output=second, answers=answers))
    refused = []

    def ask_again(_what: str, done: int, _total: int) -> None:
        if done == 1:
            before = bytes_of(music)
            for each in (second, plan):
                with pytest.raises(InputError, match="at work in the folder") as told:
                    apply_plan(ApplyRequest(plan=each))
                refused.append(str(told.value))
            assert bytes_of(music) == before
            assert not journal_of(second).exists()
            assert apply_plan(ApplyRequest(plan=second, dry_run=True)).outcomes

    assert apply_plan(ApplyRequest(plan=plan), listener=ask_again).counts == {
        "written": 2
    }
    assert len(refused) == 2
    assert apply_plan(ApplyRequest(plan=second)).counts == {"already": 2}
