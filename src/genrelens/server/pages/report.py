"""Show everything the report tells about a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from genrelens.reports.figures.markup import Svg
from genrelens.reports.glossary import TERMS
from genrelens.server.keeping.database.ids import NotHere
from genrelens.server.pages.rendering import page
from genrelens.server.studio import studio_of
from genrelens.workflow.live_report.model_card import describe_model
from genrelens.workflow.live_report.opening import open_parts

if TYPE_CHECKING:
    from genrelens.reports.drawn_parts import ReportParts
    from genrelens.server.keeping.models import ModelRecord
    from genrelens.server.studio import Studio

__all__ = ["router"]

router = APIRouter()

_FILES = {
    "report": ("The report as one page", "report.html, opens anywhere, without this"),
    "model": ("The model", "model.genrelens, for predicting new tracks"),
    "predictions": ("Every track's prediction", "predictions.csv"),
    "metrics": ("All scores", "metrics.json"),
    "review": ("Labels to look at", "review.csv"),
    "tree": ("Families of genres", "family_tree.yaml"),
    "findings": ("What is in the table", "findings.json"),
}


@router.get("/models/{model_id}", response_class=HTMLResponse)
def report_page(request: Request, model_id: str) -> HTMLResponse:
    """Show the whole report of a model trained here, or the card of another."""
    studio = studio_of(request)
    record = studio.store.models.get(model_id)
    parts = open_parts(studio.store.models.folder(model_id))
    if parts is None:
        return _card(request, studio, record)
    return page(
        request,
        "report.html.j2",
        step="report",
        table_id=record.table_id,
        model_id=record.id,
        record=record,
        parts=parts,
        is_quick=str(record.summary.get("settings", "")).startswith("quick"),
        can_train=_has_table(studio, record),
        sections=[(key, parts.titles[key], Svg(parts.html[key])) for key in parts.html],
        contents=[*parts.titles.items(), ("glossary", "Glossary")],
        links=_links(record, parts),
        files=_files(studio, record),
        terms=TERMS,
    )


def _card(request: Request, studio: Studio, record: ModelRecord) -> HTMLResponse:
    trained = studio.models.get(record.id).trained
    return page(
        request,
        "model_card.html.j2",
        step="report",
        table_id=record.table_id,
        model_id=record.id,
        record=record,
        card=describe_model(trained),
        files=_files(studio, record),
    )


def _has_table(studio: Studio, record: ModelRecord) -> bool:
    """Tell whether the table that the model was made of is still here."""
    try:
        studio.store.tables.get(record.table_id)
    except NotHere:
        return False
    return True


def _links(record: ModelRecord, parts: ReportParts) -> dict[str, object]:
    """Give the page's module what it needs to lead on to tracks."""
    return {
        "model": f"/models/{record.id}",
        "genres": list(parts.genres),
        "samples": {str(sample.number): sample.row for sample in parts.samples},
    }


def _files(studio: Studio, record: ModelRecord) -> list[dict[str, str]]:
    """List the result files that the model has, each with its address."""
    found = []
    for name, (title, what) in _FILES.items():
        try:
            studio.store.models.file(record.id, name)
        except NotHere:
            continue
        found.append(
            {
                "title": title,
                "what": what,
                "address": f"/api/v1/models/{record.id}/files/{name}",
            }
        )
    return found
