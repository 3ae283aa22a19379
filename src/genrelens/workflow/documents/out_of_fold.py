"""The table of out-of-fold predictions: each training track once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from genrelens.schema.columns import Role

if TYPE_CHECKING:
    from genrelens.evaluation.evaluating import EvaluationRun
    from genrelens.workflow.preparing import Prepared

__all__ = ["out_of_fold_table"]

_CARRIED = (Role.TRACK_ID, Role.TRACK_NAME, Role.ARTIST)


def out_of_fold_table(prepared: Prepared, run: EvaluationRun) -> pd.DataFrame:
    """Give what a model that had not met each track made of it.

    Parameters
    ----------
    prepared : Prepared
        The table that was learnt from.
    run : EvaluationRun
        Its cross-validation.

    Returns
    -------
    pandas.DataFrame, n_tracks rows
        ``line`` of the file; id, name and artist where the table has them;
        ``genre`` as labelled, ``predicted_genre`` with its ``probability``,
        ``genre_probability`` given to the label, ``is_right``, and the
        ``part`` and ``fold`` in which the track was held out.
    """
    table = prepared.checked.table
    columns: dict[str, object] = {"line": table.line_numbers[prepared.rows]}
    for role in _CARRIED:
        for column in table.with_role(role)[:1]:
            cells = table.frame[column.name].to_numpy()
            columns[column.header] = cells[prepared.rows]
    genres = np.asarray(run.evaluation.genres, dtype=object)
    best = run.out_of_fold.argmax(axis=1)
    codes = np.searchsorted(genres.astype(str), prepared.labels)
    n_tracks = np.arange(len(best))
    columns |= {
        "genre": prepared.labels,
        "predicted_genre": genres[best],
        "probability": run.out_of_fold[n_tracks, best],
        "genre_probability": run.out_of_fold[n_tracks, codes],
        "is_right": best == codes,
        "part": run.part,
        "fold": run.fold,
    }
    return pd.DataFrame(columns)
