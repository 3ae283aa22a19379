"""Every page for every eye, hand and screen."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LOOKS = {"desk": (1600, 1000, "light"), "phone": (360, 740, "dark")}
"""Both widths, and both colour schemes: what differs in one of them differs in it."""
_REFUSED = {"serious", "critical"}
_WIDER = """
() => {
  const width = document.documentElement.clientWidth;
  const isClipped = (node) => {
    for (let at = node.parentElement; at && at !== document.body; at = at.parentElement) {
      if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(at).overflowX)) return true;
    }
    return false;
  };
  return [...document.querySelectorAll("body *")]
    .filter((node) => node.getBoundingClientRect().right > width + 1 && !isClipped(node))
    .slice(0, 5)
    .map((node) => `${node.tagName}.${node.className} ${Math.round(node.getBoundingClientRect().right)}`);
}
"""  # noqa: E501


def _told(violation: dict[str, Any]) -> str:
    where = [
        f"{node['target']}: {node['failureSummary'].splitlines()[-1].strip()}"
        for node in violation["nodes"][:3]
    ]
    return f"{violation['id']} ({violation['impact']}, {violation['help']}): {where}"


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_serious_by_day_and_by_night(
    opened: Any, keep_screenshot: Callable[..., None], look: str
) -> None:
    width, height, scheme = LOOKS[look]
    page = opened.page
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.evaluate("window.scrollTo(0, 0)")
    keep_screenshot(page, f"{opened.name.replace(' ', '-')}-{look}-{scheme}")
    found = Axe().run(page).response["violations"]
    assert [_told(one) for one in found if one["impact"] in _REFUSED] == []


def test_a_page_never_scrolls_sideways(opened: Any) -> None:
    page = opened.page
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    for width in (1600, 800, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(_WIDER) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_keyboard_and_headings_lead_through_a_page(opened: Any) -> None:
    page = opened.page
    page.set_viewport_size({"width": 1280, "height": 720})
    page.reload()  # so that the keyboard begins at the beginning
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    assert page.locator("h1:visible").count() == 1
    assert page.title().endswith("genrelens")
    levels = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4')]"
        ".filter(h => h.checkVisibility()).map(h => Number(h.tagName[1]))"
    )
    jumps = [pair for pair in itertools.pairwise(levels) if pair[1] > pair[0] + 1]
    assert jumps == []
