"""Lay out the doubted labels as a table in which a person decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from genrelens.workflow.documents.carried_columns import carry_columns
from genrelens.workflow.labels.row_identity import row_keys

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.cleaning.track_table import TrackTable
    from genrelens.evaluation.labels.results import DoubtedTrack, LabelAudit

__all__ = ["REVIEW_COLUMNS", "review_table"]

REVIEW_COLUMNS = (
    "label",
    "suggestion",
    "confidence",
    "second_genre",
    "kind",
    "reason",
    "doubt",
    "n_rows",
    "decision",
    "key",
)
"""What stands behind line, id, name and artist."""

_DIGITS = 3


def review_table(audit: LabelAudit | None, table: TrackTable) -> pd.DataFrame:
    """Give the doubted labels, the most doubtful first.

    Write it with `genrelens.workflow.documents.table_file.csv_text`, which
    guards strangers' text against being run as a formula.

    Parameters
    ----------
    audit : LabelAudit or None
        From `genrelens.evaluation.labels.examining.examine_labels`; None gives a
        table without rows.
    table : TrackTable
        The table that was examined.

    Returns
    -------
    pandas.DataFrame, one row a doubted label of a track
        ``line`` of the file and ``row`` of the table, both from 1; id, name and
        artist where the table has them; then `REVIEW_COLUMNS`. ``decision`` is
        empty: a person writes the right genre there, several with `` | `` between
        them, ``keep`` where the label is right, or nothing. ``key`` finds the row
        again in a table that was sorted anew. Rows of one track under one label
        are decided together: the most doubtful stands for ``n_rows`` of them.
    """
    keys = row_keys(table)
    listed = () if audit is None else audit.doubted
    doubted, n_rows = _one_for_each_track(listed, keys)
    rows = np.array([track.row for track in doubted], dtype=np.int64)
    carried = carry_columns(table, rows, answers=REVIEW_COLUMNS)
    answers = {
        "label": [track.label for track in doubted],
        "suggestion": [track.suggestion for track in doubted],
        "confidence": np.array(
            [
                np.nan if track.confidence is None else round(track.confidence, _DIGITS)
                for track in doubted
            ],
            dtype=np.float64,
        ),
        "second_genre": [track.second_genre for track in doubted],
        "kind": [track.kind for track in doubted],
        "reason": [track.reason for track in doubted],
        "doubt": np.array([round(track.doubt, _DIGITS) for track in doubted]),
        "n_rows": n_rows,
        "decision": ["" for _ in doubted],
        "key": keys[rows],
    }
    return pd.DataFrame({**carried.columns, **answers})


def _one_for_each_track(
    listed: tuple[DoubtedTrack, ...], keys: NDArray[np.object_]
) -> tuple[list[DoubtedTrack], list[int]]:
    """Keep the most doubtful row of each track and label, and count its rows."""
    first: dict[tuple[str, str], int] = {}
    kept: list[DoubtedTrack] = []
    n_rows: list[int] = []
    for track in listed:
        place = first.setdefault((keys[track.row], track.label), len(kept))
        if place == len(kept):
            kept.append(track)
            n_rows.append(0)
        n_rows[place] += 1
    return kept, n_rows
