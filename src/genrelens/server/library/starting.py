"""Have a music folder read, its genres named, or a plan made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from genrelens.errors import InputError
from genrelens.server.keeping.store import InUseError
from genrelens.server.warming.libraries import have_libraries
from genrelens.server.working.ordering import MUSIC_TAGS

if TYPE_CHECKING:
    from genrelens.server.keeping.jobs import JobRecord
    from genrelens.server.keeping.music.plans import PlanRecord
    from genrelens.server.studio import Studio

    have_libraries()
    from genrelens.workflow.music_library.needs import MusicNeeds

__all__ = [
    "model_name",
    "name_genres",
    "new_plan",
    "newest_job",
    "read_music",
    "refuse_without_tags",
]


def read_music(studio: Studio, music_id: str, request: dict[str, Any]) -> JobRecord:
    """Have a folder read, or read again; what did not change is not read twice.

    Raises
    ------
    NotHere
        If there is no such folder.
    MusicNotGivenError
        If it was not given when the studio was started.
    InUseError
        If it is being read.
    InputError
        If a library or the network is missing; nothing is begun then.
    """
    record = studio.store.music.get(music_id)
    studio.music.path(record.id)
    for job in _live(studio, record.id, "extract"):
        raise InUseError(
            f"This folder is being read already ({job.id}). Wait for its end, or "
            f"cancel it."
        )
    needs = _needs()
    _refuse(needs.sound)
    if request.get("network") == MUSIC_TAGS:
        _refuse(needs.network and f"{needs.network}, or read the folder without tags.")
    return studio.queue.submit("extract", music_id=record.id, request=request)


def name_genres(studio: Studio, music_id: str, request: dict[str, Any]) -> JobRecord:
    """Have a model name the genre of every track.

    Raises
    ------
    NotHere
        If there is no such folder or model.
    NotReadError, MusicNotGivenError
        If the folder was never read, or not given at this start.
    InputError
        If a library or the network is missing, or the model is not one of sound.
    """
    record = studio.store.music.get(music_id)
    studio.music.path(record.id)
    studio.libraries.get(record.id)
    _refuse_deaf(studio, request["model"])
    named = {**request, "model_name": model_name(studio, request["model"])}
    return studio.queue.submit("name", music_id=record.id, request=named)


def new_plan(
    studio: Studio, music_id: str, request: dict[str, Any]
) -> tuple[PlanRecord, JobRecord]:
    """Have a plan made of which genres are to be written into which files.

    Raises
    ------
    NotHere
        If there is no such folder or model.
    NotReadError, MusicNotGivenError
        If the folder was never read, or not given at this start.
    InputError
        If a library or the network is missing, or the model is not one of sound.
    """
    record = studio.store.music.get(music_id)
    studio.music.path(record.id)
    studio.libraries.get(record.id)
    refuse_without_tags()
    _refuse_deaf(studio, request["model"])
    asked = {**request, "model_name": model_name(studio, request["model"])}
    with studio.store.transaction():
        plan = studio.store.plans.add(record.id, asked)
        job = studio.queue.submit(
            "plan", music_id=record.id, plan_id=plan.id, request=asked
        )
    return studio.store.plans.get(plan.id), job


def model_name(studio: Studio, model: str) -> str:
    """Give what people call a model, or the start from tags.

    Raises
    ------
    NotHere
        If there is no such model.
    """
    if model == MUSIC_TAGS:
        return "the tags that the network hears"
    return studio.store.models.get(model).name


def newest_job(studio: Studio, kind: str, its_id: str) -> JobRecord | None:
    """Give the newest job of a kind with a folder or plan; None where none is known."""
    own = [
        job
        for job in studio.store.jobs.list()
        if job.kind == kind and its_id in (job.music_id, job.plan_id)
    ]
    return own[-1] if own else None


def refuse_without_tags() -> None:
    """Refuse what plans or writes genres where the library that does is not here.

    Raises
    ------
    InputError
        If mutagen is missing; the message says how to install it.
    """
    _refuse(_needs().tags)


def _needs() -> MusicNeeds:
    have_libraries()
    from genrelens.workflow.music_library.needs import music_needs

    return music_needs()


def _refuse_deaf(studio: Studio, model: str) -> None:
    """Refuse a model that cannot hear files here, before any is opened."""
    needs = _needs()
    _refuse(needs.sound)
    if model == MUSIC_TAGS:
        _refuse(needs.network)
        return
    from genrelens.workflow.music_library.needs import needs_of_model

    _refuse(needs_of_model(studio.models.get(model).trained))


def _refuse(missing: str) -> None:
    if missing:
        raise InputError(missing)


def _live(studio: Studio, music_id: str, kind: str) -> list[JobRecord]:
    return [
        job
        for job in studio.store.jobs.list()
        if job.kind == kind and job.music_id == music_id and not job.is_over
    ]
