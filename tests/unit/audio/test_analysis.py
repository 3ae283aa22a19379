from __future__ import annotations

import json

from genrelens.audio.analysis import AnalysisOptions, knows_nothing


def test_options_survive_the_way_to_a_child() -> None:
    options = AnalysisOptions(seconds=12.5, network="none")
    assert AnalysisOptions(**json.loads(json.dumps(options.as_dict()))) == options


def test_who_knows_nothing_knows_nothing() -> None:
    assert not knows_nothing("sound", "a" * 64)
