"""The door lets in who carries the token from our own pages, and nobody else."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest

from genrelens.server.guarding.door import OPEN_TO_ALL, Door
from genrelens.server.guarding.headers import GUARDING_HEADERS
from genrelens.server.guarding.token import TokenCheck
from genrelens.server.settings import Settings

TOKEN = "the-right-token-of-this-studio"  # noqa: S105
SETTINGS = Settings(data=Path("nowhere"), port=8765, token=TOKEN)
COOKIE = TokenCheck(SETTINGS).cookie.partition(";")[0]
HOST = {"host": "127.0.0.1:8765"}
BEARER = {**HOST, "authorization": f"Bearer {TOKEN}"}
OWN_PAGE = {**HOST, "cookie": COOKIE, "sec-fetch-site": "same-origin"}
JSON = {"content-type": "application/json"}
PAGE = {"accept": "text/html"}


class Answer:
    """What a client got, and whether the application was asked."""

    def __init__(self, sent: list[Any], asked: list[Any]) -> None:
        self.status: int = sent[0]["status"]
        pairs = sent[0]["headers"]
        self.headers = {name.decode(): value.decode() for name, value in pairs}
        self.body = b"".join(message.get("body", b"") for message in sent[1:])
        self.asked = asked


def ask(
    method: str,
    path: str,
    headers: dict[str, str],
    *,
    query: str = "",
    body: bytes = b"{}",
    settings: Settings = SETTINGS,
) -> Answer:
    asked: list[Any] = []
    sent: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        message = await receive()
        asked.append((scope["method"], scope["path"], message["body"]))
        start = {"type": "http.response.start", "status": 200}
        await send({**start, "headers": [(b"content-length", b"5")]})
        await send({"type": "http.response.body", "body": b"hello"})

    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(key.encode(), value.encode()) for key, value in headers.items()],
    }
    asyncio.run(Door(app, settings)(scope, receive, send))
    return Answer(sent, asked)


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("GET", BEARER),
        ("GET", {**HOST, "x-genrelens-token": TOKEN}),
        ("GET", {**HOST, "cookie": COOKIE}),
        ("GET", OWN_PAGE),
        ("POST", {**BEARER, **JSON}),
        ("POST", {**OWN_PAGE, **JSON}),
        ("PUT", {**HOST, "cookie": COOKIE, "origin": "http://127.0.0.1:8765", **JSON}),
        ("DELETE", {**OWN_PAGE, **JSON}),
        ("PATCH", {**OWN_PAGE, **JSON}),
    ],
)
def test_who_carries_the_token_is_let_in(method, headers) -> None:
    answer = ask(method, "/api/v1/models", headers)

    assert answer.status == 200
    assert answer.asked == [(method, "/api/v1/models", b"{}")]


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("GET", {}, 421),
        ("GET", {"host": "evil.test:8765", "cookie": COOKIE}, 421),
        ("GET", {**BEARER, "host": "localhost.:8765"}, 421),
        ("GET", HOST, 401),
        ("GET", {**HOST, "authorization": "Bearer wrong"}, 401),
        ("POST", {**HOST, **JSON}, 401),
        ("POST", {**HOST, "cookie": COOKIE, **JSON}, 403),
        ("GET", {**BEARER, "sec-fetch-site": "cross-site"}, 403),
        ("GET", {**BEARER, "sec-fetch-site": "same-site"}, 403),
        ("GET", {**BEARER, "origin": "null"}, 403),
        ("POST", {**BEARER, "origin": "http://evil.test", **JSON}, 403),
        ("POST", {**BEARER, "content-type": "text/plain"}, 415),
        ("OPTIONS", BEARER, 405),
        ("TRACE", BEARER, 405),
        ("CONNECT", BEARER, 405),
        ("PROPFIND", BEARER, 405),
        ("get", BEARER, 405),
        ("GET", {**BEARER, "upgrade": "websocket"}, 400),
        ("GET", {**BEARER, **{f"x-{n}": "a" for n in range(100)}}, 431),
    ],
)
def test_anybody_else_is_answered_at_the_door(method, headers, status) -> None:
    answer = ask(method, "/api/v1/models", headers)

    assert answer.status == status
    assert answer.asked == []
    assert answer.headers["content-type"] == "application/problem+json"
    assert GUARDING_HEADERS.items() <= answer.headers.items()


def test_the_order_of_checks_tells_a_foreign_host_nothing_more() -> None:
    answer = ask("OPTIONS", "/", {"host": "evil.test", "origin": "http://evil.test"})

    assert answer.status == 421


@pytest.mark.parametrize("path", sorted(OPEN_TO_ALL))
def test_health_needs_no_token_but_the_right_host_and_site(path: str) -> None:
    assert ask("GET", path, HOST).status == 200
    assert ask("GET", path, {"host": "evil.test"}).status == 421
    assert ask("GET", path, {**HOST, "origin": "null"}).status == 403
    assert ask("POST", path, {**HOST, **JSON}).status == 401


@pytest.mark.parametrize("path", ["/api/v1/health/live/", "/api/v1/health", "//v2"])
def test_nothing_beside_health_is_open(path: str) -> None:
    assert ask("GET", path, HOST).status == 401


def test_the_printed_address_gives_the_cookie_and_goes_on_without_the_token() -> None:
    answer = ask("GET", "/", {**HOST, **PAGE}, query=f"token={TOKEN}&a=b")

    assert answer.status == 303
    assert answer.headers["location"] == "/?a=b"
    assert answer.headers["set-cookie"].startswith(COOKIE)
    assert TOKEN not in str(answer.headers)
    assert answer.asked == []


def test_a_wrong_token_in_the_address_opens_nothing_even_with_the_cookie() -> None:
    answer = ask("GET", "/", {**OWN_PAGE, **PAGE}, query="token=wrong")

    assert answer.status == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_a_token_in_the_address_opens_no_unsafe_method(method: str) -> None:
    answer = ask(method, "/", {**HOST, **JSON, **PAGE}, query=f"token={TOKEN}")

    assert answer.status == 401


def test_a_token_in_the_address_opens_nothing_for_programs() -> None:
    assert ask("GET", "/api/v1/models", HOST, query=f"token={TOKEN}").status == 401


def test_a_person_without_token_is_asked_for_it() -> None:
    answer = ask("GET", "/models/mod-1", {**HOST, **PAGE})

    assert answer.status == 401
    assert b"needs its token" in answer.body
    assert GUARDING_HEADERS.items() <= answer.headers.items()


def test_a_link_of_another_site_leads_to_a_page_that_shows_nothing_kept() -> None:
    followed = {
        **OWN_PAGE,
        **PAGE,
        "sec-fetch-site": "cross-site",
        "sec-fetch-mode": "navigate",
        "sec-fetch-dest": "document",
    }
    answer = ask("GET", "/models/mod-1", followed, query="a=b")
    framed = ask("GET", "/models/mod-1", {**followed, "sec-fetch-dest": "iframe"})

    assert answer.status == framed.status == 403
    assert b'href="/models/mod-1?a=b"' in answer.body
    assert b"href" not in framed.body
    assert answer.asked == framed.asked == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({**HOST, **JSON}, 401),
        ({**HOST, **JSON, **PAGE}, 401),
        ({**BEARER, **JSON, "host": "evil.test"}, 421),
        ({**OWN_PAGE, **JSON, "origin": "null"}, 403),
        ({**BEARER, "content-type": "text/plain"}, 415),
    ],
)
@pytest.mark.parametrize("body", [{"content-length": "9"}, {"transfer-encoding": "a"}])
def test_a_body_that_nobody_reads_ends_the_connection(headers, status, body) -> None:
    answer = ask("POST", "/api/v1/models", {**headers, **body})

    assert answer.status == status
    assert answer.headers["connection"] == "close"


def test_a_refusal_without_a_body_keeps_the_connection() -> None:
    assert "connection" not in ask("GET", "/", HOST).headers
    assert "connection" not in ask("GET", "/", {**HOST, "content-length": "0"}).headers


def test_head_is_answered_as_get_without_a_body() -> None:
    answer = ask("HEAD", "/", BEARER)

    assert answer.asked == [("GET", "/", b"{}")]
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["content-length"] == "5"


def test_a_websocket_is_closed_before_it_opens() -> None:
    sent: list[Any] = []

    async def never(*_: Any) -> None:
        raise AssertionError("the application was asked")

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "websocket", "path": "/", "headers": []}
    asyncio.run(Door(never, SETTINGS)(scope, receive, send))
    assert sent == [{"type": "websocket.close", "code": 1008}]


def test_a_request_is_told_in_one_line_without_query_and_token(caplog) -> None:
    with caplog.at_level(logging.INFO, "genrelens.server.requests"):
        ask("GET", "/a\x1b[31m\nb", {**HOST, **PAGE}, query=f"token={TOKEN}")

    (line,) = caplog.messages
    assert line.startswith(r"GET /a\x1b[31m\nb 303 ")
    assert TOKEN not in line


def test_nothing_is_told_unless_it_is_asked_for(caplog) -> None:
    with caplog.at_level(logging.WARNING, "genrelens.server.requests"):
        ask("GET", "/", BEARER)

    assert caplog.messages == []
