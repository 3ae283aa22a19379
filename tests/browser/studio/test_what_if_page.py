"""Every bar follows the sliders, by hand and by keys; the address keeps it all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_SHARES = """() => Object.fromEntries(
  [...document.querySelectorAll("#bars li")].map((row) => [
    row.querySelector(".genre").textContent.trim(),
    row.querySelector("b").textContent,
  ]))"""


def _ready(page: Page) -> None:
    page.wait_for_selector("#why-chart svg")


def _slider(page: Page, name: str) -> Any:
    return page.get_by_role("slider", name=name, exact=True)


def _turn_after(page: Page, act: Callable[[], None]) -> None:
    """Do something, and wait until bars and waterfall answer it."""
    before = int(page.locator("#bars").get_attribute("data-turn") or 0)
    act()
    page.wait_for_function(
        """(before) => ["bars", "why-chart"].every((id) =>
             Number(document.getElementById(id).dataset.turn) > before)""",
        arg=before,
    )


def _asked(studio: Any, model: str, track: dict[str, Any]) -> dict[str, Any]:
    path = f"/api/v1/models/{model}/what-if"
    answer: dict[str, Any] = studio.ask("POST", path, json={"track": track})
    return answer


def test_bars_follow_the_arrow_keys_and_show_what_the_api_says(
    visit: Any, studio: Any, places: Any, keep_screenshot: Any
) -> None:
    with visit(places.pages["what if"]) as opened:
        page = opened.page
        _ready(page)
        tempo = _slider(page, "tempo")
        before = page.locator("#bars").get_attribute("data-turn")
        assert before == "0"
        _turn_after(page, lambda: tempo.press("PageDown"))
        _turn_after(page, lambda: tempo.press("ArrowLeft"))
        assert tempo.get_attribute("aria-valuetext").endswith(" BPM")
        track = page.evaluate("JSON.parse(document.getElementById('page-data').text)")
        moved = {**track["values"]}
        moved["tempo"] = float(tempo.get_attribute("aria-valuetext").split()[0])
        told = _asked(studio, places.model, moved)
        shown = page.evaluate(_SHARES)
        for genre, share in told["probabilities"].items():
            number = float(shown[genre].rstrip("\u00a0%"))
            assert number == pytest.approx(100 * share, abs=0.051)
        assert page.locator("#now-genre").text_content() == told["genre"]
        keep_screenshot(page, "what-if")
        assert opened.trouble == []
        assert opened.violations() == []


def test_the_address_brings_the_same_values_back(visit: Any, places: Any) -> None:
    with visit(places.pages["what if"]) as opened:
        page = opened.page
        _ready(page)
        _turn_after(page, lambda: page.get_by_label("tempo (BPM)").fill("97"))
        unknown = page.get_by_role("button", name="energy: not known")
        _turn_after(page, unknown.click)
        page.wait_for_function(
            "() => /tempo=97.*energy=|energy=.*tempo=97/.test(location.search)"
        )
        address, shown = page.url, page.evaluate(_SHARES)
        assert "energy=" in address
    with visit("/" + address.split("/", 3)[3]) as again:
        _ready(again.page)
        assert again.page.get_by_label("tempo (BPM)").input_value() == "97"
        assert again.page.evaluate(_SHARES) == shown
        again.page.get_by_role("button", name="Reset to the start").click()
        again.page.wait_for_function("() => !location.search.includes('tempo=97')")
        assert again.page.get_by_label("tempo (BPM)").input_value() != "97"


def test_the_smallest_change_is_found_and_applied(visit: Any, places: Any) -> None:
    path = f"{places.pages['what if']}?row={places.row}"
    with visit(path, reduced_motion="reduce") as opened:
        page = opened.page
        _ready(page)
        start = page.locator("#now-genre").text_content()
        page.get_by_role("button", name="Find it").click()
        first = page.locator(".flip-list li").first
        first.wait_for()
        words = first.locator("strong").text_content()
        assert words.startswith("If ")
        _turn_after(page, first.get_by_role("button", name="Apply it").click)
        page.wait_for_function(
            "(start) => document.getElementById('now-genre').textContent !== start",
            arg=start,
        )
        became = page.locator("#now-genre").text_content()
        assert f"it would be {became}:" in words


def test_a_change_found_for_earlier_values_is_not_shown_as_current(
    visit: Any, places: Any
) -> None:
    path = f"{places.pages['what if']}?row={places.row}"
    with visit(path) as opened:
        page = opened.page
        _ready(page)
        held: list[Any] = []
        page.route("**/flip", lambda route: held.append(route))  # noqa: PLW0108
        with page.expect_request("**/flip"):
            page.get_by_role("button", name="Find it").click()
        _turn_after(page, lambda: _slider(page, "tempo").press("ArrowRight"))
        held[0].continue_()
        page.locator("#flips .is-old").wait_for()
        assert "values have changed" in page.locator("#flips").text_content()
        page.unroute("**/flip")
        page.get_by_role("button", name="Find it").click()
        page.wait_for_function(
            """() => document.querySelector("#flips .flip-list, #flips .notice")
                && !document.querySelector("#flips .is-old")"""
        )
        assert "values have changed" not in page.locator("#flips").text_content()


def test_a_wrong_value_is_told_at_its_field_and_asks_nothing(
    visit: Any, places: Any
) -> None:
    with visit(places.pages["what if"]) as opened:
        page = opened.page
        _ready(page)
        field = page.get_by_label("tempo (BPM)")
        field.fill("fast")
        assert field.get_attribute("aria-invalid") == "true"
        assert page.locator("#bars").get_attribute("data-turn") == "0"
        _turn_after(page, lambda: field.fill("100000"))
        assert "above training" in page.locator("#warnings").text_content()


def test_what_happened_is_said_once_dragging_stops(visit: Any, places: Any) -> None:
    with visit(places.pages["what if"]) as opened:
        page = opened.page
        _ready(page)
        for _ in range(5):
            _turn_after(page, lambda: _slider(page, "tempo").press("ArrowRight"))
        page.wait_for_function(
            "() => document.getElementById('news').textContent !== ''"
        )
        assert ", before " in page.locator("#news").text_content()


def test_a_brought_model_has_sliders_and_says_what_they_are_drawn_from(
    visit: Any, places: Any
) -> None:
    with visit(f"/models/{places.brought}/what-if") as opened:
        page = opened.page
        _ready(page)
        assert "seven quantiles" in page.locator(".shapes-key").text_content()
        _turn_after(page, lambda: _slider(page, "tempo").press("ArrowRight"))
        assert opened.trouble == []


def test_it_reads_without_script_and_answers_its_form(visit: Any, places: Any) -> None:
    with visit(places.pages["what if"], java_script_enabled=False) as opened:
        page = opened.page
        page.locator("input[name=tempo]").fill("97")
        page.get_by_role("button", name="Show what it would be").click()
        assert "tempo=97" in page.url
        assert page.locator("#bars li").count() > 1
