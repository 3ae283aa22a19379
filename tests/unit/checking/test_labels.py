from __future__ import annotations

import numpy as np
import pandas as pd

from genrelens.checking.labels import label_rows


def test_rows_without_genre_and_rows_left_out_get_minus_one():
    cells = pd.Series(["b", "a", np.nan, "b", "c"], dtype="str")
    labels = label_rows(cells, is_left_out=np.array([0, 0, 0, 0, 1], dtype=bool))
    assert labels.codes.tolist() == [1, 0, -1, 1, -1]
    assert labels.genres == ("a", "b")
    assert labels.rows.tolist() == [0, 1, 3]
    assert labels.counts.tolist() == [1, 2]
