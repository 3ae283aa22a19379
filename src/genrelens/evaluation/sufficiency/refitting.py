"""Cross-validate small forests with fewer tracks or columns, from the same seeds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from genrelens.evaluation.scenarios.cross_validation import with_fewer_trees
from genrelens.evaluation.scenarios.refitting import refit

if TYPE_CHECKING:
    import pandas as pd

    from genrelens.evaluation.scenarios.trial import Trial
    from genrelens.evaluation.scores import HeldOut
    from genrelens.evaluation.sufficiency.narrowing import Narrowed

__all__ = ["MOST_TREES", "refit_small"]

MOST_TREES = 50
"""Most trees of a model here: differences need no more, and there are many models."""

_PURPOSE = 310


def refit_small(
    trial: Trial,
    *,
    narrowed: Narrowed | None = None,
    X: pd.DataFrame | None = None,
) -> HeldOut:
    """Predict every cross-validated row anew, on the headline's own folds.

    Parameters
    ----------
    trial : Trial
        The table and model.
    narrowed : Narrowed, optional
        What remains of each training part; all of it where not given.
    X : pandas.DataFrame, n_tracks x n_features, optional
        Other features of the same rows.

    Returns
    -------
    HeldOut
        In the order of ``trial.division.rows``.
    """

    def make_model(seed: int) -> Any:  # noqa: ANN401
        return with_fewer_trees(trial.make_model(seed), MOST_TREES)[0]

    keep = None if narrowed is None else narrowed.keep
    return refit(trial, X=X, keep=keep, make_model=make_model, purpose=_PURPOSE)
