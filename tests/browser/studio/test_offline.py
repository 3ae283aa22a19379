"""Every page stays on this machine, and within its own policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_page_asks_only_its_own_server_and_breaks_no_rule(opened: Any) -> None:
    assert opened.trouble == []
    assert opened.violations == []


def test_every_page_reads_without_its_script(
    visit: Callable[..., Any], places: Any
) -> None:
    with visit("/", java_script_enabled=False) as visited:
        page = visited.page
        for name, path in places.pages.items():
            page.goto(path)
            assert page.locator("h1").count() == 1, name
            assert page.locator("nav.walk li").count() == 8, name
            assert page.locator("noscript").count() >= 1, name


def test_the_pages_opened_one_by_one_are_all_there_are(
    places: Any, page_names: tuple[str, ...]
) -> None:
    assert set(page_names) == set(places.pages)


def test_without_the_token_no_page_says_anything(
    browser: Any, studio: Any, places: Any
) -> None:
    context = browser.new_context(base_url=studio.address)
    try:
        page = context.new_page()
        for name, path in places.pages.items():
            answer = page.goto(path)
            assert answer.status in {401, 403}, name
            assert "tracks.csv" not in page.content(), name
    finally:
        context.close()
