from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from genrelens.bundle.agreement import check_agreement
from genrelens.bundle.manifest import read_manifest
from genrelens.errors import BundleError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.unit.bundle.conftest import Pieces


def test_a_written_manifest_agrees_with_itself(pieces: Pieces) -> None:
    check_agreement(read_manifest(pieces.manifest))


CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "a genre more": lambda m: m["genres"].append("zouk"),
    "a genre twice": lambda m: m["genres"].__setitem__(1, m["genres"][0]),
    "genres out of order": lambda m: m["genres"].reverse(),
    "a number among texts": lambda m: m["genres"].__setitem__(0, 7),
    "a genre that numpy would cut": lambda m: m["genres"].__setitem__(2, "techno\0"),
    "integers that are texts": lambda m: m.update(label_type="integer"),
    "booleans that are texts": lambda m: m.update(label_type="boolean"),
    "trees": lambda m: m["model"].update(n_trees=4),
    "a feature less": lambda m: m["features"].pop(),
    "features in another order": lambda m: m["features"].reverse(),
    "a reference less": lambda m: m["references"].pop(),
    "a reference of another": lambda m: m["references"][0].update(name="energy"),
    "a category called a number": lambda m: m["features"][3].update(kind="number"),
    "a number called a category": lambda m: m["features"][0].update(kind="category"),
    "a recipe of another header": lambda m: m["features"][0]["recipe"].update(
        header="BPM"
    ),
    "a recipe for words": lambda m: m["features"][0]["recipe"].update(reader="name"),
    "a unit of another recipe": lambda m: m["features"][0]["recipe"].update(unit="%"),
    "a duration without a unit": lambda m: m["features"][0]["recipe"].update(
        reader="duration"
    ),
    "a level more": lambda m: m["encoder"]["levels"]["scene"].append("Rome"),
    "an array less": lambda m: m["arrays"].pop("cover"),
    "an array more": lambda m: m["arrays"].update(more=m["arrays"]["cover"]),
    "both kinds of shares": lambda m: m["arrays"].update(
        leaf_value={**m["arrays"]["leaf_count"], "dtype": "<f8"}
    ),
    "half a kind of shares": lambda m: m["arrays"].pop("leaf_ulps"),
    "a type of another array": lambda m: m["arrays"]["feature"].update(dtype="<f8"),
    "fewer nodes": lambda m: m["forest"].update(n_nodes=5),
    "fewer entries": lambda m: m["forest"].update(n_entries=5),
    "a median of an unknown genre": lambda m: m["references"][0].update(
        median_by_genre={"zouk": 1.0}
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_contradiction_is_refused(pieces: Pieces, name: str) -> None:
    CHANGES[name](pieces.manifest)
    with pytest.raises(BundleError, match="contradicts itself"):
        check_agreement(read_manifest(pieces.manifest))


def test_a_model_without_references_is_allowed(pieces: Pieces) -> None:
    pieces.manifest["references"] = []
    check_agreement(read_manifest(pieces.manifest))


def test_a_feature_without_a_recipe_is_allowed(pieces: Pieces) -> None:
    pieces.manifest["features"][0]["recipe"] = None
    check_agreement(read_manifest(pieces.manifest))
