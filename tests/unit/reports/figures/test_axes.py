from __future__ import annotations

import itertools
import math

from hypothesis import given
from hypothesis import strategies as st

from genrelens.reports.figures.axes import (
    Scale,
    join,
    polyline,
    round_domain,
    round_ticks,
    square_axes,
    square_scales,
    x_axis,
    y_axis,
)

ends = st.tuples(st.floats(-1e5, 1e5), st.floats(1e-3, 1e5)).map(
    lambda pair: (pair[0], pair[0] + pair[1])
)


@given(ends, st.integers(2, 8))
def test_a_round_domain_holds_its_values_and_ends_on_ticks(
    pair: tuple[float, float], n_steps: int
) -> None:
    low, high = round_domain(*pair, n_steps)
    room = 1e-6 * (pair[1] - pair[0]) + 1e-9
    assert low <= pair[0] + room
    assert high >= pair[1] - room
    assert high > low


@given(ends, st.integers(2, 8))
def test_ticks_lie_inside_and_are_evenly_spaced(
    pair: tuple[float, float], n_steps: int
) -> None:
    ticks = round_ticks(*pair, n_steps)
    assert len(ticks) <= n_steps + 1
    gaps = [b - a for a, b in itertools.pairwise(ticks)]
    assert all(math.isclose(gap, gaps[0], rel_tol=1e-6) for gap in gaps)
    span = pair[1] - pair[0]
    assert all(pair[0] - span * 1e-6 <= t <= pair[1] + span * 1e-6 for t in ticks)


def test_an_empty_range_is_opened() -> None:
    low, high = round_domain(0.5, 0.5)
    assert low < 0.5 < high
    assert round_domain(0.0, 0.0)[0] < round_domain(0.0, 0.0)[1]


@given(st.floats(-10, 10))
def test_a_scale_never_leaves_its_ends(value: float) -> None:
    assert 10 <= Scale(0, 1, 10, 90)(value) <= 90
    assert 10 <= Scale(0, 1, 90, 10)(value) <= 90


def test_both_axes_write_every_tick_and_their_title() -> None:
    scale = Scale(0, 1, 0, 100)
    across = x_axis(scale, (0, 0.5, 1), top=0, bottom=50, show=str, title="share")
    up = y_axis(scale, (0, 0.5, 1), left=20, right=90, show=str, title="share")
    for axis in (across, up):
        assert axis.count('class="tick"') == axis.count('class="grid"') == 3
        assert ">share</text>" in axis
    assert 'class="title"' not in x_axis(scale, (), top=0, bottom=5, show=str)


def test_a_polyline_starts_with_a_move() -> None:
    assert polyline([(1, 2)]) == "M1 2"
    assert join([]) == ""


def test_the_square_of_shares_has_its_corners_where_the_scales_say() -> None:
    across, up = square_scales()
    drawn = square_axes(across_title="sure", up_title="right")
    diagonal = polyline([(across(0), up(0)), (across(1), up(1))])
    assert f'd="{diagonal}"' in drawn
    assert drawn.count(">100\u00a0%<") == 2
