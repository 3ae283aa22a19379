from __future__ import annotations

import pandas as pd
import pytest

from genrelens.bundle.model_trust import ModelTrust, Promise
from genrelens.evaluation.results import Estimate
from genrelens.workflow.answering.decision_summary import (
    count_decisions,
    tell_promise,
)

WRITTEN = Promise(
    0.05,
    Estimate(0.4, 0.35, 0.45),
    Estimate(0.041, 0.032, 0.05),
    "unseen artists",
    24_000,
    5_000,
)
NOTHING = Promise(0.01, Estimate(0.0, 0.0, 0.0), None, "unseen artists", 24_000, 5_000)


def test_the_promise_names_scenario_counts_and_intervals() -> None:
    assert tell_promise(ModelTrust(promises=(NOTHING, WRITTEN)), 0.05) == (
        "Asked for at most 5 % wrong in training's own test (unseen artists, 24,000 "
        "tracks in 5,000 groups), the same rule, before it leaves tracks "
        "unlike any it knows alone, wrote a genre on 40.0 % (35.0 to "
        "45.0 %) of the tracks, and 4.1 % (3.2 to 5.0 %) of these genres were wrong."
    )


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (0.07, "Asked for at most 5 % wrong"),
        (0.04, "wrote no genre at all"),
        (0.005, "no record of deciding at 0.5 % or less"),
    ],
)
def test_the_nearest_stricter_record_is_told(asked, told) -> None:
    assert told in tell_promise(ModelTrust(promises=(NOTHING, WRITTEN)), asked)


def test_a_record_of_another_error_is_never_told_as_that_asked_for() -> None:
    trust = ModelTrust(promises=(NOTHING, WRITTEN))
    told = tell_promise(trust, 0.4)
    assert told.startswith(
        "Training kept no record of deciding at 40 %; the nearest stricter one is of "
        "5 %, so more genres may be written here, and more of them wrong. Asked for "
    )
    assert told.endswith(tell_promise(trust, 0.05))
    assert "kept no record" not in tell_promise(trust, 0.05 - 1e-15)


def test_decisions_are_counted_in_one_order() -> None:
    frame = pd.DataFrame({"decision": ["leave", "write", "leave"]})
    counted = count_decisions(frame)
    assert list(counted.items()) == [("write", 1), ("ask", 0), ("leave", 2)]
    assert count_decisions(pd.DataFrame({"genre": ["a"]})) == {}
