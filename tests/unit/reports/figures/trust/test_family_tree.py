from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from genrelens.evaluation.overlap.family_tree import grow_family_tree
from genrelens.reports.figures.trust.family_tree import family_tree


def grown(n_genres: int, *, name: str = "genre {}"):
    rng = np.random.default_rng(1)
    answers = rng.dirichlet(np.full(n_genres, 0.3), n_genres) + np.eye(n_genres)
    names = [name.format(number) for number in range(n_genres)]
    return grow_family_tree(names, np.full(n_genres, 9), answers / 2, None)


@pytest.mark.parametrize("n_genres", [2, 3, 6, 114])
def test_every_genre_stands_in_its_own_row_and_inside_of_the_picture(
    n_genres: int,
) -> None:
    found = grown(n_genres)
    root = ET.fromstring(family_tree(found, label="tree"))  # noqa: S314
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    space = "{http://www.w3.org/2000/svg}"
    labels = [t for t in root.iter(f"{space}text") if t.attrib["class"] == "label"]
    assert [label.text for label in labels] == list(found.leaves)
    rows = [float(label.attrib["y"]) for label in labels]
    assert min(np.diff(rows)) >= 14
    assert rows[-1] < height
    for path in root.iter(f"{space}path"):
        moves = re.findall(r"[MH](-?[\d.]+)", path.attrib["d"])
        assert all(0 <= float(x) <= width for x in moves)


def test_each_join_is_drawn_once() -> None:
    found = grown(12)
    drawn = family_tree(found, label="tree")
    branches = "".join(re.findall(r'd="([^"]*)" class="(?:line|zero)', drawn))
    assert branches.count("V") == 11
    assert branches.count("H") == 22


def test_families_beside_each_other_differ_in_colour() -> None:
    found = grown(40)
    drawn = family_tree(found, label="tree")
    dots = re.findall(r'class="part (g\w+)" data-tip="([^"]*)"', drawn)
    colour = {genre: shown for shown, genre in dots}
    families = [f for f in found.families if len(f.genres) > 1]
    assert len(families) > 2
    for one, other in pairwise(families):
        assert len({colour[genre] for genre in one.genres}) == 1
        assert colour[one.genres[0]] != colour[other.genres[0]]


def test_a_hostile_name_stays_text() -> None:
    drawn = family_tree(grown(3, name="<script>{}"), label="tree")
    assert "<script" not in drawn
    ET.fromstring(drawn)  # noqa: S314
