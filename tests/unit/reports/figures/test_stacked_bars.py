from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from genrelens.reports.figures.stacked_bars import Bar, Part, stacked_bars
from genrelens.reports.formatting import decimal

NAME = "{http://www.w3.org/2000/svg}"


def _rects(*bars: Bar) -> list[ET.Element]:
    picture = stacked_bars(bars, label="bars", axis_title="size", show=decimal)
    return list(ET.fromstring(picture).iter(f"{NAME}rect"))  # noqa: S314


def test_parts_follow_one_another_in_proportion() -> None:
    first, second = _rects(Bar("tempo", (Part(3, "g0", "a"), Part(1, "g1", "b"))))
    end = float(first.get("x", "")) + float(first.get("width", ""))
    assert float(second.get("x", "")) == pytest.approx(end + 0.8, abs=0.2)
    ratio = (float(first.get("width", "")) + 0.8) / (
        float(second.get("width", "")) + 0.8
    )
    assert ratio == pytest.approx(3, rel=0.02)


def test_a_part_too_thin_to_see_is_not_drawn_but_counted() -> None:
    bar = Bar("tempo", (Part(1, "g0", "a"), Part(1e-6, "g1", "b")))
    assert len(_rects(bar)) == 1


def test_bars_without_any_length_are_still_a_picture() -> None:
    assert _rects(Bar("tempo", (Part(0.0, "g0", "a"),))) == []
