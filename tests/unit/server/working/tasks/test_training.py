from __future__ import annotations

import hashlib
import json

from genrelens.server.working.tasks.training import work


class Listener:
    def __init__(self) -> None:
        self.stages: list[str] = []
        self.notes: list[tuple[str, float]] = []

    def __call__(self, *told: object) -> None:
        self.stages.append(str(told[0]))

    def note(self, text: str, seconds: float) -> None:
        self.notes.append((text, seconds))


def order(table, output, **options) -> dict:
    return {
        "table": str(table),
        "name": "My tracks.csv",
        "output": str(output),
        "threads": 1,
        "is_sample": False,
        "options": {"trees": 3, "explain_tracks": 0, **options},
    }


def test_what_is_recorded_of_a_model_is_true_of_its_files(
    write_tracks, tmp_path
) -> None:
    output, listener = tmp_path / "output", Listener()
    told = work(order(write_tracks(), output, is_quick=True), listener)
    model = (output / "model.genrelens").read_bytes()
    assert told["sha256"] == hashlib.sha256(model).hexdigest()
    assert told["name"] == "My tracks"
    metrics = json.loads((output / "metrics.json").read_text())
    summary = told["summary"]
    assert set(summary["genres"]) == {"dub", "house"}
    assert summary["settings"] == "quick, 3 trees"
    assert summary["scores"]["accuracy"]["value"] in _numbers(metrics)
    assert "collecting" in listener.stages
    assert listener.notes == []


def test_a_linear_model_is_recorded_as_such(write_tracks, tmp_path) -> None:
    output = tmp_path / "output"
    told = work(
        order(write_tracks(), output, is_quick=True, model="linear"), Listener()
    )
    assert told["summary"]["settings"] == "quick, linear model"
    assert json.loads((output / "metrics.json").read_text())["model"] == "linear"


def test_what_fits_the_time_is_noted_before_the_work_and_recorded(
    write_tracks, tmp_path
) -> None:
    output, listener = tmp_path / "output", Listener()
    told = work(order(write_tracks(), output, is_quick=True, time_budget=30), listener)
    ((text, seconds),) = listener.notes
    assert told["summary"]["settings"] in text
    assert seconds > 0
    settings = json.loads((output / "metrics.json").read_text())["settings"]
    assert settings["time given"] == text


def _numbers(found) -> set[float]:
    if isinstance(found, dict):
        return set().union(*map(_numbers, found.values()), set())
    if isinstance(found, list):
        return set().union(*map(_numbers, found), set())
    return {found} if isinstance(found, float) else set()
