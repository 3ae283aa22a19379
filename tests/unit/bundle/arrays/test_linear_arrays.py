"""A linear model in a file: kept to the last bit, and refused where it was bent."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tests.unit.bundle.conftest import Pieces, _take_apart, describe, make_tracks

from genrelens.bundle.archive import pack
from genrelens.bundle.arrays.linear_arrays import LINEAR_TYPES, pack_rule, unpack_rule
from genrelens.bundle.loading import model_from_bytes
from genrelens.bundle.saving import model_to_bytes
from genrelens.bundle.trained_model import TrainedModel
from genrelens.errors import BundleError
from genrelens.models.linear import LinearModel
from genrelens.models.linear_rule import LinearRule

if TYPE_CHECKING:
    from collections.abc import Callable

N_MUTATIONS = 150


def _train(**settings: Any) -> TrainedModel:
    frame, genre = make_tracks(240, seed=11)
    model = LinearModel(**settings).fit(frame, genre)
    return TrainedModel(
        model=model,
        features=describe(frame),
        references=(),
        genres=tuple(map(str, model.classes_)),
    )


@pytest.fixture(scope="module")
def linear_trained() -> TrainedModel:
    return _train(strength=0.7)


@pytest.fixture(scope="module")
def linear_content(linear_trained: TrainedModel) -> bytes:
    return model_to_bytes(linear_trained)


@pytest.fixture
def linear(linear_content: bytes) -> Pieces:
    return _take_apart(linear_content)


def test_a_reopened_model_answers_and_explains_to_the_last_bit(
    linear_trained: TrainedModel, linear_content: bytes
) -> None:
    frame, _ = make_tracks(100, seed=5)
    opened = model_from_bytes(linear_content)
    assert isinstance(opened.model, LinearModel)
    np.testing.assert_array_equal(
        opened.model.predict_proba(frame), linear_trained.model.predict_proba(frame)
    )
    for found, made in zip(
        opened.model.shapley_values(frame),
        linear_trained.model.shapley_values(frame),
        strict=True,
    ):
        np.testing.assert_array_equal(found, made)
    assert opened.model.get_params() == linear_trained.model.get_params()
    assert opened.model.strength_ == 0.7
    assert opened.model.has_converged_
    assert model_to_bytes(opened) == linear_content


@pytest.mark.parametrize(
    "weight",
    [None, "balanced", {"Dub & <b>bass</b>": 2.0, "house": 1.0, "techno": 1.0}],
)
def test_settings_are_kept(weight: object) -> None:
    opened = model_from_bytes(model_to_bytes(_train(class_weight=weight, max_iter=77)))
    assert (
        opened.model.get_params()
        == LinearModel(class_weight=weight, max_iter=77).get_params()
    )


def test_a_rule_comes_back_from_its_arrays(linear_trained: TrainedModel) -> None:
    assert isinstance(linear_trained.model, LinearModel)
    rule = linear_trained.model.rule_
    stored = pack_rule(rule)
    assert {name: (array.dtype.str,) for name, array in stored.items()} == LINEAR_TYPES
    again = unpack_rule(stored)
    for name in LinearRule.__slots__:
        np.testing.assert_array_equal(getattr(again, name), getattr(rule, name))


def test_a_reader_that_knows_no_linear_models_is_told_so(linear: Pieces) -> None:
    assert linear.manifest["requires"] == ["linear"]
    assert linear.manifest["format_version"] == "1.2"


def _set(name: str, place: int, value: float) -> Callable[[Pieces], None]:
    def change(pieces: Pieces) -> None:
        pieces.arrays[name][place] = value

    return change


def _cut(name: str) -> Callable[[Pieces], None]:
    def change(pieces: Pieces) -> None:
        pieces.arrays[name] = pieces.arrays[name][:-1]

    return change


def _say(**changes: object) -> Callable[[Pieces], None]:
    return lambda pieces: pieces.manifest.update(changes)


def _size(name: str, value: int) -> Callable[[Pieces], None]:
    return lambda pieces: pieces.manifest["linear"].update({name: value})


ATTACKS = {
    "no finite mean": _set("mean", 0, np.nan),
    "no width": _set("spread", 0, 0.0),
    "negative width": _set("spread", 0, -1.0),
    "infinite weight": _set("coefficient", 3, np.inf),
    "absurd weight": _set("coefficient", 3, 1e300),
    "steep weight": _set("coefficient", 3, 1e6),
    "other weight": _set("coefficient", 3, 0.123),
    "other mean": _set("mean", 0, 1.0),
    "infinite intercept": _set("intercept", 0, -np.inf),
    "far typical track": _set("typical", 0, 50.0),
    "shares beyond one": _set("typical_share", 0, 3.0),
    "negative share": _set("typical_share", 0, -0.5),
    "more than yes and no": _set("has_gaps", 0, 2),
    "a gap too many": _set("has_gaps", 0, 1),
    **{f"short {name}": _cut(name) for name in LINEAR_TYPES},
    "no rule": _say(linear=None),
    "no rule required": _say(requires=[], linear=None),
    "rule not required": _say(requires=[]),
    "required twice": _say(requires=["linear", "linear"]),
    "something else required": _say(requires=["linear", "magic"]),
    "requires no list": _say(requires={"linear": 1}),
    "no input": _size("n_inputs", 0),
    "more inputs": _size("n_inputs", 100),
    "more genres": _size("n_classes", 4),
    "one genre": _size("n_classes", 1),
    "more columns": _size("n_columns", 9),
    "more typical tracks": _size("n_typical", 9),
    "endless strength": _size("strength_used", 0),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_a_bent_file_is_refused_in_words(linear: Pieces, name: str) -> None:
    ATTACKS[name](linear)
    with pytest.raises(BundleError) as told:
        model_from_bytes(linear.join())
    assert str(told.value).endswith(".")
    assert len(str(told.value)) < 600


def test_a_forest_and_a_rule_in_one_file_are_refused(
    linear: Pieces, pieces: Pieces
) -> None:
    both = replace(
        linear,
        manifest={
            **linear.manifest,
            "model": pieces.manifest["model"],
            "forest": pieces.manifest["forest"],
        },
        arrays={**linear.arrays, **pieces.arrays},
    )
    with pytest.raises(BundleError, match="both"):
        model_from_bytes(both.join())


@pytest.mark.parametrize("is_rehashed", [True, False])
def test_random_damage_ends_in_words_or_in_a_sound_model(
    linear_content: bytes, *, is_rehashed: bool
) -> None:
    rng = np.random.default_rng(int(is_rehashed))
    frame, _ = make_tracks(10, seed=5)
    n_refused = 0
    for _ in range(N_MUTATIONS):
        try:
            opened = model_from_bytes(
                _damaged(linear_content, rng, is_rehashed=is_rehashed)
            )
        except BundleError:
            n_refused += 1
            continue
        answers = opened.model.predict_proba(frame)
        assert np.isfinite(answers).all()
        np.testing.assert_allclose(answers.sum(axis=1), 1.0)
    assert n_refused > N_MUTATIONS / 2


def _damaged(content: bytes, rng: np.random.Generator, *, is_rehashed: bool) -> bytes:
    if not is_rehashed:
        bent = bytearray(content)
        for place in rng.integers(len(bent), size=3):
            bent[place] = rng.integers(256)
        return bytes(bent)
    pieces = _take_apart(content)
    name = list(pieces.arrays)[rng.integers(len(pieces.arrays))]
    raw = pieces.arrays[name].view(np.uint8)
    raw[rng.integers(len(raw))] = rng.integers(256)
    return pieces.join()


def test_the_file_holds_no_track_and_no_code(linear_content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(linear_content)) as archive:
        names = set(archive.namelist())
        manifest = json.loads(archive.read("manifest.json"))
    assert names == {"manifest.json", *(f"arrays/{name}.npy" for name in LINEAR_TYPES)}
    assert manifest["forest"] is manifest["model"] is None
    assert len(pack({"a": b"b"})) < len(linear_content) < 20_000
