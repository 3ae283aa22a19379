"""100,000 tracks in one list: any place of it is right, by wheel, keys and address."""

from __future__ import annotations

import hashlib
import re
import shutil
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from playwright.sync_api import expect

from genrelens.server.app import create_app
from genrelens.server.keeping.store import Store, new_id
from genrelens.server.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

N_TRACKS = 100_000
TOKEN = "a-token-for-tests-that-nobody-guesses"  # noqa: S105


@contextmanager
def served(data: Path) -> Iterator[str]:
    """Serve a data folder from a thread of this process; give the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = create_app(Settings(data=data, port=port, token=TOKEN, threads=1))
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            threading.Event().wait(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=30)


@pytest.fixture(scope="module")
def address(
    tmp_path_factory: pytest.TempPathFactory, small_run: Any, large_collection: Path
) -> Iterator[str]:
    data = tmp_path_factory.mktemp("long_list") / "data"
    model = new_id("model")
    with Store(data) as store:
        folder = store.models.place(model)
        shutil.copy(small_run.model, folder)
        shutil.copy(large_collection, folder)
        digest = hashlib.sha256(small_run.model.read_bytes()).hexdigest()
        store.models.add(model, "Many tracks", sha256=digest, source="trained")
    with served(data) as found:
        yield f"{found}/models/{model}/explore"


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Any]:
    context = browser.new_context(
        viewport={"width": 1600, "height": 1400},
        extra_http_headers={"Authorization": f"Bearer {TOKEN}"},
    )
    trouble: list[str] = []

    def opened(query: str = "") -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto(address + query)
        page.wait_for_selector("html[data-explored=true]")
        return page

    yield opened
    context.close()
    assert trouble == []


def row_at(page: Page, place: int) -> str:
    """Give the name in the row that says it stands at a place, once it is there."""
    row = page.locator(f"[role=row][aria-rowindex='{place + 2}']:not(.is-waiting)")
    row.wait_for(state="visible")
    return row.locator("a").inner_text()


def scroll_to(page: Page, place: int) -> None:
    page.evaluate(
        "top => { document.querySelector('[role=grid]').scrollTop = top; }", place * 56
    )


def test_rows_are_right_at_the_end_and_at_any_place(open_page: Any) -> None:
    page = open_page()

    assert page.get_by_role("grid").get_attribute("aria-rowcount") == str(N_TRACKS + 1)
    assert row_at(page, 0) == "Song 000001"
    for place in (N_TRACKS - 1, 43_210, 99_000, 7, 61_999):
        scroll_to(page, place)
        assert row_at(page, place) == f"Song {place + 1:06d}"
    assert page.locator(".long-rows [role=row]").count() < 60


def test_keys_walk_jump_and_open(open_page: Any) -> None:
    page = open_page()
    grid = page.get_by_role("grid")
    grid.focus()

    page.keyboard.press("End")
    assert row_at(page, N_TRACKS - 1) == "Song 100000"
    page.keyboard.press("ArrowUp")
    page.wait_for_selector(f"#long-row-{N_TRACKS - 2}[aria-selected=true]")
    page.keyboard.press("Home")
    page.keyboard.press("PageDown")
    chosen = page.wait_for_selector("[role=row][aria-selected=true]")
    assert chosen is not None
    assert grid.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    name = row_at(page, int(chosen.get_attribute("data-place")))
    page.keyboard.press("Enter")
    page.wait_for_url("**/tracks/*")
    assert page.get_by_role("heading", level=1).inner_text() == name


def test_order_and_filters_stand_in_the_address_and_come_back_from_it(
    open_page: Any,
) -> None:
    page = open_page()

    page.locator("[data-sort=name] button").click()
    page.locator("[data-sort=name] button").click()
    expect(page).to_have_url(re.compile(r"\?sort=-name$"))
    expect(page.locator("#long-row-0 a")).to_have_text("Song 100000")
    page.get_by_label("Search").fill("SONG 012345")
    expect(page).to_have_url(re.compile("search="))
    page.wait_for_selector("[role=grid][aria-rowcount='2']")

    again = open_page("?" + page.url.partition("?")[2])

    assert row_at(again, 0) == row_at(page, 0) == "Song 012345"
    assert again.locator("#counts strong").inner_text() == "1"
    again.get_by_role("button", name="Take away: “SONG 012345”").click()
    again.wait_for_selector(f"[role=grid][aria-rowcount='{N_TRACKS + 1}']")


def test_the_map_draws_every_track_and_a_region_of_it_filters(open_page: Any) -> None:
    page = open_page()
    colours = """() => {
      const canvas = document.getElementById("map");
      const { width, height } = canvas;
      const pixels = canvas.getContext("2d").getImageData(0, 0, width, height).data;
      return new Set(new Uint32Array(pixels.buffer)).size;
    }"""
    assert page.evaluate(colours) > 5
    page.get_by_role("button", name="Draw a region").click()
    box = page.locator("#map").bounding_box()
    assert box is not None
    for at, (x, y) in enumerate([(0.1, 0.1), (0.5, 0.1), (0.5, 0.9), (0.1, 0.9)]):
        page.mouse.move(
            box["x"] + 2 + x * (box["width"] - 4),
            box["y"] + 2 + y * (box["height"] - 4),
        )
        if at == 0:
            page.mouse.down()
    page.mouse.up()
    expect(page).to_have_url(re.compile("area="))
    page.wait_for_selector(f"[role=grid]:not([aria-rowcount='{N_TRACKS + 1}'])")
    found = int(page.locator("#counts strong").inner_text().replace(",", ""))
    assert 0 < found < N_TRACKS
