from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from genrelens.reports.naming import name_everything

if TYPE_CHECKING:
    from genrelens.reports.facts import ReportFacts


def test_the_largest_genre_comes_first_and_keeps_its_colour(
    facts: ReportFacts,
) -> None:
    naming = name_everything(facts)
    largest = max(facts.genre_counts, key=lambda genre: facts.genre_counts[genre])
    assert naming.first == largest
    assert naming.colour(largest) == "g0"
    assert naming.colour("no such genre") == "gx"


def test_two_attributes_of_one_label_are_told_apart(facts: ReportFacts) -> None:
    features = tuple(replace(f, label="same") for f in facts.features[:2])
    naming = name_everything(replace(facts, features=features))
    assert naming.label("tempo") == "same (Tempo)"
    assert naming.label("energy") == "same (Energy)"
    assert naming.label("unheard of") == "unheard of"
    assert naming.unit("tempo") == "BPM"
    assert naming.unit("unheard of") == ""
