from __future__ import annotations

import json

from genrelens.evaluation.labels.results import (
    LabelsStudy,
    ReviewedScores,
    SeveralGenres,
)
from genrelens.evaluation.results import Estimate


def test_every_result_is_plain_values_for_json() -> None:
    half = Estimate(0.5, 0.4, 0.6)
    several = SeveralGenres("unseen tracks", 10, 9, 12, 2, 1.2, {"lrap": half})
    reviewed = ReviewedScores("unseen tracks", 12, 9, 3, 1, half, None)
    assert json.loads(json.dumps(several.to_dict()))["lrap"]["value"] == 0.5
    assert json.loads(json.dumps(reviewed.to_dict()))["unreviewed"] is None
    assert "reviewed" in LabelsStudy.__dataclass_fields__
