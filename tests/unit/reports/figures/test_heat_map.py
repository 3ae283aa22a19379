from __future__ import annotations

import xml.etree.ElementTree as ET

import numpy as np

from genrelens.reports.figures.heat_map import MAX_WRITTEN, heat_map, shade_key

NAME = "{http://www.w3.org/2000/svg}"


def _draw(size: int, *, is_linear: bool = False) -> str:
    strengths = np.eye(size)
    strengths[0, -1] = 0.25
    names = [f"genre {at}" for at in range(size)]
    texts = [[f"{value:.2f}" if value else "" for value in row] for row in strengths]
    return heat_map(
        strengths,
        rows=names,
        columns=names,
        texts=texts,
        label="a matrix",
        key="confusion",
        is_linear=is_linear,
    )


def _cells(picture: str) -> dict[str, int]:
    return {
        path.get("class", ""): path.get("d", "").count("M")
        for path in ET.fromstring(picture).iter(f"{NAME}path")  # noqa: S314
    }


def test_each_cell_is_drawn_once_in_its_shade() -> None:
    assert _cells(_draw(6)) == {"s0": 29, "s4": 1, "s8": 6}
    assert _cells(_draw(6, is_linear=True)) == {"s0": 29, "s2": 1, "s8": 6}


def test_a_large_matrix_draws_only_what_is_there_and_no_numbers() -> None:
    picture = _draw(114)
    assert _cells(picture) == {"s0": 1, "s4": 1, "s8": 114}
    assert 'class="cell' not in picture
    assert len(picture) < 60_000


def test_numbers_are_written_where_there_is_room_and_something_to_say() -> None:
    assert _draw(MAX_WRITTEN).count('class="cell') == MAX_WRITTEN + 1
    assert _draw(MAX_WRITTEN).count("on-strong") == MAX_WRITTEN


def test_something_small_can_be_told_from_nothing() -> None:
    tiny = np.array([[1e-6, 0.0]])
    picture = heat_map(
        tiny, rows=["a"], columns=["b", "c"], texts=None, label="", key="k"
    )
    assert _cells(picture) == {"s0": 1, "s1": 1}


def test_the_script_finds_the_size_of_the_matrix() -> None:
    hit = [
        rect
        for rect in ET.fromstring(_draw(6)).iter(f"{NAME}rect")  # noqa: S314
        if rect.get("data-heat") == "confusion"
    ]
    assert [(r.get("data-rows"), r.get("data-columns")) for r in hit] == [("6", "6")]


def test_the_key_shows_every_shade_and_both_words() -> None:
    key = shade_key("none", "all")
    assert all(f'class="s{step}"' in key for step in range(9))
    assert ">none<" in key
    assert ">all<" in key
