from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from genrelens.reports.figures.calibration_curve import calibration_curve

NAME = "{http://www.w3.org/2000/svg}"


def test_a_perfect_model_lies_on_the_diagonal() -> None:
    shares = [0.1, 0.5, 0.9]
    root = ET.fromstring(  # noqa: S314
        calibration_curve(shares, shares, [5, 6, 7], label="curve")
    )
    for dot, share in zip(root.iter(f"{NAME}circle"), shares, strict=True):
        assert float(dot.get("cx", "")) == pytest.approx(52 + 334 * share, abs=0.1)
        assert float(dot.get("cy", "")) == pytest.approx(340 - 318 * share, abs=0.1)


def test_a_dot_tells_how_many_tracks_it_holds() -> None:
    picture = calibration_curve([0.5], [0.4], [1234], label="curve")
    assert "(1,234 tracks)" in picture


def test_no_bins_leave_the_diagonal_alone() -> None:
    picture = calibration_curve([], [], [], label="curve")
    assert "<circle" not in picture
    assert 'class="chance"' in picture
