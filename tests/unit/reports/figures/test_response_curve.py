from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise

import pytest

from genrelens.reports.figures.response_curve import (
    BASE,
    HALF,
    ResponsePanel,
    places,
    response_curve,
)
from genrelens.reports.formatting import points, significant

NAME = "{http://www.w3.org/2000/svg}"
PANEL = ResponsePanel(
    0, "tempo (BPM)", (60, 120, 180), (), (-0.1, 0.0, 0.1), (0.2, 0.5, 0.3)
)


def _path(panel: ResponsePanel, kind: str) -> str:
    picture = response_curve(
        panel, limit=0.1, show=points, show_value=significant, label="curve"
    )
    for path in ET.fromstring(picture).iter(f"{NAME}path"):  # noqa: S314
        if path.get("class") == kind:
            return path.get("d", "")
    raise AssertionError(kind)


def test_a_rising_effect_is_drawn_rising_from_foot_to_top() -> None:
    heights = [float(p.split(" ")[1]) for p in _path(PANEL, "line")[1:].split("L")]
    assert heights == [BASE + HALF, BASE, BASE - HALF]


def test_an_effect_beyond_the_limit_stays_inside_the_panel() -> None:
    wild = replace(PANEL, effect=(-5.0, 0.0, 5.0))
    assert _path(wild, "line") == _path(PANEL, "line")


def test_levels_are_dots_and_not_joined() -> None:
    panel = replace(PANEL, levels=("A", "B", "C"))
    assert _path(panel, "dots").count("h0") == 3


def test_the_strip_is_tallest_where_most_tracks_lie() -> None:
    bars = _path(PANEL, "density").split("M")[1:]
    heights = [float(bar.split("v-")[1].split("H")[0]) for bar in bars]
    edges = [34, 81, 167, 210]  # around the places 38, 124 and 206
    widths = [right - left for left, right in pairwise(edges)]
    areas = [height * width for height, width in zip(heights, widths, strict=True)]
    shares = [area / sum(areas) for area in areas]
    assert shares == pytest.approx(PANEL.density, abs=0.02)


def test_an_attribute_with_one_value_has_one_place() -> None:
    panel = replace(PANEL, grid=(5.0,), effect=(0.0,), density=(1.0,))
    assert len(places(panel)) == 1
    assert _path(panel, "line").startswith("M")


def test_many_levels_are_not_all_named() -> None:
    names = tuple(f"level {at}" for at in range(40))
    panel = replace(
        PANEL, levels=names, grid=range(40), effect=[0.0] * 40, density=[1 / 40] * 40
    )
    picture = response_curve(
        panel, limit=0.1, show=points, show_value=significant, label="curve"
    )
    assert 1 < picture.count('y="142"') <= 8
