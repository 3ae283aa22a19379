"""Every page for every eye, hand and screen."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = (
    *("start", "table", "training", "job", "report", "model card", "explore"),
    *("track", "what if", "review", "use", "answer", "glossary", "nothing here"),
)
SCREENS = {"phone": (360, 740), "desk": (1600, 1000)}
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


def _status(name: str) -> int:
    return 404 if name == "nothing here" else 200


def _told(violation: dict[str, Any]) -> str:
    where = [
        f"{node['target']}: {node['failureSummary'].splitlines()[-1].strip()}"
        for node in violation["nodes"][:3]
    ]
    return f"{violation['id']} ({violation['impact']}, {violation['help']}): {where}"


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious_in_light_and_dark(
    visit: Callable[..., Any],
    places: Any,
    keep_screenshot: Callable[..., None],
    name: str,
    screen: str,
) -> None:
    width, height = SCREENS[screen]
    with visit(
        places.pages[name],
        status=_status(name),
        viewport={"width": width, "height": height},
        reduced_motion="reduce",
    ) as visited:
        page = visited.page
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            keep_screenshot(page, f"{name.replace(' ', '-')}-{screen}-{scheme}")
            found = Axe().run(page).response["violations"]
            refused = [_told(one) for one in found if one["impact"] in _REFUSED]
            assert refused == [], scheme


@pytest.mark.parametrize("name", PAGES)
def test_a_page_never_scrolls_sideways(
    visit: Callable[..., Any], places: Any, name: str
) -> None:
    with visit(places.pages[name], status=_status(name)) as visited:
        page = visited.page
        page.evaluate(
            "document.querySelectorAll('details').forEach(d => d.open = true)"
        )
        for width in (1600, 800, 360):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(_WIDER) == [], width
            assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", PAGES)
def test_the_keyboard_and_headings_lead_through_a_page(
    visit: Callable[..., Any], places: Any, name: str
) -> None:
    with visit(places.pages[name], status=_status(name)) as visited:
        page = visited.page
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
