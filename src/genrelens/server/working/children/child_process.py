"""Start a child process, talk with it, and end it with all it started."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["ChildProcess"]

_PROGRAM = ("-P", "-m", "genrelens.server.working.child")  # -P: nothing from "here"


class ChildProcess:
    """One child, in its own process group.

    It stays in the session of the server: Linux weighs niceness within a session
    only, where it groups processes by session.

    Parameters
    ----------
    program : sequence of str
        What Python is given: the child's module.
    """

    def __init__(self, program: Sequence[str] = _PROGRAM) -> None:
        is_windows = sys.platform == "win32"
        own_group: dict[str, Any] = (
            {"creationflags": 0x00000200} if is_windows else {"process_group": 0}
        )  # CREATE_NEW_PROCESS_GROUP
        self._process = subprocess.Popen(  # noqa: S603 (our own module)
            [sys.executable, *program, str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            **own_group,
        )
        self._reaping = threading.Lock()

    @property
    def pid(self) -> int:
        """Number of the process, and of its group."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether the process is still there."""
        return self._process.poll() is None

    def give(self, order: dict[str, Any]) -> None:
        """Send the order; a child that is gone is noticed when its answer is read."""
        assert self._process.stdin is not None  # noqa: S101 (a pipe, by Popen)
        with suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(order).encode() + b"\n")
            self._process.stdin.flush()

    def messages(self) -> Iterator[dict[str, Any]]:
        """Give every message until the child is gone; one cut short is none."""
        assert self._process.stdout is not None  # noqa: S101 (a pipe, by Popen)
        for line in self._process.stdout:
            if line.endswith(b"\n"):
                yield json.loads(line)

    def kill(self) -> None:
        """End the child and all of its group at once; what it wrote is swept later."""
        with self._reaping:
            if self._process.returncode is None:  # its number is still its own
                self._kill_group()

    def leave(self) -> int:
        """Wait until the child is gone, and let nothing of its group stay.

        Returns
        -------
        int
            Its exit code; the negative number of a signal where one ended it.
        """
        if hasattr(os, "waitid"):  # wait, but keep its number from being used anew
            with suppress(ChildProcessError):  # it was seen to be gone before
                os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)
        self.kill()
        code = self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None  # noqa: S101 (a pipe, by Popen)
            with suppress(BrokenPipeError):
                pipe.close()
        return code

    def _kill_group(self) -> None:
        if sys.platform == "win32":
            self._process.kill()
            return
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
