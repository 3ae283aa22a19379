"""Write the result files of a training run, all of them or none."""

from __future__ import annotations

import hashlib
import json
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from genrelens.bundle.saving import model_to_bytes
from genrelens.ingest.trees.rendering import render_tree
from genrelens.reports.page import render_report
from genrelens.schema.genre_tree import GenreTree
from genrelens.workflow.documents.metrics import metrics_document
from genrelens.workflow.documents.out_of_fold import out_of_fold_table
from genrelens.workflow.documents.table_file import csv_text
from genrelens.workflow.labels.review_table import review_table
from genrelens.writing import replacing

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from genrelens.bundle.trained_model import TrainedModel
    from genrelens.evaluation.evaluating import EvaluationRun
    from genrelens.reports.facts import ReportFacts
    from genrelens.workflow.prepared import Prepared

__all__ = ["write_results"]

_TREE = (
    "Families of genres. Edit this file and give it back with --tree to score, and "
    "to answer, by your own families."
)
_NO_TREE = (
    "No families were found. Write a parent behind a genre, and give the file back "
    "with --tree."
)


def write_results(
    files: dict[str, Path],
    facts: ReportFacts,
    trained: TrainedModel,
    prepared: Prepared,
    run: EvaluationRun,
) -> None:
    """Write every file; none takes its place before all are complete.

    Parameters
    ----------
    files : dict of str to Path
        From `files_in`.
    facts : ReportFacts
        Everything the report tells, but for the model's hash.
    trained : TrainedModel
        The model.
    prepared : Prepared
        What was learnt from.
    run : EvaluationRun
        Its held-out predictions.

    Raises
    ------
    OutputError
        If a file cannot be written; all files then are as they were before.
    """
    model = model_to_bytes(trained)
    hashes = {**facts.hashes, "model": hashlib.sha256(model).hexdigest()}
    facts = replace(facts, hashes=hashes)
    texts = {
        "report": render_report(facts),
        "metrics": _json(metrics_document(facts)),
        "findings": _json(_findings_document(facts)),
        "predictions": csv_text(out_of_fold_table(prepared, run)),
        "review": csv_text(_review(facts)),
        "tree": _tree_text(facts),
    }
    contents = {name: text.encode("utf-8") for name, text in texts.items()}
    with ExitStack() as stack:
        for name, content in {**contents, "model": model}.items():
            stack.enter_context(replacing(files[name])).write_bytes(content)


def _review(facts: ReportFacts) -> pd.DataFrame:
    labels = facts.trust.labels
    return review_table(None if labels is None else labels.audit, facts.table)


def _tree_text(facts: ReportFacts) -> str:
    """Write the family tree that was found or given, so that it can be edited."""
    hierarchy = facts.trust.hierarchy
    if hierarchy is None:
        return render_tree(
            GenreTree.of(dict.fromkeys(facts.genre_counts, ())), heading=_NO_TREE
        )
    return render_tree(hierarchy.tree, heading=_TREE)


def _findings_document(facts: ReportFacts) -> dict[str, Any]:
    table = facts.table
    return {
        "format": "genrelens-findings",
        "format_version": "1.0",
        "source": table.source.to_dict(),
        "columns": [column.to_dict() for column in table.columns],
        "findings": [finding.to_dict() for finding in table.findings],
        "changes": [change.to_dict() for change in table.ledger],
        "left_out": [
            {"code": drop.code, "n_rows": len(drop.rows), "what": drop.what}
            for drop in table.drops
        ],
    }


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
