from __future__ import annotations

import numpy as np

from genrelens.schema.genre_tree import GenreTree
from genrelens.workflow.answering.family_columns import family_columns

TREE = GenreTree.of({"house": "electronic", "techno": "electronic"})


def test_the_deepest_certain_answer_is_genre_family_or_nothing() -> None:
    proba = np.array([[0.9, 0.05, 0.05], [0.5, 0.4, 0.1], [0.3, 0.2, 0.5]])
    found = family_columns(proba, ["house", "techno", "folk"], TREE, 0.8)
    assert found["deepest_genre"].tolist() == ["house", "electronic", ""]
    assert found["family"].tolist()[:2] == ["electronic", "electronic"]
    np.testing.assert_allclose(found["family_probability"][:2], [0.95, 0.9])
