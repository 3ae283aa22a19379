from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from genrelens.reports.figures.trust.before_after import Change, before_after
from genrelens.reports.formatting import percent

NAME = "{http://www.w3.org/2000/svg}"


def _draw(rows: list[Change]) -> str:
    return before_after(rows, label="errors", axis_title="error", show=percent)


def test_a_row_has_its_ring_before_and_its_dot_after() -> None:
    picture = _draw([Change("dub", 0.4, 0.1, "tip"), Change("rap", 0.2, 0.2, "tip")])
    ring, dot, *_ = ET.fromstring(picture).iter(f"{NAME}circle")  # noqa: S314
    assert (ring.get("class"), dot.get("class")) == ("ring", "dot")
    across = [float(mark.get("cx", "")) for mark in (ring, dot)]
    assert across == pytest.approx([342.0, 132 + 210 / 4], abs=0.1)
    assert ">10.0" in picture  # the value after stands beside the row


def test_names_are_text_and_never_markup() -> None:
    picture = _draw([Change("<script>", 0.1, 0.2, "<b>")])
    assert "<script>" not in picture
    assert "<b>" not in picture


def test_no_error_at_all_can_be_drawn() -> None:
    assert "nan" not in _draw([Change("dub", 0.0, 0.0, "tip")])


def test_many_rows_stand_closer_together() -> None:
    rows = [Change(f"genre {n}", 0.1, 0.1, "") for n in range(31)]
    height = float(ET.fromstring(_draw(rows)).get("viewBox", "").split()[3])  # noqa: S314
    assert height == pytest.approx(8 + 31 * 17 + 38)
