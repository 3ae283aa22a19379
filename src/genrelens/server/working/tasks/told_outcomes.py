"""Keep what became of each file of a plan, and how the files are now."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from genrelens.server.music.opening import state_of
from genrelens.workflow.music_library.file_states import read_states, write_states
from genrelens.workflow.music_library.opening import STATES, file_of
from genrelens.writing import write_text

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["write_outcomes"]

_CHANGED = frozenset({"written", "restored", "genres only", "already"})


def write_outcomes(order: dict[str, Any], kind: str, outcomes: Iterable[Any]) -> None:
    """Write one line a file, and note that what the studio wrote is known to it.

    Parameters
    ----------
    order : dict
        ``folder``, ``place``, ``plan`` and ``output``.
    kind : str
        ``apply`` or ``undo``: what the file of outcomes is called after.
    outcomes : iterable of Outcome
        In their order.
    """
    told = [asdict(each) for each in outcomes]
    write_text(Path(order["plan"]) / f"{kind}.json", json.dumps(told))
    states = read_states(Path(order["place"]) / STATES)
    for each in told:
        if each["end"] in _CHANGED and each["path"] in states:
            now = state_of(Path(order["folder"]), file_of(each["path"]))
            if now is not None:
                states[each["path"]] = (now.n_bytes, now.mtime_ns)
    write_states(Path(order["output"]) / STATES, states)
