"""Whatever was told as done is there when the store is opened again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
)

from genrelens.server.keeping.database.locking import FolderTakenError
from genrelens.server.keeping.store import Store, new_id
from genrelens.server.keeping.tables import TableOptions

NAMES = st.text(max_size=20)
KEYS = st.sampled_from(["k1", "k2", "k/3", ""])
STATES = st.sampled_from(["queued", "running", "done", "failed", "cancelled"])


def snapshot(store: Store) -> dict[str, Any]:
    """Tell everything that a store keeps."""
    models = store.models.list()
    return {
        "tables": store.tables.list(),
        "files": {
            t.id: store.tables.path(t.id).read_bytes() for t in store.tables.list()
        },
        "jobs": store.jobs.list(),
        "models": models,
        "answers": store.answers.list(),
        "decisions": {model.id: store.decisions.all(model.id) for model in models},
    }


class Kept(RuleBasedStateMachine):
    """Any sequence of operations survives closing and opening."""

    tables = Bundle("tables")
    models = Bundle("models")
    jobs = Bundle("jobs")
    answers = Bundle("answers")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.store = Store(self.folder / "data")

    def _upload(self, content: bytes) -> Path:
        path = self.store.folders.uploads / "x.part"
        path.write_bytes(content)
        return path

    @rule(target=tables, name=NAMES, content=st.binary(max_size=9))
    def add_table(self, name: str, content: bytes) -> str:
        upload = self._upload(content)
        return self.store.tables.add(name, upload, "00", len(content), suffix="").id

    @rule(table=tables, header=NAMES, least=st.integers(1, 9))
    def set_options(self, table: str, header: str, least: int) -> None:
        options = TableOptions(target=header, drop=(header,), min_tracks=least)
        self.store.tables.set_options(table, options)

    @rule(table=tables, error=NAMES)
    def set_state(self, table: str, error: str) -> None:
        self.store.tables.set_state(table, "failed", error, summary={"error": error})

    @rule(table=consumes(tables))
    def remove_table(self, table: str) -> None:
        self.store.tables.remove(table)

    @rule(target=jobs, table=tables, kind=st.sampled_from(["inspect", "train"]))
    def add_job(self, table: str, kind: Any) -> str:
        return self.store.jobs.add(kind, table_id=table, request={"kind": kind}).id

    @rule(job=jobs, state=STATES, stage=NAMES)
    def update_job(self, job: str, state: str, stage: str) -> None:
        self.store.jobs.update(job, stage=stage, done=1)
        self.store.jobs.update(job, state=state, attempt=2)

    @rule(target=models, name=NAMES, table=tables, job=jobs)
    def add_model(self, name: str, table: str, job: str) -> str:
        made = new_id("model")
        self.store.models.place(made)
        with self.store.transaction():
            self.store.models.add(
                made, name, sha256="", source="trained", table_id=table, job_id=job
            )
            self.store.jobs.update(job, model_id=made)
        return made

    @rule(model=models, name=NAMES)
    def rename_model(self, model: str, name: str) -> None:
        self.store.models.rename(model, name)

    @rule(model=models, key=KEYS, decision=st.none() | NAMES | st.lists(NAMES))
    def decide(self, model: str, key: str, decision: object) -> None:
        self.store.decisions.put(model, key, decision)

    @rule(model=models, key=KEYS)
    def undecide(self, model: str, key: str) -> None:
        self.store.decisions.clear(model, key)

    @rule(target=answers, model=models, name=NAMES)
    def add_answer(self, model: str, name: str) -> Any:
        upload = self._upload(b"new")
        return self.store.answers.add(name, model, upload, "00", 3, suffix=".csv").id

    @rule(target=models, model=consumes(models))
    def remove_model(self, model: str) -> Any:
        self.store.models.remove(model)
        return multiple()

    @rule()
    def fail_in_the_middle(self) -> None:
        before = snapshot(self.store)
        with pytest.raises(ZeroDivisionError), self.store.transaction():  # noqa: PT012
            for table in before["tables"]:
                self.store.tables.set_state(table.id, "ready")
            _ = 1 / 0
        assert snapshot(self.store) == before

    @rule()
    def reopen(self) -> None:
        before = snapshot(self.store)
        self.store.close()
        self.store = Store(self.folder / "data")
        assert snapshot(self.store) == before

    @invariant()
    def folders_and_records_agree(self) -> None:
        folders = self.store.folders
        for folder, records in (
            (folders.tables, self.store.tables.list()),
            (folders.models, self.store.models.list()),
            (folders.answers, self.store.answers.list()),
        ):
            assert {one.name for one in folder.iterdir()} == {one.id for one in records}

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)


TestKept = Kept.TestCase
TestKept.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)


def test_a_folder_has_one_store_at_a_time(tmp_path: Path) -> None:
    with Store(tmp_path), pytest.raises(FolderTakenError, match=str(os.getpid())):
        Store(tmp_path)
    with Store(tmp_path) as again:
        assert again.tables.list() == []


def test_a_store_that_cannot_open_its_database_gives_the_folder_back(
    tmp_path: Path,
) -> None:
    with Store(tmp_path):
        pass
    for file in tmp_path.glob("studio.sqlite*"):
        file.unlink()
    (tmp_path / "studio.sqlite").mkdir()
    with pytest.raises(Exception, match=r"open|directory"):
        Store(tmp_path)
    (tmp_path / "studio.sqlite").rmdir()
    with Store(tmp_path):
        pass


ADD_AND_DIE = """
import os, signal, sys
from pathlib import Path
from genrelens.server.keeping.store import Store
store = Store(Path(sys.argv[1]))
for number in range(10**6):
    upload = store.folders.uploads / "x.part"
    upload.write_text(str(number))
    table = store.tables.add(f"{number}.csv", upload, "00", 1)
    print(table.id, flush=True)
"""


@pytest.mark.parametrize("n_told", [1, 7, 40])
def test_what_was_told_as_kept_outlives_a_kill(tmp_path: Path, n_told: int) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", ADD_AND_DIE, str(tmp_path)], stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    told = [child.stdout.readline().decode().strip() for _ in range(n_told)]
    child.send_signal(signal.SIGKILL)
    told += child.stdout.read().decode().split("\n")[:-1]
    child.wait()
    child.stdout.close()
    with Store(tmp_path) as store:
        for number, table in enumerate(told):
            assert store.tables.get(table).name == f"{number}.csv"
            assert store.tables.path(table).read_text() == str(number)
