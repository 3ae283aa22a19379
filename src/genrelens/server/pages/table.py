"""Show what is in a table, and let its reader change how it is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from genrelens.server.api.jobs import describe_job
from genrelens.server.pages.rendering import page
from genrelens.server.studio import studio_of
from genrelens.server.tables.changing import newest_inspection
from genrelens.server.tables.charts import (
    attribute_panel,
    missing_chart,
    missing_table,
)
from genrelens.server.tables.fixes import fixes_for
from genrelens.server.tables.showing import (
    inspection_of,
    known_rows,
    profile_of,
    rows_of,
)

if TYPE_CHECKING:
    from genrelens.server.keeping.tables import TableRecord
    from genrelens.server.studio import Studio
    from genrelens.workflow.profiling.results import TableProfile

__all__ = ["router"]

router = APIRouter()

_MOST_PANELS: Final = 24
_MOST_COLUMNS: Final = 400
_PAGE: Final = 25
_ROLES: Final = {
    "feature": "attribute to learn from",
    "target": "the genre",
    "proxy": "gives the genre away: left out",
    "track_id": "track id",
    "track_name": "title",
    "artist": "artist",
    "album": "album",
    "playlist": "playlist or source",
    "date": "date: left out",
    "index": "row numbers: left out",
    "identifier": "identifier: left out",
    "file": "how the file was made: left out",
    "text": "free text: left out",
    "constant": "one value everywhere: left out",
    "empty": "no value anywhere: left out",
    "left_out": "left out by you",
}
_CONFLICTS: Final = (
    ("keep-all", "keep all its rows, on one side of every split"),
    ("first", "keep the rows of its first genre"),
    ("drop", "leave the track out"),
)


@router.get("/tables/{table_id}", response_class=HTMLResponse)
def table_page(
    request: Request,
    table_id: str,
    finding: Annotated[int | None, Query(ge=0, le=10**6)] = None,
    offset: Annotated[int, Query(ge=0, le=10**12)] = 0,
    attributes: Annotated[str, Query(max_length=10)] = "",
) -> HTMLResponse:
    """Show a table: while it is read, where it cannot be, and what is in it."""
    studio = studio_of(request)
    table = studio.store.tables.get(table_id)
    common: dict[str, Any] = {
        "step": "inspect",
        "table_id": table.id,
        "table": table,
        "conflicts": _CONFLICTS,
    }
    if table.state != "ready":
        job = newest_inspection(studio, table.id)
        told = None if job is None else describe_job(studio, job)
        data = {"table": table.id, "state": table.state}
        return page(request, "table-unread.html.j2", **common, job=told, told=data)
    inspection = inspection_of(studio, table.id)
    profile = profile_of(studio, table.id)
    columns = inspection["columns"][:_MOST_COLUMNS]
    return page(
        request,
        "table.html.j2",
        **common,
        found=inspection,
        with_rows=known_rows(studio, table.id),
        fixes=fixes_for(inspection),
        n_warnings=_count(inspection["findings"], "severity", "warning"),
        n_features=_count(inspection["columns"], "role", "feature"),
        columns=[_column(column, table) for column in columns],
        profile=profile,
        panels=_panels(profile, has_all=attributes == "all"),
        missing=missing_table(profile),
        missing_chart=missing_chart(profile),
        rows=_rows(studio, table.id, inspection, finding, offset),
        told=_data(table, inspection),
    )


def _count(documents: list[dict[str, Any]], key: str, value: str) -> int:
    return sum(one[key] == value for one in documents)


def _column(column: dict[str, Any], table: TableRecord) -> dict[str, Any]:
    """Give a column with its role in words, and what its reader said of it."""
    chosen = "as found"
    if column["header"] in table.options.drop:
        chosen = "drop"
    if column["header"] in table.options.force:
        chosen = "force"
    return {**column, "role_words": _ROLES[column["role"]], "chosen": chosen}


def _panels(profile: TableProfile, *, has_all: bool) -> list[Any]:
    shown = profile.attributes if has_all else profile.attributes[:_MOST_PANELS]
    return [attribute_panel(one, profile) for one in shown]


def _rows(
    studio: Studio,
    table_id: str,
    inspection: dict[str, Any],
    finding: int | None,
    offset: int,
) -> dict[str, Any] | None:
    """Give the rows of a finding that the address asks for, a page at a time."""
    if finding is None or finding >= len(inspection["findings"]):
        return None
    told = inspection["findings"][finding]
    shown = rows_of(
        studio,
        table_id,
        finding=told["code"],
        column=told["column"] or "",
        offset=offset,
        limit=_PAGE,
    )
    return {
        "number": finding,
        "finding": told,
        "shown": shown,
        "offset": offset,
        "before": max(offset - _PAGE, 0) if offset else None,
        "after": offset + _PAGE if offset + _PAGE < shown.total else None,
    }


def _data(table: TableRecord, inspection: dict[str, Any]) -> dict[str, Any]:
    """Give the page's module what it needs to ask the server."""
    return {
        "table": table.id,
        "state": table.state,
        "options": table.options.to_dict(),
        "headers": [column["header"] for column in inspection["columns"]],
        "findings": [
            {
                "code": one["code"],
                "column": one["column"] or "",
                "n_rows": one["n_rows"],
            }
            for one in inspection["findings"]
        ],
        "page": _PAGE,
    }
