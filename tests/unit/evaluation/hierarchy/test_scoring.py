from __future__ import annotations

import json

import numpy as np
import pytest

from genrelens.errors import InputError
from genrelens.evaluation.hierarchy.scoring import score_hierarchy
from genrelens.evaluation.scores import HeldOut, score
from genrelens.schema.genre_tree import GenreTree

OPTIONS = {
    "scenario": "unseen artists",
    "is_given": True,
    "seed": 0,
    "n_replicates": 100,
}


def slow_hierarchical(tree: GenreTree, true: list[str], predicted: list[str]):
    """Count names on the way up as Kiritchenko et al. define it."""
    common = of_true = of_predicted = 0
    for wanted, got in zip(true, predicted, strict=True):
        above = {wanted, *tree.ancestors(wanted)}
        below = {got, *tree.ancestors(got)}
        common += len(above & below)
        of_true += len(above)
        of_predicted += len(below)
    precision, recall = common / of_predicted, common / of_true
    return precision, recall, 2 * precision * recall / (precision + recall)


def test_hierarchical_scores_are_those_of_the_definition(honest, tree, genres) -> None:
    held_out = honest(400)
    found = score_hierarchy(held_out, genres, tree, **OPTIONS)
    known = slow_hierarchical(
        tree,
        [genres[code] for code in held_out.codes],
        [genres[code] for code in held_out.proba.argmax(axis=1)],
    )
    values = (found.precision.value, found.recall.value, found.f1.value)
    assert values == pytest.approx(known)


def test_a_genre_above_others_counts_once() -> None:
    tree = GenreTree.of({"punk": "rock", "rock": "band"})
    genres = ["punk", "rock"]
    held_out = HeldOut.of([0, 0, 1], [[1, 0], [0.2, 0.8], [0.6, 0.4]])
    found = score_hierarchy(held_out, genres, tree, **OPTIONS)
    known = slow_hierarchical(tree, ["punk", "punk", "rock"], ["punk", "rock", "punk"])
    assert found.precision.value == pytest.approx(known[0])
    assert found.recall.value == pytest.approx(known[1])


def test_without_families_all_scores_are_accuracy(honest, genres) -> None:
    held_out = honest(500)
    found = score_hierarchy(held_out, genres, GenreTree.of({}), **OPTIONS)
    accuracy = score(held_out.codes, held_out.proba)["accuracy"]
    for estimate in (
        found.accuracy,
        found.family_accuracy,
        found.precision,
        found.recall,
        found.f1,
    ):
        assert estimate.value == pytest.approx(accuracy)
    assert found.missing == genres


def test_a_family_is_right_when_any_of_the_genres_families_is() -> None:
    tree = GenreTree.of({"a": ["x", "y"], "b": "x", "c": "y"})
    held_out = HeldOut.of([0, 0, 1], [[0.1, 0.5, 0.4], [0.1, 0.2, 0.7], [0, 0.3, 0.7]])
    found = score_hierarchy(held_out, ["a", "b", "c"], tree, **OPTIONS)
    assert found.family_accuracy.value == pytest.approx(2 / 3)


def test_levels_hold_every_track_once_and_intervals_hold_their_values(
    honest, tree, genres
) -> None:
    found = score_hierarchy(honest(2000), genres, tree, **OPTIONS)
    assert [level.level for level in found.levels] == ["genre", "family", "none"]
    assert sum(level.n_tracks for level in found.levels) == found.n_tracks == 2000
    assert found.levels[2].accuracy is None
    assert found.answered.n_tracks == sum(level.n_tracks for level in found.levels[:2])
    for level in (*found.levels, found.answered):
        for estimate in (level.share, level.accuracy):
            if estimate is not None:
                assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1
    assert found.n_groups == 1000
    assert found.n_families == 3


def test_families_are_named_right_more_often_than_genres(honest, tree, genres) -> None:
    found = score_hierarchy(honest(2000), genres, tree, **OPTIONS)
    assert found.family_accuracy.low > found.accuracy.high


def test_a_tree_that_was_found_is_said_to_have_seen_the_tracks(
    honest, tree, genres
) -> None:
    held_out = honest(400)
    found = score_hierarchy(held_out, genres, tree, **{**OPTIONS, "is_given": False})
    given = score_hierarchy(held_out, genres, tree, **OPTIONS)
    assert "found from the mistakes on these same tracks" in found.notes[-1]
    assert found.notes[:-1] == given.notes


def test_it_can_be_written_as_json(honest, tree, genres) -> None:
    found = score_hierarchy(honest(400), genres, tree, **OPTIONS)
    written = json.loads(json.dumps(found.to_dict()))
    assert GenreTree.from_dict(written["tree"]) == tree
    assert written["hierarchical_f1"]["low"] <= written["hierarchical_f1"]["value"]


@pytest.mark.parametrize("certainty", [0, 1, 1.5, float("nan")])
def test_a_certainty_outside_of_0_to_1_is_refused(
    honest, tree, genres, certainty
) -> None:
    with pytest.raises(InputError, match="Give a share between 0 and 1"):
        score_hierarchy(honest(50), genres, tree, certainty=certainty, **OPTIONS)


def test_the_scores_of_one_seed_are_one(honest, tree, genres) -> None:
    one, other = (
        score_hierarchy(honest(300), genres, tree, **OPTIONS) for _ in range(2)
    )
    assert one == other
    assert np.isfinite(one.accuracy.value)
