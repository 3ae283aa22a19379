from __future__ import annotations

import numpy as np
import pytest

from genrelens.errors import InputError
from genrelens.evaluation.labels.reviewed import score_unreviewed
from genrelens.evaluation.scores import HeldOut

HELD_OUT = HeldOut.of([0, 0, 1, 1], np.eye(2)[[0, 1, 1, 0]])
ROWS = np.array([10, 11, 12, 13])
NONE = np.array([], dtype=np.int64)


def test_reviewed_rows_are_left_out_of_the_second_score() -> None:
    found = score_unreviewed(
        HELD_OUT,
        ROWS,
        changed=np.array([11, 99]),
        kept=np.array([13]),
        scenario="unseen artists",
        seed=0,
    )
    assert (found.n_reviewed, found.n_changed) == (2, 1)
    assert found.everything.value == 0.5
    assert found.unreviewed is not None
    assert found.unreviewed.value == 1.0
    assert found.to_dict()["unreviewed"] == found.unreviewed.to_dict()


def test_where_everything_was_reviewed_nothing_is_claimed_of_the_rest() -> None:
    found = score_unreviewed(
        HELD_OUT, ROWS, changed=ROWS, kept=NONE, scenario="x", seed=0
    )
    assert found.unreviewed is None
    assert found.to_dict()["unreviewed"] is None


def test_rows_that_do_not_fit_are_refused() -> None:
    with pytest.raises(InputError, match="2 rows and 4 predictions"):
        score_unreviewed(
            HELD_OUT, ROWS[:2], changed=NONE, kept=NONE, scenario="x", seed=0
        )


def test_changing_labels_to_what_the_model_says_raises_only_the_first_score() -> None:
    """Even where labels are coin tosses, and no correction is right."""
    rng = np.random.default_rng(0)
    codes = rng.integers(0, 2, 2000)
    answers = rng.integers(0, 2, 2000)
    wrong = np.flatnonzero(codes != answers)[:400]
    corrected = codes.copy()
    corrected[wrong] = answers[wrong]
    found = score_unreviewed(
        HeldOut.of(corrected, np.eye(2)[answers]),
        np.arange(2000),
        changed=wrong,
        kept=np.flatnonzero(codes == answers)[:400],
        scenario="x",
        seed=0,
    )
    assert found.unreviewed is not None
    assert found.everything.value > 0.65
    assert found.unreviewed.low <= 0.5 <= found.unreviewed.high
