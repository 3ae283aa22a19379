"""Nobody exposes a studio to the network without choosing a token and being told."""

from __future__ import annotations

import pytest

from genrelens.errors import InputError
from genrelens.server.guarding.exposure import check_exposure, check_token


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.8.8"])
@pytest.mark.parametrize("has_own_token", [True, False])
def test_this_machine_alone_needs_nothing(host: str, has_own_token: bool) -> None:
    assert check_exposure(host, 8765, has_own_token=has_own_token) == ""


@pytest.mark.parametrize(
    "host",
    ["0.0.0.0", "::", "192.168.1.7", "example.org", ""],  # noqa: S104
)
def test_another_address_is_refused_without_a_chosen_token(host: str) -> None:
    with pytest.raises(InputError, match="GENRELENS_TOKEN") as raised:
        check_exposure(host, 8765, has_own_token=False)
    assert "can read, change and delete all tables" in str(raised.value)


def test_with_a_token_it_is_allowed_and_told() -> None:
    told = check_exposure("0.0.0.0", 8765, has_own_token=True)  # noqa: S104

    assert "can read, change and delete" in told
    assert "Nothing is encrypted" in told


@pytest.mark.parametrize("token", ["a" * 16, "aZ09-._~+/=" * 2])
def test_a_long_token_is_taken(token: str) -> None:
    assert check_token(token) == token


@pytest.mark.parametrize("token", ["", "short", "a" * 15, "a" * 16 + " ", "ä" * 16])
def test_a_short_token_or_one_for_no_header_is_refused(token: str) -> None:
    with pytest.raises(InputError, match="at least 16") as raised:
        check_token(token)
    assert token == "" or token not in str(raised.value)
