"""Say what a table that was brought holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from genrelens.workflow.inspecting import inspect_table
from genrelens.workflow.requests import TableRequest
from genrelens.writing import write_text

if TYPE_CHECKING:
    from genrelens.workflow.progress import Listener

__all__ = ["work"]


def work(order: dict[str, Any], listener: Listener) -> dict[str, Any]:
    """Inspect, and write what was found into the output folder."""
    listener("reading", 0, 1)
    options = {
        name: value for name, value in order["options"].items() if name != "group"
    }
    request = TableRequest(table=Path(order["table"]), **options)
    found = inspect_table(request)
    document = json.dumps(found.to_dict(), ensure_ascii=False, allow_nan=False)
    write_text(Path(order["output"]) / "inspection.json", document)
    listener("reading", 1, 1)
    return {"n_rows": len(found.table.frame)}
