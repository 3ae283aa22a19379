"""Run the jobs of one lane, one after the other, each in a child process."""

from __future__ import annotations

import sqlite3
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from genrelens.errors import GenrelensError
from genrelens.server.keeping.adopting import adopt
from genrelens.server.keeping.database.times import utc_now
from genrelens.server.working.children.crash_words import crash_words
from genrelens.server.working.earlier_jobs import earlier_courses, keep_course
from genrelens.server.working.ordering import order_of
from genrelens.server.working.progress import Stopwatch

if TYPE_CHECKING:
    from collections.abc import Collection

    from genrelens.server.keeping.jobs import JobRecord
    from genrelens.server.keeping.store import Store
    from genrelens.server.settings import Settings
    from genrelens.server.working.children.child_process import ChildProcess
    from genrelens.server.working.children.spare_child import SpareChild
    from genrelens.server.working.progress import JobProgress

__all__ = ["Lane"]

_SECONDS_BETWEEN_WRITES = 0.5
_IDLE_SECONDS = 2.0
_STOPPED = "The studio was stopped while this ran, so it begins anew."


@dataclass(slots=True)
class _Run:
    """The job that is being done."""

    job: JobRecord
    stopwatch: Stopwatch
    child: ChildProcess | None = None
    is_cancelled: bool = False
    stage: str = ""
    failure: str | None = None
    written: float = field(default=0.0)


class Lane:
    """A thread that does the queued jobs of some kinds in the order of their coming.

    Parameters
    ----------
    kinds : collection of str
        Kinds of jobs that are done here.
    store : Store
        Where jobs are recorded, and results kept.
    settings : Settings
        Threads of a training.
    spare : SpareChild
        Gives a child that is ready.
    """

    def __init__(
        self,
        kinds: Collection[str],
        store: Store,
        settings: Settings,
        spare: SpareChild,
    ) -> None:
        self._kinds = frozenset(kinds)
        self._store, self._settings, self._spare = store, settings, spare
        self._changed = threading.Condition(threading.RLock())
        self._run: _Run | None = None
        self._is_stopping = False
        self._thread = threading.Thread(
            target=self._work, name=f"lane of {', '.join(kinds)}", daemon=True
        )

    def start(self) -> None:
        """Begin with the first job that is queued."""
        self._thread.start()

    def stop(self) -> None:
        """End the job that runs, which begins anew when the studio is started."""
        with self._changed:
            self._is_stopping = True
            self._changed.notify_all()
            self._kill()
        self._thread.join()

    def wake(self) -> None:
        """Look for a new job."""
        with self._changed:
            self._changed.notify_all()

    def cancel(self, job_id: str) -> None:
        """End a job of this lane, and wait until its state tells so."""
        with self._changed:
            job = self._store.jobs.get(job_id)
            if job.state == "queued":
                self._end(job, "cancelled")
                self._changed.notify_all()
                return
            if self._run is not None and self._run.job.id == job_id:
                self._run.is_cancelled = True
                self._kill()
        self.wait(job_id, 10.0)

    def wait(self, job_id: str, seconds: float) -> JobRecord:
        """Wait until a job is over, but not longer than so many seconds."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._store.jobs.get(job_id).is_over, seconds
            )
        return self._store.jobs.get(job_id)

    def progress(self, job_id: str) -> JobProgress | None:
        """Tell how far a job is; None where it does not run here."""
        with self._changed:
            run = self._run
            if run is None or run.job.id != job_id:
                return None
            return run.stopwatch.read()

    def _work(self) -> None:
        while (run := self._next()) is not None:
            try:
                self._do(run)
            except (GenrelensError, OSError, sqlite3.Error) as error:
                run.failure = f"The job could not be done: {error}"
                self._conclude(run, adopted=None, code=0)
            with self._changed:
                self._run = None
                self._changed.notify_all()

    def _next(self) -> _Run | None:
        """Wait for a job, and mark it as running; None when it is time to stop.

        A spare child is made in an idle moment: in this thread, since Linux counts a
        child's parent as gone with the thread that started it.
        """
        with self._changed:
            while not self._is_stopping:
                for job in self._store.jobs.list("queued"):
                    if job.kind in self._kinds:
                        self._run = self._begin(job)
                        return self._run
                if not self._changed.wait(_IDLE_SECONDS):
                    self._spare.prepare()
        return None

    def _begin(self, job: JobRecord) -> _Run:
        started = self._store.jobs.update(
            job.id,
            state="running",
            started=utc_now(),
            attempt=job.attempt + 1,
            stage="",
            done=0,
            total=0,
        )
        return _Run(started, Stopwatch(earlier_courses(self._store, started)))

    def _do(self, run: _Run) -> None:
        """Do one job, from its order to its record."""
        order = order_of(run.job, self._store, self._settings)
        child = self._spare.take()
        with self._changed:
            run.child = child
            if run.is_cancelled or self._is_stopping:
                child.kill()
        child.give(order)
        for message in child.messages():
            self._hear(run, message)
        code = child.leave()
        with self._changed:
            adopted = adopt(self._store, run.job.id)
            self._conclude(run, adopted=adopted, code=code)

    def _hear(self, run: _Run, message: dict[str, Any]) -> None:
        if message["event"] == "failed":
            run.failure = message["message"]
        if message["event"] == "note":
            with self._changed:
                run.stopwatch.expect(message["seconds"])
            self._store.jobs.update(run.job.id, note=message["text"])
        if message["event"] != "progress":
            return
        step = (message["stage"], message["done"], message["total"])
        with self._changed:
            run.stage = step[0]
            run.stopwatch.hear(*step)
            left = run.stopwatch.read().seconds_left
        now = time.monotonic()
        if now - run.written >= _SECONDS_BETWEEN_WRITES:
            run.written = now
            names = ("stage", "done", "total")
            self._store.jobs.update(
                run.job.id, **dict(zip(names, step, strict=True)), seconds_left=left
            )

    def _conclude(self, run: _Run, *, adopted: JobRecord | None, code: int) -> None:
        """Record how a job ended, truly."""
        if adopted is not None:
            if adopted.state == "done":
                keep_course(self._store, run.job, run.stopwatch.course())
            return
        self._store.jobs.clear_output(run.job.id)
        if run.is_cancelled:
            self._end(run.job, "cancelled")
        elif self._is_stopping and run.failure is None:
            self._store.jobs.update(
                run.job.id, state="queued", note=_STOPPED, seconds_left=None
            )
        else:
            self._end(run.job, "failed", run.failure or crash_words(code, run.stage))

    def _end(self, job: JobRecord, state: str, error: str = "") -> None:
        with self._store.transaction():
            self._store.jobs.update(
                job.id, state=state, error=error, finished=utc_now(), seconds_left=None
            )
            told = error or f"The {_WORK[job.kind]} was cancelled; start it again."
            if job.kind == "inspect" and job.table_id:
                self._store.tables.set_state(job.table_id, "failed", told)
            if job.kind == "predict" and job.answer_id:
                self._store.answers.set_state(job.answer_id, "failed", told)

    def _kill(self) -> None:
        if self._run is not None and self._run.child is not None:
            self._run.child.kill()


_WORK = {"inspect": "inspection", "predict": "prediction", "train": "training"}
