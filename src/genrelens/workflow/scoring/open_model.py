"""Open a model once, so that it can answer many times from any thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from genrelens.bundle.loading import load_model
from genrelens.bundle.model_trust import ModelTrust
from genrelens.evaluation.hierarchy.tree_places import place_genres
from genrelens.models.genre_model import kind_of
from genrelens.workflow.scoring.header_lookup import HeaderLookup
from genrelens.workflow.scoring.row_words import AttributeWords, attribute_words

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from genrelens.bundle.trained_model import TrainedModel
    from genrelens.evaluation.hierarchy.tree_places import TreePlaces
    from genrelens.models.genre_model import ModelKind

__all__ = ["OpenModel", "hold_open", "open_model"]

_FRAME_BYTES = 2**20  # what a model takes beside its arrays, about


@dataclass(frozen=True, slots=True, eq=False)
class OpenModel:
    """A model in memory, ready to answer from any thread; never written to.

    Parameters
    ----------
    trained : TrainedModel
        The model.
    n_bytes : int
        About how much memory it takes.
    trust : ModelTrust
        Its rules; empty ones where it carries none.
    attributes : tuple of AttributeWords
        What is said of each attribute's values, in the model's order.
    headers : HeaderLookup
        Which attribute a header speaks of.
    novelty_places : tuple of int
        Attributes that novelty is measured in, in the order of its reference.
    places : TreePlaces or None
        The genres on the model's family tree, where it has one.
    answer_row : callable
        Gives the model's probabilities, shape (1, n_genres), for one encoded row of
        shape (1, n_columns).
    """

    trained: TrainedModel
    n_bytes: int
    trust: ModelTrust
    attributes: tuple[AttributeWords, ...]
    headers: HeaderLookup
    novelty_places: tuple[int, ...]
    places: TreePlaces | None
    answer_row: Callable[[NDArray[np.float32]], NDArray[np.float64]]

    @property
    def kind(self) -> ModelKind:
        """Of which kind the model is: ``forest`` or ``linear``."""
        return kind_of(self.trained.model)


def open_model(
    path: str | os.PathLike[str], *, expect_sha256: str | None = None
) -> OpenModel:
    """Open a model file and prepare everything that answering needs.

    Parameters
    ----------
    path : path
        The model file.
    expect_sha256 : str, optional
        Hash that the file must have.

    Returns
    -------
    OpenModel

    Raises
    ------
    BundleError
        If the file cannot be trusted.
    """
    return hold_open(load_model(path, expect_sha256=expect_sha256))


def hold_open(trained: TrainedModel) -> OpenModel:
    """Prepare a model that is in memory already; see `open_model`.

    One row is answered and explained, so that the first who asks waits for nothing
    that is laid out or compiled once.
    """
    answer_row = trained.model.ready_for_rows()
    trust = trained.trust or ModelTrust()
    names = [feature.name for feature in trained.features]
    kept, places = 0, tuple[int, ...]()
    if trust.novelty is not None:
        kept = trust.novelty.values.nbytes
        places = tuple(names.index(name) for name in trust.novelty.features)
    return OpenModel(
        trained=trained,
        n_bytes=trained.model.nbytes + kept + _FRAME_BYTES,
        trust=trust,
        attributes=attribute_words(trained),
        headers=HeaderLookup(trained.features, trained.references),
        novelty_places=places,
        places=None if trust.tree is None else place_genres(trust.tree, trained.genres),
        answer_row=answer_row,
    )
