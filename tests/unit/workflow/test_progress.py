from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.workflow.progress import silent

if TYPE_CHECKING:
    import pytest


def test_the_silent_listener_hears_everything_and_tells_nobody(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert silent("reading", 1, 2) is None
    assert capfd.readouterr() == ("", "")


def test_every_stage_of_a_training_is_told_to_its_end(small_run) -> None:
    last: dict[str, tuple[int, int]] = {}
    for stage, done, total in small_run.stages:
        before = last.get(stage, (0, total))
        assert total == before[1], f"{stage}: the number of steps must not change"
        assert done >= before[0], f"{stage}: progress must not go back"
        last[stage] = (done, total)
    assert all(done == total for done, total in last.values()), last
    assert {"reading", "explaining", "writing"} <= set(last)
    assert len(last) > 3
