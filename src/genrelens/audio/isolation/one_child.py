"""Start a child, have it analyse a file, and notice when it breaks down."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from genrelens.audio.analysis import Failure
from genrelens.audio.isolation.messages import (
    MOST_BYTES,
    BadMessageError,
    from_line,
    read_answer,
    to_line,
)
from genrelens.errors import GenrelensError, InputError, printable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from genrelens.audio.analysis import Analysis, AnalysisOptions, Knows

__all__ = ["WALL_SECONDS", "OneChild"]

WALL_SECONDS: Final = 90.0
_LEAVE_SECONDS: Final = 5.0
_START_SECONDS: Final = 300.0  # the first start on a machine compiles the kernels
_PROGRAM: Final = ("-P", "-m", "genrelens.audio.isolation.child")
_ONE_THREAD: Final = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMBA_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)


class OneChild:
    """A child process that analyses files, one at a time.

    Parameters
    ----------
    options : AnalysisOptions
    n_values : int
        How many values a row has.
    wall_seconds : float
        How long a file may take.

    Raises
    ------
    InputError
        If it cannot begin, e.g. for want of the network.
    """

    def __init__(
        self,
        options: AnalysisOptions,
        *,
        n_values: int,
        wall_seconds: float = WALL_SECONDS,
    ) -> None:
        self._n_values = n_values
        self._wall_seconds = wall_seconds
        self._is_late = False
        self._said = ""
        self._words = tempfile.TemporaryFile()  # noqa: SIM115 (closed by `end`)
        is_windows = sys.platform == "win32"
        own_group: dict[str, Any] = (
            {"creationflags": 0x00000200} if is_windows else {"process_group": 0}
        )  # CREATE_NEW_PROCESS_GROUP: an interrupt of the parent is not the child's
        self._process = subprocess.Popen(  # noqa: S603 (our own module)
            [
                sys.executable,
                *_PROGRAM,
                str(os.getpid()),
                json.dumps(options.as_dict()),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._words,
            env=os.environ | dict.fromkeys(_ONE_THREAD, "1"),
            **own_group,
        )

    @property
    def pid(self) -> int:
        """Number of the process."""
        return self._process.pid

    def wait_until_ready(self) -> dict[str, Any]:
        """Wait for the child's first word, and give it.

        Raises
        ------
        InputError
            If it refuses to begin.
        GenrelensError
            If it breaks down at once.
        """
        with self._watched(_START_SECONDS):
            message = self._hear()
        if message is not None and "refused" in message:
            raise InputError(str(message["refused"]))
        if message is None or "ready" not in message:
            raise GenrelensError(
                "The process that reads the sound files could not start: "
                f"{self.why_not_ready() or 'it said nothing'}."
            )
        return message

    def why_not_ready(self) -> str:
        """Say why the child did not begin, after its end; empty where nobody knows."""
        with suppress(subprocess.TimeoutExpired):  # it may be about to end by itself
            self._process.wait(_LEAVE_SECONDS)
        code = self._process.poll()
        if self._is_late:
            return f"it was not ready after {_START_SECONDS:g} seconds"
        if code is not None and code == -getattr(signal, "SIGXCPU", 0):
            return "it took more than 60 seconds to compute"
        if code is not None and code < 0:
            return f"it crashed: {signal.Signals(-code).name}"
        return self._last_words()

    def analyse(self, path: Path, knows: Knows) -> Analysis | Failure:
        """Have a file analysed.

        Parameters
        ----------
        path : Path
        knows : callable
            Answers the child's questions for hashes.

        Returns
        -------
        Analysis or Failure
            A failure also where the child died over it; it is of no more use then.
        """
        self._forget_words()
        with self._watched(self._wall_seconds):
            try:
                self._say({"file": os.fspath(path)})
                while (message := self._hear()) is not None and "ask" in message:
                    kind, digest = str(message["ask"]), str(message.get("hash"))
                    self._say({"known": knows(kind, digest)})
                if message is not None:
                    return read_answer(message, path, n_values=self._n_values)
            except BadMessageError:
                self.kill()
            except BrokenPipeError:
                pass  # it is dead already
        with suppress(subprocess.TimeoutExpired):  # it may be about to end by itself
            self._process.wait(_LEAVE_SECONDS)
        self.kill()
        self._process.wait()
        return self._why_dead(path)

    @property
    def is_usable(self) -> bool:
        """Whether another file may be given to it."""
        return self._process.poll() is None

    def kill(self) -> None:
        """Kill the child at once; whoever waits for its answer hears that it died."""
        self._process.kill()

    def end(self) -> None:
        """Kill the child, wait until it is gone, and keep its last words."""
        self.kill()
        self._process.wait()
        self._said = self._last_words()
        self._words.close()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None  # noqa: S101 (a pipe, by Popen)
            with suppress(BrokenPipeError):
                pipe.close()

    close = end

    def _say(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None  # noqa: S101 (a pipe, by Popen)
        self._process.stdin.write(to_line(message))
        self._process.stdin.flush()

    def _hear(self) -> dict[str, Any] | None:
        assert self._process.stdout is not None  # noqa: S101 (a pipe, by Popen)
        line = self._process.stdout.readline(MOST_BYTES + 1)
        return from_line(line) if line else None

    def _watched(self, seconds: float) -> _Watch:
        return _Watch(seconds, self._kill_late)

    def _kill_late(self) -> None:
        self._is_late = True
        self._process.kill()

    def _forget_words(self) -> None:
        self._words.seek(0)
        self._words.truncate()

    def _last_words(self) -> str:
        if self._words.closed:
            return self._said
        self._words.seek(0)
        lines = self._words.read(1 << 20).decode("utf-8", "replace").split("\n")
        spoken = [line.strip() for line in lines if line.strip()]
        return printable(spoken[-1], limit=200) if spoken else ""

    def _why_dead(self, path: Path) -> Failure:
        if self._is_late:
            return Failure(
                path,
                "took-too-long",
                f"It was not done after {self._wall_seconds:g} seconds.",
            )
        code = self._process.returncode
        if code == -getattr(signal, "SIGXCPU", 0):
            return Failure(
                path, "took-too-long", "It took more than 60 seconds to compute."
            )
        if code < 0:
            name = signal.Signals(-code).name
            return Failure(path, "crashed", f"The decoder crashed on it ({name}).")
        words = self._last_words()
        return Failure(
            path,
            "crashed",
            f"The analysis broke off ({words})."
            if words
            else "The analysis broke off.",
        )


class _Watch:
    """Call somebody unless a block ends in time."""

    def __init__(self, seconds: float, call: Callable[[], None]) -> None:
        self._timer = threading.Timer(seconds, call)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
