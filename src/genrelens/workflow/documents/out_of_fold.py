"""The table of out-of-fold predictions: each training row once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from genrelens.workflow.documents.carried_columns import carry_columns

if TYPE_CHECKING:
    from genrelens.evaluation.evaluating import EvaluationRun
    from genrelens.workflow.prepared import Prepared

__all__ = ["out_of_fold_table"]


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
    pandas.DataFrame, n_rows
        ``line`` of the file and ``row`` of the table, both from 1; id, name and
        artist where the table has them (`carry_columns`);
        ``genre`` as labelled, ``predicted_genre`` with its ``probability``,
        ``genre_probability`` given to the label, ``is_right``, the ``part`` and
        ``fold`` in which the track was held out, and ``is_counted``: whether the
        row stands for its track in the scores, where a track has several.
    """
    genres = np.asarray(run.evaluation.genres, dtype=object)
    best = run.out_of_fold.argmax(axis=1)
    codes = np.searchsorted(genres.astype(str), prepared.labels)
    rows, counted = np.arange(len(best)), run.trial.is_counted
    answers = {
        "genre": prepared.labels,
        "predicted_genre": genres[best],
        "probability": run.out_of_fold[rows, best],
        "genre_probability": run.out_of_fold[rows, codes],
        "is_right": best == codes,
        "part": run.part,
        "fold": run.fold,
        "is_counted": np.ones(len(best), dtype=bool) if counted is None else counted,
    }
    carried = carry_columns(prepared.checked.table, prepared.rows, answers=answers)
    return pd.DataFrame({**carried.columns, **answers})
