"""Say how a collection is stored: the columns of its file, and what it tells of itself.

A collection is one Parquet file with one line a track, in the order of the table. What
belongs to the whole stands as JSON under one key of the file's metadata.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "COLLECTION_FILE",
    "METADATA_KEY",
    "CollectionNotes",
    "MapNotes",
    "probability_column",
    "value_column",
]

COLLECTION_FILE: Final = "collection.parquet"
METADATA_KEY: Final = b"genrelens"


class _Notes(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MapNotes(_Notes):
    """How the map was made, and how far it can be believed.

    Parameters
    ----------
    method : str
        How positions were found, in words.
    n_near : int
        Neighbours that are looked for.
    kept, kept_by_axes : float
        Share of a track's true neighbours that are among as many nearest on the map,
        and the same on a map of the two main axes.
    n_judged : int
        Tracks behind these shares.
    """

    method: str
    n_near: int
    kept: Annotated[float, Field(ge=0, le=1)]
    kept_by_axes: Annotated[float, Field(ge=0, le=1)]
    n_judged: int


class CollectionNotes(_Notes):
    """What a stored collection says of itself as a whole.

    Parameters
    ----------
    format, format_version : str
        What the file is.
    model_sha256, table, table_sha256 : str
        The model file and the table that it belongs to.
    scenario : str
        Who held the tracks out, e.g. ``"unseen artists"``.
    genres : tuple of str
        In the order of the probabilities.
    features : tuple of str
        Names of the attributes, in the order of their columns.
    headers : dict of str to str
        The table's own headers of ``id``, ``name`` and ``artist``.
    max_error : float or None
        What the decisions were made for.
    why_uncalibrated, why_undecided, why_no_map : str
        Empty where there is nothing to excuse.
    map : MapNotes or None
    """

    format: Literal["genrelens-collection"] = "genrelens-collection"
    format_version: Literal["1.0"] = "1.0"
    model_sha256: str
    table: str
    table_sha256: str
    scenario: str
    genres: tuple[str, ...]
    features: tuple[str, ...]
    headers: dict[str, str]
    max_error: float | None = None
    why_uncalibrated: str = ""
    why_undecided: str = ""
    why_no_map: str = ""
    map: MapNotes | None = None


def probability_column(place: int) -> str:
    """Name the column of a genre's calibrated probability, by its place."""
    return f"probability_{place}"


def value_column(place: int) -> str:
    """Name the column of an attribute's value, by its place."""
    return f"value_{place}"
