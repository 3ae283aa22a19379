"""List a model's own tracks, filtered and sorted, with neighbours and map."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, Field

from genrelens.errors import NoCollectionError
from genrelens.server.api.browsing.track_answers import (
    Neighbours,
    TrackDetail,
    TrackPage,
    counts_of,
    detail_of,
    neighbours_of,
    rows_of,
)
from genrelens.server.api.browsing.track_query import (
    TrackQuery,  # noqa: TC001 (FastAPI reads the signature)
)
from genrelens.server.guarding.problems import Problem, Refused
from genrelens.server.studio import studio_of

if TYPE_CHECKING:
    from genrelens.workflow.browsing.collection import Collection

__all__ = ["place_of", "router"]

router = APIRouter(prefix="/models/{model_id}", tags=["tracks"])

_NOT_HERE: dict[int | str, dict[str, Any]] = {
    404: {"model": Problem, "description": "There is no such model or track."},
    409: {
        "model": Problem,
        "description": "The model was brought as a file, which holds no tracks.",
    },
    422: {"model": Problem, "description": "What was asked for cannot be used."},
}
_MAP_STEPS = 10_000
_Genre = Annotated[str | None, Query(max_length=500)]
_Row = Annotated[int, Path(ge=1, le=10**12)]


class MapQuality(BaseModel):
    """How far a map can be believed."""

    method: str
    n_near: int
    kept: float = Field(description="Share of true neighbours that are near here too.")
    kept_by_axes: float = Field(description="The same on a map of two main axes.")
    n_judged: int


class TrackMapAnswer(BaseModel):
    """Every track's place on the map, column by column."""

    quality: MapQuality
    steps: int = Field(description="Positions are whole numbers from 0 to this.")
    genres: list[str]
    row: list[int]
    x: list[int]
    y: list[int]
    genre: list[int] = Field(description="Label, as place in `genres`.")
    predicted: list[int] = Field(description="Prediction, as place in `genres`.")
    sure: list[int] = Field(description="Calibrated probability, in percent.")


class Shown(BaseModel):
    """Which places of the map fulfil a filter."""

    total: int
    bits: str = Field(
        description="One bit a track in the map's order, the first the highest of its "
        "byte; in base 64."
    )


@router.get("/tracks", responses=_NOT_HERE)
def list_tracks(
    request: Request,
    model_id: str,
    asked: Annotated[TrackQuery, Query()],
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
    limit: Annotated[int, Query(ge=0, le=1000)] = 100,
) -> TrackPage:
    """List the tracks that fulfil every condition."""
    from genrelens.workflow.browsing.filtering import select_tracks

    collection = studio_of(request).models.collection(model_id)
    found = select_tracks(collection, asked.filter(), sort=asked.sort)
    return TrackPage(
        items=rows_of(collection, found, offset, limit),
        total=len(found),
        counts=counts_of(found),
    )


@router.get("/tracks/{row}", responses=_NOT_HERE)
def one_track(
    request: Request,
    model_id: str,
    row: _Row,
    genre: _Genre = None,
    against: _Genre = None,
) -> TrackDetail:
    """Give everything about one track; explain `genre`, set `against` another."""
    from genrelens.workflow.browsing.one_track import view_track

    studio = studio_of(request)
    collection = studio.models.collection(model_id)
    trained = studio.models.get(model_id).trained
    place = place_of(collection, row)
    view = view_track(
        collection, trained, place, genre=genre or None, against=against or None
    )
    return detail_of(collection, view)


@router.get("/tracks/{row}/neighbours", responses=_NOT_HERE)
def nearest(
    request: Request,
    model_id: str,
    row: _Row,
    n: Annotated[int, Query(ge=1, le=100)] = 10,
) -> Neighbours:
    """Find the nearest tracks of one, and say what makes each alike."""
    from genrelens.workflow.browsing.similar import similar_tracks

    collection = studio_of(request).models.collection(model_id)
    place = place_of(collection, row)
    return neighbours_of(collection, similar_tracks(collection, place, n_nearest=n))


@router.get("/map", responses=_NOT_HERE)
def track_map(request: Request, model_id: str) -> TrackMapAnswer:
    """Give the map of a model's tracks, and how far it can be believed."""
    import numpy as np

    collection = studio_of(request).models.collection(model_id)
    positions, told = collection.positions, collection.notes.map
    if positions is None or told is None:
        raise Refused(
            409, f"There is no map of these tracks: {collection.notes.why_no_map}"
        )
    places = np.rint(positions.astype(np.float64) * _MAP_STEPS).astype(int)
    columns = collection.columns
    return TrackMapAnswer(
        quality=MapQuality(**told.model_dump()),
        steps=_MAP_STEPS,
        genres=list(collection.genres),
        row=columns["row"].tolist(),
        x=places[:, 0].tolist(),
        y=places[:, 1].tolist(),
        genre=columns["genre"].tolist(),
        predicted=columns["predicted"].tolist(),
        sure=np.rint(100 * columns["sure"]).astype(int).tolist(),
    )


@router.get("/map/shown", responses=_NOT_HERE)
def shown_on_map(
    request: Request, model_id: str, asked: Annotated[TrackQuery, Query()]
) -> Shown:
    """Say which places of the map fulfil every condition."""
    import numpy as np

    from genrelens.workflow.browsing.filtering import select_tracks

    collection = studio_of(request).models.collection(model_id)
    found = select_tracks(collection, asked.filter())
    bits = base64.b64encode(np.packbits(found.is_in).tobytes()).decode("ascii")
    return Shown(total=len(found), bits=bits)


def place_of(collection: Collection, row: int) -> int:
    """Give the place of a row, or refuse it as an address that leads nowhere."""
    try:
        return collection.place_of(row)
    except NoCollectionError as error:
        raise Refused(404, str(error)) from error
