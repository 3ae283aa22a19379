"""Lay out everything that a page with sliders needs to know of a model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from genrelens.errors import printable
from genrelens.workflow.what_if.flipping import axes_of
from genrelens.workflow.what_if.sliders import Slider, describe_sliders

if TYPE_CHECKING:
    from genrelens.bundle.trained_model import TrainedModel
    from genrelens.workflow.browsing.collection import Collection

__all__ = ["Board", "lay_out_board"]


@dataclass(frozen=True, slots=True)
class Board:
    """A model as a set of controls and bars.

    Parameters
    ----------
    sliders : tuple of Slider
        One for each attribute of which training saw a value.
    genres : tuple of str
        In the model's order.
    by_size : tuple of str
        The same, the largest in training first.
    n_tracks : int
        Tracks that the shapes behind the sliders stand for.
    source : str
        Where these shapes come from, as a sentence.
    is_calibrated : bool
        Whether the probabilities that are told are calibrated.
    """

    sliders: tuple[Slider, ...]
    genres: tuple[str, ...]
    by_size: tuple[str, ...]
    n_tracks: int
    source: str
    is_calibrated: bool

    @property
    def largest(self) -> str:
        """The genre with the most tracks."""
        return self.by_size[0]


def lay_out_board(trained: TrainedModel, collection: Collection | None) -> Board:
    """Describe the controls of a model; done once while its collection is open.

    Parameters
    ----------
    trained : TrainedModel
        The model.
    collection : Collection, optional
        The tracks it learnt from.
    """
    if collection is None:
        return _lay_out(trained, None)
    board: Board = collection.once("board", lambda: _lay_out(trained, collection))
    return board


def _lay_out(trained: TrainedModel, collection: Collection | None) -> Board:
    counts = _counts(trained, collection)
    order = np.argsort(-np.array(counts), kind="stable")
    trust = trained.trust
    return Board(
        describe_sliders(trained, axes_of(trained, collection), collection),
        trained.genres,
        tuple(trained.genres[place] for place in order.tolist()),
        _n_tracks(trained, collection),
        _source(trained, collection),
        trust is not None and trust.calibrator is not None,
    )


def _counts(trained: TrainedModel, collection: Collection | None) -> list[int]:
    if collection is not None:
        n_genres = len(trained.genres)
        counts = np.bincount(collection.columns["genre"], minlength=n_genres)
        return [int(count) for count in counts]
    if trained.trust is not None and trained.trust.shift is not None:
        return list(trained.trust.shift.counts)
    return [0] * len(trained.genres)


def _n_tracks(trained: TrainedModel, collection: Collection | None) -> int:
    if collection is not None:
        return len(collection)
    return max((each.n_tracks for each in trained.references), default=0)


def _source(trained: TrainedModel, collection: Collection | None) -> str:
    n_tracks = _n_tracks(trained, collection)
    if collection is not None:
        table = printable(collection.notes.table, limit=60)
        return f"Shapes behind the sliders: the {n_tracks:,} tracks of '{table}'."
    return (
        "The tracks that this model learnt from are not here, so the shapes behind "
        "the sliders are drawn from seven quantiles that the model file carries "
        f"(of {n_tracks:,} tracks), of all genres together; between two of them they "
        "are guessed to be even."
    )
