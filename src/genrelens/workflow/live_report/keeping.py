"""Keep the parts of a run's report beside its other results."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from genrelens.reports.parts import make_parts
from genrelens.workflow.live_report.opening import FORMAT, FORMAT_VERSION, PARTS_FILE
from genrelens.writing import replacing

if TYPE_CHECKING:
    from pathlib import Path

    from genrelens.workflow.training import TrainResult

__all__ = ["keep_parts"]


def keep_parts(result: TrainResult, folder: Path) -> Path:
    """Draw the report in parts, and write them into a folder.

    They show the same numbers as the run's ``report.html``, the model's hash
    included.

    Parameters
    ----------
    result : TrainResult
        From `train_model`; its files lie where it says.
    folder : Path
        Where the file goes.

    Returns
    -------
    Path
        The file, ``report_parts.json``.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    model_sha256 = hashlib.sha256(result.files["model"].read_bytes()).hexdigest()
    hashes = {**result.facts.hashes, "model": model_sha256}
    parts = make_parts(replace(result.facts, hashes=hashes))
    document = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "model_sha256": model_sha256,
        "parts": parts.to_dict(),
    }
    path = folder / PARTS_FILE
    text = json.dumps(document, ensure_ascii=False, allow_nan=False)
    with replacing(path) as temporary:
        temporary.write_bytes(text.encode("utf-8"))
    return path
