"""Every answer carries the guarding headers, and no route can weaken them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from genrelens.server.guarding.headers import GUARDING_HEADERS, guarded


def _sent(headers: list[tuple[bytes, bytes]]) -> dict[str, str]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    start = {"type": "http.response.start", "status": 200, "headers": headers}
    asyncio.run(guarded(send)(start))  # type: ignore[arg-type]
    pairs = [(name.decode(), value.decode()) for name, value in sent[0]["headers"]]
    assert len(dict(pairs)) == len(pairs), "a header is sent twice"
    return dict(pairs)


def test_nothing_inline_no_frames_and_no_other_site() -> None:
    policy = GUARDING_HEADERS["content-security-policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))

    assert rules["default-src"] == "'self'"
    assert rules["frame-ancestors"] == rules["object-src"] == "'none'"
    assert rules["base-uri"] == "'none'"
    for loose in ("unsafe-inline", "unsafe-eval", "*", "http:", "https:", "data:"):
        assert loose not in policy


@pytest.mark.parametrize("name", sorted(GUARDING_HEADERS))
def test_a_route_cannot_replace_a_guarding_header(name: str) -> None:
    sent = _sent([(name.encode(), b"anything")])

    assert sent[name] == GUARDING_HEADERS[name]


def test_a_route_cannot_open_itself_to_other_sites() -> None:
    sent = _sent(
        [
            (b"access-control-allow-origin", b"*"),
            (b"access-control-allow-credentials", b"true"),
        ]
    )

    assert not [name for name in sent if name.startswith("access-control-")]


def test_answers_are_asked_for_again_unless_a_route_says_otherwise() -> None:
    assert _sent([])["cache-control"] == "private, no-cache"
    assert _sent([(b"cache-control", b"max-age=9")])["cache-control"] == "max-age=9"


def test_what_else_a_route_says_is_sent() -> None:
    assert _sent([(b"etag", b'"1"')])["etag"] == '"1"'
