"""The drawn sections, kept as plain values and read again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from genrelens.reports.drawn_parts import ReportParts
from genrelens.reports.parts import make_parts

if TYPE_CHECKING:
    from genrelens.reports.facts import ReportFacts


def test_parts_survive_json_unchanged(facts: ReportFacts) -> None:
    parts = make_parts(facts)
    again = ReportParts.from_dict(json.loads(json.dumps(parts.to_dict())))
    assert again.to_dict() == json.loads(json.dumps(parts.to_dict()))
    assert again.html == parts.html
    assert list(again.titles) == list(parts.titles)


def test_markup_that_is_no_text_is_refused(facts: ReportFacts) -> None:
    document = make_parts(facts).to_dict()
    document["html"]["verdict"] = 3
    with pytest.raises(TypeError, match="no text"):
        ReportParts.from_dict(document)
