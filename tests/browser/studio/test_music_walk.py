"""From a folder of music to genres in its files and back, by hand in a browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SECOND = 1_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, studio_module: Any) -> Path:
    made: Path = tmp_path_factory.mktemp("walk") / "Records"
    studio_module.render_music(made)
    return made


@pytest.fixture(scope="module")
def own_studio(
    tmp_path_factory: pytest.TempPathFactory, folder: Path, studio_module: Any
) -> Iterator[Any]:
    """Start a studio of its own: this walk writes into files."""
    data = tmp_path_factory.mktemp("walk-data") / "data"
    with studio_module.running_studio(data, "--music", str(folder)) as running:
        yield running


@pytest.fixture
def watched(
    browser: Browser, own_studio: Any, studio_module: Any
) -> Iterator[tuple[Page, list[str]]]:
    """Open the first page; at the end nothing may have gone wrong."""
    context = browser.new_context(
        base_url=own_studio.address,
        viewport={"width": 1600, "height": 1000},
        reduced_motion="reduce",
    )
    context.add_init_script(studio_module._WATCH)
    trouble: list[str] = []
    try:
        page = context.new_page()
        own = own_studio.address.removeprefix("http://")
        studio_module._watch(page, own, trouble, 200)
        page.goto(own_studio.first_address)
        yield page, trouble
        assert trouble == []
        assert page.evaluate("window.__violations") == []
    finally:
        context.close()


def test_from_a_folder_to_genres_in_its_files_and_back(
    watched: tuple[Page, list[str]],
    folder: Path,
    keep_screenshot: Callable[..., None],
) -> None:
    page, _ = watched
    before = _contents(folder)
    page.get_by_role("link", name="Records").click()
    _read(page, keep_screenshot)
    _train(page)
    page.goto("/")
    page.locator("#music").get_by_role("link", name="Records").click()
    _name(page, keep_screenshot)
    _listen(page, keep_screenshot)
    row = _plan(page, keep_screenshot)
    assert _contents(folder) == before, "nothing is written before it is said"
    _apply(page, keep_screenshot)
    _genres_are_there(folder, row)
    _undo(page, keep_screenshot)
    assert _contents(folder) == before


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def _read(page: Page, keep: Callable[..., None]) -> None:
    page.wait_for_url(re.compile(r"/music/mus-\w+$"))
    expect(page.get_by_text("has not been read yet")).to_be_visible()
    page.get_by_label(re.compile("Hear tags too")).uncheck()
    page.get_by_role("button", name="Read this folder").click()
    page.wait_for_url(re.compile(r"/jobs/job-\w+$"))
    page.wait_for_url(re.compile(r"/music/mus-\w+$"), timeout=180 * SECOND)
    expect(page.locator(".library tbody tr")).to_have_count(29)
    expect(page.get_by_text("broken.mp3")).to_be_visible()
    keep(page, "music-1-read")


def _train(page: Page) -> None:
    page.get_by_role("link", name="Train on its genres").click()
    page.wait_for_url(re.compile(r"/tables/tab-\w+/train$"))
    start = page.get_by_role("button", name="Start training")
    until = page.get_by_role("radio", name=re.compile("I choose the settings"))
    for _ in range(30):  # the table is still being looked into
        if until.count():
            break
        page.wait_for_timeout(SECOND)
        page.reload()
    until.check()
    page.get_by_role("spinbutton", name="Trees").fill("20")
    page.get_by_role("combobox", name="Depth of the report").select_option("quick")
    start.click()
    page.wait_for_url(re.compile(r"/models/mod-\w+$"), timeout=180 * SECOND)


def _name(page: Page, keep: Callable[..., None]) -> None:
    page.wait_for_url(re.compile(r"/music/mus-\w+$"))
    page.locator("#name-model").select_option(index=0)
    page.locator("#name-caution").select_option("0.2")
    page.get_by_role("button", name="Name the genres").click()
    page.wait_for_url(re.compile(r"/jobs/job-\w+$"))
    page.wait_for_url(re.compile(r"/music/mus-\w+$"), timeout=180 * SECOND)
    expect(page.get_by_text("Named by")).to_be_visible()
    keep(page, "music-2-named")


def _listen(page: Page, keep: Callable[..., None]) -> None:
    page.get_by_role("searchbox", name="Search").fill("song 5")
    page.get_by_role("button", name="Show", exact=True).click()
    page.get_by_role("link", name="Song 5").click()
    page.wait_for_url(re.compile(r"/tracks/\d+"))
    expect(page.get_by_role("heading", level=1, name="Song 5")).to_be_visible()
    loaded = "() => document.getElementById('sound').duration > 3.9"
    page.wait_for_function(loaded, timeout=30 * SECOND)
    page.keyboard.press("Space")
    playing = "() => document.getElementById('sound').currentTime > 0.2"
    page.wait_for_function(playing, timeout=30 * SECOND)
    page.keyboard.press("Space")
    assert page.evaluate("document.getElementById('sound').paused") is True
    expect(page.locator("svg.chart").first).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("^Why"))).to_be_visible()
    keep(page, "music-3-track")
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    keep(page, "music-3-track-phone")
    page.set_viewport_size({"width": 1600, "height": 1000})
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.get_by_role("link", name=re.compile("all tracks")).click()


def _plan(page: Page, keep: Callable[..., None]) -> str:
    page.wait_for_url(re.compile(r"/music/mus-\w+"))
    page.locator("#plan-model").select_option(index=0)
    page.locator("#plan-caution").select_option("0.2")
    page.locator("#plan-policy").select_option("overwrite")
    page.get_by_role("button", name="Make a plan").click()
    page.wait_for_url(re.compile(r"/plans/pln-\w+$"), timeout=180 * SECOND)
    page.get_by_role("searchbox", name="Search").fill("track 28.flac")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url(re.compile("search="))
    row = page.locator("tr[data-row]")
    expect(row).to_have_count(1)
    row.get_by_role("button", name=re.compile("Listen")).click()
    playing = "() => document.getElementById('sound').currentTime > 0.1"
    page.wait_for_function(playing, timeout=30 * SECOND)
    page.keyboard.press("Escape")
    changed = page.locator("#n-changed").inner_text()
    row.locator(".genres").fill("Drone; Field recording")
    row.locator(".genres").press("Tab")
    expect(page.locator("#saving")).to_have_text("Saved.")
    expect(page.locator("#n-changed")).to_have_text(str(int(changed) + 1))
    keep(page, "music-4-plan")
    page.get_by_role("link", name="Show all").click()
    expect(page.locator("tr.is-changed")).to_have_count(int(changed) + 1)
    page.set_viewport_size({"width": 360, "height": 740})
    keep(page, "music-4-plan-phone")
    page.set_viewport_size({"width": 1600, "height": 1000})
    return "track 28.flac"


def _apply(page: Page, keep: Callable[..., None]) -> None:
    page.locator("#apply").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    keep(page, "music-5-sure")
    page.locator("#sure-yes").click()
    page.wait_for_url(re.compile(r"/jobs/job-\w+$"))
    page.wait_for_url(re.compile(r"/plans/pln-\w+$"), timeout=120 * SECOND)
    expect(page.get_by_role("heading", name="What was written")).to_be_visible()
    keep(page, "music-6-applied")


def _genres_are_there(folder: Path, row: str) -> None:
    from tinytag import TinyTag

    told = TinyTag.get(folder / row)
    genres = [told.genre, *told.other.get("genre", [])]
    assert genres == ["Drone", "Field recording"]


def _undo(page: Page, keep: Callable[..., None]) -> None:
    page.get_by_role("button", name="Undo all of it").click()
    page.locator("#sure-yes").click()
    page.wait_for_url(re.compile(r"/jobs/job-\w+$"))
    page.wait_for_url(re.compile(r"/plans/pln-\w+$"), timeout=120 * SECOND)
    expect(page.get_by_role("heading", name="What was taken back")).to_be_visible()
    keep(page, "music-7-undone")
