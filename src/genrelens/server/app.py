"""Make the web application of a studio: its parts, its guards, its routes."""

from __future__ import annotations

from contextlib import asynccontextmanager, contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI

from genrelens.server.describing import describe
from genrelens.server.guarding.door import Door
from genrelens.server.guarding.problems import add_problem_handlers
from genrelens.server.keeping.store import Store
from genrelens.server.music.open_libraries import OpenLibraries
from genrelens.server.music.open_plans import OpenPlans
from genrelens.server.music.roots import open_roots
from genrelens.server.pages.beside.problem import problem_page
from genrelens.server.routes import add_routes
from genrelens.server.studio import Studio
from genrelens.server.warming.warming_up import FirstAnswer, WarmUp
from genrelens.server.working.open_models import OpenModels
from genrelens.server.working.queue import JobQueue

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from fastapi.telemetry import TelemetryConfig
    from starlette.types import ASGIApp

    from genrelens.server.settings import Settings

__all__ = ["GuardedApp", "create_app"]

_NO_TELEMETRY: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}
"""No environment variable makes this server report to anybody."""


class GuardedApp(FastAPI):
    """A FastAPI application behind one door that nothing gets round.

    The door stands outside of everything, so that errors, unknown addresses and
    static files pass it like any route.
    """

    settings: Settings
    warm_up: WarmUp

    def build_middleware_stack(self) -> ASGIApp:
        """Put the door in front of what FastAPI builds."""
        inner = FirstAnswer(super().build_middleware_stack(), self.warm_up)
        return Door(inner, self.settings)

    def openapi(self) -> dict[str, Any]:
        """Give the description of the API."""
        return describe(self)


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
    warm_up = WarmUp()

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        with _open_parts(settings) as studio, warm_up.running():
            app.state.studio = studio
            yield
            app.state.studio = None

    app = GuardedApp(
        title="genrelens studio",
        version=version("genrelens"),
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        lifespan=life,
        telemetry=_NO_TELEMETRY,
    )
    app.settings = settings
    app.warm_up = warm_up
    add_problem_handlers(app, problem_page)
    add_routes(app)
    return app


@contextmanager
def _open_parts(settings: Settings) -> Iterator[Studio]:
    """Open the data folder, and let the queue bring it into order and work."""
    with Store(settings.data) as store:
        roots = open_roots(store, settings.music)
        models = OpenModels(lambda model_id: store.models.file(model_id, "model"))
        queue = JobQueue(store, settings)
        queue.start()
        try:
            yield Studio(
                settings=settings,
                store=store,
                queue=queue,
                models=models,
                music=roots,
                libraries=OpenLibraries(store),
                plans=OpenPlans(store),
            )
        finally:
            queue.stop()
