"""The report page, opened in a real browser."""

from __future__ import annotations

import itertools
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.browser

KINDS = ("plain", "many", "small", "bare", "hostile", "whole")
N_SECTIONS = 22
PICKER = "#by_genre select[data-pick=genre]"


@contextmanager
def opened(browser: Any, path: Path, **options: Any) -> Iterator[Any]:
    """Open a page, and fail on any request, console message or script error."""
    context = browser.new_context(**options)
    page = context.new_page()
    trouble: list[str] = []
    page.on("console", lambda message: trouble.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: trouble.append(f"error: {error}"))
    page.on("dialog", lambda dialog: trouble.append(f"dialog: {dialog.message}"))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(("file:", "data:"))
            else trouble.append(f"request: {request.url}")
        ),
    )
    page.goto(path.as_uri())
    try:
        yield page
        assert trouble == []
    finally:
        context.close()


@pytest.fixture(scope="module")
def open_page(browser: Any, pages: dict[str, Path]) -> Callable[..., Any]:
    return lambda kind, **options: opened(browser, pages[kind], **options)


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_asks_for_nothing_and_complains_of_nothing(
    open_page: Callable[..., Any], kind: str
) -> None:
    with open_page(kind) as page:
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        n_left_out = 1 if kind == "whole" else 0  # reliability, told by calibration
        assert page.locator("main > section").count() == N_SECTIONS - n_left_out


