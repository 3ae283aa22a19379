from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from genrelens.tagging.plans.guarded_cells import guard, unguard

cells = st.text(st.sampled_from("'=+-@\t\r\n＝ a8"))


@given(cells)
def test_every_cell_comes_back(cell) -> None:
    assert unguard(guard(cell)) == cell


@given(cells)
def test_no_guarded_cell_begins_like_a_formula(cell) -> None:
    assert not guard(cell).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))
