"""The token opens the studio as a header, as a cookie, and once in an address."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.server.guarding.token import TokenCheck
from genrelens.server.settings import Settings

TOKEN = "the-right-token-of-this-studio"  # noqa: S105
CHECK = TokenCheck(Settings(data=Path("nowhere"), port=8765, token=TOKEN))
COOKIE = CHECK.cookie.partition(";")[0].encode()


@pytest.mark.parametrize(
    "headers",
    [
        {b"authorization": b"Bearer " + TOKEN.encode()},
        {b"authorization": b"bearer  " + TOKEN.encode()},
        {b"x-genrelens-token": TOKEN.encode()},
    ],
)
def test_a_header_with_the_token_opens(headers: dict[bytes, bytes]) -> None:
    assert CHECK.carried(headers) == "header"


@pytest.mark.parametrize("given", [COOKIE, b"a=b; " + COOKIE, COOKIE + b";c=d"])
def test_the_cookie_opens_among_others(given: bytes) -> None:
    assert CHECK.carried({b"cookie": given}) == "cookie"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {b"authorization": b"Basic " + TOKEN.encode()},
        {b"authorization": TOKEN.encode()},
        {b"authorization": b"Bearer "},
        {b"authorization": b"Bearer " + TOKEN[:-1].encode()},
        {b"authorization": b"Bearer " + TOKEN.encode() + b"x"},
        {b"authorization": b"Bearer \xff\xfe"},
        {b"x-genrelens-token": b""},
        {b"x-genrelens-token": TOKEN.upper().encode()},
        {b"cookie": b"genrelens-8765=" + TOKEN.encode()},
        {b"cookie": COOKIE.replace(b"8765", b"8766")},
        {b"cookie": COOKIE[:-1]},
        {b"cookie": b"x" + COOKIE},
        {b"x-genrelens-token": b"", b"authorization": b"Bearer " + TOKEN.encode()},
    ],
)
def test_anything_else_does_not(headers: dict[bytes, bytes]) -> None:
    assert CHECK.carried(headers) == "nothing"


def test_the_cookie_is_kept_from_scripts_and_other_sites_and_hides_the_token() -> None:
    assert "; HttpOnly" in CHECK.cookie
    assert "; SameSite=Strict" in CHECK.cookie
    assert TOKEN not in CHECK.cookie


def test_a_first_visit_goes_on_without_the_token() -> None:
    visit = CHECK.visit(f"genre=a%26b&token={TOKEN}&page=2".encode())

    assert visit is not None
    assert visit.is_right
    assert visit.query == "genre=a%26b&page=2"


@pytest.mark.parametrize(
    "query", [b"token=", b"token=wrong", f"token={TOKEN}&token=wrong".encode()]
)
def test_a_wrong_token_in_an_address_is_told_as_wrong(query: bytes) -> None:
    visit = CHECK.visit(query)

    assert visit is not None
    assert not visit.is_right


@pytest.mark.parametrize("query", [b"", b"page=2", b"xtoken=1", b"page=token%3D"])
def test_an_address_without_token_is_no_first_visit(query: bytes) -> None:
    assert CHECK.visit(query) is None


@given(st.text())
def test_no_other_token_opens(token: str) -> None:
    visit = CHECK.visit(f"token={quote(token, errors='replace')}".encode())

    assert visit is not None
    assert visit.is_right == (token == TOKEN)


@given(st.binary(max_size=60))
def test_no_bytes_of_a_header_break_the_check(given: bytes) -> None:
    for name in (b"authorization", b"cookie", b"x-genrelens-token"):
        assert CHECK.carried({name: given}) in {"nothing", "header", "cookie"}


def test_the_code_of_the_browser_opens_once_and_tells_when_it_is_used_again(
    caplog,
) -> None:
    settings = Settings(data=Path("nowhere"), token="t" * 20, first_code="c" * 20)
    check = TokenCheck(settings)
    query = b"token=" + b"c" * 20

    assert [check.visit(query).is_right for _ in range(3)] == [True, False, False]
    assert len(caplog.messages) == 2
    assert check.carried({b"x-genrelens-token": b"c" * 20}) == "nothing"
    assert not TokenCheck(replace(settings, first_code="")).visit(b"token=").is_right
