from __future__ import annotations

import pytest

from genrelens.server.keeping import adopting
from genrelens.server.keeping.adopting import adopt
from genrelens.server.keeping.completion import mark_complete

RESULT = {"name": "tracks", "sha256": "ab", "seconds": 2.5, "summary": {"n_tracks": 3}}


@pytest.fixture
def training(store, add_table):
    """Give a training whose child has written its model."""
    job = store.jobs.add("train", table_id=add_table().id, request={})
    store.jobs.update(job.id, state="running")
    (store.jobs.output(job.id) / "model.genrelens").write_bytes(b"model")
    return job


def test_what_is_not_marked_as_complete_is_not_kept(store, training) -> None:
    assert adopt(store, training.id) is None
    assert store.models.list() == []
    assert store.jobs.get(training.id).state == "running"


def test_a_complete_training_becomes_a_model(store, training) -> None:
    mark_complete(store.jobs.output(training.id), RESULT)
    job = adopt(store, training.id)
    assert (job.state, job.model_id) == ("done", training.result_id)
    model = store.models.get(training.result_id)
    assert (model.sha256, model.seconds, model.summary) == ("ab", 2.5, {"n_tracks": 3})
    (file,) = store.models.folder(model.id).iterdir()
    assert file.read_bytes() == b"model"
    assert not (store.folders.jobs / job.id).exists()


@pytest.mark.parametrize("step", ["take_output", "_record"])
def test_broken_off_at_any_step_it_is_done_once_more(
    store, training, monkeypatch, step
) -> None:
    mark_complete(store.jobs.output(training.id), RESULT)
    plain = getattr(adopting, step)

    def strike(*given):
        plain(*given)
        raise KeyboardInterrupt

    monkeypatch.setattr(adopting, step, strike)
    with pytest.raises(KeyboardInterrupt):
        adopt(store, training.id)
    assert store.models.list() == []
    assert store.jobs.get(training.id).state == "running"

    monkeypatch.undo()
    assert adopt(store, training.id).state == "done"
    (file,) = store.models.folder(training.result_id).iterdir()
    assert file.read_bytes() == b"model"


def test_an_inspection_goes_to_its_table(store, add_table) -> None:
    table = add_table()
    job = store.jobs.add("inspect", table_id=table.id, request={})
    (store.jobs.output(job.id) / "inspection.json").write_text("{}")
    mark_complete(store.jobs.output(job.id), {})
    assert adopt(store, job.id).state == "done"
    assert store.tables.get(table.id).state == "ready"
    assert (store.tables.folder(table.id) / "inspection.json").exists()


def test_a_result_for_a_table_that_is_gone_is_told_as_failed(store, add_table) -> None:
    table = add_table()
    job = store.jobs.add("inspect", table_id=table.id, request={})
    mark_complete(store.jobs.output(job.id), {})
    store.tables.remove(table.id)
    told = adopt(store, job.id)
    assert told.state == "failed"
    assert "removed" in told.error
