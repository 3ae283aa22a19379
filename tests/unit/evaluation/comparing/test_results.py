from __future__ import annotations

import json

from genrelens.evaluation.comparing.paired import Difference
from genrelens.evaluation.comparing.results import (
    Contender,
    Judgement,
    ModelComparison,
)
from genrelens.evaluation.results import Estimate


def test_a_comparison_becomes_plain_values_with_its_scenario_and_sizes() -> None:
    difference = Difference("accuracy", 0.4, 0.5, -0.1, -0.2, 0.0, 0.04, 100, 40, 200)
    found = ModelComparison(
        scenario="unseen artists",
        group_kind="artists",
        n_tracks=100,
        n_groups=40,
        n_folds=5,
        contenders=(
            Contender("forest", "the forest", {"accuracy": Estimate(0.5, 0.4, 0.6)}),
        ),
        judgements=(Judgement("a", "A", difference, 0.08, 0.01, "undecided"),),
        summary="No.",
    )
    plain = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert plain["scenario"] == "unseen artists"
    assert (plain["n_tracks"], plain["n_groups"], plain["n_folds"]) == (100, 40, 5)
    assert plain["contenders"][0]["metrics"]["accuracy"]["low"] == 0.4
    assert plain["judgements"][0]["difference"]["value"] == -0.1
    assert found.group_words == "groups of artists"
