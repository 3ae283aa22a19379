from __future__ import annotations

import xml.etree.ElementTree as ET

import numpy as np

from genrelens.reports.figures.roc_curves import RocLine, roc_curves

NAME = "{http://www.w3.org/2000/svg}"
RATE = np.linspace(0, 1, 200)


def _lines(n_genres: int) -> list[RocLine]:
    return [
        RocLine(f"genre {at}", at, RATE, RATE ** (1 / (at + 1)), f"tip {at}")
        for at in range(n_genres)
    ]


def _curves(picture: str) -> list[ET.Element]:
    return [
        path
        for path in ET.fromstring(picture).iter(f"{NAME}path")  # noqa: S314
        if path.get("class", "").startswith("roc")
    ]


def test_exactly_the_chosen_genre_is_brought_forward() -> None:
    curves = _curves(roc_curves(_lines(5), chosen="genre 3", label="curves"))
    strong = [c.get("data-genre") for c in curves if c.get("class") == "roc on"]
    assert len(curves) == 5
    assert strong == ["3"]


def test_every_curve_runs_from_corner_to_corner() -> None:
    for curve in _curves(roc_curves(_lines(30), chosen="", label="curves")):
        points = curve.get("d", "").removeprefix("M").split("L")
        assert points[0] == "52 340"
        assert points[-1] == "386 22"


def test_many_curves_are_thinned_and_few_are_not() -> None:
    few = _curves(roc_curves(_lines(3), chosen="", label=""))[0].get("d", "")
    many = _curves(roc_curves(_lines(114), chosen="", label=""))[0].get("d", "")
    assert few.count("L") == 99
    assert many.count("L") == 39
