"""Pages go to people who read them, problems to programs."""

from __future__ import annotations

import pytest

from genrelens.server.guarding.asking import is_for_people

BROWSER = {b"accept": b"text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize("path", ["/", "/models/mod-1", "/api", "/nowhere"])
def test_a_browser_that_opens_an_address_asks_for_a_page(path: str) -> None:
    assert is_for_people({"method": "GET", "path": path}, BROWSER)


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("GET", "/", {}),
        ("GET", "/", {b"accept": b"*/*"}),
        ("GET", "/", {b"accept": b"application/json"}),
        ("POST", "/", BROWSER),
        ("GET", "/api/v1/models", BROWSER),
        ("GET", "/v2/models", BROWSER),
        ("GET", "/static/studio.css", BROWSER),
    ],
)
def test_anything_else_is_a_program(
    method: str, path: str, headers: dict[bytes, bytes]
) -> None:
    assert not is_for_people({"method": method, "path": path}, headers)
