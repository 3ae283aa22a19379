"""What many tests start from: one small training run, tables, a studio of its own."""

from __future__ import annotations

import importlib.util
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from types import ModuleType

    from genrelens.datasets.sample import Sample
    from genrelens.workflow.requests import TrainRequest
    from genrelens.workflow.training import TrainResult

# Under CI the laws are tried on the same drawn examples every time, so that a
# failure belongs to the change; elsewhere on new ones, so that they go on searching.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


TABLES = Path(__file__).parents[2] / "shared" / "data"


@dataclass(frozen=True)
class SmallRun:
    """A made-up table, what is true of it, and what training made of it."""

    table: Path
    sample: Sample
    request: TrainRequest
    result: TrainResult
    stages: tuple[tuple[str, int, int], ...]

    @property
    def model(self) -> Path:
        return self.result.files["model"]

    @property
    def output(self) -> Path:
        return self.request.output


@pytest.fixture(scope="session")
def small_run(tmp_path_factory: pytest.TempPathFactory) -> SmallRun:
    """Train once on some 600 made-up, messy tracks; nobody may write into it."""
    from genrelens.datasets.sample import write_sample
    from genrelens.workflow.requests import TrainRequest
    from genrelens.workflow.training import train_model

    folder = tmp_path_factory.mktemp("small_run")
    table = folder / "tracks.csv"
    sample = write_sample(table, 600, random_state=3)
    request = TrainRequest(
        table=table, output=folder / "out", trees=25, explain_tracks=60, seed=3
    )
    stages: list[tuple[str, int, int]] = []
    result = train_model(request, listener=lambda *told: stages.append(told))
    return SmallRun(table, sample, request, result, tuple(stages))


def _module(name: str) -> ModuleType:
    """Import a module that stands beside this file."""
    place = Path(__file__).parent / f"{name}.py"
    specification = importlib.util.spec_from_file_location(name, place)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules[name] = module
    specification.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def studio_process() -> ModuleType:
    """Give the module that starts a studio as a process of its own."""
    return _module("studio_process")


@pytest.fixture(scope="session")
def sound_files() -> ModuleType:
    """Give the module that renders sound files of every kind, with tags."""
    return _module("sound_files")


@pytest.fixture(scope="session")
def hostile_sound() -> ModuleType:
    """Give the module that renders sounds in every format, and damages them."""
    return _module("hostile_sound")


@pytest.fixture(scope="session")
def small_collection(
    small_run: SmallRun, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Keep the tracks of the small run in a folder of their own; give the file."""
    from genrelens.workflow.browsing.keeping import keep_collection

    return keep_collection(
        small_run.result, tmp_path_factory.mktemp("small_collection")
    )


@pytest.fixture(scope="session")
def large_collection(
    small_collection: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Make the file of a collection of 100,000 tracks: those of the small run again."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    n_tracks = 100_000
    few = pq.read_table(small_collection)
    many = few.take(np.random.default_rng(0).integers(few.num_rows, size=n_tracks))
    rows = np.arange(1, n_tracks + 1)
    new = {
        "row": rows,
        "line": rows + 1,
        "track": rows,
        "name": pa.array([f"Song {row:06d}" for row in rows]),
    }
    for name, values in new.items():
        many = many.set_column(many.column_names.index(name), name, pa.array(values))
    target = tmp_path_factory.mktemp("large_collection") / small_collection.name
    pq.write_table(many.replace_schema_metadata(few.schema.metadata), target)
    return target


@pytest.fixture
def write_tracks(tmp_path: Path):
    """Write a small table of two plain genres, changed as a test wishes."""
    import numpy as np
    import pandas as pd

    def write(name: str = "tracks.csv", n_tracks: int = 60, **changes: object) -> Path:
        rng = np.random.default_rng(5)
        is_house = np.arange(n_tracks) % 2 == 0
        frame = pd.DataFrame(
            {
                "track_id": [f"t{i:04d}" for i in range(n_tracks)],
                "track_name": [f"Song {i}" for i in range(n_tracks)],
                "artist": [f"Artist {i // 2}" for i in range(n_tracks)],
                "tempo": np.where(is_house, 124, 82) + rng.normal(0, 4, n_tracks),
                "energy": rng.uniform(0.2, 0.9, n_tracks).round(3),
                "genre": np.where(is_house, "house", "dub"),
            }
        ).assign(**changes)
        path = tmp_path / name
        frame.to_csv(path, index=False)
        return path

    return write


@pytest.fixture(scope="session")
def real_tables() -> Path:
    """Give the folder of real tables, or skip with the reason."""
    if not TABLES.is_dir():
        if os.environ.get("GENRELENS_REQUIRE_REAL_TABLES"):
            pytest.fail("the folder of real tables (../shared/data) must be here")
        pytest.skip("the folder of real tables (../shared/data) is not here")
    return TABLES


@pytest.fixture(scope="session")
def music_tags_folder() -> Path:
    """Give the folder of the network of music tags, or skip with the reason."""
    from genrelens.audio.embedding.choosing import MUSIC_TAGS_NAME, has_network
    from genrelens.places import networks_folder

    if not has_network(MUSIC_TAGS_NAME):
        if os.environ.get("GENRELENS_REQUIRE_NETWORKS"):
            pytest.fail("the network of music tags must be here: make networks")
        pytest.skip("the network of music tags is not here: make networks")
    return networks_folder() / MUSIC_TAGS_NAME
