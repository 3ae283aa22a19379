"""Tests of genrelens.reports.sections.trust.at_a_glance."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from genrelens.evaluation.results import Estimate
from genrelens.reports.sections.trust.at_a_glance import calibrated_card, trust_cards
from genrelens.reports.sections.verdict import verdict_section
from genrelens.reports.trust_facts import TrustFacts

if TYPE_CHECKING:
    from genrelens.reports.facts import ReportFacts
    from genrelens.reports.naming import Naming

SIZE = {
    "title": "unseen artists",
    "scenario": "unseen artists",
    "n_tracks": 12_345,
    "n_groups": 678,
    "group_words": "groups of artists",
}


@pytest.fixture
def trust() -> TrustFacts:
    """Just what the cards read; the whole results are tested where they are made."""
    gap = Estimate(0.043, 0.021, 0.064)
    decided = SimpleNamespace(written=Estimate(0.123, 0.101, 0.145), max_error=0.05)
    audit = SimpleNamespace(
        **SIZE, stray=Estimate(0.011, 0.005, 0.016), doubted=(None,) * 7
    )
    return TrustFacts(
        honesty=cast(
            "Any", SimpleNamespace(**SIZE, total=SimpleNamespace(accuracy=gap))
        ),
        decisions=cast("Any", SimpleNamespace(**SIZE, decided=decided)),
        labels=cast("Any", SimpleNamespace(audit=audit)),
        calibration=cast(
            "Any",
            SimpleNamespace(
                **SIZE,
                before=SimpleNamespace(calibration_error=Estimate(0.084, 0.07, 0.1)),
                after=SimpleNamespace(calibration_error=Estimate(0.01, 0.004, 0.018)),
            ),
        ),
    )


def test_every_card_leads_to_its_section_and_has_scenario_size_and_interval(
    trust: TrustFacts,
) -> None:
    cards = trust_cards(trust)
    assert [card["section"] for card in cards] == ["honesty", "decisions", "labels"]
    assert [card["value"] for card in cards] == [
        "+4.3 points",
        "12.3\u00a0%",
        "1.1\u00a0%",
    ]
    for card in cards:
        assert " to " in card["interval"]
        assert "unseen artists" in card["scenario"]
        assert card["size"].startswith("12,345 ")
        assert "678 groups" in card["size"]


def test_the_promise_is_named_beside_what_could_be_written(trust: TrustFacts) -> None:
    assert "at most 5\u00a0% of them wrong" in trust_cards(trust)[1]["scenario"]


def test_rows_to_look_at_are_counted(trust: TrustFacts) -> None:
    assert trust_cards(trust)[2]["scenario"].endswith("; 7 rows to look at")


def test_a_part_that_was_not_made_has_no_card() -> None:
    assert trust_cards(TrustFacts()) == []


def test_the_calibration_error_is_that_of_the_probabilities_handed_out(
    facts: ReportFacts, naming: Naming, trust: TrustFacts
) -> None:
    assert trust.calibration is not None
    card = calibrated_card(trust.calibration)
    assert card["value"] == "1.0\u00a0%"
    assert card["scenario"].endswith("8.4\u00a0% before correction")
    cards = verdict_section(replace(facts, trust=trust), naming)["cards"]
    assert [one for one in cards if one["term"] == "calibration_error"] == [card]


def test_trust_stands_right_behind_the_headline(
    facts: ReportFacts, naming: Naming, trust: TrustFacts
) -> None:
    cards = verdict_section(replace(facts, trust=trust), naming)["cards"]
    assert [card["section"] for card in cards[:5]] == [
        None,
        "honesty",
        "decisions",
        "labels",
        None,
    ]
