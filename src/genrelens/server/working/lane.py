"""Run the jobs of one lane, one after the other, each in a child process."""

from __future__ import annotations

import errno
import logging
import sqlite3
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from genrelens.errors import GenrelensError, OutputError
from genrelens.server.keeping.adopting import adopt
from genrelens.server.keeping.database.ids import NotHere
from genrelens.server.keeping.database.times import utc_now
from genrelens.server.keeping.taking.telling import WORK, tell_not_done
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
_SECONDS_AFTER_TROUBLE = 2.0
_STOPPED = "The studio was stopped while this ran, so it begins anew."
_ALONE = frozenset({"apply", "undo"})  # these never begin anew by themselves
_HALF = (
    "The studio was stopped while files were being changed. Every file is whole: it "
    "has its old genres or its new ones. Open the plan to go on, or to take back what "
    "was written."
)
_GONE = "What the job was to work on was removed, so it could not be done."
_FAULT = (
    "The job could not be done: {error}. This is a fault of the program; its details "
    "stand where the studio was started."
)
_FULL = frozenset((errno.ENOSPC, errno.EDQUOT))
_log = logging.getLogger("genrelens.server.working")


@dataclass(slots=True)
class _Run:
    """The job that is being done."""

    job: JobRecord
    stopwatch: Stopwatch
    child: ChildProcess | None = None
    is_cancelled: bool = False
    stage: str = ""
    failure: str | None = None
    code: int | None = None  # of the child that is gone
    written: float = field(default=0.0)
    unwritten: dict[str, Any] = field(default_factory=dict)


class Lane:
    """A thread that does the queued jobs of some kinds in the order of their coming.

    Whatever goes wrong is told, on the job or in `trouble`, and the thread goes on.

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
        self._trouble = ""
        self._thread = threading.Thread(
            target=self._work, name=f"lane of {', '.join(kinds)}", daemon=True
        )

    @property
    def is_alive(self) -> bool:
        """Whether jobs are taken up here."""
        return self._thread.is_alive()

    @property
    def trouble(self) -> str:
        """Why no job is begun or recorded just now; empty where all is well."""
        return self._trouble

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
                self._end(job.id, "cancelled")
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
        while not self._is_stopping:
            try:
                self._step()
            except Exception as error:  # noqa: BLE001 - a lane outlives every error
                self._rest(error)

    def _step(self) -> None:
        """Do one job; one that is done, but is not recorded yet, is recorded."""
        run = self._run or self._next()
        if run is None:
            return
        if run.code is None:
            self._do(run)
        with self._changed:
            self._conclude(run)
            self._run, self._trouble = None, ""
            self._changed.notify_all()

    def _rest(self, error: Exception) -> None:
        """Tell what is wrong, and wait a while before the next attempt."""
        told = " ".join(str(error).split()) or type(error).__name__
        if told != self._trouble:
            _log.error("jobs wait: %s", told, exc_info=not _is_of_the_disk(error))
        with self._changed:
            self._trouble = told
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._is_stopping, _SECONDS_AFTER_TROUBLE)

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
                self._trouble = ""
        return None

    def _begin(self, job: JobRecord) -> _Run:
        started = self._store.jobs.update(
            job.id,
            state="running",
            started=utc_now(),
            attempt=job.attempt + 1,
            **_NOTHING_DONE,
        )
        return _Run(started, Stopwatch(earlier_courses(self._store, started)))

    def _do(self, run: _Run) -> None:
        """Do one job, from its order to the end of its child."""
        run.code = 0
        try:
            order = order_of(run.job, self._store, self._settings)
            run.code = self._have_done(run, order)
        except NotHere:
            run.failure = _GONE
        except (GenrelensError, OSError, sqlite3.Error) as error:
            run.failure = f"The job could not be done: {error}"
        except Exception as error:  # noqa: BLE001 - told, and the lane goes on
            run.failure = _FAULT.format(error=error or type(error).__name__)
            _log.exception("%s could not be done", run.job.id)

    def _have_done(self, run: _Run, order: dict[str, Any]) -> int:
        """Let a child do it, which is gone afterwards whatever happens."""
        child = self._spare.take()
        try:
            with self._changed:
                run.child = child
                if run.is_cancelled or self._is_stopping:
                    child.kill()
            child.give(order)
            for message in child.messages():
                self._hear(run, message)
        except BaseException:
            child.kill()
            raise
        finally:
            code = child.leave()
        return code

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
        names = ("stage", "done", "total")
        run.unwritten = {**dict(zip(names, step, strict=True)), "seconds_left": left}
        if time.monotonic() - run.written >= _SECONDS_BETWEEN_WRITES:
            self._write_progress(run)

    def _write_progress(self, run: _Run) -> None:
        """Record how far a job is; that may be lost, and is where the disk is full."""
        if not run.unwritten:
            return
        run.written = time.monotonic()
        with suppress(OutputError):
            self._store.jobs.update(run.job.id, **run.unwritten)
        run.unwritten = {}

    def _conclude(self, run: _Run) -> None:
        """Record how a job ended, truly; done once more where it could not be."""
        job_id = run.job.id
        if self._store.jobs.get(job_id).is_over:
            return
        self._write_progress(run)
        if self._keep(run):
            return
        self._clear(job_id)
        if run.is_cancelled:
            self._end(job_id, "cancelled")
        elif self._is_stopping and run.failure is None and run.job.kind in _ALONE:
            self._end(job_id, "interrupted", _HALF)
        elif self._is_stopping and run.failure is None:
            self._store.jobs.update(
                job_id,
                state="queued",
                attempt=run.job.attempt - 1,  # it was told to stop, and did
                note=_STOPPED,
                **_NOTHING_DONE,
            )
        else:
            told = run.failure or crash_words(run.code or 0, run.stage)
            self._end(job_id, "failed", told)

    def _keep(self, run: _Run) -> bool:
        """Keep what a job made, if all of it is there, and how long it took."""
        try:
            adopted = adopt(self._store, run.job.id)
        except (GenrelensError, OSError, ValueError, KeyError) as error:
            if _is_of_the_disk(error):
                raise
            run.failure = f"The result could not be kept: {error}"
            _log.exception("the result of %s could not be kept", run.job.id)
            return False
        if adopted is None:
            return False
        if adopted.state == "done":
            keep_course(self._store, run.job, run.stopwatch.course())
        return True

    def _clear(self, job_id: str) -> None:
        """Delete what a child left; what cannot be is swept at the next start."""
        try:
            self._store.jobs.clear_output(job_id)
        except OSError as error:
            _log.warning("the folder of %s was not deleted: %s", job_id, error)

    def _end(self, job_id: str, state: str, error: str = "") -> None:
        """Record an end, also on what the job worked on, where that is still here."""
        with self._store.transaction():
            job = self._store.jobs.update(
                job_id, state=state, error=error, finished=utc_now(), seconds_left=None
            )
            told = error or f"The {WORK[job.kind]} was cancelled; start it again."
            tell_not_done(self._store, job, told)

    def _kill(self) -> None:
        if self._run is not None and self._run.child is not None:
            self._run.child.kill()


def _is_of_the_disk(error: Exception) -> bool:
    """Whether the disk takes nothing just now, which another attempt may find over."""
    return isinstance(error, OutputError) or getattr(error, "errno", None) in _FULL


_NOTHING_DONE: dict[str, Any] = {
    "stage": "",
    "done": 0,
    "total": 0,
    "seconds_left": None,
}
