from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from genrelens.reports.naming import Naming, name_everything
from genrelens.reports.sections.by_genre import by_genre_section

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.reports.facts import ReportFacts


def test_genres_are_ordered_by_f1_and_all_are_in_the_table(
    facts: ReportFacts, naming: Naming
) -> None:
    rows = by_genre_section(facts, naming)["table"].rows
    f1 = [row[5].sort for row in rows]
    assert f1 == sorted(f1, reverse=True)
    assert len(rows) == 6


def test_with_many_genres_the_chart_shows_both_ends(
    make_facts: Callable[..., ReportFacts],
) -> None:
    facts = make_facts(n_genres=114, n_tracks=6000, n_explained=50)
    section = by_genre_section(facts, name_everything(facts))
    assert section["n_drawn"] == 40
    assert section["chart"].count("data-tip") == 40
    assert len(section["table"].rows) == 114


def test_a_genre_without_a_curve_is_named(facts: ReportFacts, naming: Naming) -> None:
    section = by_genre_section(facts, naming)
    assert section["without_curve"] == ["rock"]
    without = replace(facts, evaluation=replace(facts.evaluation, curves=()))
    section = by_genre_section(without, naming)
    assert section["roc"] is None
    assert len(section["without_curve"]) == 6


def test_the_chosen_curve_is_one_that_exists(
    facts: ReportFacts, naming: Naming
) -> None:
    later = replace(facts.evaluation, curves=facts.evaluation.curves[1:])
    section = by_genre_section(replace(facts, evaluation=later), naming)
    assert section["chosen"] == "house"
    assert section["chosen_tip"].startswith("house: AUC ")


def test_imbalance_is_called_out_only_where_there_is_some(
    facts: ReportFacts, naming: Naming
) -> None:
    said = by_genre_section(facts, naming)["imbalance"]
    assert "techno has 533 tracks, rock 133, a ratio of 4 to 1" in said
    for counts in (dict.fromkeys(facts.genre_counts, 300), {}):
        even = replace(facts, genre_counts=counts)
        assert by_genre_section(even, naming)["imbalance"] == ""
