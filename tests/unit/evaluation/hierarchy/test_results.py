from __future__ import annotations

from genrelens.evaluation.hierarchy.results import HierarchicalScores, LevelAnswers
from genrelens.evaluation.results import Estimate
from genrelens.schema.genre_tree import GenreTree

HALF = Estimate(0.5, 0.4, 0.6)


def test_what_is_not_defined_is_written_as_none() -> None:
    none = LevelAnswers("none", 7, HALF, None)
    assert none.to_dict() == {
        "level": "none",
        "n_tracks": 7,
        "share": HALF.to_dict(),
        "accuracy": None,
    }
    scores = HierarchicalScores(
        "x", 7, 3, GenreTree.of({"a": "b"}), False, 1, *[HALF] * 5, 0.8, None, (), none
    )
    written = scores.to_dict()
    assert written["threshold"] is None
    assert written["tree"] == {"parents": {"a": ["b"], "b": []}, "aliases": {}}
    assert written["answered"] == none.to_dict()
