"""A studio as people start it, with a table, a model and an answer in it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

SCREENSHOTS = Path(__file__).parents[3] / "build" / "screenshots"
HOSTILE_TITLE = "<img src=x onerror=alert(1)> & co"
HOSTILE_FILE = "00 \"quoted\" <b onclick=x>bold 'single' {{7*7}}.flac"
_TOKEN = "a-token-for-browser-tests-that-nobody-guesses"  # noqa: S105
_ADDRESS = re.compile(r"Studio: (http://127\.0\.0\.1:\d+)/\?token=(\S+)")
_START_SECONDS = 60.0
_WATCH = """
window.__violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.__violations.push(`${event.violatedDirective}: ${event.blockedURI}`);
});
"""


@dataclass(frozen=True)
class RunningStudio:
    """A server process, and a client that carries its token.

    Parameters
    ----------
    address : str
        Where it is reached, without a path.
    client : httpx.Client
        Asks it as a program would.
    data : Path
        Its data folder.
    """

    address: str
    client: httpx.Client
    data: Path

    @property
    def first_address(self) -> str:
        """The address that is printed at the start, which opens the studio."""
        return f"{self.address}/?token={_TOKEN}"

    def ask(self, method: str, path: str, **options: Any) -> Any:
        """Ask the API, and give the JSON of its answer."""
        answer = self.client.request(method, path, **options)
        assert answer.is_success, f"{method} {path}: {answer.text}"
        return answer.json() if answer.content else None

    def wait_for(self, job: str, *, seconds: float) -> dict[str, Any]:
        """Wait until a job is done; a job that fails is an error."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            told: dict[str, Any] = self.ask("GET", f"/api/v1/jobs/{job}")
            assert told["state"] in {"queued", "running", "done"}, told["error"]
            if told["state"] == "done":
                return told
            threading.Event().wait(0.1)
        raise AssertionError(f"job {job} was not done in {seconds} seconds: {told}")


@contextmanager
def running_studio(data: Path, *options: str) -> Iterator[RunningStudio]:
    """Start ``genrelens serve`` on a free port, and end it with an interrupt."""
    command = [
        *(sys.executable, "-m", "genrelens", "serve", "--data", str(data)),
        *("--port", "0", "--no-browser", "--threads", "1", *options),
    ]
    environment = {**os.environ, "GENRELENS_TOKEN": _TOKEN, "OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=environment
    )
    try:
        address = _printed_address(process)
        with httpx.Client(
            base_url=address,
            headers={"Authorization": f"Bearer {_TOKEN}"},
            timeout=60,
        ) as client:
            yield RunningStudio(address, client, data)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        assert process.stdout is not None
        process.stdout.close()


def _printed_address(process: subprocess.Popen[str]) -> str:
    """Read the address that the server prints once it is ready."""
    killer = threading.Timer(_START_SECONDS, process.kill)
    killer.start()
    told = []
    try:
        assert process.stdout is not None
        for line in process.stdout:
            told.append(line)
            found = _ADDRESS.search(line)
            if found is not None:
                return found[1]
    finally:
        killer.cancel()
    raise AssertionError(f"the studio did not start: {''.join(told)}")


@pytest.fixture(scope="session")
def studio_module() -> Any:
    """Give this module, for tests that start a studio of their own."""
    return sys.modules[__name__]


