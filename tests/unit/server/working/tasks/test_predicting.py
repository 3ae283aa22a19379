from __future__ import annotations

import json

import pandas as pd

from genrelens.server.working.tasks.predicting import work


def test_answers_and_what_to_make_of_them_are_written(small_run, tmp_path) -> None:
    order = {
        "model": str(small_run.model),
        "table": str(small_run.table),
        "name": "mine.csv",
        "output": str(tmp_path),
        "options": {"max_error": 0.2, "reasons": False},
    }
    stages: list[str] = []
    told = work(order, lambda stage, _done, _total: stages.append(stage))
    document = json.loads((tmp_path / "answer.json").read_text("utf-8"))
    frame = pd.read_parquet(tmp_path / "answer.parquet")
    assert told == {"n_rows": len(frame)}
    assert document["n_rows"] == len(frame)
    assert document["columns"] == list(frame.columns)
    assert list(dict.fromkeys(stages)) == [
        *("reading", "predicting", "checking"),
        *("looking for unlike tracks", "comparing with training"),
    ]
