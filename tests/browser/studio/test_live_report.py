"""The report page leads to the tracks behind its numbers."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def confusion(studio: Any, places: Any) -> dict[str, Any]:
    """Give the counts that the page shows, from the model's metrics."""
    text = studio.client.get(places.pages["report"]).text
    inside = re.search(r' id="data">(.*?)</script>', text)
    assert inside is not None
    found: dict[str, Any] = json.loads(inside[1])["confusion"]
    return found


def _asked(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)


def test_pressing_a_cell_opens_its_tracks(
    visit: Callable[..., Any], places: Any, confusion: dict[str, Any]
) -> None:
    with visit(places.pages["report"]) as visited:
        page = visited.page
        sheet = page.locator("[data-heat=confusion]")
        sheet.scroll_into_view_if_needed()
        box = sheet.bounding_box()
        n = len(confusion["rows"])
        with page.expect_navigation():
            page.mouse.click(
                box["x"] + box["width"] * (1 + 0.5) / n,
                box["y"] + box["height"] * (2 + 0.5) / n,
            )
        assert urlsplit(page.url).path == places.pages["explore"]
        asked = _asked(page.url)
        assert asked["genre"] == [confusion["rows"][2]]
        assert asked["predicted"] == [confusion["columns"][1]]


def test_the_keyboard_chooses_and_opens_a_cell(
    visit: Callable[..., Any], places: Any, confusion: dict[str, Any]
) -> None:
    with visit(places.pages["report"]) as visited:
        page = visited.page
        page.get_by_role("application").focus()
        for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowLeft", "End"):
            page.keyboard.press(key)
        last = confusion["columns"][-1]
        assert confusion["rows"][1] in page.locator("#news").text_content()
        assert last in page.locator("#news").text_content()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        asked = _asked(page.url)
        assert asked["genre"] == [confusion["rows"][1]]
        assert asked["predicted"] == [last]


def test_the_mistakes_made_most_often_lead_to_their_tracks(
    visit: Callable[..., Any], places: Any, studio: Any
) -> None:
    with visit(places.pages["report"]) as visited:
        row = visited.page.locator("#confusion table.sortable tbody tr").first
        link = row.locator("a")
        asked = _asked(link.get_attribute("href"))
        number = int(link.inner_text().replace(",", ""))
    found = studio.ask(
        "GET",
        f"/api/v1/models/{places.model}/tracks",
        params={
            "genre": asked["genre"][0],
            "predicted": asked["predicted"][0],
            "limit": 1,
        },
    )
    assert number > 0
    assert found["total"] >= number  # the confusion counts no copies of a track


def test_every_sample_track_has_its_own_page(
    visit: Callable[..., Any], places: Any
) -> None:
    with visit(places.pages["report"]) as visited:
        page = visited.page
        name = page.locator("[data-track]:visible h3").evaluate(
            "node => node.firstChild.textContent.trim()"
        )
        with page.expect_navigation():
            page.locator("[data-track]:visible a[href*='/tracks/']").click()
        assert re.search(r"/tracks/\d+$", page.url)
        assert name in page.locator("main").inner_text()


def test_pickers_of_genres_and_sorting_work_as_in_the_report(
    visit: Callable[..., Any], places: Any
) -> None:
    with visit(places.pages["report"]) as visited:
        page = visited.page
        picker = page.locator("#by_genre select[data-pick=genre]")
        picker.select_option(index=1)
        chosen = picker.evaluate("node => node.selectedOptions[0].textContent")
        assert chosen in page.locator("#swarm-genre").inner_text()
        heading = page.locator("#by_genre table.sortable thead th").nth(1)
        assert heading.locator("button").count() == 1
        heading.locator("button").click()
        assert heading.get_attribute("aria-sort") == "descending"


def test_words_lead_to_the_glossary_on_the_same_page(
    visit: Callable[..., Any], places: Any
) -> None:
    with visit(places.pages["report"]) as visited:
        page = visited.page
        page.locator("#verdict a.what").first.click()
        assert "#term-" in page.url
        assert page.locator(".glossary div:target").count() == 1
