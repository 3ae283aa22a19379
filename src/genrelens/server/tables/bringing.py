"""Take a table into the studio, and have it read."""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from genrelens.errors import InputError, printable
from genrelens.server.keeping.tables import display_name
from genrelens.server.warming.libraries import have_libraries

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.server.keeping.jobs import JobRecord
    from genrelens.server.keeping.tables import TableRecord
    from genrelens.server.keeping.uploading import Received
    from genrelens.server.studio import Studio

__all__ = ["READABLE", "keep_sample", "keep_table", "readable_suffix"]

READABLE: Final = (
    *(".csv", ".tsv", ".tab", ".txt", ".parquet", ".json", ".jsonl", ".ndjson"),
    *(".csv.gz", ".tsv.gz", ".tab.gz", ".txt.gz", ".json.gz", ".jsonl.gz"),
    ".ndjson.gz",
)
"""Endings of files that can be read; what a file holds is decided by its content."""

_ONE_AT_A_TIME = threading.Lock()  # that nobody draws what another draws already
_SAMPLE_NAME = "made_up_tracks.csv"


def readable_suffix(name: str) -> str:
    """Give what a file's name ends in, if it is the name of a table.

    Raises
    ------
    InputError
        If no table that can be read ends so.

    Examples
    --------
    >>> readable_suffix("My tracks.CSV.gz")
    '.csv.gz'
    """
    shown = display_name(name)
    endings = [part.lower() for part in Path(shown).suffixes[-2:]]
    for suffix in ("".join(endings), "".join(endings[-1:])):
        if suffix in READABLE:
            return suffix
    raise InputError(
        f"File '{printable(shown)}': its ending names no table that can be read. Save "
        f"it as CSV, TSV, JSON lines or Parquet (CSV may be packed with gzip); in a "
        f"spreadsheet, choose 'Save as' and CSV."
    )


def keep_table(
    studio: Studio, name: str, received: Received
) -> tuple[TableRecord, JobRecord]:
    """Keep a file that has arrived, and have it read.

    Raises
    ------
    InputError
        If its name is not that of a table.
    """
    table = studio.store.tables.add(
        name,
        received.path,
        received.sha256,
        received.n_bytes,
        suffix=readable_suffix(name),
    )
    return table, studio.queue.submit("inspect", table_id=table.id)


def keep_sample(studio: Studio) -> tuple[TableRecord, JobRecord]:
    """Draw the made-up sample, keep it, and have it read; the one that is here stays.

    Returns
    -------
    tuple of TableRecord and JobRecord
        The newest sample, and the job that reads it or has read it.
    """
    have_libraries()
    from genrelens.workflow.demonstrating import draw_sample_table

    with _ONE_AT_A_TIME:
        return _known_sample(studio) or _new_sample(studio, draw_sample_table)


def _known_sample(studio: Studio) -> tuple[TableRecord, JobRecord] | None:
    for table in studio.store.tables.list():
        if table.is_sample:
            for job in reversed(studio.store.jobs.list()):
                if job.kind == "inspect" and job.table_id == table.id:
                    return table, job
    return None


def _new_sample(
    studio: Studio, draw: Callable[[Path], object]
) -> tuple[TableRecord, JobRecord]:
    handle, drawn = tempfile.mkstemp(suffix=".part", dir=studio.store.folders.uploads)
    os.close(handle)
    path = Path(drawn)
    try:
        draw(path)
        with path.open("rb+") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            os.fsync(file.fileno())
        table = studio.store.tables.add(
            _SAMPLE_NAME, path, sha256, path.stat().st_size, is_sample=True
        )
    finally:
        path.unlink(missing_ok=True)
    return table, studio.queue.submit("inspect", table_id=table.id)
