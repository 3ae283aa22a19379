"""No forged request reads or changes anything, at any address the studio has."""

from __future__ import annotations

import hashlib
import json
import re
import socket
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from genrelens.server.app import create_app
from genrelens.server.guarding.door import OPEN_TO_ALL
from genrelens.server.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "XYZ")
CANARY = "canary-name-of-a-model"
"""Stands in what every page and list of the studio under attack would show."""


@pytest.fixture(scope="module")
def studio(studio_process, small_run, tmp_path_factory) -> Iterator[Any]:
    data = tmp_path_factory.mktemp("attacked") / "data"
    file = tmp_path_factory.mktemp("file") / f"{CANARY}.genrelens"
    file.write_bytes(small_run.model.read_bytes())
    with studio_process.running_studio(data, "--model", str(file)) as running:
        yield running


def _routes(tmp_path: Path) -> list[str]:
    """Give every path of the router, filled in, so that no new one can be missed."""
    app = create_app(Settings(data=tmp_path / "none"))
    found = sorted(_paths(app.routes))
    assert len(found) > 20
    return [re.sub(r"\{[^}]*\}", "x", path) for path in found]


def _paths(routes: Any) -> set[str]:
    from fastapi.routing import iter_route_contexts

    return {context.path for context in iter_route_contexts(routes) if context.path}


def _cookie(studio: Any) -> str:
    answer = studio.send(
        f"GET /?token={studio.token} HTTP/1.1\r\nHost: {studio.host}\r\n"
        f"Accept: text/html\r\n\r\n".encode()
    )
    return re.search(rb"set-cookie: ([^;]+);", answer, re.IGNORECASE)[1].decode()


def _forged(studio: Any, cookie: str) -> dict[str, str]:
    """Give heads that a page or a program without the token could make a browser send.

    The cookie is in them wherever a browser would send it, and in more.
    """
    port, own = studio.port, f"Host: {studio.host}\r\n"
    with_cookie = f"Cookie: {cookie}\r\n"
    hosts = {
        *("evil.test", f"evil.test:{port}", "127.0.0.1", "localhost"),
        *(f"localhost.:{port}", f"localhost.evil.test:{port}", f"0.0.0.0:{port}"),
        *(f"127.0.0.1:{port + 1}", f"127.0.0.1.evil.test:{port}", ""),
        *(f"evil.test@127.0.0.1:{port}", f"127.1:{port}", f"[::]:{port}"),
    }
    forged = {
        f"Host {host}": f"Host: {host}\r\n{with_cookie}" for host in sorted(hosts)
    }
    forged |= {
        "no Host": with_cookie,
        "two Hosts": f"{own}Host: evil.test\r\n{with_cookie}",
        "forwarded Host": f"Host: evil.test\r\nX-Forwarded-Host: {studio.host}\r\n"
        f"Forwarded: host={studio.host}\r\n{with_cookie}",
        "other site": f"{own}{with_cookie}Sec-Fetch-Site: cross-site\r\n",
        "other port": f"{own}{with_cookie}Sec-Fetch-Site: same-site\r\n"
        f"Origin: http://127.0.0.1:{port + 1}\r\n",
        "foreign Origin": f"{own}{with_cookie}Origin: http://evil.test\r\n",
        "null Origin": f"{own}{with_cookie}Origin: null\r\n",
        "other name": f"{own}{with_cookie}Origin: http://localhost:{port}\r\n",
        "two Origins": f"{own}{with_cookie}Origin: http://{studio.host}\r\n"
        f"Origin: http://evil.test\r\n",
        "upgrade": f"{own}{with_cookie}Connection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
        "link of another site": f"{own}{with_cookie}Sec-Fetch-Site: cross-site\r\n"
        "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\nAccept: text/html\r\n",
        "frame of another site": f"{own}{with_cookie}Sec-Fetch-Site: cross-site\r\n"
        "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\nAccept: text/html\r\n",
        "no token": own,
        "wrong token": f"{own}Authorization: Bearer {'x' * 38}\r\n",
        "cookie of another port": f"{own}Cookie: "
        f"{cookie.replace(str(port), str(port + 1))}\r\n",
        "token as cookie": f"{own}Cookie: genrelens-{port}={studio.token}\r\n",
    }
    return forged


def _dump(data: Path) -> dict[str, str]:
    """Give all that the studio keeps: the database as text, and a hash of each file."""
    with sqlite3.connect(f"file:{data / 'studio.sqlite'}?mode=ro", uri=True) as base:
        text = "\n".join(base.iterdump())
    base.close()
    kept = {
        path.relative_to(data).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(data.rglob("*"))
        if path.is_file() and not path.name.startswith("studio.sqlite")
    }
    return {"database": text, **kept}


def _ask(studio: Any, heads: list[bytes]) -> list[bytes]:
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(studio.send, heads))


def test_no_forged_request_changes_or_reads_anything(studio, tmp_path) -> None:
    cookie = _cookie(studio)
    before = _dump(studio.data)
    paths = _routes(tmp_path)
    asked = [
        (method, path, name, head)
        for path in [*paths, "/api/v1/nothing-here", "/favicon.ico"]
        for method in METHODS
        for name, head in _forged(studio, cookie).items()
    ]
    assert len(asked) >= 1_000
    answers = _ask(studio, [_request(*one) for one in asked])

    for (method, path, name, _), answer in zip(asked, answers, strict=True):
        where = f"{method} {path} with {name}"
        status = int(answer[9:12] or b"0")
        is_health = path in OPEN_TO_ALL and method in {"GET", "HEAD"}
        if is_health and name in _WITHOUT_TOKEN_ONLY:
            assert status == 200, where
            continue
        assert 400 <= status < 500, f"{where}: {answer[:80]!r}"
        assert CANARY.encode() not in answer, where
        assert b"access-control-" not in answer.lower(), where
        assert b"set-cookie" not in answer.lower(), where
    assert _dump(studio.data) == before


