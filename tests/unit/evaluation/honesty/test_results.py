"""Tests of genrelens.evaluation.honesty.results."""

from __future__ import annotations

import json

from genrelens.evaluation.comparing.paired import Difference
from genrelens.evaluation.honesty.results import GapLevel, GapStep, HonestyGap
from genrelens.evaluation.results import Estimate

FOUND = Difference("accuracy", 0.6, 0.5, 0.1, 0.08, 0.12, 0.001, 90, 30, 1000)


def test_a_gap_is_plain_values_with_every_step_and_what_is_not_defined() -> None:
    level = GapLevel(
        "random_rows", "random rows", Estimate(0.6, 0.5, 0.7), None, None,
        90, 30, "groups of artists", 72,
    )  # fmt: skip
    step = GapStep(
        "total", "all", "random_rows", "unseen_artists", FOUND, None, None, "So."
    )
    gap = HonestyGap(
        "unseen artists", "unseen_artists", 90, 30, "groups of artists",
        (level,), (step,), step, "A gap.", "", ("a note",),
    )  # fmt: skip

    plain = json.loads(json.dumps(gap.to_dict(), allow_nan=False))

    assert plain["levels"][0]["accuracy"] == {"value": 0.6, "low": 0.5, "high": 0.7}
    assert plain["levels"][0]["macro_auc"] is None
    assert plain["steps"] == [plain["total"]]
    assert plain["total"]["accuracy"]["value"] == 0.1
    assert plain["notes"] == ["a note"]
    assert set(plain) == set(HonestyGap.__slots__)
    assert set(plain["levels"][0]) == set(GapLevel.__slots__)
    assert set(plain["total"]) == set(GapStep.__slots__)
