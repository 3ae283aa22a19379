"""Read a music folder into a table, as `genrelens extract` does."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from genrelens.server.keeping.taking.music_results import TABLE
from genrelens.server.music.opening import state_of
from genrelens.server.working.children.child_limits import music_workers
from genrelens.workflow.extracting.extracting import extract_folder
from genrelens.workflow.extracting.requests import ExtractRequest
from genrelens.workflow.music_library.file_states import write_states
from genrelens.workflow.music_library.opening import STATES, TRACKS, file_of
from genrelens.writing import write_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from genrelens.workflow.progress import Listener

__all__ = ["work"]


def work(order: dict[str, Any], listener: Listener) -> dict[str, Any]:
    """Listen to every file that is new or changed, and write the table of all.

    Parameters
    ----------
    order : dict
        ``folder`` (the music), ``output`` (folder), ``threads``, and ``options``:
        ``network`` and ``seconds``.
    listener : Listener
        Told of every step.

    Returns
    -------
    dict
        Counts, to be shown in a list.
    """
    folder, output = Path(order["folder"]), Path(order["output"])
    request = ExtractRequest(
        folder=folder,
        output=output / TRACKS,
        replace=True,  # the studio's own place, where nobody else writes
        workers=music_workers(order["threads"]),
        **order["options"],
    )
    result = extract_folder(request, listener=listener)
    paths = result.frame["path"].tolist()
    write_states(output / STATES, _states(folder, paths))
    shutil.copyfile(output / TRACKS, output / TABLE)
    _write_list(output / "errors.json", result.errors)
    _write_list(output / "duplicates.json", result.duplicates)
    return {
        "n_tracks": len(paths),
        "n_files": result.n_files,
        "n_new": result.n_new,
        "n_unchanged": result.n_unchanged,
        "n_errors": len(result.errors),
        "n_duplicates": len(result.duplicates),
        "network": result.network or "none",
    }


def _states(folder: Path, paths: Iterable[str]) -> dict[str, tuple[int, int]]:
    found = ((path, state_of(folder, file_of(path))) for path in paths)
    return {
        path: (state.n_bytes, state.mtime_ns)
        for path, state in found
        if state is not None
    }


def _write_list(target: Path, rows: Any) -> None:  # noqa: ANN401 (a frame)
    told = json.loads(rows.to_json(orient="records")) if len(rows) else []
    write_text(target, json.dumps(told))
