from __future__ import annotations

import numpy as np

from genrelens.evaluation.hierarchy.aliases import apply_aliases
from genrelens.schema.genre_tree import GenreTree


def test_other_names_are_replaced_counted_and_the_rest_is_told() -> None:
    tree = GenreTree.of(
        {"hip hop": "urban", "r&b": "urban"}, {"rap": "hip hop", "hiphop": "hip hop"}
    )
    labels = np.array(["rap", "hiphop", "r&b", "rap", "polka", "Rap"])
    applied = apply_aliases(labels, tree)
    assert applied.labels.tolist() == [
        "hip hop",
        "hip hop",
        "r&b",
        "hip hop",
        "polka",
        "Rap",
    ]
    assert applied.replaced == (("rap", "hip hop", 2), ("hiphop", "hip hop", 1))
    assert applied.missing == ("Rap", "polka")


def test_applying_twice_changes_nothing_more() -> None:
    tree = GenreTree.of({"b": "c"}, {"a": "b"})
    once = apply_aliases(np.array(["a", "b"]), tree).labels
    again = apply_aliases(once, tree)
    assert again.labels.tolist() == once.tolist()
    assert again.replaced == ()


def test_a_longer_name_is_not_cut_to_the_length_of_the_other() -> None:
    tree = GenreTree.of({"drum and bass": "club"}, {"dnb": "drum and bass"})
    assert apply_aliases(np.array(["dnb"]), tree).labels.tolist() == ["drum and bass"]
