"""Make the untrained models that a training asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.models.genre_forest import GenreForest
from genrelens.models.linear import LinearModel

if TYPE_CHECKING:
    from genrelens.models.genre_model import GenreModel
    from genrelens.workflow.requests import TrainRequest

__all__ = ["make_forest", "make_model"]


def make_model(request: TrainRequest, seed: int | None = None) -> GenreModel:
    """Give the untrained model of the kind that a request asks for.

    Parameters
    ----------
    request : TrainRequest
        Its kind of model, trees, weights and threads count.
    seed : int, optional
        The request's own where it is not given; a linear model needs none.
    """
    if request.model == "forest":
        return make_forest(request, seed)
    return LinearModel(
        class_weight="balanced" if request.balanced else None,
        n_jobs=request.threads,
    )


def make_forest(request: TrainRequest, seed: int | None = None) -> GenreForest:
    """Give an untrained forest of the size that a request asks for.

    Parameters
    ----------
    request : TrainRequest
        Its trees, weights and threads count.
    seed : int, optional
        The request's own where it is not given.
    """
    return GenreForest(
        n_trees=request.trees,
        class_weight="balanced" if request.balanced else None,
        random_state=request.seed if seed is None else seed,
        n_jobs=request.threads,
    )
