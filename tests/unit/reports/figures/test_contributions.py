from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from genrelens.reports.figures.contributions import Contribution, contributions_chart

NAME = "{http://www.w3.org/2000/svg}"
PARTS = [
    Contribution("tempo", "138 BPM", 0.4, "tempo"),
    Contribution("energy", "0.2", -0.1, "energy"),
]


def _rects() -> list[ET.Element]:
    picture = contributions_chart(
        PARTS, base=0.2, total=0.5, genre="techno", label="why"
    )
    root = ET.fromstring(picture)  # noqa: S314
    return [r for r in root.iter(f"{NAME}rect") if r.get("class") in {"up", "down"}]


def test_each_bar_begins_where_the_one_before_ended() -> None:
    up, down = _rects()
    end_of_up = float(up.get("x", "")) + float(up.get("width", ""))
    end_of_down = float(down.get("x", "")) + float(down.get("width", ""))
    assert end_of_up == pytest.approx(end_of_down, abs=0.15)
    ratio = float(up.get("width", "")) / float(down.get("width", ""))
    assert ratio == pytest.approx(4, rel=0.02)


def test_for_and_against_differ_in_class_and_in_sign() -> None:
    assert [rect.get("class") for rect in _rects()] == ["up", "down"]
    picture = contributions_chart(
        PARTS, base=0.2, total=0.5, genre="techno", label="why"
    )
    assert ">+40.0<" in picture
    assert ">−10.0<" in picture


def test_both_ends_are_told_in_percent() -> None:
    picture = contributions_chart([], base=0.2, total=0.2, genre="a<b", label="why")
    assert picture.count(">20.0\u00a0%<") == 2
    assert "a&lt;b" in picture
