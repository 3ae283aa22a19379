"""Show a person what went wrong, and the way on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.server.pages.rendering import page

if TYPE_CHECKING:
    from fastapi.responses import HTMLResponse
    from starlette.requests import Request

    from genrelens.server.guarding.problems import Problem

__all__ = ["problem_page"]

_TITLES = {
    404: "There is nothing here",
    500: "Something went wrong in the studio",
}


def problem_page(request: Request, told: Problem) -> HTMLResponse:
    """Give the page for a problem."""
    return page(
        request,
        "problem.html.j2",
        status_code=told.status,
        title=_TITLES.get(told.status, "The studio cannot do this"),
        detail=told.detail,
        status=f"{told.status} {told.title}",
    )
