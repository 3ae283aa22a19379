"""Show how to use a model: drop new tracks, type one, or call it from a program."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from genrelens.reports.figures.palette import genre_class
from genrelens.server.answers.calling import call_examples
from genrelens.server.pages.rendering import page
from genrelens.server.studio import studio_of
from genrelens.server.tables.bringing import READABLE

if TYPE_CHECKING:
    from genrelens.server.keeping.answers import AnswerRecord
    from genrelens.server.studio import Studio
    from genrelens.workflow.scoring.using import UseFacts

__all__ = ["router"]

router = APIRouter()

_USUAL_ERROR: Final = 0.05
_MOST_ANSWERS: Final = 50


@router.get("/models/{model_id}/use", response_class=HTMLResponse)
def use_page(request: Request, model_id: str) -> HTMLResponse:
    """Show what the model needs, where new tracks are dropped, and calls to copy."""
    from genrelens.workflow.scoring.using import describe_use

    studio = studio_of(request)
    record = studio.store.models.get(model_id)
    model = studio.models.get(model_id)
    facts = describe_use(model)
    base = f"http://{request.headers.get('host', '')}"
    return page(
        request,
        "use.html.j2",
        step="use",
        table_id=record.table_id,
        model_id=record.id,
        record=record,
        facts=facts,
        usual=_usual(facts),
        answers=_answers(studio, record.id),
        calls=call_examples(base, record.id, facts.attributes),
        endings=",".join(ending for ending in READABLE if ending.count(".") == 1)
        + ",.gz",
        max_bytes=studio.settings.max_upload_bytes,
        told=_told(studio, record.id, facts),
    )


def _usual(facts: UseFacts) -> int:
    """Give the place of the usual error among the promises."""
    errors = [each.max_error for each in facts.promises]
    return errors.index(_USUAL_ERROR) if _USUAL_ERROR in errors else 0


def _answers(studio: Studio, model_id: str) -> list[AnswerRecord]:
    return studio.store.answers.list(model_id)[:_MOST_ANSWERS]


def _told(studio: Studio, model_id: str, facts: UseFacts) -> dict[str, Any]:
    """Give the page's module what it sends and shows."""
    colours = {genre: genre_class(rank) for rank, genre in enumerate(facts.genres)}
    return {
        "model": model_id,
        "headers": [each.header for each in facts.attributes],
        "promises": [asdict(each) for each in facts.promises],
        "colours": colours,
        "endings": list(READABLE),
        "max_bytes": studio.settings.max_upload_bytes,
    }
