"""What another site sends is told from what our own pages send."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.server.guarding.origins import is_foreign, is_own_for_sure

HOST = b"127.0.0.1:8765"
OWN = b"http://127.0.0.1:8765"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {b"sec-fetch-site": b"same-origin"},
        {b"sec-fetch-site": b"none"},
        {b"origin": OWN},
        {b"origin": b"https://127.0.0.1:8765"},
        {b"origin": OWN, b"sec-fetch-site": b"same-origin"},
    ],
)
def test_own_pages_and_programs_are_not_foreign(headers: dict[bytes, bytes]) -> None:
    assert not is_foreign(headers, HOST)


@pytest.mark.parametrize(
    "headers",
    [
        {b"sec-fetch-site": b"cross-site"},
        {b"sec-fetch-site": b"same-site"},
        {b"sec-fetch-site": b"something-new"},
        {b"sec-fetch-site": b""},
        {b"origin": b"null"},
        {b"origin": b""},
        {b"origin": b"http://127.0.0.1:8766"},
        {b"origin": b"http://127.0.0.1"},
        {b"origin": b"http://localhost:8765"},
        {b"origin": b"http://127.0.0.1:8765.evil.test"},
        {b"origin": b"http://evil.test/http://127.0.0.1:8765"},
        {b"origin": b"ftp://127.0.0.1:8765"},
        {b"origin": b"127.0.0.1:8765"},
        {b"origin": b"file://"},
        {b"origin": b"chrome-extension://127.0.0.1:8765"},
        {b"origin": OWN, b"sec-fetch-site": b"cross-site"},
        {b"origin": b"http://evil.test", b"sec-fetch-site": b"same-origin"},
    ],
)
def test_other_sites_ports_and_frames_without_origin_are_foreign(
    headers: dict[bytes, bytes],
) -> None:
    assert is_foreign(headers, HOST)


@given(st.binary(max_size=40))
def test_no_other_origin_is_ever_own(origin: bytes) -> None:
    own = {OWN, b"https://127.0.0.1:8765"}
    assert is_foreign({b"origin": origin}, HOST) == (origin not in own)


def test_a_browser_that_says_nothing_of_itself_vouches_for_nothing() -> None:
    assert not is_own_for_sure({b"cookie": b"x=y"})
    assert is_own_for_sure({b"origin": OWN})
    assert is_own_for_sure({b"sec-fetch-site": b"same-origin"})
