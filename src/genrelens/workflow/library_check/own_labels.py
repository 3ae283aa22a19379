"""Score a model on the genre labels that a new table carries itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from genrelens.checking.targets import find_column
from genrelens.evaluation.intervals import estimate
from genrelens.evaluation.results import Estimate
from genrelens.evaluation.scores import HeldOut
from genrelens.schema.columns import Role
from genrelens.schema.spelling import genre_key, normalise_header
from genrelens.workflow.library_check.results import LabelScores

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from genrelens.bundle.trained_model import TrainedModel
    from genrelens.cleaning.track_table import Column, TrackTable

__all__ = ["find_label_column", "read_labels", "score_labels"]

_SHOWN = ("accuracy", "balanced_accuracy", "macro_f1", "macro_auc_ovr", "log_loss")
_MOST_UNKNOWN = 10


def find_label_column(
    table: TrackTable, target: str, *, asked: str | None
) -> tuple[Column | None, str]:
    """Find the genre column of a new table, or say why none is taken.

    Parameters
    ----------
    table : TrackTable
        Read by a model's recipes.
    target : str
        Header of the genre column in training.
    asked : str, optional
        Header that the user named.

    Returns
    -------
    column : Column or None
    why : str
        Why there is none, as a sentence; else empty.

    Raises
    ------
    InputError
        If the user named a column that is not there.
    """
    if asked is not None:
        return find_column(table, asked, what="genre"), ""
    wanted = normalise_header(target)
    for column in table.columns:
        if target and normalise_header(column.header) == wanted:
            return column, ""
    others = [column.header for column in table.with_role(Role.TARGET)]
    if others:
        return None, (
            f"The table has no column '{target}' as in training, but '{others[0]}'; "
            "name it with --target if it holds genres."
        )
    return None, f"The table has no column '{target}', so there are no labels to score."


def read_labels(cells: pd.Series[Any], genres: Sequence[str]) -> NDArray[np.int64]:
    """Give each cell's position among the model's genres.

    Spellings of one genre count as the same where that leaves no choice.

    Parameters
    ----------
    cells : pandas.Series
        Text or numbers, as read.
    genres : sequence of str
        Of the model.

    Returns
    -------
    ndarray of int64, shape (n_rows,)
        -1 for a genre that the model does not know, -2 for an empty cell.

    Examples
    --------
    >>> read_labels(pd.Series(["Hip Hop", "pop", None, "x"]), ["hip-hop", "pop"])
    array([ 0,  1, -2, -1])
    """
    exact = {genre: code for code, genre in enumerate(genres)}
    keys: dict[str, list[int]] = {}
    for code, genre in enumerate(genres):
        keys.setdefault(genre_key(genre), []).append(code)
    folded = {key: codes[0] for key, codes in keys.items() if len(codes) == 1}
    codes, levels = pd.factorize(cells)
    found = np.array(
        [
            exact.get(str(level), folded.get(genre_key(str(level)), -1))
            for level in levels
        ]
        + [-2],
        dtype=np.int64,
    )
    is_blank = np.array([not str(level).strip() for level in levels] + [False])
    found[is_blank] = -2
    labels: NDArray[np.int64] = found[codes]
    return labels


def score_labels(
    trained: TrainedModel,
    column: Column,
    cells: pd.Series[Any],
    proba: NDArray[np.float64],
    *,
    units: NDArray[np.int64],
    seed: int,
) -> tuple[LabelScores | None, str]:
    """Score held-out answers against the table's own labels.

    Parameters
    ----------
    trained : TrainedModel
        Whose genres and scores are meant.
    column : Column
        Where the labels stand.
    cells : pandas.Series, n_rows
        The labels.
    proba : ndarray of float64, shape (n_rows, n_genres)
        Calibrated probabilities of the same rows.
    units : ndarray of int64, shape (n_rows,)
        Group of each row.
    seed : int
        Of the intervals.

    Returns
    -------
    scores : LabelScores or None
    why : str
        Why there are none, as a sentence; else empty.
    """
    codes = read_labels(cells, trained.genres)
    is_known = codes >= 0
    unknown = cells[codes == -1].astype("str").value_counts()
    if not is_known.any():
        return None, (
            f"No row has a genre in '{column.header}' that the model knows, so there "
            "are no labels to score."
        )
    _, own = np.unique(units[is_known], return_inverse=True)
    held_out = HeldOut.of(codes[is_known], proba[is_known], units=own)
    metrics = estimate([held_out], seed=seed).metrics
    return LabelScores(
        title="your labels",
        header=column.header,
        n_tracks=int(is_known.sum()),
        n_groups=int(own.max()) + 1,
        metrics={name: metrics[name] for name in _SHOWN if name in metrics},
        n_unknown=int((codes == -1).sum()),
        unknown=tuple(map(str, unknown.index[:_MOST_UNKNOWN])),
        before=_before(trained.scores),
    ), ""


def _before(scores: dict[str, Any]) -> dict[str, Estimate]:
    """Give training's own scores of these names, where the model carries them.

    Not the log-loss: training's is that of the probabilities before calibration.
    """
    found = {}
    for name in _SHOWN:
        if name == "log_loss":
            continue
        told = scores.get(name)
        if isinstance(told, dict) and {"value", "low", "high"} <= set(told):
            numbers = [told["value"], told["low"], told["high"]]
            if all(isinstance(number, int | float) for number in numbers):
                found[name] = Estimate(*map(float, numbers))
    return found
