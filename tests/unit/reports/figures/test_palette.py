from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from genrelens.reports.figures.palette import (
    N_GENRE_COLOURS,
    N_SHADES,
    N_TONES,
    genre_class,
    shade,
    tone,
)
from genrelens.reports.templating import inlined


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_is_never_a_lighter_shade(one: float, other: float) -> None:
    low, high = sorted((one, other))
    for is_linear in (False, True):
        assert shade(low, is_linear=is_linear) <= shade(high, is_linear=is_linear)
    assert tone(low) <= tone(high)


def test_values_outside_are_drawn_as_the_nearer_end() -> None:
    assert shade(-3.0) == 0
    assert shade(7.0) == N_SHADES - 1
    assert tone(2.0) == N_TONES - 1


def test_genres_past_the_colours_share_one_grey() -> None:
    assert genre_class(N_GENRE_COLOURS) == genre_class(500) == genre_class(-1) == "gx"
    assert len({genre_class(rank) for rank in range(N_GENRE_COLOURS)}) == 16


def test_the_style_sheet_knows_every_class() -> None:
    style = inlined("report.css")
    classes = [f"s{step}" for step in range(N_SHADES)]
    classes += [f"t{step}" for step in range(N_TONES + 1)]
    classes += [genre_class(rank) for rank in range(N_GENRE_COLOURS + 1)]
    for name in classes:
        assert f".{name}{{" in style
        assert style.count(f"--{name}:") >= 2, "light and dark"
