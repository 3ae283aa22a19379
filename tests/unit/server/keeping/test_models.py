from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from genrelens.server.keeping.store import NotHere, new_id
from genrelens.workflow.documents.result_names import files_in

if TYPE_CHECKING:
    from genrelens.server.keeping.store import Store


def test_a_model_is_told_as_it_was_added(store: Store, add_table) -> None:
    table = add_table()
    job = store.jobs.add("train", table_id=table.id, request={})
    store.models.place(job.result_id)
    made = store.models.add(
        job.result_id,
        "dir/My \x1bmodel",
        sha256="ab",
        source="trained",
        table_id=table.id,
        job_id=job.id,
        seconds=2.5,
        summary={"genres": ["a", "b"]},
    )
    assert made == store.models.get(job.result_id) == store.models.list()[0]
    assert (made.name, made.table_id, made.job_id) == ("My model", table.id, job.id)
    assert made.summary == {"genres": ["a", "b"]}


def test_files_are_found_by_what_they_hold_and_by_no_other_name(
    store: Store, add_model
) -> None:
    model = add_model()
    folder = store.models.folder(model)
    for what, path in files_in(folder).items():
        with pytest.raises(NotHere):
            store.models.file(model, what)
        path.write_text(what)
        assert store.models.file(model, what).read_text() == what
    for what in ("../../studio.sqlite", "", "lock", "model.genrelens"):
        with pytest.raises(NotHere):
            store.models.file(model, what)


def test_a_new_name_is_kept(store: Store, add_model) -> None:
    model = add_model()
    store.models.rename(model, "Ein anderer")
    assert store.models.get(model).name == "Ein anderer"


def test_removing_a_model_takes_its_decisions_and_answers_with_their_files(
    store: Store, add_model
) -> None:
    kept, gone = add_model(), add_model()
    answers = []
    for model in (kept, gone):
        store.decisions.put(model, "k", "d")
        upload = store.folders.uploads / "x.part"
        upload.write_text("a")
        sha256 = hashlib.sha256(b"a").hexdigest()
        answers.append(store.answers.add("n.csv", model, upload, sha256, 1).id)
    folders = [store.answers.folder(answer) for answer in answers]
    store.models.remove(gone)
    assert [model.id for model in store.models.list()] == [kept]
    assert [answer.id for answer in store.answers.list()] == [answers[0]]
    assert [folder.exists() for folder in folders] == [True, False]
    assert store.decisions.all(kept) == {"k": "d"}
    with pytest.raises(NotHere):
        store.decisions.all(gone)


def test_an_unknown_model_is_not_here(store: Store) -> None:
    for asked in (new_id("model"), "mod-..", "tab-0123456789ab"):
        for ask in (store.models.get, store.models.folder, store.models.remove):
            with pytest.raises(NotHere):
                ask(asked)
        with pytest.raises(NotHere):
            store.models.rename(asked, "x")
