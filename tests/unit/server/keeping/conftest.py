"""A store on an empty folder, and files to put into it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest

from genrelens.server.keeping.store import Store, new_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from genrelens.server.keeping.tables import TableRecord


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "data") as opened:
        yield opened


@pytest.fixture
def add_table(store: Store) -> Callable[..., TableRecord]:
    """Put a small table into the store."""

    def add(name: str = "tracks.csv", content: bytes = b"a,b\n1,2\n", **more: Any):
        path = store.folders.uploads / "arrived.part"
        path.write_bytes(content)
        sha256 = hashlib.sha256(content).hexdigest()
        return store.tables.add(name, path, sha256, len(content), **more)

    return add


@pytest.fixture
def add_model(store: Store) -> Callable[..., str]:
    """Put a model without files into the store."""

    def add(**more: Any) -> str:
        made = new_id("model")
        store.models.place(made)
        record = {"sha256": "00", "source": "trained", **more}
        return store.models.add(made, "A model", **record).id

    return add
