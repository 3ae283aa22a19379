"""The files that pages load, over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from genrelens.server.assets.catalogue import assets, static_url

if TYPE_CHECKING:
    from starlette.testclient import TestClient


@pytest.mark.parametrize("name", ["studio.css", "api.js", "icon.svg", "report.js"])
def test_a_file_is_served_whole_with_its_type_and_kept_for_ever(
    client: TestClient, name: str
) -> None:
    answer = client.get(static_url(name))
    assert answer.status_code == 200
    assert answer.content == assets()[name].content
    assert answer.headers["content-type"] == assets()[name].content_type
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_another_versions_address_is_answered_but_not_kept(client: TestClient) -> None:
    answer = client.get("/static/0123456789abcdef/studio.css")
    assert answer.content == assets()["studio.css"].content
    assert answer.headers["cache-control"] == "no-cache"


def test_a_file_that_is_known_already_is_not_sent_again(client: TestClient) -> None:
    first = client.get(static_url("studio.css"))
    again = client.get(
        static_url("studio.css"), headers={"If-None-Match": first.headers["etag"]}
    )
    assert again.status_code == 304
    assert again.content == b""
    other = client.get(static_url("studio.css"), headers={"If-None-Match": '"x"'})
    assert other.status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "nothing.js",
        "..%2fsettings.py",
        "../settings.py",
        "..",
        "%2e%2e%2fapp.py",
        "/etc/passwd",
        "page.py",
        "studio.css%00",
    ],
)
def test_nothing_else_can_be_had(client: TestClient, name: str) -> None:
    answer = client.get(f"/static/0123456789abcdef/{name}")
    assert answer.status_code in {400, 404}
    assert b"import" not in answer.content
