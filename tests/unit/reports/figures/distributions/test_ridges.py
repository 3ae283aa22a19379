from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from genrelens.reports.figures.distributions.ridges import Ridge, ridges

HOSTILE = "<script>alert(1)</script>"


def drawn(*rows: Ridge, edges: tuple[float, ...] = (0.0, 1.0, 2.0)) -> ET.Element:
    markup = ridges(rows, edges, label="what it is", axis_title="tempo (BPM)", show=str)
    return ET.fromstring(markup)  # noqa: S314 - our own markup


def heights(picture: ET.Element) -> list[float]:
    """Give how high each hill reaches above its floor."""
    found = []
    for path in picture.iter():
        if path.get("class") == "part":
            ups = [
                float(y)
                for y in re.findall(r"[ML][\d.-]+ ([\d.-]+)", path.get("d", ""))
            ]
            found.append(max(ups) - min(ups))
    return found


def test_all_hills_are_drawn_to_one_scale() -> None:
    tall = Ridge("a", "g0", (0.8, 0.2), 0.5, "tip")
    low = Ridge("b", "g1", (0.4, 0.4), 1.5, "tip")
    first, second = heights(drawn(tall, low))
    assert first == 2 * second


def test_names_are_text() -> None:
    picture = drawn(Ridge(HOSTILE, "g0", (1.0, 0.0), 0.5, HOSTILE))
    assert picture.find(".//script") is None
    assert any((text.text or "").startswith("<script") for text in picture.iter())


def test_a_group_without_values_has_a_flat_line_and_no_median() -> None:
    picture = drawn(Ridge("none", "g0", (0.0, 0.0), None, "no track has a value"))
    assert heights(picture) == [0.0]
    assert not [one for one in picture.iter() if one.get("class") == "median"]
