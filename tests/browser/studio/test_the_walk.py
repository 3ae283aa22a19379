"""All eight steps, taken by hand in a browser: with the sample, and a real table."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SECOND = 1_000
_TABLES = pytest.mark.real_tables


class Walk:
    """One walk through the studio: a page, and a picture of every step."""

    def __init__(self, page: Page, name: str, keep: Callable[..., None]) -> None:
        self.page = page
        self.name = name
        self._keep = keep

    def arrive(self, step: str, pattern: str, *, seconds: float = 30) -> None:
        """Wait until a step's page is there, and keep a picture of it."""
        self.page.wait_for_url(re.compile(pattern), timeout=seconds * SECOND)
        here = self.page.locator(".walk [aria-current=step]")
        expect(here).to_contain_text(step, timeout=seconds * SECOND)
        self.page.wait_for_load_state("networkidle")
        number = here.locator(".walk-number").inner_text()
        words = step.lower().replace(" ", "-")
        self._keep(self.page, f"walk-{self.name}-{number}-{words}")

    def go(self, step: str) -> None:
        """Follow the walk's own link to another step."""
        self.page.locator("nav.walk").get_by_role("link", name=step).click()


@pytest.fixture
def walk(
    visit: Callable[..., Any],
    keep_screenshot: Callable[..., None],
    request: pytest.FixtureRequest,
) -> Iterator[Walk]:
    """Begin at the first page; at the end nothing may have gone wrong."""
    name = request.node.originalname.rpartition("_")[2]
    size = {"width": 1600, "height": 1000}
    with visit("/", viewport=size, reduced_motion="reduce") as visited:
        yield Walk(visited.page, name, keep_screenshot)
        assert visited.trouble == []
        assert visited.violations() == []


def test_all_eight_steps_with_the_sample(walk: Walk, tmp_path: Path) -> None:
    walk.arrive("Bring a table", r"/$")
    walk.page.get_by_role("button", name="Start from the sample").click()
    _look_into_the_table(walk, told="This is the made-up sample.")
    _train(walk, trees=20, seconds=120)
    _read_the_report(walk, told="Made-up data.")
    _explore(walk)
    _ask_what_if(walk)
    _review(walk)
    _use(walk, tmp_path)


@_TABLES
def test_all_eight_steps_with_tidytuesday(
    walk: Walk, real_tables: Path, tmp_path: Path
) -> None:
    walk.arrive("Bring a table", r"/$")
    walk.page.set_input_files(
        "#files", real_tables / "tidytuesday" / "spotify_songs.csv"
    )
    _look_into_the_table(walk, told="playlist_subgenre")
    _train(walk, trees=5, seconds=180)
    _read_the_report(walk, told="spotify_songs.csv")
    _explore(walk)
    _ask_what_if(walk)
    _review(walk)
    _use(walk, tmp_path)


def _look_into_the_table(walk: Walk, *, told: str) -> None:
    walk.page.wait_for_url(re.compile(r"/tables/tab-\w+$"), timeout=60 * SECOND)
    usable = walk.page.get_by_text("A model can be trained on it.")
    expect(usable).to_be_visible(timeout=60 * SECOND)
    walk.arrive("What is in it", r"/tables/tab-\w+$")
    expect(walk.page.get_by_text(told).first).to_be_visible()
    expect(walk.page.locator("#findings .finding").first).to_be_visible()
    walk.page.locator("a.show-rows").first.click()
    expect(walk.page.locator(".rows-here table tbody tr").first).to_be_visible()
    expect(walk.page.locator("#attributes svg.chart").first).to_be_attached()
    walk.page.get_by_role("link", name="Train a model").click()


def _train(walk: Walk, *, trees: int, seconds: float) -> None:
    walk.arrive("Train", r"/tables/tab-\w+/train$")
    page = walk.page
    page.get_by_role("radio", name=re.compile("I choose the settings")).check()
    page.get_by_role("spinbutton", name="Trees").fill(str(trees))
    page.get_by_role("combobox", name="Depth of the report").select_option("quick")
    page.get_by_role("button", name="Start training").click()
    walk.arrive("Train", r"/jobs/job-\w+$|/models/mod-\w+$")
    page.wait_for_url(re.compile(r"/models/mod-\w+$"), timeout=seconds * SECOND)


