from __future__ import annotations

import xml.etree.ElementTree as ET

import numpy as np
import pytest

from genrelens.evaluation.results import Reliability
from genrelens.reports.figures.trust.reliability_pair import reliability_pair

NAME = "{http://www.w3.org/2000/svg}"


def _curve(sure: list[float], right: list[float]) -> Reliability:
    return Reliability(np.array(sure), np.array(right), np.full(len(sure), 1234))


def test_rings_stand_for_before_and_dots_for_after_at_their_values() -> None:
    picture = reliability_pair(
        _curve([0.5, 0.9], [0.2, 0.6]), _curve([0.2], [0.2]), label="pair"
    )
    marks = list(ET.fromstring(picture).iter(f"{NAME}circle"))  # noqa: S314
    assert [mark.get("class") for mark in marks] == ["ring", "ring", "dot"]
    assert float(marks[0].get("cx", "")) == pytest.approx(52 + 334 * 0.5, abs=0.1)
    assert float(marks[0].get("cy", "")) == pytest.approx(340 - 318 * 0.2, abs=0.1)
    assert "before: 50.0" in picture
    assert "after: 20.0" in picture
    assert "(1,234 tracks)" in picture


def test_without_bins_the_diagonal_stands_alone() -> None:
    empty = _curve([], [])
    picture = reliability_pair(empty, empty, label="pair")
    assert "<circle" not in picture
    assert 'class="chance"' in picture
