"""Only the studio's own names, whole and with its port, are taken for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.server.guarding.hosts import HostList, is_loopback
from genrelens.server.settings import Settings

_DATA = Path("nowhere")
HERE = HostList(Settings(data=_DATA, port=8765))
EVERYWHERE = HostList(Settings(data=_DATA, port=8765, host="0.0.0.0"))  # noqa: S104
OWN = (b"127.0.0.1:8765", b"localhost:8765", b"LocalHost:8765", b"[::1]:8765")
FORGED = (
    *(b"", b"127.0.0.1", b"localhost", b"[::1]", b"::1", b"::1:8765"),
    *(b"127.0.0.1:80", b"127.0.0.1:8764", b"127.0.0.1:08765", b"127.0.0.1:8765:8765"),
    *(b"localhost.:8765", b"127.0.0.1.:8765", b"localhost.evil.test:8765"),
    *(b"evil.test", b"evil.test:8765", b"127.0.0.1.evil.test:8765"),
    *(b"user@127.0.0.1:8765", b"127.0.0.1:8765@evil.test", b"127.0.0.1:8765/"),
    *(b"127.0.0.1:8765,evil.test", b"127.0.0.1:8765 evil.test", b" 127.0.0.1:8765"),
    *(
        b"127.1:8765",
        b"2130706433:8765",
        b"0x7f000001:8765",
        b"[::ffff:127.0.0.1]:8765",
    ),
    *(b"0.0.0.0:8765", b"[::]:8765", b"127.0.0.1:8765\x00", "lоcalhost:8765".encode()),
)


@pytest.mark.parametrize("host", OWN)
def test_own_names_are_taken_in_either_case(host: bytes) -> None:
    assert HERE.allows(host)


@pytest.mark.parametrize("host", FORGED)
def test_a_forged_name_is_not_taken(host: bytes) -> None:
    assert not HERE.allows(host)


@given(st.binary(max_size=40))
def test_nothing_else_is_ever_taken(host: bytes) -> None:
    assert HERE.allows(host) == (host.lower() in {name.lower() for name in OWN})


@pytest.mark.parametrize("host", [b"192.168.1.7:8765", b"[fe80::1]:8765", *OWN])
def test_a_studio_for_the_network_takes_every_numeric_address(host: bytes) -> None:
    assert EVERYWHERE.allows(host)


@pytest.mark.parametrize(
    "host",
    [
        *(b"0.0.0.0:8765", b"[::]:8765", b"192.168.1.7", b"192.168.1.7:80"),
        *(b"evil.test:8765", b"999.1.1.1:8765", b"1.2.3:8765", b"224.0.0.1:8765"),
        *(b"192.168.1.7.evil.test:8765", b"[zz::1]:8765", b"0300.168.1.7:8765"),
    ],
)
def test_a_studio_for_the_network_takes_no_foreign_name(host: bytes) -> None:
    assert not EVERYWHERE.allows(host)


def test_a_name_that_was_given_is_taken_as_a_proxy_sends_it() -> None:
    hosts = HostList(Settings(data=_DATA, port=8765, names=("Studio.Home",)))

    assert hosts.allows(b"studio.home")
    assert hosts.allows(b"studio.home:8765")
    assert not hosts.allows(b"other.home")
    assert not hosts.allows(b"localhost")


def test_the_usual_port_of_the_web_may_be_left_out() -> None:
    assert HostList(Settings(data=_DATA, port=80)).allows(b"localhost")


@pytest.mark.parametrize("host", ["127.0.0.2", "::1", "[::1]", "localhost"])
def test_the_address_that_is_listened_on_is_taken(host: str) -> None:
    hosts = HostList(Settings(data=_DATA, port=8765, host=host))
    written = f"[{host.strip('[]')}]" if ":" in host else host

    assert hosts.allows(f"{written}:8765".encode())
    assert not hosts.allows(b"127.0.0.3:8765")


def test_a_host_that_is_not_an_address_is_not_this_machine_alone() -> None:
    assert [is_loopback(host) for host in ("127.8.9.1", "[::1]", "LOCALHOST")] == [
        True
    ] * 3
    assert [is_loopback(host) for host in ("::", "example.org", "")] == [False] * 3
