"""Make the web application of a studio: its parts, its guards, its routes."""

from __future__ import annotations

from contextlib import asynccontextmanager, suppress
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI

from genrelens.server.guarding.door import Door
from genrelens.server.guarding.problems import add_problem_handlers
from genrelens.server.routes import add_routes
from genrelens.server.studio import Studio

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp

    from genrelens.server.settings import Settings

__all__ = ["GuardedApp", "create_app"]


class GuardedApp(FastAPI):
    """A FastAPI application behind one door that nothing gets round.

    The door stands outside of everything, so that errors, unknown addresses and
    static files pass it like any route.
    """

    settings: Settings

    def build_middleware_stack(self) -> ASGIApp:
        """Put the door in front of what FastAPI builds."""
        return Door(super().build_middleware_stack(), self.settings)


def create_app(settings: Settings) -> GuardedApp:
    """Make the application; its parts open when it starts, close when it stops.

    Parameters
    ----------
    settings : Settings
        Where to keep things, where it is reached, and what is allowed.

    Returns
    -------
    GuardedApp
        Ready to be served, or to be given to a test client.
    """

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        async with _open_parts(settings) as studio:
            app.state.studio = studio
            yield

    app = GuardedApp(
        title="genrelens studio",
        version=version("genrelens"),
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        lifespan=life,
    )
    app.settings = settings
    add_problem_handlers(app)
    add_routes(app)
    return app


@asynccontextmanager
async def _open_parts(settings: Settings) -> AsyncIterator[Studio]:
    """Open what the owners' modules give so far."""
    store: Any = None
    queue: Any = None
    models: Any = None
    with suppress(ImportError):
        from genrelens.server.keeping.store import Store

        store = Store(settings.data)
    with suppress(ImportError):
        from genrelens.server.working.open_models import OpenModels

        models = OpenModels(lambda model_id: store.models.file(model_id, "model"))
    with suppress(ImportError, NotImplementedError):
        from genrelens.server.working.queue import JobQueue

        queue = JobQueue(store, settings)
        queue.start()
    try:
        yield Studio(settings=settings, store=store, queue=queue, models=models)
    finally:
        if queue is not None:
            queue.stop()
        if store is not None:
            store.close()
