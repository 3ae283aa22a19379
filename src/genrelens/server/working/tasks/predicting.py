"""Answer a table of new tracks with a model that is kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from genrelens.workflow.answering.answer_rows import AnswerOptions
from genrelens.workflow.scoring.answered_file import AnswerFileRequest, answer_file
from genrelens.writing import write_text

if TYPE_CHECKING:
    from genrelens.workflow.progress import Listener

__all__ = ["work"]


def work(order: dict[str, Any], listener: Listener) -> dict[str, Any]:
    """Answer every row, and write answers and findings into the output folder.

    Parameters
    ----------
    order : dict
        ``model`` and ``table`` (paths), ``name`` (what its owner calls the table),
        ``output`` (folder) and ``options`` (those of `AnswerOptions`).
    listener : Listener
        Told of every step.

    Returns
    -------
    dict
        How many rows were answered.
    """
    output = Path(order["output"])
    request = AnswerFileRequest(
        model=Path(order["model"]),
        table=Path(order["table"]),
        answers=output / "answer.parquet",
        name=order["name"],
        options=AnswerOptions(**order["options"]),
    )
    told = answer_file(request, listener=listener)
    document = json.dumps(told, ensure_ascii=False, allow_nan=False)
    write_text(output / "answer.json", document)
    return {"n_rows": told["n_rows"]}
