from __future__ import annotations

import numpy as np
import pytest

from genrelens.evaluation.prediction_sets.coverage import Judge
from genrelens.evaluation.prediction_sets.deciding import Decisions
from genrelens.evaluation.scores import HeldOut

HELD_OUT = HeldOut.of(
    [0, 0, 1, 1],
    [[0.9, 0.1, 0.0], [0.8, 0.2, 0.0], [0.7, 0.3, 0.0], [0.4, 0.6, 0.0]],
    units=[0, 1, 2, 2],
)
JUDGE = Judge(HELD_OUT, ("a", "b", "c"), 0)


def test_sets_are_judged_overall_and_by_genre() -> None:
    sets = np.array([[1, 0, 0], [1, 1, 0], [0, 0, 0], [1, 1, 1]], dtype=bool)
    found = JUDGE.judge_sets(
        sets, score="lac", per_genre=True, max_error=0.1, kinds=("own", "all", "all")
    )
    assert found.coverage.value == 0.75
    assert found.mean_size.value == 1.5
    assert (found.single.value, found.empty.value) == (0.25, 0.25)
    assert [(one.genre, one.coverage.value) for one in found.by_genre] == [
        ("a", 1.0),
        ("b", 0.5),
    ]
    assert found.worst.genre == "b"
    assert found.by_genre[1].n_groups == 1


def test_a_share_that_no_drawing_can_change_is_not_taken_for_certain() -> None:
    sets = np.ones((4, 3), dtype=bool)
    found = JUDGE.judge_sets(
        sets, score="lac", per_genre=True, max_error=0.1, kinds=("own",) * 3
    )
    assert found.coverage.value == found.coverage.high == 1.0
    assert found.coverage.low < 0.5  # two and a half groups say little
    assert found.empty.high > 0.5


def test_decisions_are_judged_by_what_was_written_asked_and_left() -> None:
    made = Decisions(
        np.array(["write", "ask", "write", "leave"]),
        np.array([[1, 0, 0], [1, 1, 0], [1, 0, 0], [0, 0, 0]], dtype=bool),
        np.array(["sure", "several", "sure", "many"]),
    )
    found = JUDGE.judge_decisions(made, max_error=0.2)
    assert (found.n_written, found.n_asked, found.n_left) == (2, 1, 1)
    assert found.error_written is not None
    assert found.error_written.value == 0.5
    assert found.asked_hold is not None
    assert found.asked_hold.value == 1.0
    first, second = JUDGE.judge_genres(made)
    assert (first.n_written, second.n_written) == (2, 0)
    assert first.error_written is not None
    assert first.error_written.value == 0.5
    assert second.error_written is None
    assert second.written.value == 0.5


def test_where_nothing_was_written_no_error_is_claimed() -> None:
    nothing = Decisions(
        np.array(["leave"] * 4), np.zeros((4, 3), dtype=bool), np.array(["many"] * 4)
    )
    found = JUDGE.judge_decisions(nothing, max_error=0.2)
    assert found.error_written is None
    assert found.asked_hold is None


def test_the_curve_ends_at_the_share_of_wrong_answers(draw_held_out) -> None:
    held_out = draw_held_out(1000)
    curve = Judge(held_out, ("a", "b", "c", "d"), 0).trace_risk()
    wrong = held_out.proba.argmax(axis=1) != held_out.codes
    assert curve.share[-1] == 1.0
    assert curve.error[-1] == pytest.approx(wrong.mean())
    surest = np.argsort(-held_out.proba.max(axis=1), kind="stable")[:100]
    assert curve.error[3] == pytest.approx(wrong[surest].mean())
    assert ((curve.low <= curve.error) & (curve.error <= curve.high)).all()
    assert curve.error[0] < curve.error[-1]
