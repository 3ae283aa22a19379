"""Tests of genrelens.workflow.tag_plans.promised."""

from __future__ import annotations

from dataclasses import replace

import pytest

from genrelens.tagging.plans.plan_row import PlanRow
from genrelens.workflow.tag_plans.promised import count_promised, tell_promised

SURE = {"max_error": 0.05, "probability": 0.96}
AGREES = PlanRow(path="a", old=("Rock",), candidates="Rock", **SURE)
DIFFERS = PlanRow(
    path="b", old=("Rock",), new=("Rock", "Metal"), candidates="Metal",
    decision="write", **SURE,
)  # fmt: skip
ASKED = PlanRow(path="c", candidates="Soul | Funk", probability=0.5, decision="ask")


def promised(*rows):
    return count_promised(rows, [row for row in rows if row.decision == "write"])


def test_what_the_files_say_already_counts_too_for_the_wrong_are_left_over() -> None:
    # A model that is right on 190 of 200 tracks whose files are right: what is left
    # to be written are its 10 errors, and nothing else.
    told = promised(*[AGREES] * 190, *[DIFFERS] * 10, ASKED)
    assert (told.n_sure, told.n_changed, told.n_contradicting) == (200, 10, 10)
    assert told.most_wrong == pytest.approx(10)
    assert told.expected_wrong == pytest.approx(8)
    assert tell_promised(told) == (
        "Of the 200 tracks that the model is sure of, at most 5 % were to be wrong: "
        "that is 10. They may all be among the 10 that would be changed; the others "
        "say so already, or are left as they are. By the model's own probabilities, 8 "
        "of the 200 are expected to be wrong. In 10 tracks to be written the files "
        "have another genre: look at these first. Their reasons begin with “the file "
        "says otherwise”."
    )


def test_where_all_are_changed_the_bound_is_of_the_changed() -> None:
    fresh = replace(DIFFERS, old=(), new=("Metal",), probability=None)
    told = promised(fresh, fresh)
    assert told.expected_wrong is None
    assert tell_promised(told) == (
        "Of the 2 tracks that the model is sure of, at most 5 % were to be wrong: that "
        "is 0.1."
    )


def test_where_nothing_is_changed_it_says_so() -> None:
    assert "None of them would be changed." in tell_promised(promised(AGREES))


def test_nothing_is_promised_where_no_answer_promises_it() -> None:
    bare = replace(DIFFERS, old=(), max_error=None)
    assert tell_promised(promised(bare)) == (
        "Nothing is promised of the 1 track to be written."
    )
    assert "of 1 other track to be written" in tell_promised(promised(bare, AGREES))
    assert tell_promised(promised(ASKED)) == ""
