"""Choose the attributes to train on, where that was asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from genrelens.evaluation.evaluating import development_folds
from genrelens.evaluation.scenarios import headline_name
from genrelens.features.correlation import correlated_clusters
from genrelens.features.selection import select_features
from genrelens.workflow.studying import macro_auc

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.evaluation.grouping import Groups
    from genrelens.features.selection import SelectionResult
    from genrelens.models.genre_forest import GenreForest
    from genrelens.workflow.preparing import Prepared
    from genrelens.workflow.progress import Listener
    from genrelens.workflow.requests import TrainRequest

__all__ = ["choose_features"]

_TREES = 60
_NOT_ASKED = (
    "The smallest sufficient set of attributes was not looked for; "
    "train with --select auto to have it."
)
_ONE_FEATURE = "There is only one attribute, so there is nothing to choose from."


def choose_features(
    prepared: Prepared,
    groups: Groups,
    request: TrainRequest,
    make_model: Callable[[int], GenreForest],
    listener: Listener,
) -> tuple[Prepared, tuple[SelectionResult | None, str]]:
    """Keep the smallest set of attributes that is no worse within fold noise.

    The choice is made on the cross-validated part alone: the locked test takes
    no part in it.

    Parameters
    ----------
    prepared, groups, request
        What is trained on, and what was asked for.
    make_model : callable
        Gives an untrained model for a seed.
    listener : Listener
        Told of every step.

    Returns
    -------
    prepared : Prepared
        With the chosen attributes only.
    selection : (SelectionResult or None, str)
        The curve; or None and the sentence that says why there is none.
    """
    if not request.select:
        return prepared, (None, _NOT_ASKED)
    if len(prepared.features) == 1:
        return prepared, (None, _ONE_FEATURE)
    folds = development_folds(prepared.labels, groups, seed=request.seed)
    result = select_features(
        lambda seed: make_model(seed).set_params(n_trees=min(_TREES, request.trees)),
        prepared.inputs,
        prepared.labels,
        folds,
        score=macro_auc,
        metric="macro_auc_ovr",
        scenario=headline_name(groups)[0],
        clusters=correlated_clusters(prepared.features, prepared.inputs),
        is_applied=True,
        random_state=request.seed,
        on_step=lambda done, total: listener("choosing attributes", done, total),
    )
    chosen = tuple(f for f in prepared.features if f.name in result.chosen)
    kept = replace(
        prepared,
        features=chosen,
        inputs=prepared.inputs[[feature.name for feature in chosen]],
    )
    return kept, (result, "")
