"""Start studios by forking, so that sixty of them cost no sixty imports.

Run as a program: it imports everything once, then reads lines from its standard input,
each a JSON list of the data folder, the port and folders of music. It forks a studio
for each, and answers with its process number. Studios do all as usual, but that their
job children, too, are forked and not started anew.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any, NoReturn

from genrelens.datasets.sample import write_sample
from genrelens.server.app import create_app
from genrelens.server.running import run
from genrelens.server.settings import Settings
from genrelens.server.working import child
from genrelens.server.working.children import child_process
from genrelens.server.working.tasks.all_tasks import import_tasks
from genrelens.workflow.requests import TrainRequest
from genrelens.workflow.training_for_pages import train_for_pages

TOKEN = "a-token-for-tests-that-nobody-guesses"  # noqa: S105 (of a test)


class ForkedProcess:
    """What `ChildProcess` needs of `subprocess.Popen`, by a fork."""

    def __init__(self, command: list[str], **_: Any) -> None:
        self.returncode: int | None = None
        their_in, my_in = os.pipe()
        my_out, their_out = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.setpgid(0, 0)
            os.dup2(their_in, 0)
            os.dup2(their_out, 1)
            os.closerange(3, 4096)
            sys.argv = ["child", command[-1]]
            code = 1
            try:
                code = child.main()
            finally:
                os._exit(code)
        os.close(their_in)
        os.close(their_out)
        os.set_inheritable(my_in, False)
        os.set_inheritable(my_out, False)
        self.stdin = os.fdopen(my_in, "wb", buffering=0)
        self.stdout = os.fdopen(my_out, "rb")

    def poll(self) -> int | None:
        if self.returncode is None:
            found, status = os.waitpid(self.pid, os.WNOHANG)
            if found:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self) -> int:
        if self.returncode is None:
            self.returncode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.returncode


def serve(data: str, port: int, *music: str) -> NoReturn:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    quiet = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1):
        os.dup2(quiet, number)
    folders = tuple(map(Path, music))
    settings = Settings(data=Path(data), token=TOKEN, threads=1, music=folders)
    run(settings, port=port, opens_browser=False)
    os._exit(0)


def warm_up() -> None:
    """Import, compile and load all that a job needs, by doing one."""
    import_tasks()
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "tracks.csv"
        write_sample(table, 150, random_state=2)
        train_for_pages(
            TrainRequest(
                table=table,
                output=Path(folder) / "output",
                trees=3,
                explain_tracks=0,
                is_quick=True,
                threads=1,
            )
        )


def main() -> None:
    warm_up()
    create_app(Settings(data=Path("nowhere"), token=TOKEN))  # imports what routes need
    child_process.subprocess.Popen = ForkedProcess  # type: ignore[misc, assignment]
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are buried by the system
    print("ready", flush=True)  # noqa: T201 (its answer)
    for line in sys.stdin:
        made = os.fork()
        if made == 0:
            serve(*json.loads(line))
        print(made, flush=True)  # noqa: T201 (its answer)


if __name__ == "__main__":
    main()
