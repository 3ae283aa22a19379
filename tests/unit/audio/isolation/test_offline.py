from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "call",
    [
        "socket.socket()",
        "socket.create_connection(('127.0.0.1', 9))",
        "socket.getaddrinfo('localhost', 80)",
        "urllib.request.urlopen('http://127.0.0.1:9/')",
    ],
)
def test_python_code_reaches_no_network(call) -> None:
    code = (
        "import socket, urllib.request\n"
        "from genrelens.audio.isolation.offline import go_offline\n"
        "socket.socket().close()\n"
        "go_offline()\n"
        f"try:\n    {call}\nexcept OSError as error:\n    print('refused', error)\n"
        "open(__import__('os').devnull).close()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("refused")
    assert "no network while sound files are opened" in done.stdout


def test_a_child_of_ours_is_offline(monkeypatch, tmp_path) -> None:
    """The child goes offline before it hears of any file."""
    from genrelens.audio.isolation import child

    done = []
    monkeypatch.setattr(child, "die_with_parent", lambda _: done.append("parent"))
    monkeypatch.setattr(child, "go_offline", lambda: done.append("offline"))
    monkeypatch.setattr(child, "_Talk", lambda: done.append("talk") or _Deaf())
    monkeypatch.setattr(child, "_get_ready", lambda _: _Deaf())
    monkeypatch.setattr(sys, "argv", ["child", "1", "{}"])
    assert child.main() == 0
    assert done == ["parent", "offline", "talk"]


class _Deaf:
    network = None

    def say(self, message: object) -> None:
        del message

    def hear(self) -> None:
        return None
