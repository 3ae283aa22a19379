from __future__ import annotations

import xml.etree.ElementTree as ET

from genrelens.reports.figures.dot_interval import IntervalRow, dot_intervals
from genrelens.reports.formatting import decimal

NAME = "{http://www.w3.org/2000/svg}"


def _row(label: str, value: float, half: float, mark: str = "dot") -> IntervalRow:
    return IntervalRow(label, value, value - half, value + half, "tip", mark)


def _draw(*rows: IntervalRow, reference: float | None = None) -> ET.Element:
    return ET.fromstring(  # noqa: S314
        dot_intervals(
            rows,
            label="scores",
            axis_title="score",
            show=decimal,
            domain=(0.0, 1.0),
            reference=reference,
        )
    )


def test_a_larger_value_stands_further_right() -> None:
    circles = _draw(_row("a", 0.2, 0.1), _row("b", 0.7, 0.1)).iter(f"{NAME}circle")
    first, second = (float(circle.get("cx", "")) for circle in circles)
    assert first < second


def test_the_whisker_spans_the_interval_around_its_dot() -> None:
    root = _draw(_row("a", 0.5, 0.25))
    whisker = next(p for p in root.iter(f"{NAME}path") if p.get("class") == "whisker")
    line = whisker.get("d", "").split("M")[1]
    left, right = (float(part.split(" ")[0]) for part in line.split("L"))
    centre = float(next(root.iter(f"{NAME}circle")).get("cx", ""))
    assert abs((left + right) / 2 - centre) < 0.2
    assert right - left > 50


def test_the_headline_is_a_diamond_and_a_baseline_a_ring() -> None:
    root = _draw(_row("a", 0.5, 0.1, "diamond"), _row("b", 0.2, 0.1, "ring"))
    classes = [element.get("class") for element in root.iter()]
    assert classes.count("dot") == 1
    assert classes.count("ring") == 1


def test_a_reference_is_drawn_only_where_there_is_one() -> None:
    for reference, expected in ((None, 0), (0.5, 1)):
        root = _draw(_row("a", 0.5, 0.1), reference=reference)
        assert [e.get("class") for e in root.iter()].count("zero") == expected


def test_without_a_domain_every_interval_lies_inside() -> None:
    rows = [_row("a", -0.01, 0.02), _row("b", 0.4, 0.05)]
    picture = dot_intervals(rows, label="", axis_title="", show=decimal, reference=0.0)
    ticks = [
        float((t.text or "").replace("−", "-"))
        for t in ET.fromstring(picture).iter(f"{NAME}text")  # noqa: S314
        if t.get("class") == "tick"
    ]
    assert min(ticks) <= -0.03
    assert max(ticks) >= 0.45


def test_every_row_says_its_label_its_value_and_its_tip() -> None:
    root = _draw(_row("tempo <b>", 0.5, 0.1))
    texts = [text.text for text in root.iter(f"{NAME}text")]
    assert {"tempo <b>", "0.500"} <= set(texts)
    assert any(element.get("data-tip") == "tip" for element in root.iter())
