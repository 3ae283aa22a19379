from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from genrelens.reports.figures.axes import Scale
from genrelens.reports.figures.beeswarm import ROW, SwarmRow, beeswarm, swarm_paths
from genrelens.reports.formatting import points

SCALE = Scale(-1, 1, 100, 300)
shares = st.lists(st.floats(-1, 1), min_size=1, max_size=300)


def _dots(paths: dict[int, str]) -> list[tuple[float, float]]:
    found = re.findall(r"M(\S+) (\S+?)h0", "".join(paths.values()))
    return [(float(x), float(y)) for x, y in found]


@given(shares)
def test_every_track_is_one_dot_at_its_value_within_its_row(
    values: list[float],
) -> None:
    tones = np.zeros(len(values), dtype=np.int64)
    dots = _dots(swarm_paths(np.array(values), tones, SCALE, 50.0))
    expected = sorted(SCALE(value) for value in values)
    assert len(dots) == len(values)
    assert np.allclose(sorted(x for x, _ in dots), expected, atol=0.06)
    assert all(abs(y - 50) <= ROW / 2 for _, y in dots)


def test_dots_that_share_a_strip_are_piled_evenly_around_the_middle() -> None:
    paths = swarm_paths(np.zeros(3), np.zeros(3, dtype=np.int64), SCALE, 50.0)
    assert [y for _, y in _dots(paths)] == [50.0, 47.4, 52.6]


def test_each_tone_has_a_path_of_its_own() -> None:
    paths = swarm_paths(np.array([0.1, 0.5]), np.array([0, 7]), SCALE, 50.0)
    assert sorted(paths) == [0, 7]


def test_the_picture_is_the_same_every_time_and_names_its_rows() -> None:
    rng = np.random.default_rng(0)
    row = SwarmRow("tempo", rng.normal(0, 0.3, 200), rng.integers(0, 8, 200))
    drawn = [
        beeswarm(
            [row], domain=(-1, 1), ticks=(-1, 0, 1), show=points, label="swarm",
            axis_title="parts",
        )
        for _ in range(2)
    ]  # fmt: skip
    assert drawn[0] == drawn[1]
    texts = [element.text for element in ET.fromstring(drawn[0]).iter()]  # noqa: S314
    assert "tempo" in texts
