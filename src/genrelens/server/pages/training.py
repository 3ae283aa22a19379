"""Ask what to learn from a table, and how long that may take."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from genrelens.server.pages.rendering import page
from genrelens.server.studio import studio_of

if TYPE_CHECKING:
    from genrelens.server.keeping.tables import TableRecord
    from genrelens.server.studio import Studio

__all__ = ["router"]

router = APIRouter()

_GENRE_ROLES = {"target", "feature", "text", "proxy", "playlist"}
_GROUP_ROLES = {"artist", "album", "playlist", "track_name", "track_id", "text"}
_MOST = 3


@router.get("/tables/{table_id}/train", response_class=HTMLResponse)
def training_page(
    request: Request, table_id: str, corrections_of: str = ""
) -> HTMLResponse:
    """Show the settings of a training, with what each of them buys.

    `corrections_of` names the model whose label review is to be applied; where the
    table has no such review, the newest is offered.
    """
    studio = studio_of(request)
    table = studio.store.tables.get(table_id)
    inspection = _inspection(studio, table)
    columns = inspection.get("columns", [])
    reviews = _reviews(studio, table)
    trained = _trained(studio)
    return page(
        request,
        "training.html.j2",
        step="train",
        table_id=table.id,
        table=table,
        inspection=inspection,
        obstacle=_obstacle(table, inspection),
        targets=_choices(columns, _GENRE_ROLES, kinds={"category", "text"}),
        groups=_choices(columns, _GROUP_ROLES, kinds={"category", "text"}),
        features=[column for column in columns if column["role"] == "feature"],
        n_tracks=sum(inspection.get("genres", {}).values()),
        reviews=reviews,
        review=_chosen(reviews, corrections_of),
        earlier=[one for one in trained if one["model"].table_id == table.id][:_MOST],
        elsewhere=[one for one in trained if one["model"].summary.get("n_tracks")][
            :_MOST
        ],
        waiting=_waiting(studio),
    )


def _inspection(studio: Studio, table: TableRecord) -> dict[str, Any]:
    """Give what is in the table; nothing while it is not known."""
    file = studio.store.tables.folder(table.id) / "inspection.json"
    if table.state != "ready" or not file.is_file():
        return {}
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


def _obstacle(table: TableRecord, inspection: dict[str, Any]) -> str:
    """Say why nothing can be trained (yet); empty where it can."""
    if table.state == "failed":
        return f"The table could not be read: {table.error}"
    if table.state == "reading":
        return "The table is still being read. This page can be used in a moment."
    return str(inspection.get("obstacle", ""))


def _choices(
    columns: list[dict[str, Any]], roles: set[str], *, kinds: set[str]
) -> list[tuple[str, str]]:
    """Give columns to choose from: header, and words for people."""
    return [
        (column["header"], column["header"])
        for column in columns
        if column["role"] in roles
        and (column["kind"] in kinds or column["role"] == "target")
    ]


def _reviews(studio: Studio, table: TableRecord) -> list[tuple[str, str]]:
    """Give this table's label reviews to choose from; none where nobody made one."""
    found = []
    for model in studio.store.models.list():
        if model.table_id != table.id:
            continue
        n_decisions = len(studio.store.decisions.all(model.id))
        if n_decisions:
            noun = "decision" if n_decisions == 1 else "decisions"
            words = f"{n_decisions:,} {noun} on the labels of {model.name}"
            found.append((model.id, f"{words}, {model.created[:10]}"))
    nothing = ("", "None: genres as they stand in the table")
    return [nothing, *found] if found else []


def _chosen(reviews: list[tuple[str, str]], asked: str) -> str:
    """Give the review that was asked for; the newest where there is no such one."""
    offered = [model_id for model_id, _ in reviews if model_id]
    if asked in offered:
        return asked
    return offered[0] if offered else ""


def _trained(studio: Studio) -> list[dict[str, Any]]:
    """Give the models that were trained here, the newest first, with their settings."""
    return [
        {"model": model, "settings": model.summary.get("settings")}
        for model in studio.store.models.list()
        if model.source == "trained"
    ]


def _waiting(studio: Studio) -> int:
    """Give how many trainings stand before a new one."""
    jobs = [*studio.store.jobs.list("running"), *studio.store.jobs.list("queued")]
    return sum(job.kind == "train" for job in jobs)
