from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from genrelens.reports.naming import Naming, name_everything
from genrelens.reports.sections.confusion import confusion_section

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.reports.facts import ReportFacts


def test_the_matrix_and_the_scripts_data_hold_every_count(
    facts: ReportFacts, naming: Naming
) -> None:
    section = confusion_section(facts, naming)
    counts = facts.evaluation.confusion.counts
    assert section["data"]["counts"] == counts.tolist()
    read = [
        [int(cell.text.replace(",", "") or 0) for cell in row[1:]]
        for row in section["matrix"].rows
    ]
    assert read == counts.tolist()
    assert section["n_tracks"] == counts.sum()


def test_the_worst_mistakes_are_told_with_their_share(
    facts: ReportFacts, naming: Naming
) -> None:
    rows = confusion_section(facts, naming)["pairs"].rows
    numbers = [row[2].sort for row in rows]
    assert numbers == sorted(numbers, reverse=True)
    assert rows[0][3].detail.startswith("of ")


def test_a_large_matrix_carries_no_numbers_in_its_cells(
    make_facts: Callable[..., ReportFacts], facts: ReportFacts, naming: Naming
) -> None:
    large = make_facts(n_genres=30, n_explained=20)
    section = confusion_section(large, name_everything(large))
    assert section["is_large"]
    assert 'class="cell' not in section["chart"]
    assert 'class="cell' in confusion_section(facts, naming)["chart"]


def test_of_repeated_splits_the_first_is_shown_and_said_to_be(
    facts: ReportFacts, naming: Naming
) -> None:
    evaluation = facts.evaluation
    scores = replace(evaluation.scenarios[evaluation.headline], n_repeats=10)
    scenarios = {**evaluation.scenarios, evaluation.headline: scores}
    evaluation = replace(evaluation, scenarios=scenarios)
    section = confusion_section(replace(facts, evaluation=evaluation), naming)
    for table in ("pairs", "matrix"):
        words = "in the first of 10 repetitions"
        assert words in section[table].caption
        assert words not in confusion_section(facts, naming)[table].caption
