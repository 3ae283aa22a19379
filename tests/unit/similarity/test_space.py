import numpy as np
import pandas as pd
import pytest

from genrelens.errors import InputError
from genrelens.schema.columns import Kind
from genrelens.schema.features import Feature
from genrelens.similarity.neighbours import attribute_distances
from genrelens.similarity.space import STEPS, find_space


def feature(name, kind=Kind.NUMBER):
    return Feature(name, name, kind, "", "other", name, is_audio=True)


def placed(features, **columns):
    frame = pd.DataFrame(columns)
    space = find_space(features, frame)
    return space, space.place(frame)


def test_a_number_is_counted_in_spreads_from_its_middle_whatever_its_unit():
    rng = np.random.default_rng(0)
    tempo = rng.normal(120, 10, 500)

    _, plain = placed([feature("tempo")], tempo=tempo)
    _, other_unit = placed([feature("tempo")], tempo=tempo * 60 + 7)

    assert np.abs(plain.steps - other_unit.steps).max() <= 1
    assert plain.steps.std() == pytest.approx(STEPS, rel=0.1)


def test_one_absurd_value_does_not_shrink_the_differences_of_all_others():
    tempo = np.r_[np.random.default_rng(0).normal(120, 10, 500), 1e9]

    _, found = placed([feature("tempo")], tempo=tempo)

    assert found.steps[:-1].std() == pytest.approx(STEPS, rel=0.15)
    assert found.steps[-1, 0] == 8 * STEPS


def test_yes_and_no_and_any_two_levels_are_one_spread_apart():
    features = [feature("explicit", Kind.FLAG), feature("mood", Kind.CATEGORY)]
    _, found = placed(
        features,
        explicit=[0.0, 1.0, 0.0, 1.0],
        mood=pd.Series(["calm", "calm", "wild", "odd"], dtype="str"),
    )

    apart = attribute_distances(found.take(np.array([0])), found)

    assert apart[1, 0] == 1.0
    assert apart[2:, 1] == pytest.approx(1.0, rel=0.001)
    assert apart[1, 1] == 0


def test_keys_a_fifth_apart_are_nearer_than_a_semitone_and_a_tritone_is_farthest():
    _, found = placed([feature("key")], key=np.arange(12.0))

    apart = attribute_distances(found.take(np.array([0])), found)[:, 0]

    assert apart[7] == apart[5] < apart[1]
    assert apart.argmax() == 6
    assert np.sqrt(apart[6]) == pytest.approx(2, rel=0.01)


def test_missing_values_are_marked_and_take_no_place():
    _, found = placed([feature("tempo"), feature("energy")],
                      tempo=[1.0, np.nan, 3.0], energy=[0.1, 0.2, 0.3])  # fmt: skip

    assert found.is_there.tolist() == [[True, True], [False, True], [True, True]]
    assert found.steps[1, 0] == 0


def test_what_is_the_same_everywhere_is_left_out_and_named():
    space, found = placed([feature("tempo"), feature("year")],
                          tempo=[1.0, 2.0], year=[2000.0, 2000.0])  # fmt: skip

    assert space.left_out == ("year",)
    assert found.n_axes == 1


def test_tracks_that_differ_in_nothing_are_refused_with_count_and_remedy():
    with pytest.raises(InputError, match=r"All 1 attributes .* 3 tracks.*Train with"):
        find_space([feature("tempo")], pd.DataFrame({"tempo": [1.0, 1.0, 1.0]}))


def test_permuting_tracks_permutes_their_places():
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"a": rng.normal(size=50), "b": rng.random(50)})
    features = [feature("a"), feature("b")]
    order = rng.permutation(50)

    straight = find_space(features, frame).place(frame)
    shuffled = frame.iloc[order].reset_index(drop=True)
    turned = find_space(features, shuffled).place(shuffled)

    assert (turned.steps == straight.steps[order]).all()
