from __future__ import annotations

import json

from genrelens.evaluation.results import Estimate
from genrelens.evaluation.sufficiency.results import (
    CurvePoint,
    GenrePoint,
    LearningCurve,
    Sufficiency,
)


def test_what_is_not_defined_is_null_and_sizes_are_told() -> None:
    accuracy = {"accuracy": Estimate(0.5, 0.4, 0.6)}
    point = CurvePoint(1.0, 80.0, 20.0, accuracy, (GenrePoint("dub", 8.0, None, None),))
    found = Sufficiency(
        scenario="unseen tracks",
        group_kind="tracks",
        n_tracks=100,
        n_groups=90,
        n_folds=5,
        everything=accuracy,
        curves=(LearningCurve("groups", (point,)),),
        outlooks=(),
        genres=(),
        columns=(),
        missing={"outlook": "Too few sizes."},
    )
    plain = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert plain["curves"][0]["points"][0]["by_genre"][0]["auc"] is None
    assert (plain["scenario"], plain["n_tracks"], plain["n_groups"]) == (
        "unseen tracks",
        100,
        90,
    )
    assert plain["missing"] == {"outlook": "Too few sizes."}
    assert found.group_words == "distinct tracks"
