from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from genrelens.server.working.tasks import planning
from genrelens.workflow.progress import silent

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_plan_is_asked_for_as_the_person_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def make(request: Any, *, listener: Any) -> Any:
        asked.append((request, listener))
        return SimpleNamespace(
            counts={"write": 1},
            rows=(1, 2),
            promise="At most.",
            notices=("one",),
        )

    monkeypatch.setattr(planning, "make_plan", make)
    order = {
        "folder": str(tmp_path),
        "output": str(tmp_path / "output"),
        "model": "music-tags",
        "options": {"policy": "append", "max_error": 0.1},
    }
    told = planning.work(order, silent)
    request, listener = asked[0]
    assert (request.policy, request.max_error, listener) == ("append", 0.1, silent)
    assert str(request.model) == "music-tags"
    assert request.output.name == "plan.csv"
    assert (told["n_rows"], told["notices"]) == (2, ["one"])
