"""Tests of genrelens.reports.figures.trust.gap_steps."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from genrelens.reports.figures.trust.gap_steps import Landing, Stair, gap_steps
from genrelens.reports.formatting import percent


def _draw(values: list[float], **stair: object) -> str:
    landings = [
        Landing(f"way {at}", value, value - 0.01, value + 0.01, "tip", at == 1)
        for at, value in enumerate(values)
    ]
    stairs = [
        Stair(f"step {at}", f"{at}", "tip", **stair)  # type: ignore[arg-type]
        for at in range(len(values) - 1)
    ]
    return gap_steps(
        landings, stairs, label="told", axis_title="share", show=percent,
        show_tick=percent,
    )  # fmt: skip


def test_every_way_and_every_step_is_named_with_its_value() -> None:
    picture = _draw([0.56, 0.55, 0.5])
    for words in ("way 0", "way 2", "step 0", "step 1", "56.0\u00a0%", "50.0\u00a0%"):
        assert f">{words}<" in picture


def test_a_step_spans_the_two_scores_and_points_down_or_up() -> None:
    root = ET.fromstring(_draw([0.5, 0.6, 0.55]))  # noqa: S314 (our own markup)
    bars = [e for e in root.iter() if e.get("class") in {"up", "down"}]
    assert [bar.get("class") for bar in bars] == ["up", "down"]
    up, down = (float(bar.get("width", "0")) for bar in bars)
    assert abs(up - 2 * down) < 0.3


def test_a_step_that_is_not_clear_is_grey() -> None:
    picture = _draw([0.5, 0.49], is_clear=False)
    assert 'class="density"' in picture
    assert 'class="down"' not in picture


def test_the_headline_is_the_diamond() -> None:
    assert (
        len(re.findall(r'<path d="M[^"]*Z" class="dot"', _draw([0.5, 0.4, 0.3]))) == 1
    )


@given(st.lists(st.floats(0.02, 0.97), min_size=1, max_size=6))
def test_any_scores_make_a_well_formed_picture_within_its_frame(
    values: list[float],
) -> None:
    root = ET.fromstring(_draw(values))  # noqa: S314 (our own markup)
    width = float(root.get("viewBox", "").split()[2])
    for dot in root.iter("{http://www.w3.org/2000/svg}circle"):
        assert 0 < float(dot.get("cx", "-1")) < width


def test_strange_names_stay_text() -> None:
    landing = Landing("<script>", 0.5, 0.4, 0.6, "<b>")
    picture = gap_steps(
        [landing], [], label="<i>", axis_title="x", show=percent, show_tick=percent
    )
    assert "<script>" not in picture
    assert "<b>" not in picture
