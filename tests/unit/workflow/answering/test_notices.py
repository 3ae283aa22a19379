from __future__ import annotations

import numpy as np

from genrelens.workflow.answering.notices import tell_of_answers


def test_blank_rows_are_counted_and_nothing_is_said_without_any(trusted) -> None:
    blank = np.array([True, False, False])
    (told,) = tell_of_answers(trusted.trained, blank, is_decided=True)
    assert told.startswith("1 of 3 rows have no value")
    assert tell_of_answers(trusted.trained, blank[1:], is_decided=True) == ()


def test_a_model_that_does_not_decide_says_what_to_do(small_run) -> None:
    from dataclasses import replace

    bare = replace(small_run.result.model, trust=None)
    (told,) = tell_of_answers(bare, np.zeros(2, dtype=bool), is_decided=False)
    assert "train the model anew" in told
