from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from genrelens.reports.sections.stress import stress_section

if TYPE_CHECKING:
    from genrelens.reports.facts import ReportFacts
    from genrelens.reports.naming import Naming


def test_the_worst_test_comes_first_with_the_genres_it_hits(
    facts: ReportFacts, naming: Naming
) -> None:
    rows = stress_section(facts, naming)["table"].rows
    assert rows[0][0].text == "tempo halved (half-time detection)"
    assert rows[0][2].detail.endswith("%")
    flips = facts.stress[0].flips_by_genre
    hardest = max(flips, key=lambda genre: flips[genre])
    assert rows[0][6].text.startswith(hardest)


def test_the_cost_is_what_accuracy_loses(facts: ReportFacts, naming: Naming) -> None:
    rows = stress_section(facts, naming)["table"].rows
    for row in rows:
        assert abs(row[4].sort - row[3].sort - row[5].sort) < 1e-12


def test_a_genre_without_tracks_in_a_test_says_so(
    facts: ReportFacts, naming: Naming
) -> None:
    partial = replace(facts.stress[0], flips_by_genre={"techno": 0.5})
    section = stress_section(replace(facts, stress=(partial,)), naming)
    texts = [row[1].text for row in section["by_genre"].rows]
    assert texts == ["50.0\u00a0%"] + ["no tracks"] * 5


def test_a_test_that_flips_everything_fits_on_its_axis(
    facts: ReportFacts, naming: Naming
) -> None:
    total = replace(facts.stress[0], flip_share=1.0, flip_low=0.9, flip_high=1.0)
    chart = stress_section(replace(facts, stress=(total,)), naming)["chart"]
    assert ">100\u00a0%</text>" in chart


def test_no_test_means_no_chart(bare_facts: ReportFacts, naming: Naming) -> None:
    assert stress_section(bare_facts, naming) == {"chart": None}


def test_of_repeated_splits_the_first_is_shown_and_said_to_be(
    facts: ReportFacts, naming: Naming
) -> None:
    evaluation = facts.evaluation
    scores = replace(evaluation.scenarios[evaluation.headline], n_repeats=10)
    scenarios = {**evaluation.scenarios, evaluation.headline: scores}
    evaluation = replace(evaluation, scenarios=scenarios)
    section = stress_section(replace(facts, evaluation=evaluation), naming)
    for table in ("table", "by_genre"):
        words = "in the first of 10 repetitions"
        assert words in section[table].caption
        assert words not in stress_section(facts, naming)[table].caption


def test_the_longest_title_is_written_out(facts: ReportFacts, naming: Naming) -> None:
    title = "every 0–1 judgement off by 0.1, up or down"
    long = replace(facts.stress[0], title=title)
    chart = stress_section(replace(facts, stress=(long,)), naming)["chart"]
    assert ">every 0–1 judgement off by 0.1</text>" in chart