def _read_the_report(walk: Walk, *, told: str) -> None:
    walk.arrive("Report", r"/models/mod-\w+$")
    page = walk.page
    expect(page.get_by_text(told).first).to_be_visible()
    expect(page.locator("#verdict .card").first).to_contain_text("%")
    assert page.locator(".sections > section").count() >= 20
    row = page.locator("#confusion table.sortable tbody tr").first
    genre, predicted = row.locator("th, td").all_inner_texts()[:2]
    row.locator("a").click()
    page.wait_for_url(re.compile(r"/explore\?"))
    expect(page.locator("#counts strong")).not_to_have_text("0")
    chips = page.locator("#chips")
    expect(chips).to_contain_text(genre)
    expect(chips).to_contain_text(predicted)


def _explore(walk: Walk) -> None:
    walk.go("Explore")
    walk.arrive("Explore", r"/models/mod-\w+/explore$")
    page = walk.page
    total = _number(page.locator("#counts strong"))
    page.locator("#filter-predicted").select_option(index=1)
    expect(page.locator("#chips button").first).to_be_visible()
    expect(page.locator("#counts strong")).not_to_have_text(f"{total:,}")
    assert 0 < _number(page.locator("#counts strong")) < total
    expect(page.locator("#map")).to_be_visible()
    grid = page.get_by_role("grid")
    grid.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/tracks/\d+"))
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("heading", name="Most like it")).to_be_visible()
    expect(page.locator("svg.chart").first).to_be_visible()
    walk.arrive("Explore", r"/tracks/\d+")


def _ask_what_if(walk: Walk) -> None:
    walk.page.get_by_role("link", name="Try other values").click()
    walk.arrive("What if", r"/models/mod-\w+/what-if\?")
    page = walk.page
    bars = page.locator("#bars")
    before = bars.inner_text()
    for slider in page.locator("#board input[type=range]").all():
        slider.focus()
        page.keyboard.press("End")
    expect(bars).not_to_have_text(before, use_inner_text=True)
    shares = [
        float(text.replace("%", "")) for text in bars.locator("b").all_inner_texts()
    ]
    assert sum(shares) == pytest.approx(100, abs=1)
    page.get_by_role("button", name="Find it").click()
    expect(page.locator("#flips > *").first).to_be_visible(timeout=30 * SECOND)
    shared = page.url
    page.reload()
    assert page.url == shared
    page.get_by_role("button", name=re.compile("Reset")).click()


def _review(walk: Walk) -> None:
    walk.go("Review labels")
    walk.arrive("Review labels", r"/models/mod-\w+/review$")
    page = walk.page
    expect(page.locator("#card h2, #card h3").first).to_be_visible()
    left = _number(page.locator("#n-left"))
    page.keyboard.press("a")
    expect(page.locator("#n-done")).to_have_text("1")
    page.keyboard.press("o")
    expect(page.locator("#n-done")).to_have_text("2")
    expect(page.locator("#saving")).to_contain_text(re.compile("saved", re.IGNORECASE))
    page.wait_for_load_state("networkidle")
    page.reload()
    expect(page.locator("#n-done")).to_have_text("2")
    assert _number(page.locator("#n-left")) == left - 2


def _use(walk: Walk, folder: Path) -> None:
    page = walk.page
    walk.go("Use it")
    walk.arrive("Use it", r"/models/mod-\w+/use$")
    page.get_by_role("button", name="Fill in a typical track").click()
    page.get_by_role("button", name="Name its genre").click()
    expect(page.locator("#one-answer")).to_contain_text("%", timeout=20 * SECOND)
    headers = page.locator("#columns tbody th code").all_inner_texts()
    new = folder / "new tracks.csv"
    with new.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["track_name", *headers])
        writer.writerow(["=cmd|' /C calc'!A0", *("0.5" for _ in headers)])
        writer.writerow(["A second one", *("" for _ in headers)])
    page.set_input_files("#file", new)
    walk.arrive("Use it", r"/answers/ans-\w+$")
    download = page.get_by_role("link", name="Download CSV")
    expect(download).to_be_visible(timeout=60 * SECOND)
    walk.arrive("Use it", r"/answers/ans-\w+$")
    expect(page.locator(".answers tbody tr")).to_have_count(2)
    with page.expect_download() as downloading:
        download.click()
    saved = folder / "answers.csv"
    downloading.value.save_as(saved)
    with saved.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 2
    assert rows[0]["track_name"].startswith("'=cmd")


def _number(place: Locator) -> int:
    return int(place.inner_text().replace(",", ""))
