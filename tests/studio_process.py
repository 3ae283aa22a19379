"""Start a studio as its own process, and ask it over a plain socket."""

from __future__ import annotations

import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOKEN = "a-token-for-tests-that-nobody-guesses"  # noqa: S105


@dataclass(frozen=True)
class StudioProcess:
    """A running studio."""

    process: subprocess.Popen[str]
    port: int
    data: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def token(self) -> str:
        return TOKEN

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def send(self, head: bytes, *, seconds: float = 10.0) -> bytes:
        """Send bytes as they are, and give what comes back until it is still."""
        with socket.create_connection(("127.0.0.1", self.port), seconds) as line:
            line.sendall(head)
            return receive(line)


def receive(line: socket.socket) -> bytes:
    """Read until the other side ends, or an answer is complete."""
    got = b""
    try:
        while True:
            piece = line.recv(65536)
            if not piece:
                return got
            got += piece
            if is_complete(got):
                return got
    except ConnectionResetError:
        return got


def is_complete(answer: bytes) -> bool:
    head, mark, body = answer.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head.lower())
    return bool(mark) and length is not None and len(body) >= int(length[1])


@contextmanager
def running_studio(data: Path, *options: str) -> Iterator[StudioProcess]:
    """Start a studio on a folder, wait until it answers, and end it."""
    environment = {**os.environ, "GENRELENS_TOKEN": TOKEN, "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "genrelens", "serve", "--no-browser"]
    process = subprocess.Popen(
        [*command, "--data", str(data), "--port", "0", "--threads", "1", *options],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    try:
        port = _port_of(process)
        yield StudioProcess(process, port, data)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)
        assert process.stdout is not None
        process.stdout.close()


def _port_of(process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None
    until = time.monotonic() + 60
    while time.monotonic() < until:
        ready, _, _ = select.select([process.stdout], [], [], 1.0)
        if ready:
            line = process.stdout.readline()
            found = re.search(r"http://127\.0\.0\.1:(\d+)/\?token=", line)
            if found:
                return int(found[1])
            assert line or process.poll() is None, "the studio ended at once"
    raise AssertionError("the studio did not start within a minute")
