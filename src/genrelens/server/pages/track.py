"""Show everything that is known of one track."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from genrelens.errors import InputError, NoCollectionError
from genrelens.reports.formatting import percent, points
from genrelens.reports.sections.tracks import explanation_table
from genrelens.reports.tables import Cell, Heading, Table
from genrelens.server.api.browsing.track_answers import neighbours_of
from genrelens.server.api.tracks import place_of
from genrelens.server.pages.explore import genre_colours, no_tracks
from genrelens.server.pages.rendering import page
from genrelens.server.studio import studio_of

if TYPE_CHECKING:
    from genrelens.workflow.browsing.collection import Collection
    from genrelens.workflow.browsing.one_track import AttributeValue, TrackView
    from genrelens.workflow.scoring.open_model import OpenModel

__all__ = ["router"]

router = APIRouter()


@router.get("/models/{model_id}/tracks/{row}", response_class=HTMLResponse)
def track_page(
    request: Request, model_id: str, row: int, genre: str = "", against: str = ""
) -> HTMLResponse:
    """Show one track: its answer, the reasons, and the tracks most like it."""
    studio = studio_of(request)
    record = studio.store.models.get(model_id)
    try:
        collection = studio.models.collection(model_id)
    except NoCollectionError as error:
        return no_tracks(request, record, error)
    opened = studio.models.get(model_id)
    place = place_of(collection, row)
    view, problem = _view(collection, opened, place, (genre, against))
    explanation = view.explained.explanation
    found = neighbours_of(collection, view.similar)
    features = {each.name: each for each in opened.trained.features}
    return page(
        request,
        "track.html.j2",
        step="explore",
        table_id=record.table_id,
        model_id=record.id,
        record=record,
        notes=collection.notes,
        view=view,
        track=view.line,
        again=found.again,
        by_genre=found.by_genre,
        compared=found.compared,
        neighbours=found.items,
        explanation=explanation,
        problem=problem,
        colours=genre_colours(collection),
        genres=sorted(collection.genres, key=str.casefold),
        reasons=explanation_table(explanation, features),
        values=_value_table(view),
        part=_part(view),
        sure_first=next(iter(view.probabilities)),
        gap=points(explanation.probability - explanation.rival_probability),
    )


def _view(
    collection: Collection, opened: OpenModel, place: int, pair: tuple[str, str]
) -> tuple[TrackView, str]:
    """Gather the track; where the genres asked for cannot be had, say so."""
    from genrelens.workflow.browsing.one_track import view_track

    genre, against = (each or None for each in pair)
    try:
        return (
            view_track(collection, opened.trained, place, genre=genre, against=against),
            "",
        )
    except InputError as error:
        return view_track(collection, opened.trained, place), str(error)


def _part(view: TrackView) -> str:
    """Say which models the held-out answer comes from."""
    if view.line.is_locked:
        return (
            "The track lies in the locked test: the model that predicts it here was "
            "trained on the tracks outside of that test alone."
        )
    return (
        f"The track was held out in fold {view.line.fold + 1}: the model that predicts "
        "it here was trained on the other folds, without it and without anything of "
        "its group."
    )


def _value_table(view: TrackView) -> Table:
    line = view.line
    same = line.genre == line.predicted
    headings = [
        Heading("Attribute"),
        Heading("This track", is_number=True),
        Heading(f"Usual for {line.genre}", is_number=True),
        *([] if same else [Heading(f"Usual for {line.predicted}", is_number=True)]),
        Heading("Tracks with less", is_number=True),
    ]
    return Table(
        caption="The track's values beside the middle value of its label's tracks"
        + ("" if same else ", and of the tracks of the genre that was predicted")
        + " (of an attribute that is yes or no, the share of yes).",
        headings=headings,
        rows=[_value_row(each, is_same=same) for each in view.values],
    )


def _value_row(value: AttributeValue, *, is_same: bool) -> list[Cell]:
    below: Any = value.share_below
    return [
        Cell(value.label),
        Cell(value.words),
        Cell(value.typical_of_label or "–"),
        *([] if is_same else [Cell(value.typical_of_predicted or "–")]),
        Cell("–") if below is None else Cell(percent(below, 0), sort=below),
    ]
