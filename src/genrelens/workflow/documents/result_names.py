"""Name the files that a training run writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["files_in"]

_FILES = {
    "report": "report.html",
    "model": "model.genrelens",
    "metrics": "metrics.json",
    "findings": "findings.json",
    "predictions": "predictions.csv",
    "review": "review.csv",
    "tree": "family_tree.yaml",
}


def files_in(folder: Path) -> dict[str, Path]:
    """Give the place of each result file in a folder, by what it holds."""
    return {name: folder / file for name, file in _FILES.items()}
