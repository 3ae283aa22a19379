from __future__ import annotations

import xml.etree.ElementTree as ET

from genrelens.reports.figures.selection_curve import SelectionPoint, selection_curve
from genrelens.reports.formatting import decimal

NAME = "{http://www.w3.org/2000/svg}"
POINTS = [
    SelectionPoint(size, 0.8 + size / 100, 0.79, 0.93, size == 5, f"{size} attributes")
    for size in (12, 5, 1)
]


def _draw(points: list[SelectionPoint]) -> ET.Element:
    return ET.fromstring(  # noqa: S314
        selection_curve(points, label="curve", axis_title="AUC", show=decimal)
    )


def test_the_chosen_size_alone_is_a_filled_diamond() -> None:
    classes = [element.get("class") for element in _draw(POINTS).iter()]
    assert classes.count("dot") == 1
    assert classes.count("ring") == 2


def test_sizes_run_from_left_to_right_whatever_the_order() -> None:
    line = next(
        p for p in _draw(POINTS).iter(f"{NAME}path") if p.get("class") == "line"
    )
    places = [float(p.split(" ")[0]) for p in line.get("d", "")[1:].split("L")]
    assert places == sorted(places)
    assert _draw(POINTS).attrib == _draw(POINTS[::-1]).attrib


def test_a_single_size_is_still_a_picture() -> None:
    assert _draw(POINTS[-1:]).get("role") == "img"
