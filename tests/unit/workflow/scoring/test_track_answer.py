from __future__ import annotations

from genrelens.workflow.scoring.track_answer import TrackAnswer


def test_reasons_are_told_only_where_they_were_asked_for() -> None:
    bare = TrackAnswer(genre="dub", probability=1.0, probabilities={"dub": 1.0})
    assert "reasons" not in bare.to_dict()
    asked = TrackAnswer(genre=None, probability=None, probabilities={}, reasons="")
    assert asked.to_dict()["reasons"] == ""
