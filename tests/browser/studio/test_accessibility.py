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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(
    visit: Callable[..., Any],
    places: Any,
    keep_screenshot: Callable[..., None],
    name: str,
    screen: str,
    scheme: str,
) -> None:
    width, height = SCREENS[screen]
    with visit(
        places.pages[name],
        status=_status(name),
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        reduced_motion="reduce",
    ) as visited:
        keep_screenshot(visited.page, f"{name.replace(' ', '-')}-{screen}-{scheme}")
        found = Axe().run(visited.page).response["violations"]
        assert [_told(one) for one in found if one["impact"] in _REFUSED] == []


@pytest.mark.parametrize("width", [360, 800, 1600])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_never_scrolls_sideways(
    visit: Callable[..., Any], places: Any, name: str, width: int
) -> None:
    with visit(
        places.pages[name],
        status=_status(name),
        viewport={"width": width, "height": 800},
    ) as visited:
        page = visited.page
        page.evaluate(
            "document.querySelectorAll('details').forEach(d => d.open = true)"
        )
        assert page.evaluate(_WIDER) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", PAGES)
def test_the_keyboard_reaches_the_content_and_the_steps(
    visit: Callable[..., Any], places: Any, name: str
) -> None:
    with visit(places.pages[name], status=_status(name)) as visited:
        page = visited.page
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_one_title_and_one_main_heading(
    visit: Callable[..., Any], places: Any, name: str
) -> None:
    with visit(places.pages[name], status=_status(name)) as visited:
        page = visited.page
        assert page.locator("h1:visible").count() == 1
        assert page.title().endswith("genrelens")
        levels = page.evaluate(
            "[...document.querySelectorAll('h1,h2,h3,h4')]"
            ".filter(h => h.checkVisibility()).map(h => Number(h.tagName[1]))"
        )
        jumps = [
            (before, after)
            for before, after in itertools.pairwise(levels)
            if after > before + 1
        ]
        assert jumps == []
