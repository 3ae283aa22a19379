"""Take in jobs, and see that each of them is done, cancelled or told as failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from genrelens.server.keeping.store import InUseError
from genrelens.server.keeping.sweeping import recover
from genrelens.server.working.children.spare_child import SpareChild
from genrelens.server.working.lane import Lane

if TYPE_CHECKING:
    from genrelens.server.keeping.jobs import JobKind, JobRecord
    from genrelens.server.keeping.store import Store
    from genrelens.server.settings import Settings
    from genrelens.server.working.progress import JobProgress

__all__ = ["JobQueue"]

_LANES = (
    ("train",),
    ("inspect", "predict"),
    ("extract", "name", "plan", "apply", "undo"),
)
_BY_HAND = "This changes files of yours, so it is asked for on the page of its plan."


class JobQueue:
    """Runs what takes long in children: one training, one light job, one with music.

    Parameters
    ----------
    store : Store
        Where jobs are kept, and what they make.
    settings : Settings
        Threads of a training.
    """

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._spare = SpareChild()
        self._lanes = {
            kinds: Lane(kinds, store, settings, self._spare) for kinds in _LANES
        }

    def start(self) -> None:
        """Clear up after an earlier server, and begin with the jobs that it left."""
        recover(self._store)
        for lane in self._lanes.values():
            lane.start()

    def stop(self) -> None:
        """End every child at once; what ran is queued, and begins anew at a start."""
        self._spare.close()
        for lane in self._lanes.values():
            lane.stop()

    @property
    def trouble(self) -> str:
        """Why jobs do not go on; empty where they do, or wait for their turn only."""
        if not all(lane.is_alive for lane in self._lanes.values()):
            return "Jobs are not taken up any more. Start the studio again."
        return next(filter(None, (lane.trouble for lane in self._lanes.values())), "")

    def trouble_of(self, job: JobRecord) -> str:
        """Why a job that is not over does not go on; empty where it does."""
        return "" if job.is_over else self._lane(job).trouble

    def submit(
        self,
        kind: JobKind,
        *,
        table_id: str = "",
        model_id: str = "",
        answer_id: str = "",
        music_id: str = "",
        plan_id: str = "",
        request: dict[str, Any] | None = None,
    ) -> JobRecord:
        """Put a job at the end of its lane.

        Parameters
        ----------
        kind : str
            What is to be done.
        table_id, model_id, answer_id, music_id, plan_id : str, optional
            What it is done with: a table, for predictions a model and an answer; a
            music folder or a plan. The model of a training gets its id when the job
            is done.
        request : dict, optional
            Settings, as plain values; those of a training are the fields of
            `workflow.requests.TrainRequest` without paths. Where the options of the
            table say something else, these here count. A training keeps all of them,
            so that done again it is asked the very same.

        Raises
        ------
        NotHere
            If what it is done with is not here.
        """
        with self._store.transaction():
            if kind == "train":
                options = self._store.tables.get(table_id).options
                request = {**options.to_dict(), **(request or {})}
            if model_id:
                self._store.models.get(model_id)
            self._mark(kind, table_id or answer_id or plan_id or music_id)
            job = self._store.jobs.add(
                kind,
                table_id=table_id,
                model_id=model_id,
                answer_id=answer_id,
                music_id=music_id,
                plan_id=plan_id,
                request=request or {},
            )
        self._lane(job).wake()
        return job

    def cancel(self, job_id: str) -> JobRecord:
        """End a job within two seconds; one that is over stays as it is.

        Raises
        ------
        NotHere
            If there is no such job.
        """
        job = self._store.jobs.get(job_id)
        if not job.is_over:
            self._lane(job).cancel(job_id)
        return self._store.jobs.get(job_id)

    def end_work_on(
        self, kind: Literal["table", "model", "answer", "plan"], its_id: str
    ) -> None:
        """End every job that reads or makes something which is to be removed."""
        for job in self._store.jobs.list():
            used = {
                "table": job.table_id,
                "model": job.model_id,
                "answer": job.answer_id,
                "plan": job.plan_id,
            }[kind]
            if used == its_id and not job.is_over:
                self.cancel(job.id)

    def again(self, job_id: str) -> JobRecord:
        """Put a job that is over into the queue anew, as a new job.

        Raises
        ------
        NotHere
            If there is no such job, or what it worked on was removed.
        InUseError
            If it is not over, or changes files.
        """
        job = self._store.jobs.get(job_id)
        if not job.is_over:
            raise InUseError(
                "This job is not over. Wait for its end, or cancel it first."
            )
        if job.kind in ("apply", "undo"):
            raise InUseError(_BY_HAND)
        return self.submit(
            job.kind,
            table_id=job.table_id,
            model_id="" if job.kind == "train" else job.model_id,
            answer_id=job.answer_id,
            music_id=job.music_id,
            plan_id=job.plan_id,
            request=job.request,
        )

    def progress(self, job_id: str) -> JobProgress | None:
        """Tell how far a job has come, stage by stage; None where it does not run."""
        return self._lane(self._store.jobs.get(job_id)).progress(job_id)

    def wait(self, job_id: str, seconds: float) -> JobRecord:
        """Wait until a job is over, but not longer than so many seconds."""
        return self._lane(self._store.jobs.get(job_id)).wait(job_id, seconds)

    def _mark(self, kind: JobKind, its_id: str) -> None:
        """Say on what a job works on that it is about to be done."""
        store = self._store
        if kind == "inspect":
            store.tables.set_state(its_id, "reading")
        elif kind == "predict":
            store.answers.set_state(its_id, "working")
        elif kind == "extract":
            store.music.set_state(its_id, "reading")
        elif kind == "plan":
            store.plans.set_state(its_id, "making")
        elif kind == "apply":
            store.plans.set_state(its_id, "applying")
        elif kind == "undo":
            store.plans.set_state(its_id, "undoing")

    def _lane(self, job: JobRecord) -> Lane:
        return next(lane for kinds, lane in self._lanes.items() if job.kind in kinds)
