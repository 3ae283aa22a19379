from __future__ import annotations

import json

from genrelens.evaluation.results import Estimate
from genrelens.workflow.library_check.results import (
    LabelScores,
    LibraryCheck,
    NovelTracks,
)

SHARE = Estimate(0.1, 0.05, 0.2)


def test_a_check_is_plain_values_with_every_part_named() -> None:
    check = LibraryCheck(
        verdict="use it",
        sentence="s",
        reasons=(),
        n_rows=3,
        n_blank=1,
        n_groups=2,
        group_words="groups of artists",
        scenario="unseen artists",
        n_tracks_before=10,
        n_groups_before=5,
        columns=(),
        unit_errors=(),
        missing=(),
        novel=NovelTracks(SHARE, 1, 2, 1, 2, SHARE, ((3, "why"),)),
        mix=None,
        genres=(),
        labels=LabelScores("your labels", "g", 2, 2, {"accuracy": SHARE}, 0, (), {}),
    )
    document = json.loads(json.dumps(check.to_dict(), allow_nan=False))
    assert document["novel"]["examples"] == [{"row": 3, "why": "why"}]
    assert document["labels"]["metrics"]["accuracy"]["high"] == 0.2
    assert document["table"]["n_rows"] == 3
    assert document["training"]["scenario"] == "unseen artists"
    assert document["mix"] is None


def test_scores_are_named_for_people_as_in_the_report() -> None:
    metrics = {"accuracy": SHARE, "macro_f1": SHARE}
    labels = LabelScores("your labels", "g", 2, 2, metrics, 0, (), {})
    assert labels.titles == {"accuracy": "Accuracy", "macro_f1": "Macro F1"}
