"""Train a model on a table that was brought, for the pages of the studio."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from genrelens.workflow.requests import TrainRequest
from genrelens.workflow.time_budget.estimating import Setting
from genrelens.workflow.training_for_pages import train_for_pages

if TYPE_CHECKING:
    from genrelens.server.working.tasks.all_tasks import TaskListener
    from genrelens.workflow.training import TrainResult

__all__ = ["work"]

_METRICS = ("accuracy", "macro_auc_ovr", "macro_f1")


def work(order: dict[str, Any], listener: TaskListener) -> dict[str, Any]:
    """Train, and give what is recorded of the model."""
    began = time.monotonic()
    corrections = order.get("corrections")
    request = TrainRequest(
        table=Path(order["table"]),
        name=order["name"],
        output=Path(order["output"]),
        threads=order["threads"],
        is_made_up=order["is_sample"],
        corrections=None if corrections is None else Path(corrections),
        **order["options"],
    )
    result = train_for_pages(
        request,
        listener=listener,
        on_budget=lambda choice: listener.note(choice.sentence, choice.estimate),
    )
    model = result.files["model"]
    return {
        "name": Path(order["name"]).stem,
        "sha256": hashlib.sha256(model.read_bytes()).hexdigest(),
        "seconds": round(time.monotonic() - began, 1),
        "summary": {**_summary(result), "settings": _settings(request, result)},
    }


def _summary(result: TrainResult) -> dict[str, Any]:
    """Give what a list of models shows."""
    facts = result.facts
    headline = facts.evaluation.scenarios[facts.evaluation.headline]
    return {
        "target": facts.target,
        "genres": list(facts.genre_counts),
        "n_tracks": facts.n_tracks,
        "scenario": headline.title,
        "scores": {
            name: {
                "value": headline.metrics[name].value,
                "low": headline.metrics[name].low,
                "high": headline.metrics[name].high,
            }
            for name in _METRICS
            if name in headline.metrics
        },
    }


def _settings(request: TrainRequest, result: TrainResult) -> str:
    """Name the depth of the run, as it was asked for or chosen to fit."""
    if result.budget is not None:
        return result.budget.setting.words
    setting = Setting(
        trees=request.trees,
        is_quick=request.is_quick,
        has_contenders=request.has_contenders,
    )
    if request.model == "linear":
        depth = setting.words.rpartition(",")[0]
        return f"{depth}, linear model"
    return setting.words
