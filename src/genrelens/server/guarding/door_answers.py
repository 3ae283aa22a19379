"""Answer what is not let in: with a page to people, with a problem to programs."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from starlette.responses import HTMLResponse, RedirectResponse

from genrelens.server.guarding.problems import problem

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import Scope

    from genrelens.server.guarding.problems import Refused
    from genrelens.server.guarding.token import Visit

__all__ = ["came_in", "foreign_page", "refusal", "sign_in_page"]

_HEADERS_OF: Final = {
    401: {"www-authenticate": 'Bearer realm="genrelens"'},
    405: {"allow": "GET, HEAD, POST, PUT, PATCH, DELETE"},
}
_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} · genrelens</title>
</head>
<body>
<main>
<h1>{title}</h1>
{body}
</main>
</body>
</html>
"""
_SIGN_IN: Final = """<p>{first} The studio shows its pages to who holds its token.</p>
<p>Open the address that was printed where the studio was started: it holds the token.
Or give the token here:</p>
<form method="get" action="/">
<p><label for="token">Token</label>
<input id="token" name="token" type="password" autocomplete="off" required>
<button>Open the studio</button></p>
</form>"""
_FOREIGN: Final = """<p>You came here from a page of another site. So that no other
site can use the studio in your name, it answers only what you ask for yourself.</p>
<p><a href="{address}">Go on to the studio</a></p>"""


def came_in(scope: Scope, visit: Visit, cookie: str) -> Response:
    """Give a first visit its cookie, and send it on to the address without token."""
    query = f"?{visit.query}" if visit.query else ""
    answer = RedirectResponse(_own_address(scope) + query, status_code=303)
    answer.headers["set-cookie"] = cookie
    answer.headers["cache-control"] = "no-store"
    return answer


def sign_in_page(*, was_wrong: bool) -> Response:
    """Ask a person for the token."""
    first = "This token is not the one of this studio." if was_wrong else ""
    return _page(
        "The studio needs its token",
        _SIGN_IN.format(first=first),
        403 if was_wrong else 401,
    )


def foreign_page(scope: Scope) -> Response:
    """Let a person who followed a link of another site go on by an own click."""
    query = scope["query_string"].decode("latin-1")
    address = _own_address(scope) + (f"?{query}" if query else "")
    return _page(
        "You came from another site",
        _FOREIGN.format(address=escape(address, quote=True)),
        403,
    )


def refusal(refused: Refused, *, for_people: bool) -> Response:
    """Tell why a request is not let in."""
    headers = _HEADERS_OF.get(refused.status, {})
    if not for_people:
        return problem(refused.status, str(refused), headers=headers)
    return _page(
        "The studio does not answer this",
        f"<p>{escape(str(refused))}</p>",
        refused.status,
        headers,
    )


def _page(
    title: str, body: str, status: int, headers: dict[str, str] | None = None
) -> Response:
    return HTMLResponse(
        _PAGE.format(title=title, body=body), status_code=status, headers=headers
    )


def _own_address(scope: Scope) -> str:
    """Give the path as it was asked for, so that it can lead to no other site."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    return "/" + raw.decode("latin-1").lstrip("/\\")
