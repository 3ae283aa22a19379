"""Check that the parts of a manifest agree with each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.bundle.arrays.array_member import ALLOWED_TYPES
from genrelens.bundle.arrays.forest_arrays import STORED_TYPES
from genrelens.bundle.arrays.linear_arrays import LINEAR_TYPES
from genrelens.errors import BundleError, printable
from genrelens.schema.columns import Kind
from genrelens.schema.reading_recipe import READERS

if TYPE_CHECKING:
    from genrelens.bundle.manifest import (
        FeatureEntry,
        ForestEntry,
        LinearEntry,
        Manifest,
        ModelEntry,
    )

__all__ = ["check_agreement"]

_SHARES = ({"leaf_count", "leaf_ulps"}, {"leaf_value"})
_UNITS = {"duration": {"ms", "s", "min"}, "share": {"", "%"}}
_LABEL_TYPES = {"text": str, "integer": int, "boolean": bool}


def check_agreement(manifest: Manifest) -> None:
    """Demand that no part of the manifest contradicts another.

    Parameters
    ----------
    manifest : Manifest
        Well-formed.

    Raises
    ------
    BundleError
        Naming what contradicts what.
    """
    _check_labels(manifest)
    forest, linear = _kind(manifest)
    if linear is not None:
        _check_features(manifest, linear.n_columns, linear.n_classes)
        _check_types(manifest, LINEAR_TYPES)
        _check_linear_lengths(manifest, linear)
    if forest is not None:
        settings, sizes = forest
        _check_features(manifest, sizes.n_features, sizes.n_classes)
        _check_forest_arrays(manifest, sizes)
        if sizes.n_trees != settings.n_trees:
            raise _contradiction(
                f"{settings.n_trees} trees asked for, and {sizes.n_trees} present"
            )
    known = set(map(str, manifest.genres))
    for reference in manifest.references:
        if not set(reference.median_by_genre or {}) <= known:
            raise _contradiction(
                f"typical values of '{printable(reference.name)}' for genres that "
                "the model does not have"
            )


def _kind(
    manifest: Manifest,
) -> tuple[tuple[ModelEntry, ForestEntry] | None, LinearEntry | None]:
    """Give what the file holds: a forest with its settings, or a linear model."""
    settings, sizes, linear = manifest.model, manifest.forest, manifest.linear
    if manifest.requires != ([] if linear is None else ["linear"]):
        raise _contradiction("it does not require what it holds")
    if linear is not None and settings is None and sizes is None:
        return None, linear
    if linear is None and settings is not None and sizes is not None:
        return (settings, sizes), None
    raise _contradiction("it holds neither a forest nor a linear model, or both")


def _check_labels(manifest: Manifest) -> None:
    expected = _LABEL_TYPES[manifest.label_type]
    genres = manifest.genres
    if any(type(genre) is not expected for genre in genres):
        raise _contradiction(f"genres that are not all of kind {manifest.label_type}")
    if any(str(genre).endswith("\0") for genre in genres):
        raise _contradiction("a genre that ends in a zero character")
    if len(set(genres)) != len(genres):
        raise _contradiction("one genre stands twice")
    if genres != sorted(genres):
        raise _contradiction("genres that are not in order")


def _check_features(manifest: Manifest, n_columns: int, n_classes: int) -> None:
    """Demand that features, encoder and model fit, and that the genres do."""
    if n_classes != len(manifest.genres):
        raise _contradiction(
            f"{len(manifest.genres)} genres, and a model of {n_classes}"
        )
    encoder = manifest.encoder
    names = [feature.name for feature in manifest.features]
    if names != encoder.names:
        raise _contradiction("the features are not the columns of the encoder")
    if manifest.references and names != [each.name for each in manifest.references]:
        raise _contradiction("the references are not those of the features")
    for feature in manifest.features:
        if (feature.kind == "category") != (feature.name in encoder.levels):
            raise _contradiction(
                f"feature '{printable(feature.name)}' is a {feature.kind} in one "
                "place, and not in another"
            )
        _check_recipe(feature)
    widths = [len(encoder.levels.get(name, "1")) for name in names]
    if sum(widths) != n_columns:
        raise _contradiction(
            f"the features make rows of {sum(widths)} numbers, and the model reads "
            f"rows of {n_columns}"
        )


def _check_recipe(feature: FeatureEntry) -> None:
    """Demand that a column can be read as its recipe says, and gives its feature."""
    recipe = feature.recipe
    if recipe is None:
        return
    name = printable(feature.name)
    if recipe.header != feature.origin:
        raise _contradiction(f"two headers for feature '{name}'")
    is_category = READERS[recipe.reader] is Kind.CATEGORY
    if is_category != (feature.kind == "category"):
        raise _contradiction(f"feature '{name}' is not what its recipe reads")
    if recipe.unit not in _UNITS.get(recipe.reader, {""}) and not recipe.is_scaled:
        raise _contradiction(f"feature '{name}' is read in a unit that it cannot have")


def _check_forest_arrays(manifest: Manifest, sizes: ForestEntry) -> None:
    names = set(manifest.arrays)
    always = set(STORED_TYPES).difference(*_SHARES)
    if names not in [always | shares for shares in _SHARES]:
        raise _contradiction("other arrays than a forest has")
    _check_types(manifest, {name: STORED_TYPES[name] for name in names})
    lengths = {
        "tree_size": sizes.n_trees,
        "feature": sizes.n_nodes,
        "leaf_class": sizes.n_entries,
    }
    _check_lengths(manifest, lengths)


def _check_linear_lengths(manifest: Manifest, sizes: LinearEntry) -> None:
    lengths = {
        "mean": sizes.n_columns,
        "spread": sizes.n_columns,
        "has_gaps": sizes.n_columns,
        "coefficient": sizes.n_inputs * sizes.n_classes,
        "intercept": sizes.n_classes,
        "typical": sizes.n_inputs * sizes.n_typical,
        "typical_share": sizes.n_typical,
    }
    _check_lengths(manifest, lengths)


def _check_types(manifest: Manifest, types: dict[str, tuple[str, ...]]) -> None:
    if set(manifest.arrays) != set(types):
        raise _contradiction("other arrays than a model of its kind has")
    for name, entry in manifest.arrays.items():
        if entry.dtype not in types[name] or entry.dtype not in ALLOWED_TYPES:
            raise _contradiction(f"array '{name}' is of type {printable(entry.dtype)}")


def _check_lengths(manifest: Manifest, lengths: dict[str, int]) -> None:
    for name, length in lengths.items():
        if manifest.arrays[name].length != length:
            raise _contradiction(
                f"array '{name}' has {manifest.arrays[name].length:,} values, and "
                f"{length:,} are called for"
            )


def _contradiction(found: str) -> BundleError:
    return BundleError(
        f"The manifest of the model contradicts itself: {found}. "
        "Fetch the file again from where it came, or train the model anew."
    )
