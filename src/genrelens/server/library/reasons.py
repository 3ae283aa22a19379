"""Say why a model calls a track of a music folder what it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from genrelens.errors import GenrelensError
from genrelens.server.keeping.store import NotHere
from genrelens.server.warming.libraries import have_libraries
from genrelens.server.working.ordering import MUSIC_TAGS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from genrelens.server.studio import Studio

    have_libraries()
    from genrelens.workflow.explaining.explaining_inputs import ExplainResult
    from genrelens.workflow.scoring.open_model import OpenModel

__all__ = ["TrackReasons", "reasons_of"]

_NOT_NAMED = "No model was asked about this folder yet. Choose one on its page."
_BY_TAGS = (
    "The genre comes straight from the tags that the network hears, by a table of "
    "ours: there is no model behind it whose reasons could be weighed. The tags below "
    "are all there is."
)


@dataclass(frozen=True, slots=True)
class TrackReasons:
    """Why a track is called what it is; or why that cannot be told.

    Parameters
    ----------
    explained : ExplainResult or None
        Contributions and words of the model.
    opened : OpenModel or None
        The model.
    note : str
        Why there are none; empty where there are.
    """

    explained: ExplainResult | None
    opened: OpenModel | None
    note: str


def reasons_of(
    studio: Studio,
    model: str,
    values: Mapping[str, Any],
    *,
    genre: str | None = None,
    against: str | None = None,
) -> TrackReasons:
    """Explain a track by its values, as `genrelens explain` does.

    Parameters
    ----------
    studio : Studio
        Where the model is.
    model : str
        Its id, or the start from tags; empty where nobody was asked.
    values : mapping
        Cells of the track's row, by column.
    genre, against : str, optional
        The genre to explain, and the one to set it against.

    Raises
    ------
    InputError
        If a genre is not known, or is set against itself.
    """
    if not model:
        return TrackReasons(None, None, _NOT_NAMED)
    if model == MUSIC_TAGS:
        return TrackReasons(None, None, _BY_TAGS)
    have_libraries()
    from genrelens.workflow.explaining.given_track import explain_given

    try:
        opened = studio.models.get(model)
    except NotHere:
        return TrackReasons(
            None, None, "The model that named the genres was removed meanwhile."
        )
    asked = genre is not None or against is not None
    given = {
        name: cell
        for name, cell in values.items()
        if cell is None or isinstance(cell, str | int | float)
    }
    try:
        explained = explain_given(
            opened.trained, given, genre=genre or None, against=against or None
        )
    except GenrelensError as error:
        if asked:
            raise
        return TrackReasons(None, opened, str(error))
    return TrackReasons(explained, opened, "")
