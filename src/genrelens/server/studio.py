"""Hold together what every route of a server shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from starlette.requests import Request

    from genrelens.server.keeping.store import Store
    from genrelens.server.music.open_libraries import OpenLibraries
    from genrelens.server.music.open_plans import OpenPlans
    from genrelens.server.music.roots import MusicRoots
    from genrelens.server.settings import Settings
    from genrelens.server.working.open_models import OpenModels
    from genrelens.server.working.queue import JobQueue

__all__ = ["Studio", "studio_of"]


@dataclass(frozen=True, slots=True)
class Studio:
    """One running server's parts.

    Parameters
    ----------
    settings : Settings
        What it was told when it started.
    store : Store
        Tables, jobs, models, decisions and answers on disk.
    queue : JobQueue
        Runs what takes long.
    models : OpenModels
        Models that are in memory, ready to answer.
    music : MusicRoots
        The only folders of music that may be opened.
    libraries : OpenLibraries
        What was read of them, in memory.
    plans : OpenPlans
        Plans of genres to be written, as they stand.
    """

    settings: Settings
    store: Store
    queue: JobQueue
    models: OpenModels
    music: MusicRoots
    libraries: OpenLibraries
    plans: OpenPlans


def studio_of(request: Request) -> Studio:
    """Give the studio that a request came to."""
    return cast("Studio", request.app.state.studio)
