"""A store with one small table, for everything that runs jobs."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from genrelens.datasets.sample import write_sample
from genrelens.server.keeping.store import Store
from genrelens.server.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", threads=1)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    with Store(settings.data) as opened:
        yield opened


@pytest.fixture
def table_id(store: Store) -> str:
    path = store.folders.uploads / "arrived.csv"
    write_sample(path, 150, random_state=2)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return store.tables.add("tracks.csv", path, sha256, path.stat().st_size).id
