"""Find the smallest change of a track in the model's own form that flips its genre."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from genrelens.explanation.flipping.axes import lay_out_axes
from genrelens.explanation.flipping.searching import find_flips
from genrelens.workflow.explaining.explaining_inputs import calibrated
from genrelens.workflow.explaining.genre_names import known_genre

if TYPE_CHECKING:
    import pandas as pd

    from genrelens.bundle.trained_model import TrainedModel
    from genrelens.explanation.flipping.axes import Axis
    from genrelens.explanation.flipping.results import FlipSearch

__all__ = ["ANY_GENRE", "flip_inputs"]

ANY_GENRE: Final = "any"
"""What is asked for where any other genre will do."""


def flip_inputs(
    trained: TrainedModel,
    one: pd.DataFrame,
    *,
    to: str = ANY_GENRE,
    axes: tuple[Axis, ...] | None = None,
) -> FlipSearch:
    """Find the smallest change of one or two attributes that makes it a genre.

    Parameters
    ----------
    trained : TrainedModel
        The model.
    one : pandas.DataFrame, 1 row
        Values of the model's attributes, by name.
    to : str
        The genre to reach, in any case; ``"any"`` for any other than its own,
        unless a genre is called so.
    axes : tuple of Axis, optional
        Where each attribute may go; by the quantiles in the model file where not
        given.

    Raises
    ------
    InputError
        If the model knows no such genre, or the track has it already.
    """
    is_genre = to.lower() in (genre.lower() for genre in trained.genres)
    is_any = to.lower() == ANY_GENRE and not is_genre
    if axes is None:
        encoder = trained.model.encoder_
        axes = lay_out_axes(trained.features, trained.references, encoder)
    return find_flips(
        trained.model,
        one,
        axes=axes,
        genres=trained.genres,
        calibrate=lambda own: calibrated(trained, own),
        wanted=None if is_any else known_genre(trained, to),
    )
