"""A page of another origin, open in the same browser, reads and changes nothing."""

from __future__ import annotations

import http.server
import json
import re
import sqlite3
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import pytest

from genrelens.server.app import create_app
from genrelens.server.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_TRY_ALL = """
async ([target, paths, methods]) => {
  const read = [];
  const tell = (how, path, what) => read.push(`${how} ${path}: ${what}`);
  for (const path of paths) {
    const address = target + path;
    for (const method of methods) {
      const body = method === "GET" || method === "HEAD" ? undefined : '{"name": "changed"}';
      for (const mode of ["cors", "no-cors"]) {
        for (const type of [null, "text/plain", "application/json"]) {
          const headers = type && body ? {"Content-Type": type} : {};
          try {
            const answer = await fetch(address, {method, mode, headers, body, credentials: "include"});
            if (answer.type !== "opaque" || answer.status !== 0) tell(`fetch ${mode} ${method}`, path, answer.status);
            if ((await answer.text()) !== "") tell(`fetch ${mode} ${method}`, path, "a body");
          } catch {}
        }
      }
    }
    try {
      const asked = new XMLHttpRequest();
      asked.withCredentials = true;
      asked.open("GET", address, false);
      asked.send();
      tell("xhr", path, asked.responseText);
    } catch {}
    const loaded = await new Promise((done) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => done(true);
      script.onerror = () => done(false);
      document.head.append(script);
    });
    if (loaded) tell("script", path, "loaded");
    const drawn = await new Promise((done) => {
      const image = new Image();
      image.onload = () => done(true);
      image.onerror = () => done(false);
      image.src = address;
    });
    if (drawn) tell("image", path, "drawn");
    navigator.sendBeacon(address, '{"name": "changed"}');
  }
  return read;
}
"""  # noqa: E501
_FRAME_ALL = """
async ([target, paths]) => {
  const read = [];
  for (const path of paths) {
    const frame = document.createElement("iframe");
    frame.src = target + path;
    document.body.append(frame);
    await new Promise((done) => { frame.onload = done; setTimeout(done, 2000); });
    try {
      if (frame.contentDocument) read.push(path);
    } catch {}
    frame.remove();
  }
  return read;
}
"""
_POST_FORMS = """
([target, paths]) => {
  for (const path of paths) {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
      const frame = document.createElement("iframe");
      frame.name = `f${Math.random()}`;
      const form = document.createElement("form");
      Object.assign(form, {action: target + path, method: "post", enctype: type, target: frame.name});
      const field = document.createElement("input");
      Object.assign(field, {name: '{"name": "changed", "x', value: '": 1}'});
      form.append(field);
      document.body.append(frame, form);
      form.submit();
    }
  }
}
"""  # noqa: E501
_OPEN_SOCKET = """
([target, paths]) => Promise.all(paths.map((path) => new Promise((done) => {
  const socket = new WebSocket(target.replace("http", "ws") + path);
  socket.onopen = () => done("open");
  socket.onmessage = () => done("message");
  socket.onerror = () => done("refused");
})))
"""


