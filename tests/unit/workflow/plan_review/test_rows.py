from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from genrelens.errors import InputError
from genrelens.tagging.plans.plan_row import FileGuard, PlanRow
from genrelens.tagging.plans.plan_table import read_plan, write_plan
from genrelens.workflow.plan_review.rows import (
    Change,
    check_change,
    count_rows,
    lay_over,
    read_rows,
    reviewed_text,
)

if TYPE_CHECKING:
    from pathlib import Path

GUARD = FileGuard(1, 2, "a" * 64, "b" * 64)
ROWS = (
    PlanRow(path="a", new=("Metal",), decision="write", candidates="Metal", kind="id3",
            probability=0.9, max_error=0.05, guard=GUARD),
    PlanRow(path="b", old=("Pop",), decision="leave", candidates="Rock | Folk",
            kind="id3", guard=GUARD),
    PlanRow(path="c", decision="leave", reasons="no kind is known"),
    PlanRow(path="d", new=("Folk",), decision="ask", kind="id3", guard=GUARD),
)  # fmt: skip


def test_without_changes_a_plan_stands_as_it_was_made() -> None:
    rows = lay_over(ROWS, {}, policy="merge")
    assert [row.decision for row in rows] == [row.decision for row in ROWS]
    counts = count_rows(rows)
    assert (counts.write, counts.ask, counts.leave, counts.changed) == (1, 1, 2, 0)
    assert counts.promised.expected_wrong == pytest.approx(0.1)


def test_a_row_left_alone_would_get_what_the_policy_makes_of_its_candidate() -> None:
    assert lay_over(ROWS, {}, policy="merge")[1].new == ("Pop", "Rock")
    assert lay_over(ROWS, {}, policy="overwrite")[1].new == ("Rock",)


def test_what_a_person_decides_is_promised_nothing() -> None:
    changes = {1: Change("write", ("Doom",)), 4: Change("write")}
    counts = count_rows(lay_over(ROWS, changes, policy="merge"))
    assert (counts.write, counts.by_model, counts.by_person) == (2, 0, 2)
    assert (counts.promised.n_changed, counts.promised.n_unpromised) == (0, 0)


def test_what_a_person_decides_takes_nothing_from_what_the_model_is_sure_of() -> None:
    agreeing = replace(ROWS[0], path="e", decision="leave", new=(), old=("Metal",))
    rows = (*ROWS, *[agreeing] * 19, replace(ROWS[0], path="f", old=("Pop",)))
    before = count_rows(lay_over(rows, {}, policy="merge")).promised
    after = count_rows(lay_over(rows, {1: Change("leave")}, policy="merge")).promised
    assert (before.n_sure, before.n_changed, before.n_contradicting) == (21, 2, 1)
    assert (after.n_sure, after.n_changed, after.n_contradicting) == (21, 1, 1)
    assert after.most_wrong == pytest.approx(21 * 0.05)


@pytest.mark.parametrize(
    ("number", "change", "words"),
    [
        (0, Change("burn"), "no decision"),
        (0, Change("write", ("a\x00",)), "control character"),
        (2, Change("write", ("Rock",)), "no genre can be written into this file"),
    ],
)
def test_what_cannot_be_done_is_refused(
    number: int, change: Change, words: str
) -> None:
    row = lay_over(ROWS, {}, policy="merge")[number]
    with pytest.raises(InputError, match=words):
        check_change(row, change)


def test_the_text_of_a_reviewed_plan_is_read_as_a_plan(tmp_path: Path) -> None:
    plan = tmp_path / "plan.csv"
    write_plan(ROWS, "/music", plan)
    changes = {1: Change("leave"), 2: Change("write", ("=Doom", "Pop"))}
    rows = lay_over(read_rows(plan), changes, policy="merge")
    (tmp_path / "reviewed.csv").write_text(reviewed_text(rows, plan), encoding="utf-8")
    told = read_plan(tmp_path / "reviewed.csv")
    assert told.folder == "/music"
    assert [row.decision for row in told.rows] == ["leave", "write", "leave", "ask"]
    assert told.rows[1].new == ("=Doom", "Pop")
    assert told.rows[0].guard == GUARD
