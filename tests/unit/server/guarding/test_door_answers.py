"""What the door answers leads nowhere else and holds no stranger's markup."""

from __future__ import annotations

from typing import Any

import pytest

from genrelens.server.guarding.door_answers import (
    came_in,
    foreign_page,
    refusal,
    sign_in_page,
)
from genrelens.server.guarding.problems import Refused
from genrelens.server.guarding.token import Visit


def _scope(path: bytes, query: bytes = b"") -> dict[str, Any]:
    return {"raw_path": path, "path": path.decode("latin-1"), "query_string": query}


@pytest.mark.parametrize(
    ("path", "target"),
    [
        (b"/", "/?a=b"),
        (b"/models/mod-1", "/models/mod-1?a=b"),
        (b"//evil.test/", "/evil.test/?a=b"),
        (b"/\\evil.test", "/evil.test?a=b"),
        (b"///\\/evil.test", "/evil.test?a=b"),
        (b"https://evil.test", "/https://evil.test?a=b"),
    ],
)
def test_a_first_visit_goes_on_to_an_address_of_the_studio(path, target) -> None:
    answer = came_in(_scope(path), Visit(is_right=True, query="a=b"), "name=value")

    assert answer.status_code == 303
    assert answer.headers["location"] == target
    assert answer.headers["set-cookie"] == "name=value"
    assert answer.headers["cache-control"] == "no-store"


def test_the_page_for_a_followed_link_escapes_the_address() -> None:
    answer = foreign_page(_scope(b'/"><script>', b'"><img src=x>'))

    assert b"<script>" not in answer.body
    assert b"<img" not in answer.body
    assert answer.status_code == 403


def test_the_sign_in_page_says_whether_a_token_was_wrong() -> None:
    first, again = sign_in_page(was_wrong=False), sign_in_page(was_wrong=True)

    assert (first.status_code, again.status_code) == (401, 403)
    assert b"not the one of this studio" in again.body
    assert b"not the one of this studio" not in first.body
    for page in (first, again):
        assert b'<html lang="en">' in page.body
        assert b"<label" in page.body
        assert b"style" not in page.body


@pytest.mark.parametrize("status", [400, 401, 403, 405, 408, 413, 415, 421, 431])
def test_a_refusal_is_a_problem_to_programs_and_a_page_to_people(status: int) -> None:
    refused = Refused(status, "Not so: <b>never</b>.")
    told = refusal(refused, for_people=False)
    shown = refusal(refused, for_people=True)

    assert told.status_code == shown.status_code == status
    assert told.headers["content-type"] == "application/problem+json"
    assert b"&lt;b&gt;never" in shown.body
