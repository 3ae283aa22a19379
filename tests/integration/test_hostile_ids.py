"""No id or name in an address leads out of the data folder, or to an error."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from genrelens.server.app import create_app
from genrelens.server.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "a-secret-outside-of-the-data-folder"  # noqa: S105
_PARTS = (
    *("..", "%2e%2e", "%252e%252e", "..%2f..", "..%5c..", "....//", "%2e%2e%2f"),
    *("..;", "..;/", ";", "%00", "mod-%00", "secret.txt", "../secret.txt"),
    *("..%2fsecret.txt", "..%252fsecret.txt", "%c0%ae%c0%ae", "%e0%80%ae", "%ff"),
    *("mod-000000000000", "mod-000000000000%00", "mod-000000000000/..", "MOD-0"),
    *("mod-00000000000%0a", "mod-0000000000000", "mod-00000000000A", "mod-"),
    *("tab-000000000000", "job-000000000000", "ans-000000000000", "con", "nul", "aux"),
    *("LPT1", "C:", "C:%5cWindows", "~", "~root", "$HOME", "`id`", "$(id)", "|id"),
    *("'", '"', "%22", "%27%3B--", "1%20OR%201=1", "*", "?", "%3F", "%23", "a" * 300),
    *("%0d%0aSet-Cookie:%20a=b", "%E2%80%AEexe", "-1", "0", "1e999", "NaN", "null"),
    *("undefined", "constructor", "__proto__", "9" * 40, "%F0%9F%8E%B5", "é", "."),
)


@pytest.fixture(scope="module")
def studio(studio_process, tmp_path_factory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("around")
    (folder / "secret.txt").write_text(SECRET)
    with studio_process.running_studio(folder / "data") as running:
        yield running


def _routes_with_ids(tmp_path: Any) -> list[str]:
    from fastapi.routing import iter_route_contexts

    app = create_app(Settings(data=tmp_path / "none"))
    found = {context.path for context in iter_route_contexts(app.routes)}
    return sorted(path for path in found if path and "{" in path)


def test_sixty_hostile_ids_at_every_route_are_the_senders_error(
    studio, tmp_path
) -> None:
    assert len(set(_PARTS)) >= 60
    routes = _routes_with_ids(tmp_path)
    assert len(routes) >= 20
    before = sorted(path.name for path in studio.data.parent.rglob("*"))
    for route in routes:
        for part in sorted(set(_PARTS)):
            path = re.sub(r"\{[^}]*\}", lambda _, part=part: part, route)
            for method in ("GET", "DELETE"):
                answer = _ask(studio, method, path)
                status = int(answer[9:12])
                assert 300 <= status < 500, f"{method} {path}: {answer[:300]!r}"
                assert SECRET.encode() not in answer
    assert sorted(path.name for path in studio.data.parent.rglob("*")) == before


def _ask(studio: Any, method: str, path: str) -> bytes:
    answer: bytes = studio.send(
        f"{method} {path} HTTP/1.1\r\nHost: {studio.host}\r\n"
        f"Authorization: Bearer {studio.token}\r\nConnection: close\r\n\r\n".encode()
    )
    return answer


@pytest.mark.parametrize(
    "name",
    [
        *("../../secret.txt", "/etc/passwd", "..\\..\\secret.txt", "con.genrelens"),
        *("a\x00b", "a\nb", "\u202egnp.exe", "=cmd()", "<script>", "é" * 200, " ", "."),
    ],
)
def test_a_file_is_kept_under_an_id_whatever_it_is_called(studio, name) -> None:
    from urllib.parse import quote

    before = sorted(path.name for path in studio.data.parent.iterdir())
    body = b"tempo,genre\n120,house\n"
    for address in ("/api/v1/tables", "/api/v1/models"):
        head = (
            f"POST {address}?name={quote(name, safe='')} HTTP/1.1\r\n"
            f"Host: {studio.host}\r\nAuthorization: Bearer {studio.token}\r\n"
            f"Content-Type: application/octet-stream\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        answer = studio.send(head.encode() + body)
        assert answer[9:12] in {b"201", b"422", b"400"}, answer[:300]
    assert sorted(path.name for path in studio.data.parent.iterdir()) == before
    kept = [path.name for path in (studio.data / "tables").iterdir()]
    assert all(re.fullmatch(r"tab-[a-z0-9]{12}", folder) for folder in kept)
