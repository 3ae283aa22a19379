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
_MOST_EARLIER = 3


@router.get("/tables/{table_id}/train", response_class=HTMLResponse)
def training_page(request: Request, table_id: str) -> HTMLResponse:
    """Show the settings of a training, with what each of them buys."""
    studio = studio_of(request)
    table = studio.store.tables.get(table_id)
    inspection = _inspection(studio, table)
    columns = inspection.get("columns", [])
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
        reviews=_reviews(studio, table),
        earlier=_earlier(studio, table),
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


def _earlier(studio: Studio, table: TableRecord) -> list[dict[str, Any]]:
    """Give how long the last trainings of this table took, with their settings."""
    found = [
        {"model": model, "settings": model.summary.get("settings")}
        for model in studio.store.models.list()
        if model.table_id == table.id and model.source == "trained"
    ]
    return found[:_MOST_EARLIER]


def _waiting(studio: Studio) -> int:
    """Give how many trainings stand before a new one."""
    jobs = [*studio.store.jobs.list("running"), *studio.store.jobs.list("queued")]
    return sum(job.kind == "train" for job in jobs)
