from __future__ import annotations

import json

from genrelens.workflow.profiling.results import (
    AttributeProfile,
    Group,
    Histogram,
    Level,
    Quantiles,
    TableProfile,
)

QUANTILES = Quantiles(3, 0.0, 0.1, 0.2, 0.5, 0.8, 0.9, 1.0)


def test_a_profile_of_everything_survives_json() -> None:
    number = AttributeProfile(
        *("n", "N", "number", "feature", "number", "dB", 1, (1, 0)),
        overall=QUANTILES,
        quantiles=(QUANTILES, None),
        histogram=Histogram((0.0, 0.5, 1.0), ((1, 2), (0, 0)), (0, 1), (2, 0)),
    )
    category = AttributeProfile(
        *("c", "C", "category", "proxy", "category", "", 0, (0, 0)),
        levels=(Level("</script>", (1, 2)),),
        others=Level("2 other values", (0, 1)),
        n_levels=3,
    )
    groups = (Group("a", 3), Group("2 other genres", 1, 2))
    profile = TableProfile(4, True, groups, (number, category), 2)
    told = json.loads(json.dumps(profile.to_dict()))
    assert TableProfile.from_dict(told) == profile
    assert told["format"] == "genrelens-profile"
