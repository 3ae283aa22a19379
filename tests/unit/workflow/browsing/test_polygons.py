import numpy as np
import pytest
from matplotlib.path import Path as Oracle

from genrelens.errors import InputError
from genrelens.workflow.browsing.polygons import is_inside


def test_points_within_a_drawn_region_are_those_that_matplotlib_finds():
    rng = np.random.default_rng(0)
    points = rng.random((2000, 2))
    turn = np.sort(rng.random(12)) * 2 * np.pi
    corners = 0.5 + (0.1 + 0.35 * rng.random(12))[:, None] * np.column_stack(
        [np.cos(turn), np.sin(turn)]
    )

    found = is_inside(points, corners.ravel().tolist())

    assert (found == Oracle(corners).contains_points(points)).all()
    assert 0 < found.sum() < 2000


@pytest.mark.parametrize(
    "area", [[0, 0, 1, 1], [0, 0, 1, 0, 1], [0.0] * 402, [0, 0, 1, 0, float("nan"), 1]]
)
def test_what_is_no_region_is_refused_with_the_way_to_write_one(area):
    with pytest.raises(InputError, match=r"corners as x, y, x, y.*3 to 200"):
        is_inside(np.zeros((1, 2)), area)