@pytest.fixture(scope="session")
def music(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Render a folder of music of two genres, with names that look like markup."""
    folder = tmp_path_factory.mktemp("music") / "My music"
    render_music(folder)
    return folder


@pytest.fixture(scope="session")
def studio(
    tmp_path_factory: pytest.TempPathFactory, music: Path
) -> Iterator[RunningStudio]:
    data = tmp_path_factory.mktemp("studio") / "data"
    with running_studio(data, "--music", str(music)) as studio:
        yield studio


def render_music(folder: Path, *, n_each: int = 14) -> None:
    """Render short tracks of two genres by many artists, and one without a genre.

    Hums are soft and held, Clicks are noise four times a second: what nobody can
    take for the other.
    """
    import numpy as np
    import soundfile
    from mutagen.flac import FLAC

    rate, random = 22_050, np.random.default_rng(7)
    at = np.arange(rate * 4) / rate
    folder.mkdir(parents=True)
    for number in range(2 * n_each + 1):
        is_hum = number % 2 == 0
        pitch = 110 * 2 ** (number / 12)
        hum = np.sin(2 * np.pi * pitch * at) * 0.3
        clicks = random.standard_normal(len(at)) * (at * 4 % 1 < 0.1) * 0.3
        sound = (hum if is_hum else clicks) + 0.001 * random.standard_normal(len(at))
        name = f"track {number:02}.flac" if number else HOSTILE_FILE
        soundfile.write(folder / name, sound.astype("float32"), rate)
        tags = FLAC(folder / name)
        tags["title"] = f"Song {number}" if number else HOSTILE_TITLE
        tags["artist"] = f"Artist {number // 2}"
        if number < 2 * n_each:
            tags["genre"] = "Hum" if is_hum else "Click"
        tags.save()
    (folder / "broken.mp3").write_bytes(b"this is no sound")


@dataclass(frozen=True)
class Places:
    """Addresses of every page, once all eight steps have been taken."""

    table: str
    model: str
    brought: str
    answer: str
    job: str
    row: int
    music: str
    plan: str
    pages: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="session")
def places(studio: RunningStudio, small_run: Any) -> Places:
    """Take the eight steps through the API, with a small made-up table."""
    sent = studio.ask(
        "POST",
        "/api/v1/tables?name=tracks.csv",
        content=small_run.table.read_bytes(),
        headers={"Content-Type": "application/octet-stream"},
    )
    studio.wait_for(sent["job"]["id"], seconds=120)
    table = sent["table"]["id"]
    job = studio.ask(
        "POST",
        "/api/v1/jobs",
        json={
            "kind": "train",
            "table": table,
            "options": {"trees": 20, "explain_tracks": 60, "quick": True},
        },
    )["id"]
    model = studio.wait_for(job, seconds=240)["model"]
    brought = studio.ask(
        "POST",
        "/api/v1/models?name=brought.genrelens",
        content=small_run.model.read_bytes(),
        headers={"Content-Type": "application/octet-stream"},
    )["id"]
    tracks = studio.ask("GET", f"/api/v1/models/{model}/tracks?limit=1")
    answered = studio.ask(
        "POST",
        f"/api/v1/models/{model}/answers?name=new_tracks.csv",
        content=small_run.table.read_bytes(),
        headers={"Content-Type": "application/octet-stream"},
    )
    studio.wait_for(answered["job"]["id"], seconds=120)
    answer = answered["answer"]["id"]
    music, plan = _read_music(studio)
    row = int(tracks["items"][0]["row"])
    return Places(
        table=table,
        model=model,
        brought=brought,
        answer=answer,
        job=job,
        row=row,
        music=music,
        plan=plan,
        pages={
            "start": "/",
            "table": f"/tables/{table}",
            "training": f"/tables/{table}/train",
            "job": f"/jobs/{job}",
            "report": f"/models/{model}",
            "model card": f"/models/{brought}",
            "explore": f"/models/{model}/explore",
            "track": f"/models/{model}/tracks/{row}",
            "what if": f"/models/{model}/what-if",
            "review": f"/models/{model}/review",
            "use": f"/models/{model}/use",
            "answer": f"/answers/{answer}",
            "music": f"/music/{music}",
            "music track": f"/music/{music}/tracks/1",
            "plan": f"/plans/{plan}",
            "glossary": "/glossary",
            "nothing here": "/models/mod-zzzzzzzzzzzz",
        },
    )


def _read_music(studio: RunningStudio) -> tuple[str, str]:
    """Read the music, train on it, name its genres, and plan to write them."""
    address = f"/api/v1/music/{studio.ask('GET', '/api/v1/music')['items'][0]['id']}"
    reading = {"network": "none", "seconds": 5}
    job = studio.ask("POST", f"{address}/read", json=reading)["id"]
    studio.wait_for(job, seconds=240)
    told = studio.ask("GET", address)["music"]
    asked = {"trees": 20, "explain_tracks": 10, "quick": True}
    job = studio.ask(
        "POST",
        "/api/v1/jobs",
        json={"kind": "train", "table": told["table"], "options": asked},
    )["id"]
    model = studio.wait_for(job, seconds=240)["model"]
    wanted = {"model": model, "max_error": 0.2}
    job = studio.ask("POST", f"{address}/name", json=wanted)["id"]
    studio.wait_for(job, seconds=240)
    made = studio.ask("POST", f"{address}/plans", json={**wanted, "policy": "append"})
    studio.wait_for(made["job"]["id"], seconds=240)
    return told["id"], made["plan"]["id"]


@dataclass(frozen=True)
class Visit:
    """A page that is open, and all that a browser held against it so far."""

    page: Page
    trouble: list[str]

    def violations(self) -> list[str]:
        """Give what the page's policy refused."""
        found: list[str] = self.page.evaluate("window.__violations")
        return found


@pytest.fixture(scope="session")
def signed_in(browser: Browser, studio: RunningStudio) -> Any:
    """Sign in once by the studio's first address; give what the browser keeps of it."""
    context = browser.new_context(base_url=studio.address)
    try:
        context.new_page().goto(studio.first_address)
        return context.storage_state()
    finally:
        context.close()


@pytest.fixture(scope="session")
def visit(
    browser: Browser, studio: RunningStudio, signed_in: Any
) -> Callable[..., Any]:
    """Open a page of the studio in a browser of its own that has signed in before.

    It notes every request to another place, every console error and script error.
    """

    @contextmanager
    def visiting(path: str = "/", *, status: int = 200, **options: Any) -> Any:
        context = browser.new_context(
            base_url=studio.address, storage_state=signed_in, **options
        )
        context.add_init_script(_WATCH)
        trouble: list[str] = []
        try:
            page = context.new_page()
            _watch(page, urlsplit(studio.address).netloc, trouble, status)
            answer = page.goto(path)
            assert answer is not None
            assert answer.status == status
            page.wait_for_load_state("networkidle")
            yield Visit(page, trouble)
        finally:
            context.close()

    return visiting


PAGES = (
    *("start", "table", "training", "job", "report", "model card", "explore"),
    *("track", "what if", "review", "use", "answer", "glossary", "nothing here"),
    *("music", "music track", "plan"),
)


@pytest.fixture(scope="session")
def page_names() -> tuple[str, ...]:
    return PAGES


def status_of(name: str) -> int:
    """Give the status with which a page of `PAGES` is answered."""
    return 404 if name == "nothing here" else 200


@dataclass(frozen=True)
class Opened:
    """A page that was read to its end, and what a browser held against it till then."""

    name: str
    page: Page
    trouble: list[str]
    violations: list[str]


@pytest.fixture(scope="session", params=PAGES)
def opened(
    request: pytest.FixtureRequest, visit: Callable[..., Any], places: Places
) -> Iterator[Opened]:
    """Open each page once, for all tests that look at every page.

    They may scroll, resize, and move the focus, but change nothing that is kept.
    """
    name = request.param
    with visit(
        places.pages[name], status=status_of(name), reduced_motion="reduce"
    ) as visited:
        page = visited.page
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        page.wait_for_load_state("networkidle")
        yield Opened(name, page, list(visited.trouble), visited.violations())


def _watch(page: Page, own: str, trouble: list[str], status: int) -> None:
    def on_console(message: Any) -> None:
        is_expected = status >= 400 and f"status of {status}" in message.text
        if message.type in {"error", "warning"} and not is_expected:
            trouble.append(f"console: {message.text}")

    def on_request(request: Any) -> None:
        to = urlsplit(request.url)
        if to.scheme not in {"data", "blob"} and to.netloc != own:
            trouble.append(f"request: {request.url}")

    page.on("console", on_console)
    page.on("request", on_request)
    page.on("pageerror", lambda error: trouble.append(f"error: {error}"))
    page.on("dialog", lambda dialog: trouble.append(f"dialog: {dialog.message}"))


@pytest.fixture(scope="session")
def keep_screenshot() -> Callable[[Page, str], None]:
    """Keep a picture of a page, as an artefact of the run."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)

    def keep(page: Page, name: str) -> None:
        page.screenshot(path=SCREENSHOTS / f"{name}.png")

    return keep
