"""Answer a table of new tracks with a model that is kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from genrelens.workflow.predicting import PredictRequest, predict_table
from genrelens.writing import write_text

if TYPE_CHECKING:
    from genrelens.workflow.progress import Listener

__all__ = ["work"]


def work(order: dict[str, Any], listener: Listener) -> dict[str, Any]:
    """Predict every row, and write answers and notices into the output folder."""
    output = Path(order["output"])
    request = PredictRequest(
        model=Path(order["model"]),
        table=Path(order["table"]),
        output=output / "answer.parquet",
        **order["options"],
    )
    result = predict_table(request, listener=listener)
    told = {
        "n_rows": len(result.frame),
        "notices": list(result.notices),
        "decisions": result.decisions,
        "promise": result.promise,
        "track_columns": list(result.track_columns),
        "columns": [str(name) for name in result.frame.columns],
    }
    document = json.dumps(told, ensure_ascii=False, allow_nan=False)
    write_text(output / "answer.json", document)
    return {"n_rows": len(result.frame)}
