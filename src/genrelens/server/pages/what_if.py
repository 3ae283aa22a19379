"""Show what would become of a track if its values were others."""

from __future__ import annotations

import math
import secrets
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from genrelens.errors import GenrelensError
from genrelens.reports.figures.palette import genre_class
from genrelens.server.api.what_if import collection_of
from genrelens.server.pages.rendering import page
from genrelens.server.studio import studio_of

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams

    from genrelens.workflow.browsing.collection import Collection
    from genrelens.workflow.scoring.open_model import OpenModel
    from genrelens.workflow.what_if.answering import WhatIf
    from genrelens.workflow.what_if.board import Board
    from genrelens.workflow.what_if.sliders import Slider
    from genrelens.workflow.what_if.starts import Start
    from genrelens.workflow.what_if.values import Value

__all__ = ["router"]

router = APIRouter()

_MS_A_SECOND: Final = 1000


@router.get("/models/{model_id}/what-if", response_model=None)
def what_if_page(request: Request, model_id: str) -> HTMLResponse | RedirectResponse:
    """Show the sliders, where the address puts them."""
    from genrelens.workflow.what_if.addresses import parameter_of
    from genrelens.workflow.what_if.answering import what_if
    from genrelens.workflow.what_if.board import lay_out_board

    studio = studio_of(request)
    record = studio.store.models.get(model_id)
    opened = studio.models.get(model_id)
    collection = collection_of(studio, model_id)
    asked = request.query_params
    if "random" in asked and collection is not None:
        rows = collection.columns["row"]
        row = int(rows[secrets.randbelow(len(rows))])
        return RedirectResponse(f"/models/{record.id}/what-if?row={row}", 303)
    board = lay_out_board(opened.trained, collection)
    start, problems = _start(opened, collection, board, asked)
    start, values, wrong = _settle(opened, start, asked)
    answer = what_if(opened.trained, values)
    return page(
        request,
        "what-if.html.j2",
        step="what-if",
        table_id=record.table_id,
        model_id=record.id,
        record=record,
        board=board,
        start=start,
        problems=(*problems, *wrong),
        answer=answer,
        shown={slider.name: values.get(slider.name) for slider in board.sliders},
        texts={
            each.name: _text(each, start.values.get(each.name), values.get(each.name))
            for each in board.sliders
        },
        parameters={each.name: parameter_of(each.name) for each in board.sliders},
        ranked=_ranked(answer),
        colours=_colours(board),
        has_tracks=collection is not None,
        facts=_facts(record.id, board, start, values),
    )


def _start(
    opened: OpenModel, collection: Collection | None, board: Board, asked: QueryParams
) -> tuple[Start, tuple[str, ...]]:
    """Find the track to begin with; where there is none, say so and take another."""
    from genrelens.workflow.what_if.starts import row_start, typical_start

    try:
        if "row" in asked:
            return row_start(_tracks(collection), _row(asked["row"])), ()
        if "typical" in asked:
            return typical_start(opened.trained, collection, asked["typical"]), ()
    except GenrelensError as error:
        return typical_start(opened.trained, collection, board.largest), (str(error),)
    return typical_start(opened.trained, collection, board.largest), ()


def _tracks(collection: Collection | None) -> Collection:
    if collection is None:
        raise GenrelensError(
            "The tracks that this model learnt from are not here, so no row can be "
            "opened."
        )
    return collection


def _row(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 12:  # noqa: PLR2004
        raise GenrelensError("The row in the address is not a whole number.")
    return int(text)


def _settle(
    opened: OpenModel, start: Start, asked: QueryParams
) -> tuple[Start, dict[str, Any], tuple[str, ...]]:
    """Put the values of the address over those of the start."""
    from genrelens.workflow.what_if.addresses import values_from_address

    features = opened.trained.features
    given, problems = values_from_address(features, asked.multi_items())
    values = {**start.values, **given}
    if all(value is None for value in values.values()):
        values = dict(start.values)
        problems = (*problems, "No attribute had a value; the start's were taken.")
    if all(value is None for value in values.values()):
        first = next(each for each in opened.trained.references if each.quantiles)
        values[first.name] = first.quantiles[2]
        start = replace(start, values=dict(values))
    return start, values, problems


def _text(slider: Slider, start: Value, value: Value) -> str:
    """Write a value as its field holds it; what the track came with is rounded."""
    if value is None or isinstance(value, str):
        return value or ""
    is_given = value == start
    if slider.is_clock and value >= 0:
        step = slider.step if is_given else 1.0
        seconds = math.floor(value / step + 0.5) * step / _MS_A_SECOND
        minutes = int(seconds // 60)
        rest = f"{seconds - 60 * minutes:06.3f}".rstrip("0").rstrip(".")
        return f"{minutes}:{rest}"
    decimals = max(0, -math.floor(math.log10(slider.step) + 1e-9))
    exact = f"{value:.9g}"
    is_finer = "e" in exact or len(exact.partition(".")[2]) > decimals
    if is_given and 0 < abs(value) < slider.step:
        text = f"{value:.2g}"
    else:
        text = exact if is_finer and not is_given else f"{value:.{decimals}f}"
    return text.replace("-", "\u2212", 1) if text.startswith("-") else text


def _ranked(answer: WhatIf) -> list[tuple[str, float]]:
    return sorted(answer.probabilities.items(), key=lambda pair: -pair[1])


def _colours(board: Board) -> dict[str, str]:
    return {genre: genre_class(rank) for rank, genre in enumerate(board.by_size)}


def _facts(
    model_id: str, board: Board, start: Start, values: dict[str, Any]
) -> dict[str, Any]:
    """Give the page's module what it draws and sends."""
    from genrelens.workflow.what_if.addresses import parameter_of

    colours = _colours(board)
    return {
        "model": model_id,
        "sliders": [
            {**asdict(slider), "parameter": parameter_of(slider.name)}
            for slider in board.sliders
        ],
        "genres": [{"name": name, "colour": colours[name]} for name in board.genres],
        "start": {"values": start.values, "row": start.row, "genre": start.genre},
        "values": {slider.name: values.get(slider.name) for slider in board.sliders},
    }
