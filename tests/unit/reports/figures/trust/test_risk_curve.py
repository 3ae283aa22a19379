from __future__ import annotations

import xml.etree.ElementTree as ET

import numpy as np
import pytest

from genrelens.evaluation.prediction_sets.results import RiskCurve
from genrelens.reports.figures.trust.risk_curve import PromisePoint, risk_curve

NAME = "{http://www.w3.org/2000/svg}"
CURVE = RiskCurve(
    np.array([0.5, 1.0]),
    np.array([0.2, 0.4]),
    np.array([0.1, 0.3]),
    np.array([0.3, 0.4]),
)


def test_the_curve_runs_through_its_points_within_its_band() -> None:
    picture = risk_curve(CURVE, [], label="risk")
    paths = ET.fromstring(picture).iter(f"{NAME}path")  # noqa: S314
    drawn = {path.get("class"): path.get("d", "") for path in paths}
    assert drawn["line"] == "M219 140L386 24"
    assert drawn["density"] == "M219 82L386 24L386 82L219 198Z"


def test_a_promise_is_a_ring_and_the_chosen_one_a_diamond() -> None:
    points = [
        PromisePoint(0.5, 0.2, "promised 20 %"),
        PromisePoint(1.0, 0.4, "promised 40 %", is_chosen=True),
    ]
    picture = risk_curve(CURVE, points, label="risk")
    (ring,) = ET.fromstring(picture).iter(f"{NAME}circle")  # noqa: S314
    assert float(ring.get("cx", "")) == pytest.approx(219)
    assert picture.count('class="dot"') == 1
    assert "promised 40 %" in picture


def test_a_model_without_mistakes_can_be_drawn() -> None:
    zero = np.zeros(1)
    picture = risk_curve(RiskCurve(np.ones(1), zero, zero, zero), [], label="risk")
    assert "nan" not in picture
