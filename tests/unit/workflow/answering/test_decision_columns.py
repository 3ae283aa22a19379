from __future__ import annotations

import numpy as np
import pytest

from genrelens.bundle.model_trust import ModelTrust
from genrelens.evaluation.novelty.results import NoveltyScores
from genrelens.evaluation.prediction_sets.decision_rule import DecisionRule
from genrelens.evaluation.prediction_sets.set_rule import SetRule
from genrelens.workflow.answering.decision_columns import decision_columns

GENRES = ("dub", "folk", "house", "techno")
LAC = SetRule("lac", 0.0, 0, (0,) * 4, (0.05,), ((0.8,),))
TRUST = ModelTrust(set_rule=LAC, decision_rule=DecisionRule((0.05,), (0.75,)))
PROBA = np.array(
    [
        [0.9, 0.05, 0.03, 0.02],
        [0.7, 0.1, 0.15, 0.05],
        [0.1, 0.2, 0.4, 0.3],
        [0.25, 0.25, 0.25, 0.25],
    ]
)


def decide(proba=PROBA, novelty=None, max_error=0.05):
    return decision_columns(
        TRUST, np.asarray(proba), GENRES, max_error=max_error, novelty=novelty
    )


def test_each_row_is_decided_in_words() -> None:
    found = decide()
    assert found["decision"].tolist() == ["write", "ask", "ask", "leave"]
    assert found["decided_genre"].tolist() == [
        "dub",
        "dub | house",
        "house | techno | folk",
        "",
    ]
    assert found["decision_reason"].tolist() == [
        "dub 90 %; at most 5 % wrong asks for 75 %",
        "only dub fits, but 70 % is not enough: at most 5 % wrong asks for 75 %",
        "3 genres fit",
        "4 genres fit, too many to choose from",
    ]


def test_a_novel_row_is_left_alone_whatever_its_probability() -> None:
    novelty = NoveltyScores(
        np.array([9.0, 0.0, 0.0, 0.0]),
        np.array([True, False, False, False]),
        np.zeros(4, bool),
        ("speechiness 0.95: …", "", "", ""),
    )
    found = decide(novelty=novelty)
    assert found.loc[0].tolist() == [
        "leave",
        "",
        "unlike anything trained on: speechiness 0.95: …",
    ]
    assert found.loc[1:].equals(decide().loc[1:])


def test_where_no_probability_keeps_the_promise_nothing_is_written() -> None:
    trust = ModelTrust(
        set_rule=LAC, decision_rule=DecisionRule((0.05,), (float("inf"),))
    )
    found = decision_columns(trust, PROBA[:1], GENRES, max_error=0.05, novelty=None)
    assert found["decision"].tolist() == ["ask"]
    assert "no probability was found" in found["decision_reason"][0]


def test_decisions_are_made_row_by_row() -> None:
    order = [3, 1, 0, 2]
    shuffled = decide(PROBA[order])
    assert shuffled.equals(decide().iloc[order].reset_index(drop=True))


def test_a_model_without_rules_cannot_be_asked() -> None:
    with pytest.raises(ValueError, match="without rules"):
        decision_columns(ModelTrust(), PROBA, GENRES, max_error=0.05, novelty=None)
