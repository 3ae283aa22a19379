from __future__ import annotations

import re

from genrelens.reports.figures.trust.learning_curve import CurveMark, growth_curve
from genrelens.reports.formatting import percent


def _mark(n_tracks: float, value: float, tip: str = "tip") -> CurveMark:
    return CurveMark(n_tracks, value, value - 0.02, value + 0.02, tip)


MAIN = [_mark(100, 0.4), _mark(200, 0.45), _mark(400, 0.48)]


def _draw(**options: object) -> str:
    return growth_curve(
        MAIN,
        label="Accuracy by tracks",
        axis_title="Accuracy",
        show=percent,
        **options,  # type: ignore[arg-type]
    )


def _places(drawn: str, shape: str) -> list[float]:
    found = re.findall(
        rf'<circle cx="([\d.]+)" cy="[\d.]+" r="4.5" class="{shape}"', drawn
    )
    return [float(place) for place in found]


def test_every_doubling_takes_the_same_room() -> None:
    first, second, third = _places(_draw(), "dot")
    assert abs((second - first) - (third - second)) < 0.2


def test_sizes_stand_below_their_dots() -> None:
    drawn = _draw()
    for size in ("100", "200", "400"):
        assert f">{size}</text>" in drawn


def test_the_way_ahead_is_dashed_and_leads_to_a_ring() -> None:
    drawn = _draw(ahead=_mark(800, 0.5, "expected"))
    assert drawn.count("stroke-dasharray") == 1
    assert len(_places(drawn, "ring")) == 1
    assert 'data-tip="expected"' in drawn
    assert "stroke-dasharray" not in _draw()


def test_a_second_curve_is_quiet_and_stands_a_little_aside() -> None:
    drawn = _draw(beside=[_mark(200, 0.46), _mark(400, 0.48)])
    assert 'class="quiet"' in drawn
    rings, dots = _places(drawn, "ring"), _places(drawn, "dot")
    assert all(
        abs(ring - dot - 5) < 0.2 for ring, dot in zip(rings, dots[1:], strict=True)
    )


def test_sizes_too_near_each_other_do_not_write_over_each_other() -> None:
    marks = [_mark(n, 0.4) for n in (1000, 1010, 100_000)]
    drawn = growth_curve(marks, label="l", axis_title="a", show=percent)
    assert ">1,010</text>" in drawn
    assert ">1,000</text>" not in drawn


def test_a_strangers_tip_is_only_text() -> None:
    drawn = _draw(beside=[_mark(200, 0.4, '"><script>')])
    assert "<script" not in drawn
