"""A port is found, or it is said why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from genrelens.errors import InputError
from genrelens.server import listening
from genrelens.server.listening import PortTakenError, listen

if TYPE_CHECKING:
    import socket


def _port(taken: socket.socket) -> int:
    port: int = taken.getsockname()[1]
    return port


def test_any_free_port_can_be_asked_for() -> None:
    with listen("127.0.0.1", 0) as made:
        assert _port(made) > 0
        assert made.getsockname()[0] == "127.0.0.1"


def test_a_taken_port_is_refused_and_said() -> None:
    with (
        listen("127.0.0.1", 0) as first,
        pytest.raises(PortTakenError, match=rf"Port {_port(first)} is taken"),
    ):
        listen("127.0.0.1", _port(first))


def test_without_a_wish_the_next_free_port_is_taken(monkeypatch) -> None:
    with listen("127.0.0.1", 0) as first:
        monkeypatch.setattr(listening, "USUAL_PORT", _port(first))
        with listen("127.0.0.1", None) as second:
            assert _port(first) < _port(second) < _port(first) + 20


def test_where_none_is_free_it_is_said(monkeypatch) -> None:
    with listen("127.0.0.1", 0) as first:
        monkeypatch.setattr(listening, "USUAL_PORT", _port(first))
        monkeypatch.setattr(listening, "_FURTHER_PORTS", 1)
        with pytest.raises(PortTakenError, match="all taken"):
            listen("127.0.0.1", None)


@pytest.mark.parametrize("host", ["no-such-name.invalid", "203.0.113.7", "[::zz]"])
def test_an_address_of_another_machine_is_refused(host: str) -> None:
    with pytest.raises(InputError, match="cannot be listened on"):
        listen(host, 0)
