"""Write a trained model to one file that any later version can trust."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from genrelens.bundle.archive import pack
from genrelens.bundle.arrays.array_member import array_to_bytes
from genrelens.bundle.arrays.forest_arrays import pack_forest, unpack_forest
from genrelens.bundle.arrays.linear_arrays import pack_rule
from genrelens.bundle.loading import model_from_bytes
from genrelens.bundle.manifest import (
    FORMAT,
    FORMAT_VERSION,
    ArrayEntry,
    EncoderEntry,
    Manifest,
    read_manifest,
)
from genrelens.bundle.probing import ask_probes
from genrelens.bundle.strict_json import json_from_bytes, json_to_bytes
from genrelens.bundle.versions import package_version
from genrelens.errors import BundleError
from genrelens.models.genre_forest import GenreForest
from genrelens.models.linear import LinearModel
from genrelens.writing import write_bytes

if TYPE_CHECKING:
    import os

    from numpy.typing import NDArray

    from genrelens.bundle.trained_model import TrainedModel
    from genrelens.forest import PackedForest
    from genrelens.models.genre_model import GenreModel

__all__ = ["model_to_bytes", "save_model"]


def save_model(path: str | os.PathLike[str], trained: TrainedModel) -> str:
    """Write a model file, after reopening it in memory to be sure of it.

    Parameters
    ----------
    path : path
        File to be written, usually ``model.genrelens``; what stood there stays
        until the new file is complete.
    trained : TrainedModel
        What to save. The number of threads (`n_jobs`) is not part of a model.

    Returns
    -------
    str
        SHA-256 of the file. Equal models give equal files.

    Raises
    ------
    BundleError
        If the model holds something that the format cannot.
    OutputError
        If the file cannot be written.
    """
    content = model_to_bytes(trained)
    write_bytes(path, content)
    return hashlib.sha256(content).hexdigest()


def model_to_bytes(trained: TrainedModel) -> bytes:
    """Give the bytes of a model file.

    Parameters
    ----------
    trained : TrainedModel
        What to save.

    Returns
    -------
    bytes
        The whole file; it was opened by the rules of loading.

    Raises
    ------
    BundleError
        If the model holds something that the format cannot.
    """
    model = trained.model
    stored = (
        _stored_linear(model)
        if isinstance(model, LinearModel)
        else _stored_forest(model)
    )
    members = {
        f"arrays/{name}.npy": array_to_bytes(array)
        for name, array in stored.arrays.items()
    }
    manifest = _describe(trained, stored, members)
    members["manifest.json"] = json_to_bytes(manifest.model_dump())
    content = pack(members)
    model_from_bytes(content)
    return content


@dataclass(frozen=True, slots=True)
class _Stored:
    """What a kind of model becomes: arrays, entries, and itself as reopened."""

    arrays: dict[str, NDArray[Any]]
    entries: dict[str, Any]
    reopened: GenreModel


def _describe(
    trained: TrainedModel, stored: _Stored, members: dict[str, bytes]
) -> Manifest:
    model = trained.model
    label_type, labels = _plain_labels(model.classes_)
    if tuple(map(str, labels)) != trained.genres:
        raise BundleError(
            f"The {len(trained.genres)} genres given are not the {len(labels)} that "
            "the model learnt. Give the model's own genres, in its order."
        )
    values = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "written_by": package_version(),
        "target": trained.target,
        "label_type": label_type,
        "genres": labels,
        "features": [feature.to_dict() for feature in trained.features],
        "references": [reference.to_dict() for reference in trained.references],
        "encoder": EncoderEntry.model_validate(model.encoder_.to_dict()).model_dump(),
        **stored.entries,
        "headline": trained.headline,
        "scores": trained.scores,
        "training": trained.training,
        "versions": trained.versions,
        "probe": ask_probes(stored.reopened).model_dump(),
        "arrays": {
            name: _entry(array, members[f"arrays/{name}.npy"])
            for name, array in stored.arrays.items()
        },
        "trust": None if trained.trust is None else trained.trust.to_dict(),
    }
    return read_manifest(json_from_bytes(json_to_bytes(values)))


def _stored_forest(model: GenreForest) -> _Stored:
    forest = model.forest_if_trained
    arrays = pack_forest(forest)
    sizes = {
        "n_trees": forest.n_trees,
        "n_nodes": forest.n_nodes,
        "n_entries": len(forest.leaf_class),
        "n_features": forest.n_features,
        "n_classes": forest.n_classes,
    }
    reopened = unpack_forest(
        arrays, n_features=forest.n_features, n_classes=forest.n_classes
    )
    entries: dict[str, Any] = {
        "requires": [],
        "model": _settings(model),
        "forest": sizes,
        "linear": None,
    }
    return _Stored(arrays, entries, _rebuilt(model, reopened))


def _stored_linear(model: LinearModel) -> _Stored:
    rule = model.rule_if_trained
    arrays = pack_rule(rule)
    settings = {
        "max_iter": model.max_iter,
        "strength": model.strength,
        "class_weight": _plain_weight(model),
        "strength_used": model.strength_,
        "has_converged": model.has_converged_,
        "is_named": hasattr(model, "feature_names_in_"),
        "n_columns": rule.n_columns,
        "n_inputs": rule.n_inputs,
        "n_classes": rule.n_genres,
        "n_typical": len(rule.typical),
    }
    entries: dict[str, Any] = {
        "requires": ["linear"],
        "model": None,
        "forest": None,
        "linear": settings,
    }
    return _Stored(arrays, entries, model)


def _entry(array: NDArray[Any], member: bytes) -> dict[str, Any]:
    return ArrayEntry(
        dtype=array.dtype.str,
        length=len(array),
        sha256=hashlib.sha256(member).hexdigest(),
    ).model_dump()


def _rebuilt(model: GenreForest, forest: PackedForest) -> GenreForest:
    """Give the model with the forest as it will be reopened."""
    return GenreForest.restore(
        classes=model.classes_,
        encoder=model.encoder_,
        forest=forest,
        is_named=hasattr(model, "feature_names_in_"),
        min_samples_leaf_used=model.min_samples_leaf_,
        n_trees=forest.n_trees,
    )


def _plain_labels(classes: NDArray[Any]) -> tuple[str, list[Any]]:
    labels = classes.tolist()
    if all(isinstance(label, str) for label in labels):
        return "text", labels
    if classes.dtype.kind == "b":
        return "boolean", labels
    if classes.dtype.kind in "iu" and np.can_cast(classes.dtype, np.int64):
        return "integer", labels
    raise BundleError(
        f"Genres of type {classes.dtype} cannot be saved. "
        "Name them with text, whole numbers or yes/no, and train again."
    )


def _settings(model: GenreForest) -> dict[str, Any]:
    seed = model.random_state
    return {
        "n_trees": model.n_trees,
        "min_samples_leaf": model.min_samples_leaf,
        "max_features": model.max_features,
        "max_depth": model.max_depth,
        "class_weight": _plain_weight(model),
        "random_state": int(seed) if isinstance(seed, int | np.integer) else None,
        "min_samples_leaf_used": model.min_samples_leaf_,
        "is_named": hasattr(model, "feature_names_in_"),
    }


def _plain_weight(model: GenreModel) -> object:
    """Give the weights of genres as a list, where they are a mapping."""
    weight: object = model.class_weight
    if isinstance(weight, Mapping):
        return [{"label": key, "weight": float(weight[key])} for key in weight]
    return weight
