"""Write a review table with the decisions that were made page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from genrelens.workflow.documents.table_file import csv_text
from genrelens.workflow.labels.review_queue import read_queue
from genrelens.writing import write_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from genrelens.workflow.labels.review_queue import ReviewQueue

__all__ = ["decided_csv", "write_corrections"]


def decided_csv(
    queue: ReviewQueue, decisions: Mapping[str, str], *, raw: bool = False
) -> str:
    """Give the review table, its decisions filled in, as CSV text.

    Parameters
    ----------
    queue : ReviewQueue
        As training wrote it.
    decisions : mapping of str to str
        What was decided, by `DoubtedLabel.id`; the others stay open. Decisions on
        what is not in the queue are left out.
    raw : bool
        Whether text is written without guarding against formulas.

    Returns
    -------
    str
        What ``genrelens train --corrections`` reads.
    """
    cells = pd.DataFrame(list(queue.rows), columns=list(queue.header), dtype="str")
    cells["decision"] = pd.Series(
        [decisions.get(item.id, "") for item in queue.items], dtype="str"
    )
    return csv_text(cells, raw=raw)


def write_corrections(review: Path, decisions: Mapping[str, str], target: Path) -> Path:
    """Write the decisions of a model's review where training finds them.

    Parameters
    ----------
    review : Path
        The model's ``review.csv``.
    decisions : mapping of str to str
        By `DoubtedLabel.id`.
    target : Path
        The file to write, whole or not at all.

    Raises
    ------
    FileFormatError
        If the review table is damaged.
    OutputError
        If the file cannot be written.
    """
    write_text(target, decided_csv(read_queue(review), decisions))
    return target
