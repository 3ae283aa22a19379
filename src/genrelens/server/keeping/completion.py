"""Mark a job's output as complete, and bring it to its place."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, cast

from genrelens.server.keeping.folders import flush_folder
from genrelens.writing import write_text

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["completed", "mark_complete", "take_output"]

_MARK = "complete.json"


def mark_complete(output: Path, result: dict[str, Any]) -> None:
    """Say that everything a job makes stands in its output folder; the last write.

    Parameters
    ----------
    output : Path
        The folder that the job's child writes to.
    result : dict
        Plain values that the task gave back.
    """
    for file in sorted(output.iterdir()):
        handle = os.open(file, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    write_text(output / _MARK, json.dumps(result, sort_keys=True))


def completed(output: Path) -> dict[str, Any] | None:
    """Give the result of a job whose output is complete, else None."""
    mark = output / _MARK
    if not mark.is_file():
        return None
    return cast("dict[str, Any]", json.loads(mark.read_text("utf-8")))


def take_output(output: Path, target: Path) -> None:
    """Move all files of a complete output into the folder of what they belong to.

    Killed in between, it can be done once more: files that were moved stay moved, and
    the mark stays behind until the job's folder is cleared.
    """
    for file in sorted(output.iterdir()):
        if file.name != _MARK:
            file.replace(target / file.name)
    flush_folder(target)
    flush_folder(output)
