"""Lay out the doubted labels as a table in which a person decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from genrelens.workflow.documents.carried_columns import carry_columns
from genrelens.workflow.labels.row_identity import row_keys

if TYPE_CHECKING:
    from genrelens.cleaning.track_table import TrackTable
    from genrelens.evaluation.labels.results import LabelAudit

__all__ = ["REVIEW_COLUMNS", "review_table"]

REVIEW_COLUMNS = (
    "label",
    "suggestion",
    "confidence",
    "second_genre",
    "kind",
    "reason",
    "doubt",
    "decision",
    "key",
)
"""What stands behind line, id, name and artist."""

_DIGITS = 3


def review_table(audit: LabelAudit, table: TrackTable) -> pd.DataFrame:
    """Give the doubted labels, the most doubtful first.

    Write it with `genrelens.workflow.documents.table_file.csv_text`, which
    guards strangers' text against being run as a formula.

    Parameters
    ----------
    audit : LabelAudit
        From `genrelens.evaluation.labels.examining.examine_labels`.
    table : TrackTable
        The table that was examined.

    Returns
    -------
    pandas.DataFrame, one row a doubted label
        ``line`` of the file and ``row`` of the table, both from 1; id, name and
        artist where the table has them; then `REVIEW_COLUMNS`. ``decision`` is
        empty: a person writes the right genre there, several with `` | `` between
        them, ``keep`` where the label is right, or nothing. ``key`` finds the row
        again in a table that was sorted anew.
    """
    rows = np.array([track.row for track in audit.doubted], dtype=np.int64)
    carried = carry_columns(table, rows, answers=REVIEW_COLUMNS)
    keys = row_keys(table)
    answers = {
        "label": [track.label for track in audit.doubted],
        "suggestion": [track.suggestion for track in audit.doubted],
        "confidence": np.array(
            [
                np.nan if track.confidence is None else round(track.confidence, _DIGITS)
                for track in audit.doubted
            ],
            dtype=np.float64,
        ),
        "second_genre": [track.second_genre for track in audit.doubted],
        "kind": [track.kind for track in audit.doubted],
        "reason": [track.reason for track in audit.doubted],
        "doubt": np.array([round(track.doubt, _DIGITS) for track in audit.doubted]),
        "decision": ["" for _ in audit.doubted],
        "key": keys[rows],
    }
    return pd.DataFrame({**carried.columns, **answers})
