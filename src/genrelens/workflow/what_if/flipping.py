"""Find the smallest change of a track that would give it another genre."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.explanation.flipping.axes import lay_out_axes
from genrelens.explanation.flipping.spreads import spread_of_values
from genrelens.workflow.explaining.smallest_flip import ANY_GENRE, flip_inputs
from genrelens.workflow.what_if.values import Value, read_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from genrelens.bundle.trained_model import TrainedModel
    from genrelens.explanation.flipping.axes import Axis
    from genrelens.explanation.flipping.results import FlipSearch
    from genrelens.features.encoding import FeatureEncoder
    from genrelens.workflow.browsing.collection import Collection

__all__ = ["axes_of", "flip"]


def axes_of(
    trained: TrainedModel, collection: Collection | None = None
) -> tuple[Axis, ...]:
    """Say where each attribute of a model may go, and how far apart values lie.

    Parameters
    ----------
    trained : TrainedModel
        The model.
    collection : Collection, optional
        The tracks it learnt from, which are counted once while they are open;
        distances are counted by the quantiles in the model file without them.
    """
    if collection is None:
        return lay_out_axes(trained.features, trained.references, _encoder(trained))
    axes: tuple[Axis, ...] = collection.once(
        "axes", lambda: _counted_axes(trained, collection.inputs)
    )
    return axes


def _counted_axes(trained: TrainedModel, inputs: pd.DataFrame) -> tuple[Axis, ...]:
    spreads = {
        feature.name: spread_of_values(feature, inputs[feature.name].to_numpy())
        for feature in trained.features
    }
    return lay_out_axes(
        trained.features, trained.references, _encoder(trained), spreads=spreads
    )


def _encoder(trained: TrainedModel) -> FeatureEncoder:
    return trained.model.encoder_


def flip(
    trained: TrainedModel,
    values: Mapping[str, Value],
    *,
    to: str | None = None,
    axes: tuple[Axis, ...] | None = None,
) -> FlipSearch:
    """Find the smallest change of one or two attributes that flips the genre.

    Parameters
    ----------
    trained : TrainedModel
        Who is asked.
    values : mapping of str to value
        See `read_values`.
    to : str, optional
        The genre to reach; any other where it is not given.
    axes : tuple of Axis, optional
        From `axes_of`; made anew where not given.

    Raises
    ------
    InputError
        If a value or the genre cannot be used, or the track has that genre already.

    See Also
    --------
    genrelens.explanation.flipping.searching.find_flips : what is searched, and how.
    """
    row = read_values(trained.features, values)
    return flip_inputs(trained, row, to=ANY_GENRE if to is None else to, axes=axes)
