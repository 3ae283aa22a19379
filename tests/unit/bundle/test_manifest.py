from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from genrelens.bundle.manifest import Manifest, read_manifest
from genrelens.errors import BundleError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.unit.bundle.conftest import Pieces


def test_what_was_written_is_read_back_equal(pieces: Pieces) -> None:
    assert read_manifest(pieces.manifest).model_dump() == pieces.manifest


OPTIONAL = {"trust", "linear"}
"""Keys of later minor versions: files of 1.0 lack them."""


EITHER = {"model", "forest"}
"""Keys of a forest, which are null in the file of a linear model."""


@pytest.mark.parametrize("name", sorted(set(Manifest.model_fields) - OPTIONAL))
def test_every_key_of_the_first_version_is_required(pieces: Pieces, name: str) -> None:
    values = {key: value for key, value in pieces.manifest.items() if key != name}
    with pytest.raises(BundleError, match=f"first at '{name}'"):
        read_manifest(values)


@pytest.mark.parametrize("name", sorted(OPTIONAL))
def test_a_key_of_a_later_version_may_be_absent(pieces: Pieces, name: str) -> None:
    values = {key: value for key, value in pieces.manifest.items() if key != name}
    assert getattr(read_manifest(values), name) is None


WRONG_KINDS = [
    (name, value)
    for name in sorted(Manifest.model_fields)
    for value in (None, 1.5, ["x", 1.5], {"x": {"y": None}})
    if not (name in {"scores", "training"} and isinstance(value, dict))
    and not (name in OPTIONAL | EITHER and value is None)
]


@pytest.mark.parametrize(("name", "value"), WRONG_KINDS)
def test_a_value_of_another_kind_is_refused(
    pieces: Pieces, name: str, value: object
) -> None:
    with pytest.raises(BundleError, match="not well-formed"):
        read_manifest({**pieces.manifest, name: value})


def _set(path: str, value: object) -> Callable[[dict[str, Any]], None]:
    def change(manifest: dict[str, Any]) -> None:
        *steps, last = path.split(".")
        inner: Any = manifest
        for step in steps:
            inner = inner[int(step) if step.isdigit() else step]
        inner[last] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        _set("extra", 1),
        _set("features.0.extra", 1),
        _set("features.0.is_audio", 1),
        _set("features.0.kind", "text"),
        _set("features.0.recipe.reader", "eval"),
        _set("features.0.recipe.unit", "h"),
        _set("features.0.recipe.is_scaled", 1),
        _set("model.min_samples_leaf", 0),
        _set("model.min_samples_leaf", "many"),
        _set("model.n_trees", 3.0),
        _set("model.n_trees", True),
        _set("model.max_features", "all"),
        _set("forest.n_classes", 10_001),
        _set("forest.n_nodes", -1),
        _set("arrays.feature.sha256", "0" * 63),
        _set("arrays.feature.sha256", "0" * 64 + "\n"),
        _set("arrays.feature.dtype", "object"),
        _set("probe.rows", []),
        _set("versions.numpy", 2),
    ],
)
def test_a_field_out_of_its_limits_is_refused(
    pieces: Pieces, change: Callable[[dict[str, Any]], None]
) -> None:
    change(pieces.manifest)
    with pytest.raises(BundleError, match="not well-formed"):
        read_manifest(pieces.manifest)


def test_the_message_escapes_what_a_stranger_wrote(pieces: Pieces) -> None:
    with pytest.raises(BundleError) as caught:
        read_manifest({**pieces.manifest, "\x1b[31mred\n": 1})
    assert "\x1b" not in str(caught.value)
    assert "\n" not in str(caught.value)
