from __future__ import annotations

import shutil
import threading
from types import SimpleNamespace

import pytest

from genrelens.server.working.open_collections import OpenCollections, TracksNotHere
from genrelens.workflow.browsing import collection


@pytest.fixture
def folders(tmp_path, small_run, small_collection):
    for name in ("mod-a", "mod-b"):
        (tmp_path / name).mkdir()
        shutil.copy(small_run.model, tmp_path / name / "model.genrelens")
        shutil.copy(small_collection, tmp_path / name)
    return tmp_path


@pytest.fixture
def opened(folders, small_run):
    model = SimpleNamespace(trained=small_run.result.model)

    def make(**settings):
        return OpenCollections(
            lambda each: folders / each / "model.genrelens", lambda _: model, **settings
        )

    return make


def test_a_collection_is_read_once_however_many_ask(opened, monkeypatch):
    reads = []
    read = collection.open_collection

    def counting(*given, **named):
        reads.append(given)
        return read(*given, **named)

    monkeypatch.setattr(collection, "open_collection", counting)
    collections = opened()
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(collections.get("mod-a")))
        for _ in range(4)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert len(reads) == 1
    assert len(set(map(id, found))) == 1


def test_the_one_asked_for_longest_ago_goes_first(opened):
    collections = opened(most_bytes=1)
    first = collections.get("mod-a")

    collections.get("mod-b")

    assert collections.get("mod-a") is not first


def test_what_is_forgotten_is_read_anew(opened):
    collections = opened()
    first = collections.get("mod-a")

    collections.forget("mod-a")

    assert collections.get("mod-a") is not first


def test_a_model_brought_as_a_file_has_no_tracks(opened, folders):
    (folders / "mod-a" / "collection.parquet").unlink()

    with pytest.raises(TracksNotHere, match="brought as a model file") as refused:
        opened().get("mod-a")
    assert refused.value.status == 409
