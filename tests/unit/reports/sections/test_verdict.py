from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from genrelens.reports.sections.verdict import verdict_section

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.reports.facts import ReportFacts
    from genrelens.reports.naming import Naming


def test_the_headline_comes_first_and_its_baselines_follow(
    facts: ReportFacts, naming: Naming
) -> None:
    cards = verdict_section(facts, naming)["cards"]
    assert [(card["kind"], card["term"]) for card in cards[:4]] == [
        ("unseen_artists", "accuracy"),
        ("majority_baseline", "accuracy"),
        ("random_rows", "accuracy"),
        ("locked_test", "accuracy"),
    ]


def test_every_card_has_an_interval_a_scenario_and_a_size(
    facts: ReportFacts, naming: Naming
) -> None:
    for card in verdict_section(facts, naming)["cards"]:
        assert " to " in card["interval"]
        assert " tracks, " in card["size"]
        assert card["scenario"]


def test_a_score_that_could_not_be_computed_has_no_card(
    facts: ReportFacts, naming: Naming
) -> None:
    evaluation = facts.evaluation
    only = evaluation.scenarios["unseen_artists"]
    bare = replace(only, metrics={"accuracy": only.metrics["accuracy"]})
    evaluation = replace(evaluation, scenarios={"unseen_artists": bare})
    section = verdict_section(replace(facts, evaluation=evaluation), naming)
    assert len(section["cards"]) == 1


def test_the_sentences_are_those_of_the_evaluation(
    make_facts: Callable[..., ReportFacts], naming: Naming
) -> None:
    small = make_facts(n_tracks=60, n_explained=60, is_small=True)
    section = verdict_section(small, naming)
    assert section["sentences"] == list(small.evaluation.verdict)
    assert section["is_small"]
    assert not section["is_better_than_chance"]


def test_of_chosen_attributes_both_numbers_are_told(
    facts: ReportFacts, naming: Naming
) -> None:
    assert dict(verdict_section(facts, naming)["facts"])["attributes"] == "12"
    selection = replace(facts.selection, is_applied=True)
    chosen = replace(facts, selection=selection)
    assert dict(verdict_section(chosen, naming)["facts"])["attributes"] == "7 of 12"
