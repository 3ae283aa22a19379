from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from genrelens.workflow.answering.answer_block import answer_block, unlike_words
from genrelens.workflow.new_table import read_new_table

if TYPE_CHECKING:
    import pandas as pd


@pytest.fixture(scope="module")
def inputs(trusted, small_run) -> pd.DataFrame:
    """Give the small run's tracks in the form that its model asks for."""
    return read_new_table(trusted.trained, small_run.table).inputs


def test_a_track_s_answer_does_not_depend_on_the_others(trusted, inputs) -> None:
    whole, told = answer_block(trusted.trained, inputs, max_error=0.2)
    part, alone = answer_block(trusted.trained, inputs.iloc[17:18], max_error=0.2)
    np.testing.assert_array_equal(alone[0], told[17])
    assert {name: column[17] for name, column in whole.items()} == {
        name: column[0] for name, column in part.items()
    }


def test_own_probabilities_are_told_and_calibrated_ones_decide(trusted, inputs) -> None:
    usual, _ = answer_block(trusted.trained, inputs, max_error=0.2)
    own, told = answer_block(trusted.trained, inputs, max_error=0.2, uncalibrated=True)
    np.testing.assert_array_equal(told, trusted.trained.model.predict_proba(inputs))
    assert list(own["decision"]) == list(usual["decision"])


def test_nothing_unlike_is_nothing_to_say() -> None:
    assert unlike_words("") == ""
    assert unlike_words("tempo").endswith(": tempo")