@pytest.mark.parametrize("width", [360, 800, 1600])
@pytest.mark.parametrize("kind", ["plain", "many", "hostile", "whole"])
def test_a_page_never_scrolls_sideways(
    open_page: Callable[..., Any], kind: str, width: int
) -> None:
    with open_page(kind, viewport={"width": width, "height": 800}) as page:
        page.evaluate(
            "document.querySelectorAll('details').forEach(d => d.open = true)"
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_names_full_of_markup_are_shown_and_not_obeyed(
    open_page: Callable[..., Any],
) -> None:
    with open_page("hostile") as page:
        title = page.title()
        page.select_option(PICKER, index=1)
        page.select_option(PICKER, index=0)
        page.locator("#confusion [data-heat]").hover()
        page.locator("#shapley [data-row]").first.hover()
        assert page.title() == title
        assert title.startswith("Genre report: </script>")
        assert page.locator("img").count() == 0
        shown = page.locator("body").inner_text()
        assert "\\u202e" in shown
        assert "\u202e" not in page.content()


def test_picking_a_genre_changes_every_chart_that_shows_one(
    open_page: Callable[..., Any],
) -> None:
    with open_page("plain") as page:
        before = _drawn(page)
        page.select_option("#shapley select[data-pick=genre]", label="ambient")
        after = _drawn(page)
        assert all(old != new for old, new in zip(before, after, strict=True))
        assert page.locator("#swarm-genre").inner_text() == "ambient"
        assert page.locator("#roc-words").inner_text().startswith("ambient: AUC")
        chosen = page.evaluate(
            "Array.from(document.querySelectorAll('select[data-pick=genre]'),"
            " s => s.selectedOptions[0].textContent)"
        )
        assert chosen == ["ambient"] * 3


def _drawn(page: Any) -> list[str]:
    return [
        page.locator(selector).evaluate("element => element.outerHTML")
        for selector in ("svg.swarm", "#response-panels", "#roc-words")
    ]


def test_the_script_draws_the_same_picture_as_the_page_came_with(
    browser: Any, pages: dict[str, Path]
) -> None:
    """Two implementations of one rule: they may differ by rounding only."""
    path = pages["plain"]
    with opened(browser, path, java_script_enabled=False) as page:
        still = _dots(page)
    with opened(browser, path) as page:
        moved = _dots(page)
    assert len(still) == len(moved) > 3000
    shift = [abs(a - b) for a, b in zip(still, moved, strict=True)]
    assert sorted(shift)[int(0.98 * len(shift))] <= 0.11


def _dots(page: Any) -> list[float]:
    markup = page.locator("svg.swarm").inner_html()
    paths = [part.split('"')[0] for part in markup.split(' d="')[1:] if "h0" in part]
    return sorted(
        float(dot.split(" ")[0]) for path in paths for dot in path.split("M")[1:]
    )


def test_a_click_on_a_heading_sorts_the_table_both_ways(
    open_page: Callable[..., Any],
) -> None:
    with open_page("plain") as page:
        button = page.locator("#by_genre table button", has_text="Tracks")
        cells = page.locator("#by_genre tbody tr td:nth-child(2)")
        button.click()
        down = [int(text) for text in cells.all_inner_texts()]
        button.press("Enter")
        up = [int(text) for text in cells.all_inner_texts()]
        assert down == sorted(down, reverse=True)
        assert up == sorted(up)
        heading = page.locator("#by_genre th[aria-sort]")
        assert heading.get_attribute("aria-sort") == "ascending"


def test_hovering_a_cell_of_the_confusion_matrix_tells_its_count(
    open_page: Callable[..., Any],
) -> None:
    with open_page("plain") as page:
        page.locator("#confusion [data-heat]").hover(position={"x": 8, "y": 8})
        words = page.locator("#tip").inner_text()
        assert words.startswith("techno recognised: ")
        assert "of 533 tracks" in words


def test_picking_a_track_shows_that_one_alone(open_page: Callable[..., Any]) -> None:
    with open_page("plain") as page:
        page.select_option("#pick-track", value="3")
        shown = page.locator("article.track:visible")
        assert shown.count() == 1
        assert shown.get_attribute("data-track") == "3"


def test_the_page_can_be_read_without_its_script(open_page: Callable[..., Any]) -> None:
    with open_page("plain", java_script_enabled=False) as page:
        assert page.locator("select:visible").count() == 0
        assert page.locator("article.track:visible").count() == 12
        assert page.locator("svg.swarm path.bee").count() > 50
        assert "Without its script" in page.locator("#shapley").inner_text()


def test_the_page_prints(open_page: Callable[..., Any]) -> None:
    with open_page("plain") as page:
        printed = page.pdf(format="A4")
        assert printed.startswith(b"%PDF")
        assert len(printed) > 50_000


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_keeps_the_rules_of_accessible_pages(
    open_page: Callable[..., Any], kind: str
) -> None:
    with open_page(kind) as page:
        assert page.locator("h1").count() == 1
        levels = page.evaluate(
            "Array.from(document.querySelectorAll('h1,h2,h3,h4'),"
            " h => Number(h.tagName[1]))"
        )
        steps = itertools.pairwise(levels)
        assert all(after <= before + 1 for before, after in steps)
        assert page.locator("table:not(:has(caption))").count() == 0
        assert page.locator("th:not([scope])").count() == 0
        pictures = "svg:not([role=img][aria-label]):not([aria-hidden=true])"
        assert page.locator(pictures).count() == 0
        ids = page.evaluate("Array.from(document.querySelectorAll('[id]'), e => e.id)")
        assert len(ids) == len(set(ids))
        broken = page.evaluate(
            "Array.from(document.querySelectorAll('a[href^=\"#\"]'), a => a.hash)"
            ".filter(hash => !document.getElementById(hash.slice(1)))"
        )
        assert broken == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(
    open_page: Callable[..., Any], scheme: str
) -> None:
    """WCAG AA: 4.5 to 1 for every pair of text and ground the sheet uses."""
    pairs = [
        ("--ink", "--paper"), ("--ink", "--panel"), ("--quiet", "--paper"),
        ("--quiet", "--panel"), ("--accent", "--paper"), ("--accent", "--panel"),
        ("--ink", "--warn-soft"), ("--warn", "--warn-soft"), ("--bad", "--bad-soft"),
        *(("--ink", f"--s{step}") for step in range(5)),
        *(("--on-strong", f"--s{step}") for step in range(5, 9)),
    ]  # fmt: skip
    with open_page("plain", color_scheme=scheme) as page:
        names = sorted({name for pair in pairs for name in pair})
        colours = page.evaluate(
            "names => names.map(name => getComputedStyle(document.documentElement)"
            ".getPropertyValue(name).trim())",
            names,
        )
    light = {name: _luminance(c) for name, c in zip(names, colours, strict=True)}
    for text, ground in pairs:
        low, high = sorted((light[text], light[ground]))
        assert (high + 0.05) / (low + 0.05) >= 4.5, (text, ground, scheme)


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
