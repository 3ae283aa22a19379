"""Fill the studio's page templates so that no name can become markup."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from fastapi.responses import HTMLResponse
from markupsafe import Markup, escape

from genrelens.errors import printable
from genrelens.reports.formatting import (
    count,
    points,
    significant,
    value_with_unit,
)
from genrelens.reports.templating import escaping_environment, json_block
from genrelens.server.assets.catalogue import static_url
from genrelens.server.tables.option_places import option_places

if TYPE_CHECKING:
    from jinja2 import Environment
    from starlette.requests import Request

__all__ = ["fill_page", "json_block", "page"]


def page(
    request: Request,
    template: str,
    *,
    step: str = "",
    table_id: str = "",
    model_id: str = "",
    status_code: int = 200,
    **context: object,
) -> HTMLResponse:
    """Answer with one of the studio's pages.

    Parameters
    ----------
    request : Request
        What is answered; its path marks where the reader is.
    template : str
        Name of the template, which extends ``base.html.j2``.
    step : str
        Step of the walk that the page is: ``bring``, ``inspect``, ``train``,
        ``report``, ``explore``, ``what-if``, ``review`` or ``use``; empty beside it.
    table_id, model_id : str
        The table and the model that are open, so that the other steps of the walk
        lead to theirs; empty where there is none (yet).
    status_code : int
        Status of the answer.
    **context : object
        What the template asks for; every value is escaped.
    """
    text = fill_page(
        template,
        step=step,
        table_id=table_id,
        model_id=model_id,
        path=request.url.path,
        **context,
    )
    return HTMLResponse(text, status_code=status_code)


def fill_page(template: str, **context: object) -> str:
    """Fill a template; `page` wraps this into an answer."""
    return _environment().get_template(template).render(**context)


@cache
def _environment() -> Environment:
    environment = escaping_environment("genrelens.server")
    environment.filters["points"] = points
    environment.filters["significant"] = significant
    environment.filters["with_unit"] = value_with_unit
    environment.filters["bytes"] = _bytes
    environment.filters["code"] = _code
    environment.filters["time"] = _time
    environment.filters["option_places"] = option_places
    environment.filters["plural"] = _plural
    environment.filters["span"] = _span
    environment.globals["static_url"] = static_url
    environment.globals["json_block"] = json_block
    return environment


def _code(text: str) -> Markup:
    """Keep the line breaks of code to be copied; every line is escaped and whole."""
    lines = (escape(printable(line, limit=len(line) * 10)) for line in text.split("\n"))
    return Markup("\n").join(lines)


def _bytes(number: int) -> str:
    """Write a size in bytes the way people read it."""
    size, unit = float(number), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if size < 1000:  # noqa: PLR2004 (a thousand is a thousand)
            break
        size, unit = size / 1000, larger
    return f"{significant(size)}\u00a0{unit}"


def _time(moment: str) -> str:
    """Write a UTC time as it is stored, without its parts of a second."""
    return f"{moment[:10]} {moment[11:16]} UTC" if len(moment) > 16 else moment  # noqa: PLR2004


def _span(seconds: float) -> str:
    """Write how long something took: ``0:42``, ``12:05``, or ``1:02:30``."""
    minutes, rest = divmod(max(round(seconds), 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _plural(number: int, word: str, plural: str = "") -> str:
    """Write a count with its word: ``1 track``, ``2,000 tracks``."""
    return f"{count(number)} {word if number == 1 else plural or word + 's'}"
