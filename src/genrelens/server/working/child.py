"""Do one job in a process of its own, as told on standard input."""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
import time
from pathlib import Path
from typing import Any

from genrelens.errors import GenrelensError
from genrelens.outliving import die_with_parent
from genrelens.server.keeping.completion import mark_complete
from genrelens.server.working.children.child_limits import (
    cap_memory,
    lower_priority,
    usable_memory,
)
from genrelens.server.working.tasks.all_tasks import find_task, import_tasks

__all__ = ["main"]

_NICE = {"train": 10}
_NICE_OTHERWISE = 5
_SECONDS_BETWEEN = 0.1
_PIPE_BYTES = 65_536


def main() -> int:
    """Get ready, wait for one order, do it, and tell how it went.

    Every line on standard output is a JSON object with an ``event``: ``ready``,
    ``progress``, ``note``, and last ``finished`` or ``failed``. Anything else that
    ends this process is a crash, and its traceback is on standard error.
    """
    die_with_parent(int(sys.argv[1]))
    lower_priority(_NICE_OTHERWISE)
    talk = _Talk()
    orders = _listen_to_parent()
    import_tasks()
    talk.say("ready")
    order = orders.get()
    lower_priority(_NICE.get(order["kind"], _NICE_OTHERWISE))
    usable = usable_memory(order["kind"], order.get("threads"))
    cap_memory(order.get("memory", usable))
    try:
        result = find_task(order["kind"])(order, talk)
        mark_complete(Path(order["output"]), result)
    except GenrelensError as error:
        talk.say("failed", message=str(error))
    except MemoryError:
        talk.say("failed", message=_out_of_memory(talk.stage))
    else:
        talk.say("finished")
    return 0


def _out_of_memory(stage: str) -> str:
    where = f" at '{stage}'" if stage else ""
    return (
        f"The job ran out of memory{where}. Close other programs, or train with fewer "
        "trees, fewer columns or fewer tracks."
    )


class _Talk:
    """The listener of a task, and the only writer to the parent.

    What libraries print goes to standard error.
    """

    def __init__(self) -> None:
        self.stage = ""
        self._last = 0.0
        self._lock = threading.Lock()
        self._channel = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
        os.dup2(2, 1)

    def say(self, event: str, **words: Any) -> None:
        """Write one line."""
        with self._lock:
            self._channel.write(json.dumps({"event": event, **words}) + "\n")
            self._channel.flush()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Hand on a step of the task, ten a second at most."""
        now = time.monotonic()
        is_edge = stage != self.stage or done >= total
        self.stage = stage
        if is_edge or now - self._last >= _SECONDS_BETWEEN:
            self._last = now
            self.say("progress", stage=stage, done=int(done), total=int(total))

    def note(self, text: str, seconds: float) -> None:
        """Hand on a sentence, and how long the job will take."""
        self.say("note", text=text, seconds=seconds)


def _listen_to_parent() -> queue.Queue[dict[str, Any]]:
    """Read the order in a thread, which ends this process when the parent is gone."""
    orders: queue.Queue[dict[str, Any]] = queue.Queue()

    def listen() -> None:
        heard = b""
        while part := os.read(0, _PIPE_BYTES):
            heard += part
            if heard.endswith(b"\n"):
                orders.put(json.loads(heard))
                heard = b""
        os._exit(1)  # the pipe is closed: nobody would hear an answer

    threading.Thread(target=listen, name="parent", daemon=True).start()
    return orders


if __name__ == "__main__":
    sys.exit(main())
