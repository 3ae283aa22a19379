"""A model file is kept once, and only if it is sound."""

from __future__ import annotations

import hashlib
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from genrelens.errors import BundleError
from genrelens.server.bringing import bring_model
from genrelens.server.keeping.store import Store


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "data") as store:
        yield store


def test_a_model_is_kept_with_what_it_says_of_itself(store, small_run) -> None:
    record = bring_model(store, small_run.model, name="my model.genrelens")

    kept = store.models.file(record.id, "model")
    assert kept.read_bytes() == small_run.model.read_bytes()
    assert record.sha256 == hashlib.sha256(kept.read_bytes()).hexdigest()
    assert (record.name, record.source) == ("my model", "imported")
    facts = small_run.result.facts
    assert record.summary["n_tracks"] == facts.n_tracks
    assert set(record.summary["genres"]) == set(facts.genre_counts)
    headline = facts.evaluation.scenarios[facts.evaluation.headline]
    assert record.summary["scenario"] == headline.title
    told = record.summary["scores"]["accuracy"]
    assert told["value"] == headline.metrics["accuracy"].value


def test_the_same_model_is_kept_once_whatever_its_name(store, small_run) -> None:
    first = bring_model(store, small_run.model, name="a")

    assert bring_model(store, small_run.model, name="b") == first
    assert len(list(store.folders.models.iterdir())) == 1


def test_two_who_bring_the_same_model_at_once_get_one(
    store, small_run, monkeypatch
) -> None:
    both, copy = threading.Barrier(2), shutil.copyfile

    def slowly(*paths):
        with suppress(threading.BrokenBarrierError):
            both.wait(0.3)
        return copy(*paths)

    monkeypatch.setattr(shutil, "copyfile", slowly)
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(
            lambda name: bring_model(store, small_run.model, name=name), "ab"
        )
    assert first == second
    assert store.models.list() == [first]


@pytest.mark.parametrize("change", ["cut", "nonsense"])
def test_a_damaged_model_leaves_nothing(store, small_run, tmp_path, change) -> None:
    whole = small_run.model.read_bytes()
    file = tmp_path / "damaged.genrelens"
    file.write_bytes(whole[: len(whole) // 2] if change == "cut" else b"nonsense")

    with pytest.raises(BundleError):
        bring_model(store, file, name="a")
    assert store.models.list() == []
    assert list(store.folders.models.iterdir()) == []


def test_a_file_that_changes_meanwhile_leaves_nothing(
    store, small_run, tmp_path, monkeypatch
) -> None:
    file = tmp_path / "changing.genrelens"
    file.write_bytes(small_run.model.read_bytes())

    def copy_another(_: object, target) -> None:
        target.write_bytes(b"another file")

    monkeypatch.setattr("genrelens.server.bringing.shutil.copyfile", copy_another)
    with pytest.raises(BundleError):
        bring_model(store, file, name="a")
    assert list(store.folders.models.iterdir()) == []
