"""Analyse the files that are named on standard input, in a process with limits."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any, Final

from genrelens.audio.analysing import Analyser
from genrelens.audio.analysis import AnalysisOptions
from genrelens.audio.embedding.choosing import is_own_file
from genrelens.audio.faults import SoundError
from genrelens.audio.isolation.limits import (
    MEMORY_BYTES,
    allow_cpu,
    cap,
    mapped_bytes,
)
from genrelens.audio.isolation.messages import (
    from_line,
    network_told,
    to_line,
    told,
)
from genrelens.audio.isolation.offline import go_offline
from genrelens.errors import InputError
from genrelens.outliving import die_with_parent

__all__ = ["main"]

_NETWORK_BYTES: Final = 4 << 30
_START_SECONDS: Final = 300  # the first start on a machine compiles the kernels


def main() -> int:
    """Get ready, then answer line by line until standard input ends.

    Standard output carries one JSON object a line: ``ready`` with what the network
    gives, questions about a hash
    (``ask``), and last for every file what was found or why it failed. Whatever else
    ends this process is a crash.
    """
    die_with_parent(int(sys.argv[1]))
    go_offline()
    talk = _Talk()
    try:
        analyser = _get_ready(AnalysisOptions(**json.loads(sys.argv[2])))
    except InputError as error:
        talk.say({"refused": str(error)})
        return 1
    talk.say({"ready": True, "network": network_told(analyser.network)})
    while (order := talk.hear()) is not None:
        allow_cpu()
        try:
            answer = told(analyser.analyse(Path(order["file"]), talk.asks))
        except SoundError as error:
            answer = {"code": error.code, "reason": error.reason}
        except MemoryError:
            answer = {"code": "memory", "reason": "It needs more than 1 GB to decode."}
        except OSError as error:
            answer = {
                "code": "not-readable",
                "reason": f"It cannot be read: {error.strerror or error}.",
            }
        talk.say(answer)
    return 0


def _get_ready(options: AnalysisOptions) -> Analyser:
    """Open the network and import everything, then take on the limits.

    A user's own network is a stranger's file: it is opened under limits of its own,
    and what it keeps in memory is added to what the sound files may take.
    """
    is_own = is_own_file(options.network)
    before = mapped_bytes()
    if is_own:
        cap(_NETWORK_BYTES)
        allow_cpu()
    analyser = Analyser(options)
    kept = mapped_bytes() - before if is_own else 0
    allow_cpu(_START_SECONDS)
    _import_all()
    cap(MEMORY_BYTES + kept)
    return analyser


class _Talk:
    """The only reader and writer of the pipes; what libraries print goes elsewhere."""

    def __init__(self) -> None:
        self._out = os.fdopen(os.dup(1), "wb")
        self._in = os.fdopen(os.dup(0), "rb")
        os.dup2(2, 1)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)

    def say(self, message: dict[str, Any]) -> None:
        self._out.write(to_line(message))
        self._out.flush()

    def hear(self) -> dict[str, Any] | None:
        line = self._in.readline()
        return from_line(line) if line else None

    def asks(self, kind: str, digest: str) -> bool:
        self.say({"ask": kind, "hash": digest})
        answer = self.hear()
        return bool(answer and answer["known"])


def _import_all() -> None:
    """Import what the first file would import, before memory is limited."""
    import soundfile  # noqa: F401
    import soxr  # noqa: F401
    import tinytag  # noqa: F401

    from genrelens.audio.needing import has, need
    from genrelens.audio.signal import measuring  # noqa: F401
    from genrelens.audio.similar_sound import fingerprint  # noqa: F401

    if has("av"):
        need("av")


if __name__ == "__main__":
    sys.exit(main())
