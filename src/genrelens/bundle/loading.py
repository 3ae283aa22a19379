"""Open a model file, running nothing in it and trusting nothing of it unchecked."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, Any

import numpy as np

from genrelens.bundle.agreement import check_agreement
from genrelens.bundle.archive import MAX_ARCHIVE_BYTES, list_members, read_member
from genrelens.bundle.arrays.array_member import array_from_bytes
from genrelens.bundle.arrays.forest_arrays import unpack_forest
from genrelens.bundle.arrays.linear_arrays import unpack_rule
from genrelens.bundle.manifest import Manifest, read_manifest
from genrelens.bundle.model_trust import check_trust, trust_from_entry
from genrelens.bundle.probing import check_probes
from genrelens.bundle.strict_json import MAX_JSON_BYTES, json_from_bytes
from genrelens.bundle.trained_model import TrainedModel
from genrelens.bundle.versions import bring_up_to_date
from genrelens.errors import BundleError, InputError, printable
from genrelens.features.encoding import FeatureEncoder
from genrelens.features.reference import FeatureReference
from genrelens.models.genre_forest import GenreForest
from genrelens.models.linear import LinearModel
from genrelens.regular_files import NotRegularError, open_regular
from genrelens.schema.columns import Kind
from genrelens.schema.features import Feature
from genrelens.schema.reading_recipe import ReadingRecipe

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.bundle.archive import Member
    from genrelens.bundle.manifest import (
        ForestEntry,
        LinearEntry,
        ModelEntry,
        RecipeEntry,
    )
    from genrelens.models.genre_model import GenreModel

__all__ = ["load_model", "model_from_bytes"]

_MANIFEST = "manifest.json"
_LABEL_TYPES = {"text": np.str_, "integer": np.int64, "boolean": np.bool_}


def load_model(
    path: str | os.PathLike[str], *, expect_sha256: str | None = None
) -> TrainedModel:
    """Open a model file that `saving.save_model` wrote, here or elsewhere.

    Parameters
    ----------
    path : path
        The file. Its name does not matter.
    expect_sha256 : str, optional
        Hash that the file must have, in hexadecimal digits.

    Returns
    -------
    TrainedModel
        Its predictions are bit for bit those of the model that was saved.

    Raises
    ------
    BundleError
        If the file cannot be read, has another hash, or fails any check. No
        code of the file runs, and nothing is unpacked to the disk.
    """
    content = _read_file(path)
    found = hashlib.sha256(content).hexdigest()
    if expect_sha256 is not None and expect_sha256.strip().lower() != found:
        raise BundleError(
            f"The model file has SHA-256 {found}, and "
            f"{printable(expect_sha256.strip())} was expected. "
            "Do not use it; fetch it again from where it came."
        )
    return model_from_bytes(content)


def model_from_bytes(content: bytes) -> TrainedModel:
    """Open a model file given as bytes; see `load_model`.

    Raises
    ------
    BundleError
        If it fails any check.
    """
    members = list_members(content)
    if _MANIFEST not in members:
        raise BundleError(
            "This is not a genrelens model: it has no manifest. "
            "Give a file that `genrelens train` has written."
        )
    if members[_MANIFEST].size > MAX_JSON_BYTES:
        raise BundleError(
            f"The manifest of the model has {members[_MANIFEST].size:,} bytes; at "
            f"most {MAX_JSON_BYTES:,} are read. Fetch the file again, or train anew."
        )
    values = json_from_bytes(read_member(content, members[_MANIFEST]))
    manifest = read_manifest(bring_up_to_date(values))
    check_agreement(manifest)
    arrays = _read_arrays(content, members, manifest)
    model = _rebuild(manifest, arrays)
    check_probes(model, manifest.probe)
    features, genres = _features(manifest), tuple(map(str, manifest.genres))
    trust = trust_from_entry(manifest.trust)
    check_trust(trust, features, genres)
    return TrainedModel(
        model=model,
        features=features,
        references=_references(manifest),
        genres=genres,
        target=manifest.target,
        headline=manifest.headline,
        scores=manifest.scores,
        training=manifest.training,
        versions=manifest.versions,
        trust=trust,
    )


def _read_file(path: str | os.PathLike[str]) -> bytes:
    """Read a regular file of bearable size at once, so that it cannot change."""
    name = printable(os.path.basename(path))  # noqa: PTH119 (accepts text and Path)
    try:
        handle = open_regular(path)
        with os.fdopen(handle, "rb") as file:
            n_bytes = os.fstat(handle).st_size
            if n_bytes > MAX_ARCHIVE_BYTES:
                raise BundleError(
                    f"'{name}' has {n_bytes:,} bytes; a model has at most "
                    f"{MAX_ARCHIVE_BYTES:,}. Give a file that `genrelens train` wrote."
                )
            return file.read(n_bytes + 1)  # `read` takes all that is asked at once
    except NotRegularError as error:
        raise BundleError(
            f"'{name}' is not a file. Give the path of a model file."
        ) from error
    except (OSError, ValueError) as error:
        if isinstance(error, BundleError):
            raise
        reason = getattr(error, "strerror", None) or printable(error)
        raise BundleError(
            f"The model file '{name}' cannot be read: {reason}. "
            "Check the path and its permissions."
        ) from error


def _read_arrays(
    content: bytes, members: dict[str, Member], manifest: Manifest
) -> dict[str, Any]:
    expected = {f"arrays/{name}.npy" for name in manifest.arrays} | {_MANIFEST}
    if set(members) != expected:
        differing = sorted(set(members) ^ expected)
        raise BundleError(
            f"The model file lacks members, or has others than its manifest lists: "
            f"{printable(', '.join(differing))}. Fetch it again, or train anew."
        )
    arrays = {}
    for name, entry in manifest.arrays.items():
        packed = read_member(content, members[f"arrays/{name}.npy"])
        if hashlib.sha256(packed).hexdigest() != entry.sha256:
            raise BundleError(
                f"Array '{name}' of the model is not the one that was saved: its "
                "SHA-256 differs. Fetch the file again, or train the model anew."
            )
        arrays[name] = array_from_bytes(
            packed, name=name, dtype=entry.dtype, length=entry.length
        )
    return arrays


def _rebuild(manifest: Manifest, arrays: dict[str, Any]) -> GenreModel:
    settings, sizes, linear = manifest.model, manifest.forest, manifest.linear
    try:
        if linear is not None:
            return _rebuild_linear(manifest, linear, arrays)
        if settings is not None and sizes is not None:
            return _rebuild_forest(manifest, settings, sizes, arrays)
    except InputError as error:
        raise BundleError(
            f"The parts of the model do not fit each other: {error} "
            "Fetch the file again, or train the model anew."
        ) from error
    raise BundleError(
        "The model file holds neither a forest nor a linear model. "
        "Fetch the file again, or train the model anew."
    )


def _rebuild_forest(
    manifest: Manifest,
    settings: ModelEntry,
    sizes: ForestEntry,
    arrays: dict[str, Any],
) -> GenreForest:
    forest = unpack_forest(
        arrays, n_features=sizes.n_features, n_classes=sizes.n_classes
    )
    return GenreForest.restore(
        classes=_classes(manifest),
        encoder=FeatureEncoder.from_dict(manifest.encoder.model_dump()),
        forest=forest,
        **_with_weights(settings.model_dump()),
    )


def _rebuild_linear(
    manifest: Manifest, entry: LinearEntry, arrays: dict[str, Any]
) -> LinearModel:
    sizes = {"n_columns", "n_inputs", "n_classes", "n_typical"}
    return LinearModel.restore(
        classes=_classes(manifest),
        encoder=FeatureEncoder.from_dict(manifest.encoder.model_dump()),
        rule=unpack_rule(arrays),
        **_with_weights(entry.model_dump(exclude=sizes)),
    )


def _classes(manifest: Manifest) -> NDArray[Any]:
    return np.array(manifest.genres, dtype=_LABEL_TYPES[manifest.label_type])


def _with_weights(settings: dict[str, Any]) -> dict[str, Any]:
    """Give settings with the weights of genres as a mapping, where they are listed."""
    weight = settings["class_weight"]
    if isinstance(weight, list):
        settings["class_weight"] = {each["label"]: each["weight"] for each in weight}
    return settings


def _features(manifest: Manifest) -> tuple[Feature, ...]:
    return tuple(
        Feature(
            **{
                **entry.model_dump(),
                "kind": Kind(entry.kind),
                "recipe": _recipe(entry.recipe),
            }
        )
        for entry in manifest.features
    )


def _recipe(entry: RecipeEntry | None) -> ReadingRecipe | None:
    if entry is None:
        return None
    return ReadingRecipe(**{**entry.model_dump(), "levels": tuple(entry.levels)})


def _references(manifest: Manifest) -> tuple[FeatureReference, ...]:
    return tuple(
        FeatureReference(
            **{
                **entry.model_dump(),
                "quantiles": tuple(entry.quantiles),
                "levels": tuple(entry.levels),
            }
        )
        for entry in manifest.references
    )
