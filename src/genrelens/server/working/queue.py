"""Take in jobs, and see that each of them is done, cancelled or told as failed."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from genrelens.errors import InputError, printable
from genrelens.server.working.lane import Lane
from genrelens.server.working.progress import StageCurve
from genrelens.server.working.spare_child import SpareChild

if TYPE_CHECKING:
    from genrelens.server.keeping.jobs import JobKind, JobRecord
    from genrelens.server.keeping.store import Store
    from genrelens.server.settings import Settings
    from genrelens.server.working.progress import JobProgress

__all__ = ["JobQueue"]

_HEAVY = ("train",)
_OVER = ("done", "failed", "cancelled", "interrupted")


class JobQueue:
    """Runs what takes long in child processes: one training and one light job at a time.

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
        self._lock = threading.RLock()
        self._heavy = Lane("heavy", store, settings, self._spare)
        self._light = Lane("light", store, settings, self._spare)

    def start(self) -> None:
        """Begin to work, with the jobs that an earlier server left queued first."""

    def stop(self) -> None:
        """End every child within two seconds; their jobs are told as interrupted."""

    def submit(
        self,
        kind: JobKind,
        *,
        table_id: str = "",
        model_id: str = "",
        answer_id: str = "",
        request: dict[str, Any] | None = None,
    ) -> JobRecord:
        """Put a job at the end of its lane.

        Parameters
        ----------
        kind : "inspect", "train" or "predict"
            What is to be done.
        table_id, model_id, answer_id : str, optional
            What it is done with: a table, for predictions a model and an answer.
            The model of a training gets its id when the job is done.
        request : dict, optional
            Settings, as plain values; those of a training are the fields of
            `workflow.requests.TrainRequest` without paths.
        """
        raise NotImplementedError

    def cancel(self, job_id: str) -> JobRecord:
        """End a job within two seconds; one that is over stays as it is."""
        raise NotImplementedError

    def again(self, job_id: str) -> JobRecord:
        """Put a job that failed, was cancelled or was interrupted into the queue anew."""
        raise NotImplementedError

    def progress(self, job_id: str) -> JobProgress:
        """Tell how far a job has come, stage by stage, with the time left."""
        raise NotImplementedError