class _Quiet(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>other</title><body>another site")

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def other_site() -> Iterator[int]:
    """Serve a page of another origin: the same machine, another port."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def paths(places: Any, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Give every path of the router, with the ids of things that are there."""
    from fastapi.routing import iter_route_contexts

    data = tmp_path_factory.mktemp("none")
    app = create_app(Settings(data=data))
    known = {
        "table_id": places.table,
        "model_id": places.model,
        "job_id": places.job,
        "answer_id": places.answer,
        "row": str(places.row),
        "name": "metrics",
    }
    found = {context.path for context in iter_route_contexts(app.routes)}
    filled = {
        re.sub(r"\{(\w+)[^}]*\}", lambda match: known.get(match[1], "x"), path)
        for path in found
        if path
    }
    assert len(filled) > 30
    return sorted(filled)


def _kept(studio: Any) -> str:
    """Give all that the studio keeps, as its database tells it."""
    with sqlite3.connect(
        f"file:{studio.data / 'studio.sqlite'}?mode=ro", uri=True
    ) as b:
        text = "\n".join(b.iterdump())
    b.close()
    files = [p for p in sorted(studio.data.rglob("*")) if p.is_file()]
    return text + "\n".join(
        f"{p.name} {p.stat().st_size}" for p in files if "sqlite" not in p.name
    )


@pytest.fixture
def attacker(browser: Any, studio: Any, other_site: int) -> Callable[..., Any]:
    """Open the studio in one tab, signed in, and another site in the next."""

    @contextmanager
    def attacking(host: str = "127.0.0.1") -> Any:
        context = browser.new_context()
        try:
            own = context.new_page()
            own.goto(studio.first_address)
            assert own.title()
            page = context.new_page()
            page.goto(f"http://{host}:{other_site}/")
            yield page
        finally:
            context.close()

    return attacking


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_scripts_of_another_site_read_and_change_nothing(
    attacker: Callable[..., Any], studio: Any, paths: list[str], host: str
) -> None:
    before = _kept(studio)
    methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
    assert len(paths) * len(methods) * 6 >= 1_000
    with attacker(host) as page:
        assert page.evaluate(_TRY_ALL, [studio.address, paths, methods]) == []
    assert _kept(studio) == before


def test_frames_of_the_studio_stay_empty(
    attacker: Callable[..., Any], studio: Any, paths: list[str]
) -> None:
    pages = [path for path in paths if not path.startswith(("/api/", "/v2/"))]
    with attacker() as page:
        answers: list[int] = []
        page.on(
            "response",
            lambda got: (
                answers.append(got.status) if studio.address in got.url else None
            ),
        )
        assert page.evaluate(_FRAME_ALL, [studio.address, pages]) == []
        assert len(answers) >= len(pages)
        assert set(answers) == {403}


def test_forms_of_another_site_change_nothing(
    attacker: Callable[..., Any], studio: Any, paths: list[str]
) -> None:
    before = _kept(studio)
    with attacker() as page:
        answers: list[int] = []
        page.on(
            "response",
            lambda got: (
                answers.append(got.status) if studio.address in got.url else None
            ),
        )
        page.evaluate(_POST_FORMS, [studio.address, paths])
        page.wait_for_load_state("networkidle")
        assert len(answers) == 3 * len(paths)
        assert set(answers) == {403}
    assert _kept(studio) == before


def test_no_websocket_opens(
    attacker: Callable[..., Any], studio: Any, paths: list[str]
) -> None:
    with attacker() as page:
        told = page.evaluate(_OPEN_SOCKET, [studio.address, paths[:12]])
    assert set(told) == {"refused"}


@pytest.mark.parametrize("kind", ["sandboxed frame", "data address"])
def test_a_page_without_origin_reads_and_changes_nothing(
    attacker: Callable[..., Any], studio: Any, paths: list[str], kind: str
) -> None:
    before = _kept(studio)
    some = [path for path in paths if "/models" in path or path == "/"][:10]
    script = (
        f"<script>({_TRY_ALL})({json.dumps([studio.address, some, ['GET', 'POST']])})"
        ".then((read) => parent.postMessage(read, '*'))</script>"
    )
    with attacker() as page:
        told = page.evaluate(
            """
            ([kind, source]) => new Promise((done) => {
              window.onmessage = (event) => done([event.origin, event.data]);
              const frame = document.createElement("iframe");
              if (kind === "sandboxed frame") {
                frame.sandbox = "allow-scripts";
                frame.srcdoc = source;
              } else {
                frame.src = `data:text/html,${encodeURIComponent(source)}`;
              }
              document.body.append(frame);
            })
            """,
            [kind, script],
        )
    assert told == ["null", []]
    assert _kept(studio) == before


def test_a_link_of_another_site_needs_a_click_of_its_own(
    attacker: Callable[..., Any], studio: Any, places: Any
) -> None:
    with attacker() as page:
        page.evaluate(
            "(to) => { location.href = to; }", f"{studio.address}/models/{places.model}"
        )
        page.get_by_role("link", name="Go on to the studio").wait_for()
        assert page.title().startswith("You came from another site")
        page.get_by_role("link", name="Go on to the studio").click()
        page.wait_for_url(f"**/models/{places.model}")
        assert page.locator("#main h1").count() == 1


def test_a_window_opened_by_another_site_is_out_of_its_reach(
    attacker: Callable[..., Any], studio: Any
) -> None:
    with attacker() as page:
        with page.context.expect_page() as opened:
            page.evaluate("(to) => { window.w = window.open(to); }", studio.address)
        opened.value.wait_for_load_state()
        # The browser parts the two windows a moment after the page has loaded.
        page.wait_for_function("() => window.w.closed", timeout=20_000)


@pytest.mark.parametrize("name", ["localhost.evil.test", "evil.test"])
def test_a_rebound_name_reaches_no_page(studio: Any, name: str) -> None:
    """Ask under a name that an attacker has pointed to this machine."""
    port = urlsplit(studio.address).port
    for path in ("/", "/api/v1/health/live", "/api/v1/models", "/static/x/studio.js"):
        answer = studio.client.get(path, headers={"Host": f"{name}:{port}"})
        assert answer.status_code == 421
        assert quote(name) in answer.text or name in answer.text


def test_the_cookie_is_out_of_reach_of_scripts(
    visit: Callable[..., Any], studio: Any
) -> None:
    with visit("/") as visited:
        visited.page.goto(studio.first_address)
        assert visited.page.evaluate("document.cookie") == ""
        (cookie,) = visited.page.context.cookies()
        assert cookie["httpOnly"]
        assert cookie["sameSite"] == "Strict"
        assert "token" not in visited.page.url
