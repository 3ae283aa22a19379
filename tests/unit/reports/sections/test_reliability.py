from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from genrelens.reports.sections.reliability import reliability_section

if TYPE_CHECKING:
    from genrelens.reports.facts import ReportFacts
    from genrelens.reports.naming import Naming


@pytest.mark.parametrize(
    ("shift", "words"),
    [(0.0, "about as sure as it is right"), (0.1, "too modest"), (-0.1, "too sure")],
)
def test_the_sentence_says_which_way_the_model_leans(
    facts: ReportFacts, naming: Naming, shift: float, words: str
) -> None:
    reliability = facts.evaluation.reliability
    reliability = replace(reliability, accuracy=reliability.confidence + shift)
    evaluation = replace(facts.evaluation, reliability=reliability)
    section = reliability_section(replace(facts, evaluation=evaluation), naming)
    assert words in section["sentence"]
    assert "95 % interval" in section["sentence"]
    if shift:
        assert "10.0 points" in section["sentence"]


def test_the_lean_is_weighted_by_the_tracks_in_each_group(
    facts: ReportFacts, naming: Naming
) -> None:
    reliability = replace(
        facts.evaluation.reliability,
        confidence=np.array([0.5, 0.5]),
        accuracy=np.array([0.9, 0.4]),
        n_tracks=np.array([1, 999]),
    )
    evaluation = replace(facts.evaluation, reliability=reliability)
    section = reliability_section(replace(facts, evaluation=evaluation), naming)
    assert "too sure" in section["sentence"]


def test_without_a_calibration_error_none_is_claimed(
    facts: ReportFacts, naming: Naming
) -> None:
    scores = facts.evaluation.scenarios["unseen_artists"]
    evaluation = replace(
        facts.evaluation, scenarios={"unseen_artists": replace(scores, metrics={})}
    )
    section = reliability_section(replace(facts, evaluation=evaluation), naming)
    assert "mean distance" not in section["sentence"]
    assert len(section["table"].rows) == 12


def test_of_repeated_splits_the_first_is_shown_and_said_to_be(
    facts: ReportFacts, naming: Naming
) -> None:
    evaluation = facts.evaluation
    scores = replace(evaluation.scenarios[evaluation.headline], n_repeats=10)
    scenarios = {**evaluation.scenarios, evaluation.headline: scores}
    evaluation = replace(evaluation, scenarios=scenarios)
    section = reliability_section(replace(facts, evaluation=evaluation), naming)
    for table in ("table",):
        words = "in the first of 10 repetitions"
        assert words in section[table].caption
        assert words not in reliability_section(facts, naming)[table].caption
