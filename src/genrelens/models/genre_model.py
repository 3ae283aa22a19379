"""The kinds of model that can be trained, saved, asked and explained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:  # the kinds' names are asked for long before a model is
    from genrelens.models.genre_forest import GenreForest
    from genrelens.models.linear import LinearModel

__all__ = ["GAMES", "GenreModel", "ModelKind", "kind_of"]

GenreModel: TypeAlias = "GenreForest | LinearModel"
"""Either kind: both answer, explain, and respond to one column."""

ModelKind: TypeAlias = Literal["forest", "linear"]

GAMES: Final[dict[ModelKind, str]] = {
    "forest": "path-dependent (Lundberg and others 2020)",
    "linear": "Aumann-Shapley (1974), from the typical track of every genre",
}
"""How each kind shares a probability out over its attributes."""


def kind_of(model: GenreModel) -> ModelKind:
    """Say of which kind a model is.

    Examples
    --------
    >>> from genrelens.models.linear import LinearModel
    >>> kind_of(LinearModel())
    'linear'
    """
    from genrelens.models.linear import LinearModel

    return "linear" if isinstance(model, LinearModel) else "forest"
