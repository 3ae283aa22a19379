"""Every page stays on this machine, and within its own policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = (
    *("start", "table", "training", "job", "report", "model card", "explore"),
    *("track", "what if", "review", "use", "answer", "glossary", "nothing here"),
)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_only_its_own_server_and_breaks_no_rule(
    visit: Callable[..., Any], places: Any, name: str
) -> None:
    status = 404 if name == "nothing here" else 200
    with visit(places.pages[name], status=status) as visited:
        visited.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        visited.page.wait_for_load_state("networkidle")
        assert visited.trouble == []
        assert visited.violations() == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_reads_without_its_script(
    visit: Callable[..., Any], places: Any, name: str
) -> None:
    status = 404 if name == "nothing here" else 200
    with visit(places.pages[name], status=status, java_script_enabled=False) as visited:
        page = visited.page
        assert page.locator("h1").count() == 1
        assert page.locator("nav.walk li").count() == 8
        assert page.locator("noscript").count() >= 1


def test_the_pages_listed_here_are_all_there_are(places: Any) -> None:
    assert set(PAGES) == set(places.pages)


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