def test_the_same_requests_sent_by_our_own_page_are_answered(studio) -> None:
    """Show that the attacks fail for being forged, not for being wrong."""
    cookie = _cookie(studio)
    own = f"Host: {studio.host}\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n"
    listed = studio.send(f"GET /api/v1/models HTTP/1.1\r\n{own}\r\n".encode())
    assert CANARY.encode() in listed
    model_id = re.search(rb"mod-[a-z0-9]{12}", listed)[0].decode()
    before = _dump(studio.data)

    path = f"/api/v1/models/{model_id}"
    changed = studio.send(_request("PATCH", path, "", own))
    assert changed.startswith(b"HTTP/1.1 422")  # it is asked for more than a name
    for name in ("another name", CANARY):
        body = json.dumps({"name": name})
        answer = studio.send(
            f"PATCH {path} HTTP/1.1\r\n{own}Content-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        assert answer.startswith(b"HTTP/1.1 200"), answer[:300]
        assert (_dump(studio.data) == before) == (name == CANARY)


_WITHOUT_TOKEN_ONLY = {
    *("no token", "wrong token", "cookie of another port", "token as cookie"),
}


def _request(method: str, path: str, _name: str, head: str) -> bytes:
    body = json.dumps({"name": "changed", "kind": "train", "options": {}})
    kept = "" if method in {"GET", "HEAD", "TRACE"} else body
    typed = "Content-Type: application/json\r\n" if kept else ""
    return (
        f"{method} {path} HTTP/1.1\r\n{head}{typed}Content-Length: {len(kept)}\r\n"
        f"Connection: close\r\n\r\n{kept}"
    ).encode()


@pytest.mark.parametrize(
    "kind",
    [
        *("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"),
        *("", "text/html", "application/jsonx", "application/json-patch+json"),
    ],
)
def test_what_a_form_can_send_is_taken_by_no_route(studio, tmp_path, kind) -> None:
    before = _dump(studio.data)
    body = '{"name": "changed"}'
    heads = [
        (
            f"{method} {path} HTTP/1.1\r\nHost: {studio.host}\r\n"
            f"Authorization: Bearer {studio.token}\r\nContent-Type: {kind}\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}"
        ).encode()
        for path in _routes(tmp_path)
        for method in ("POST", "PUT", "PATCH", "DELETE")
    ]

    for answer in _ask(studio, heads):
        assert answer.startswith(b"HTTP/1.1 415 "), answer[:200]
    assert _dump(studio.data) == before


def test_reading_changes_nothing(studio, tmp_path) -> None:
    before = _dump(studio.data)
    model_id = before["database"].split('INSERT INTO "models" VALUES(\'')[1][:16]
    heads = [
        (
            f"{method} {path.replace('/x', '/' + model_id)} HTTP/1.1\r\n"
            f"Host: {studio.host}\r\nAuthorization: Bearer {studio.token}\r\n"
            f"Connection: close\r\n\r\n"
        ).encode()
        for path in _routes(tmp_path)
        for method in ("GET", "HEAD")
    ]

    for answer in _ask(studio, heads):
        assert not answer.startswith(b"HTTP/1.1 5"), answer[:300]
    assert _dump(studio.data) == before


@pytest.mark.parametrize(
    "line",
    [
        *("GET http://evil.test/api/v1/models HTTP/1.1", "GET //evil.test/ HTTP/1.1"),
        *("CONNECT evil.test:80 HTTP/1.1", "OPTIONS * HTTP/1.1"),
        *("GET /api/v1/models HTTP/1.0", "GET /../api/v1/models HTTP/1.1"),
    ],
)
def test_odd_request_lines_read_nothing_without_the_token(studio, line) -> None:
    answer = studio.send(
        f"{line}\r\nHost: evil.test:{studio.port}\r\nConnection: close\r\n\r\n".encode()
    )

    assert re.match(rb"HTTP/1\.[01] 4\d\d", answer) or answer == b"", answer[:200]
    assert CANARY.encode() not in answer


@pytest.mark.parametrize(
    "mess",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/1.1\r\nHost 127.0.0.1\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /api/v1/jobs HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        (
            b"POST /api/v1/jobs HTTP/1.1\r\nContent-Length: 5\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        ),
        b"POST /api/v1/jobs HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET / HTTP/1.1\r\n" + b"X-A: b\r\n" * 20_000 + b"\r\n",
        b"GET /" + b"a" * 90_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\x00b\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ],
    ids=range(10),
)
def test_broken_requests_are_refused_and_the_studio_goes_on(studio, mess) -> None:
    with socket.create_connection(("127.0.0.1", studio.port), 15) as line:
        line.sendall(mess)
        line.shutdown(socket.SHUT_WR)
        answer = line.recv(65536)

    assert answer == b"" or re.match(rb"HTTP/1\.1 [45]\d\d", answer), answer[:200]
    assert b"500" not in answer[:20]
    live = studio.send(
        f"GET /api/v1/health/live HTTP/1.1\r\nHost: {studio.host}\r\n\r\n".encode()
    )
    assert live.endswith(b'{"status":"live"}')
