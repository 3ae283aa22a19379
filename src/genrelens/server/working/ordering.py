"""Write down for a child what it is to do, with paths that only the server knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from genrelens.server.keeping.jobs import JobRecord
    from genrelens.server.keeping.store import Store
    from genrelens.server.settings import Settings

__all__ = ["order_of"]


def order_of(job: JobRecord, store: Store, settings: Settings) -> dict[str, Any]:
    """Give the order for a job, as plain values.

    Returns
    -------
    dict
        ``kind``, ``job``, ``output`` (an empty folder), ``options`` (what was asked
        for), and the files: ``table`` and, for predictions, ``model``.

    Raises
    ------
    NotHere
        If what the job works on was removed.
    """
    store.jobs.clear_output(job.id)  # of an attempt that was cut short
    order: dict[str, Any] = {
        "kind": job.kind,
        "job": job.id,
        "output": str(store.jobs.output(job.id)),
        "options": job.request,
    }
    if job.kind == "predict":
        order["table"] = str(store.answers.path(job.answer_id))
        order["model"] = str(store.models.file(job.model_id, "model"))
        return order
    table = store.tables.get(job.table_id)
    order["table"] = str(store.tables.path(table.id))
    order["name"] = table.name
    order["is_sample"] = table.is_sample
    order["threads"] = settings.threads
    order["options"] = {**table.options.to_dict(), **job.request}
    return order
