"""Inspect a table, and write all that pages show of it into a folder."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from genrelens.ingest.reading import read_table
from genrelens.workflow.inspecting import inspect_raw_table
from genrelens.workflow.profiling.affected_rows import write_rows
from genrelens.workflow.profiling.profiling import profile_table
from genrelens.workflow.profiling.results import INSPECTION, PROFILE
from genrelens.workflow.progress import silent
from genrelens.writing import write_text

if TYPE_CHECKING:
    from pathlib import Path

    from genrelens.workflow.inspecting import Inspection
    from genrelens.workflow.progress import Listener
    from genrelens.workflow.requests import TableRequest

__all__ = ["inspect_for_pages"]


def inspect_for_pages(
    request: TableRequest, folder: Path, *, listener: Listener = silent
) -> Inspection:
    """Read, clean, check and count a table, and write what was found.

    Written are `INSPECTION`, `PROFILE`, and the cells with the rows of each finding,
    for `affected_rows.read_rows`.

    Parameters
    ----------
    request : TableRequest
        Which table, and how it is to be read.
    folder : Path
        Where the files go; it is there already.
    listener : Listener, optional
        Told of every step.

    Raises
    ------
    InputError
        If the table cannot be read; the message says why and what to do.
    OutputError
        If a file cannot be written.
    """
    listener("reading the file", 0, 1)
    raw = read_table(
        request.table,
        encoding=request.encoding,
        delimiter=request.delimiter,
        name=request.name,
    )
    listener("reading the file", 1, 1)
    listener("understanding and checking", 0, 1)
    found = inspect_raw_table(raw, request)
    listener("understanding and checking", 1, 1)
    listener("counting by genre", 0, 2)
    profile = profile_table(found)
    listener("counting by genre", 1, 2)
    write_rows(raw, found.findings, folder)
    write_text(folder / PROFILE, _json(profile.to_dict()))
    write_text(folder / INSPECTION, _json(found.to_dict()))
    listener("counting by genre", 2, 2)
    return found


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, allow_nan=False)
