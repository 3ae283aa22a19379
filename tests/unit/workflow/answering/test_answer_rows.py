from __future__ import annotations

import pandas as pd
import pytest

from genrelens.workflow.answering.answer_rows import AnswerOptions, RowAnswers
from genrelens.workflow.new_table import read_new_table


@pytest.mark.parametrize("part", ["path", "bare"])
def test_rows_get_the_same_answers_in_any_pieces(trusted, small_run, part) -> None:
    from genrelens.bundle.loading import load_model

    trained = load_model(getattr(trusted, part))
    new = read_new_table(trained, small_run.table)
    answers = RowAnswers(trained, new, AnswerOptions(max_error=0.2))
    whole = answers.frame(slice(0, 100))
    pieces = [answers.frame(slice(start, start + 20)) for start in range(0, 100, 20)]
    joined = pd.concat(pieces, ignore_index=True)
    pd.testing.assert_frame_equal(whole, joined)
    assert tuple(whole.columns) == answers.columns
    assert answers.is_decided == ("decision" in whole)
