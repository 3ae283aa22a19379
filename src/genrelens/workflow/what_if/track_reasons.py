"""Say what speaks for one label of a collection's track, and what for another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.workflow.what_if.explaining import explain_row

if TYPE_CHECKING:
    from genrelens.bundle.trained_model import TrainedModel
    from genrelens.workflow.browsing.collection import Collection
    from genrelens.workflow.what_if.explaining import WhyIf

__all__ = ["LEARNT", "why_track"]

LEARNT = (
    "These are the reasons of the model that is here, which has learnt from this track "
    "with its label; the suggestion comes from models that had not met it."
)
"""What a reader of the reasons has to know."""


def why_track(
    trained: TrainedModel, collection: Collection, row: int, *, genre: str, against: str
) -> WhyIf | None:
    """Explain one track of the collection.

    Parameters
    ----------
    trained : TrainedModel
        The model.
    collection : Collection
        Its tracks.
    row : int
        The track's row in its table, counted from 1.
    genre, against : str
        The genre to explain, and the one it is set against.

    Returns
    -------
    WhyIf or None
        None where the model knows only one of the two, or they are the same.

    Raises
    ------
    NoCollectionError
        If the row is not one of those that were learnt from.
    """
    if genre == against or not {genre, against} <= set(trained.genres):
        return None
    place = collection.place_of(row)
    inputs = collection.inputs.iloc[[place]].reset_index(drop=True)
    if bool(inputs.isna().all(axis=None)):
        return None
    return explain_row(trained, inputs, genre=genre, against=against)
