from __future__ import annotations

import numpy as np

from genrelens.workflow.library_check import answers as module
from genrelens.workflow.library_check.answers import Answers
from genrelens.workflow.new_table import read_new_table
from genrelens.workflow.progress import silent


def test_blocks_and_a_bound_on_what_is_kept_change_no_answer(
    trusted, small_run, monkeypatch
) -> None:
    new = read_new_table(trusted.trained, small_run.table)
    rows = np.flatnonzero(~new.is_blank)

    def ask():
        return Answers(trusted.trained, trusted.trust, new, rows, 0, silent)

    whole = ask()
    monkeypatch.setattr(module, "_BLOCK_ROWS", 37)
    monkeypatch.setattr(module, "_MOST_KEPT", 100)
    parts = ask()
    np.testing.assert_array_equal(whole.named, parts.named)
    assert len(parts.kept) == 100
    np.testing.assert_array_equal(parts.proba, whole.proba[parts.kept])
    assert whole.n_groups < len(rows)
