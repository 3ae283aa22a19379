from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from genrelens.reports.facts import ReportFacts


def test_facts_can_not_be_changed_once_gathered(facts: ReportFacts) -> None:
    with pytest.raises(FrozenInstanceError):
        facts.target = "another"  # type: ignore[misc]


def test_facts_are_real_data_unless_said_otherwise() -> None:
    assert ReportFacts.__dataclass_fields__["is_made_up"].default is False
