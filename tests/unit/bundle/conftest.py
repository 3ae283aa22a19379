"""Small trained models, and the pieces of the files that hold them."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from genrelens.bundle.archive import pack
from genrelens.bundle.arrays.array_member import array_to_bytes
from genrelens.bundle.saving import model_to_bytes
from genrelens.bundle.trained_model import TrainedModel
from genrelens.features.reference import FeatureReference
from genrelens.models.genre_forest import GenreForest
from genrelens.schema.columns import Kind
from genrelens.schema.features import Feature
from genrelens.schema.reading_recipe import ReadingRecipe

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

GENRES = ("Dub & <b>bass</b>", "house", "techno")


def make_tracks(n_tracks: int, seed: int) -> tuple[pd.DataFrame, NDArray[np.str_]]:
    """Draw tracks of three genres with a number, a flag, a category and gaps."""
    rng = np.random.default_rng(seed)
    genre = rng.integers(3, size=n_tracks)
    tempo = np.array([75.0, 124.0, 133.0])[genre] + rng.normal(0, 6, n_tracks)
    energy = np.clip(0.3 + 0.2 * genre + rng.normal(0, 0.15, n_tracks), 0, 1)
    energy[rng.random(n_tracks) < 0.15] = np.nan
    explicit = (rng.random(n_tracks) < 0.3).astype(float)
    scene = np.array(["Köln", "Detroit", "Kingston"], dtype=object)[
        (genre + (rng.random(n_tracks) < 0.4)) % 3
    ]
    scene[rng.random(n_tracks) < 0.1] = None
    frame = pd.DataFrame(
        {
            "tempo": tempo,
            "energy": energy,
            "explicit": explicit,
            "scene": pd.Series(scene, dtype="str"),
        }
    )
    return frame, np.array(GENRES)[genre]


RECIPES = {
    "tempo": ReadingRecipe("Tempo", "number", "tempo", comma="decimal"),
    "scene": ReadingRecipe("Scene", "genre", levels=("Köln", "Detroit")),
    "explicit": ReadingRecipe("Explicit", "flag", "explicit", is_scaled=True),
}


def describe(frame: pd.DataFrame) -> tuple[Feature, ...]:
    kinds = {"scene": Kind.CATEGORY, "explicit": Kind.FLAG}
    return tuple(
        Feature(
            name=name,
            label=f"the {name}",
            kind=kinds.get(name, Kind.NUMBER),
            unit="BPM" if name == "tempo" else "",
            group="rhythm",
            origin=name.title(),
            is_audio=name != "explicit",
            recipe=RECIPES.get(name),
        )
        for name in frame.columns
    )


def train(*, n_trees: int = 3, **settings: Any) -> TrainedModel:
    frame, genre = make_tracks(240, seed=11)
    model = GenreForest(n_trees=n_trees, random_state=5, **settings).fit(frame, genre)
    references = tuple(
        FeatureReference(
            name=name,
            n_tracks=240,
            n_missing=int(frame[name].isna().sum()),
            low=None if name == "scene" else float(frame[name].min()),
            high=None if name == "scene" else float(frame[name].max()),
            quantiles=() if name == "scene" else (0.05, 0.25, 0.5, 0.75, 0.95),
            median_by_genre=None if name == "scene" else {"house": 124.1},
            levels=("Köln", "Detroit") if name == "scene" else (),
        )
        for name in frame.columns
    )
    return TrainedModel(
        model=model,
        features=describe(frame),
        references=references,
        genres=tuple(map(str, model.classes_)),
        target="Genre",
        headline="unseen_artists",
        scores={"accuracy": {"value": 0.5, "low": 0.25, "high": 0.75}, "n_tracks": 240},
        training={"table_sha256": "0" * 64, "seed": 5, "n_groups": None},
        versions={"genrelens": "0.1.0"},
    )


@dataclass(frozen=True)
class Pieces:
    """A model file taken apart, to be put together again otherwise."""

    manifest: dict[str, Any]
    arrays: dict[str, NDArray[Any]]

    def join(self, *, rehash: bool = True) -> bytes:
        """Put the file together; with `rehash` the manifest fits the arrays."""
        members = {f"arrays/{name}.npy": _npy(a) for name, a in self.arrays.items()}
        manifest = dict(self.manifest)
        if rehash:
            manifest["arrays"] = {
                name: {
                    "dtype": array.dtype.str,
                    "length": len(array),
                    "sha256": hashlib.sha256(members[f"arrays/{name}.npy"]).hexdigest(),
                }
                for name, array in self.arrays.items()
            }
        members["manifest.json"] = json.dumps(manifest).encode()
        return pack(members)


def _npy(array: NDArray[Any]) -> bytes:
    if array.ndim == 1 and array.dtype.str in {"|u1", "|i1", "<u2", "<i2", "<u4"}:
        return array_to_bytes(array)
    buffer = BytesIO()
    np.lib.format.write_array(buffer, array, allow_pickle=True)
    return buffer.getvalue()


def _take_apart(content: bytes) -> Pieces:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        arrays = {
            name: np.load(BytesIO(archive.read(f"arrays/{name}.npy"))).copy()
            for name in manifest["arrays"]
        }
    return Pieces(manifest, arrays)


@pytest.fixture(scope="session")
def trained() -> TrainedModel:
    return train()


@pytest.fixture(scope="session")
def content(trained: TrainedModel) -> bytes:
    return model_to_bytes(trained)


@pytest.fixture
def pieces(content: bytes) -> Pieces:
    return _take_apart(content)


@pytest.fixture(scope="session")
def probe_table() -> pd.DataFrame:
    frame, _ = make_tracks(300, seed=12)
    return frame


@pytest.fixture(scope="session")
def make_trained() -> Callable[..., TrainedModel]:
    return train


@pytest.fixture(scope="session")
def take_apart() -> Callable[[bytes], Pieces]:
    return _take_apart
