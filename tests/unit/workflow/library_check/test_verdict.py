from __future__ import annotations

from dataclasses import replace

import pytest

from genrelens.evaluation.results import Estimate
from genrelens.evaluation.shift.results import (
    ColumnDrift,
    GenreFitness,
    MixShift,
    UnitError,
)
from genrelens.features.feature_input import MissingColumn
from genrelens.workflow.library_check.results import LabelScores, NovelTracks
from genrelens.workflow.library_check.verdict import Found, judge

SAME = ColumnDrift(
    name="energy",
    n_tracks=100,
    n_missing=0,
    distance=0.05,
    noise=0.15,
    psi=0.01,
    p_value=1.0,
    missing_share=0.0,
    missing_before=0.0,
    missing_p_value=1.0,
    n_new=0,
    verdict="as in training",
)
USABLE = GenreFitness("pop", 60, 0, Estimate(0.8, 0.7, 0.9), 0.8, "usable", "")
WEAK = GenreFitness("folk", 40, 0, Estimate(0.2, 0.1, 0.3), 0.6, "not usable", "")
NOVEL = NovelTracks(
    Estimate(0.01, 0.0, 0.03), 1, 100, 0, 30, Estimate(0.01, 0.008, 0.012), ()
)
QUIET = Found(
    columns=[replace(SAME, name=name) for name in ("energy", "tempo", "valence")],
    unit_errors=[],
    missing=[],
    novel=NOVEL,
    mix=None,
    genres=[USABLE, WEAK],
    labels=None,
    n_rows=100,
)
ABSENT = MissingColumn("tempo", "tempo", "Tempo", "the table has no such column")
MIX = MixShift(
    ("folk", "pop"),
    (0.5, 0.5),
    (Estimate(0.1, 0.05, 0.2), Estimate(0.9, 0.8, 0.95)),
    "m",
    "a",
    100,
    30,
    is_changed=True,
)
LABELS = LabelScores(
    "your labels",
    "genre",
    90,
    20,
    {"accuracy": Estimate(0.3, 0.2, 0.4)},
    0,
    (),
    {"accuracy": Estimate(0.6, 0.55, 0.65)},
)
CASES = {
    "differs": ({"columns": [replace(SAME, verdict="differs")]}, "with care"),
    "missing": ({"columns": [replace(SAME, verdict="missing")]}, "with care"),
    "absent": ({"missing": [ABSENT]}, "with care"),
    "mix": ({"mix": MIX}, "with care"),
    "labels": ({"labels": LABELS}, "with care"),
    "some novel": (
        {"novel": replace(NOVEL, share=Estimate(0.2, 0.1, 0.3))},
        "with care",
    ),
    "most novel": (
        {"novel": replace(NOVEL, share=Estimate(0.9, 0.8, 0.95))},
        "do not use",
    ),
    "most unusable": (
        {"genres": [replace(USABLE, n_named=10), WEAK]},
        "do not use",
    ),
    "unit": ({"unit_errors": [UnitError("energy", "W.", "R.", 9)]}, "repair first"),
    "most absent": (
        {"missing": [ABSENT, replace(ABSENT, name="energy", label="energy")]},
        "repair first",
    ),
}


def test_where_nothing_is_found_the_genres_are_told() -> None:
    verdict, sentence, reasons = judge(QUIET)
    assert (verdict, reasons) == ("use it", ())
    assert sentence == (
        "Nothing found here differs from training by more than chance allows. Its "
        "answers are usable for pop; not usable for folk."
    )


@pytest.mark.parametrize("case", CASES)
def test_each_thing_found_has_its_verdict_and_reason(case) -> None:
    changes, expected = CASES[case]
    verdict, sentence, reasons = judge(replace(QUIET, **changes))
    assert verdict == expected
    assert len(reasons) == 1
    assert reasons[0].rstrip(".")[1:] in sentence


def test_the_gravest_comes_first_and_nothing_is_lost() -> None:
    changes = {
        name: value for case in CASES.values() for name, value in case[0].items()
    }
    verdict, _, reasons = judge(replace(QUIET, **changes))
    assert verdict == "repair first"
    assert reasons[0] == "W. R."
    assert len(reasons) >= 5


def test_an_absent_column_is_told_once() -> None:
    gone = replace(SAME, name="tempo", verdict="missing")
    _, _, reasons = judge(
        replace(QUIET, columns=[*QUIET.columns[:1], gone, SAME], missing=[ABSENT])
    )
    assert len(reasons) == 1
