from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from genrelens.reports.sections.importance import importance_section

if TYPE_CHECKING:
    from genrelens.reports.facts import ReportFacts
    from genrelens.reports.naming import Naming


def test_attributes_whose_interval_holds_zero_are_named_and_hollow(
    facts: ReportFacts, naming: Naming
) -> None:
    found = importance_section(facts, naming)["importance"]
    assert found is not None
    held = [f.label for f in facts.importance.features if f.low <= 0]  # type: ignore[union-attr]
    assert found["without_effect"] == held
    assert found["features"].count('class="ring"') == len(held) > 0


def test_single_attributes_and_groups_share_one_table(
    facts: ReportFacts, naming: Naming
) -> None:
    found = importance_section(facts, naming)["importance"]
    kinds = [row[1].text for row in found["table"].rows]
    assert kinds == ["single"] * 12 + ["group"]
    assert found["table"].rows[0][2].detail, "a fall stands with its interval"


def test_the_selection_marks_the_chosen_size(
    facts: ReportFacts, naming: Naming
) -> None:
    picked = importance_section(facts, naming)["selection"]
    assert picked is not None
    assert picked["chosen"][0] == "tempo"
    assert picked["redundant"] == [["energy", "loudness"]]
    assert picked["chart"].count('class="dot"') == 1
    assert [row[2].text for row in picked["table"].rows].count("yes") == 3


def test_what_is_missing_is_none_and_not_empty(
    bare_facts: ReportFacts, naming: Naming
) -> None:
    section = importance_section(bare_facts, naming)
    assert section["importance"] is None
    assert section["selection"] is None


def test_results_without_a_group_or_a_step_have_no_such_chart(
    facts: ReportFacts, naming: Naming
) -> None:
    assert facts.importance is not None
    assert facts.selection is not None
    thin = replace(
        facts,
        importance=replace(facts.importance, groups=()),
        selection=replace(facts.selection, steps=()),
    )
    section = importance_section(thin, naming)
    assert section["importance"]["groups"] is None
    assert section["selection"]["chart"] is None
