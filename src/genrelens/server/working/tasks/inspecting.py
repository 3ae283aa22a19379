"""Say what a table that was brought holds, for the pages of the studio."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from genrelens.workflow.profiling.for_pages import inspect_for_pages
from genrelens.workflow.requests import TableRequest

if TYPE_CHECKING:
    from genrelens.workflow.progress import Listener

__all__ = ["work"]


def work(order: dict[str, Any], listener: Listener) -> dict[str, Any]:
    """Inspect, and write what was found into the output folder.

    Parameters
    ----------
    order : dict
        ``table`` (path), ``name`` (what its owner calls it), ``output`` (folder) and
        ``options`` (those of `TableOptions`; the group is for training only).
    listener : Listener
        Told of every step.

    Returns
    -------
    dict
        What a list of tables shows.
    """
    options = {
        name: value for name, value in order["options"].items() if name != "group"
    }
    request = TableRequest(table=Path(order["table"]), name=order["name"], **options)
    found = inspect_for_pages(request, Path(order["output"]), listener=listener)
    return {
        "n_rows": len(found.table.frame),
        "n_columns": len(found.table.columns),
        "n_tracks": len(found.rows),
        "n_genres": len(found.genre_counts),
        "is_usable": found.is_usable,
    }
