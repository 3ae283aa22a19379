from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from genrelens.server.keeping.store import NotHere, new_id

if TYPE_CHECKING:
    from pathlib import Path

    from genrelens.server.keeping.store import Store


@pytest.fixture
def upload(store: Store) -> Path:
    path = store.folders.uploads / "x.part"
    path.write_bytes(b"new tracks")
    return path


def test_an_answer_is_kept_with_its_file(store: Store, add_model, upload: Path) -> None:
    model = add_model()
    made = store.answers.add("new.parquet", model, upload, "ab", 10)
    assert (made.state, made.model_id, made.name) == ("working", model, "new.parquet")
    assert store.answers.path(made.id).read_bytes() == b"new tracks"
    assert store.answers.path(made.id).name == "original.parquet"
    store.answers.set_state(made.id, "failed", "because")
    assert store.answers.get(made.id).error == "because"
    assert store.answers.list(model) == store.answers.list() != []
    assert store.answers.list(add_model()) == []
    store.answers.remove(made.id)
    assert list(store.folders.answers.iterdir()) == []


def test_a_file_for_a_model_that_is_not_here_stays_where_it_was(
    store: Store, upload: Path
) -> None:
    with pytest.raises(NotHere):
        store.answers.add("new.csv", new_id("model"), upload, "ab", 10)
    assert upload.exists()
    assert list(store.folders.answers.iterdir()) == []


def test_a_file_is_moved_while_nobody_waits_and_not_kept_where_it_is_not_recorded(
    store: Store, add_model, upload: Path, monkeypatch
) -> None:
    model = add_model()
    monkeypatch.setattr(store.folders, "move_in", _moving(store, model))
    with pytest.raises(NotHere):
        store.answers.add("new.csv", model, upload, "ab", 10)
    assert list(store.folders.answers.iterdir()) == []


def _moving(store: Store, model: str):
    """Move a file while another thread removes the model, which must not wait."""
    plain = store.folders.move_in

    def move_in(file: Path, target: Path) -> None:
        other = threading.Thread(target=store.models.remove, args=(model,))
        other.start()
        other.join(10)
        assert not other.is_alive()
        plain(file, target)

    return move_in


def test_an_unknown_answer_is_not_here(store: Store) -> None:
    for asked in (new_id("answer"), "ans-/"):
        for ask in (store.answers.get, store.answers.path, store.answers.remove):
            with pytest.raises(NotHere):
                ask(asked)
        with pytest.raises(NotHere):
            store.answers.set_state(asked, "ready")
