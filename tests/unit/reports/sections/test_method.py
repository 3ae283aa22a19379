from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from genrelens.reports.sections.method import method_section

if TYPE_CHECKING:
    from genrelens.reports.facts import ReportFacts
    from genrelens.reports.naming import Naming


def test_every_scenario_tells_its_rule_folds_and_groups(
    facts: ReportFacts, naming: Naming
) -> None:
    rows = method_section(facts, naming)["splits"].rows
    assert len(rows) == len(facts.evaluation.scenarios)
    assert [cell.text for cell in rows[0]] == [
        "unseen artists", "no artist on both sides", "1,998", "666", "5", "1",
    ]  # fmt: skip


def test_a_way_of_splitting_of_the_users_own_is_told_by_its_groups(
    facts: ReportFacts, naming: Naming
) -> None:
    own = replace(
        facts.evaluation.scenarios["unseen_artists"],
        scenario="unseen_groups",
        group_kind="Label",
    )
    evaluation = replace(facts.evaluation, scenarios={"unseen_groups": own})
    rows = method_section(replace(facts, evaluation=evaluation), naming)["splits"].rows
    assert rows[0][1].text == "no Label on both sides"


@pytest.mark.parametrize(
    ("scenario", "rule"),
    [
        ("random_rows", "rows dealt out blindly"),
        ("every_row", "rows dealt out blindly, copies of a track counted"),
        ("known_artists", "no copy of a track on both sides, its artist known"),
        ("held_out_source", "no source, track or artist on both sides"),
        ("given_test", "the user's own list, used once"),
    ],
)
def test_a_way_of_splitting_that_is_no_group_is_told_by_its_rule(
    facts: ReportFacts, naming: Naming, scenario: str, rule: str
) -> None:
    own = replace(facts.evaluation.scenarios["unseen_artists"], scenario=scenario)
    evaluation = replace(facts.evaluation, scenarios={scenario: own})
    rows = method_section(replace(facts, evaluation=evaluation), naming)["splits"].rows
    assert rows[0][1].text == rule


def test_a_missing_locked_test_is_told(facts: ReportFacts, naming: Naming) -> None:
    assert method_section(facts, naming)["has_locked_test"]
    scenarios = dict(facts.evaluation.scenarios)
    del scenarios["locked_test"]
    evaluation = replace(facts.evaluation, scenarios=scenarios)
    section = method_section(replace(facts, evaluation=evaluation), naming)
    assert not section["has_locked_test"]


def test_settings_versions_and_hashes_are_told_in_full(
    facts: ReportFacts, naming: Naming
) -> None:
    section = method_section(facts, naming)
    for key in ("settings", "versions", "hashes"):
        told = {row[0].text: row[1].text for row in section[key].rows}
        assert told == getattr(facts, key)
