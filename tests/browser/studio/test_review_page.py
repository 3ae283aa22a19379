"""Labels are decided by keyboard, told as saved when they are, and undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def queue(studio: Any, places: Any) -> list[dict[str, Any]]:
    """Open all labels again, and give them."""
    address = f"/api/v1/models/{places.model}/reviews"
    items: list[dict[str, Any]] = studio.ask("GET", f"{address}?limit=1000")["items"]
    for item in items:
        if item["decision"] is not None:
            studio.ask("DELETE", f"{address}/{item['id']}")
    return items


def _decisions(studio: Any, places: Any) -> dict[str, str]:
    told = studio.ask("GET", f"/api/v1/models/{places.model}/reviews?state=done")
    return {item["id"]: item["decision"] for item in told["items"]}


def _ready(page: Page) -> None:
    page.wait_for_selector("#card-title")


def _saved(page: Page, n_done: int) -> None:
    page.wait_for_function(
        """(n) => document.getElementById("saving").textContent === "Saved."
            && document.getElementById("n-done").textContent === String(n)""",
        arg=n_done,
    )


def test_keys_decide_and_undo(
    visit: Any, studio: Any, places: Any, queue: Any, keep_screenshot: Any
) -> None:
    with visit(places.pages["review"]) as opened:
        page = opened.page
        _ready(page)
        keep_screenshot(page, "review")
        page.keyboard.press("a")
        _saved(page, 1)
        page.keyboard.press("o")
        _saved(page, 2)
        made = {queue[0]["id"]: queue[0]["suggestion"], queue[1]["id"]: "keep"}
        assert _decisions(studio, places) == made
        page.keyboard.press("u")
        _saved(page, 1)
        assert _decisions(studio, places) == {queue[0]["id"]: queue[0]["suggestion"]}
        assert opened.trouble == []
        assert opened.violations() == []


def test_a_new_genre_is_typed_and_a_wrong_one_is_refused_and_taken_back(
    visit: Any, studio: Any, places: Any, queue: Any
) -> None:
    with visit(places.pages["review"], status=200) as opened:
        page = opened.page
        _ready(page)
        page.keyboard.press("n")
        page.keyboard.type("new: <img src=x onerror=alert(1)> | keepsake")
        page.keyboard.press("Enter")
        page.locator("#trouble .notice").wait_for()
        assert "keepsake" in page.locator("#trouble").text_content()
        assert _decisions(studio, places) == {}
        assert page.locator("#card-title").text_content() == queue[0]["title"]
        page.keyboard.press("n")
        page.locator("#other").fill("new: <img src=x onerror=alert(1)>")
        page.keyboard.press("Enter")
        _saved(page, 1)
        assert list(_decisions(studio, places).values()) == [
            "new: <img src=x onerror=alert(1)>"
        ]
        page.keyboard.press("ArrowUp")
        assert page.locator("#card img").count() == 0


def test_a_decision_that_does_not_arrive_is_told_and_sent_again(
    visit: Any, studio: Any, places: Any, queue: Any
) -> None:
    with visit(places.pages["review"]) as opened:
        page = opened.page
        _ready(page)
        page.route("**/reviews/*", lambda route: route.abort())
        page.keyboard.press("a")
        page.wait_for_function(
            "() => document.getElementById('saving').textContent"
            ".includes('not saved yet')"
        )
        assert _decisions(studio, places) == {}
        page.unroute("**/reviews/*")
        _saved(page, 1)
        assert len(_decisions(studio, places)) == 1


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (401, '{"title": "No token", "detail": "None."}', "in another tab open"),
        (200, '{"item": ', "cannot be read"),
    ],
)
def test_a_decision_outlives_a_lost_token_and_half_an_answer(
    visit: Any,
    studio: Any,
    places: Any,
    queue: Any,
    status: int,
    body: str,
    told: str,
) -> None:
    with visit(places.pages["review"]) as opened:
        page = opened.page
        _ready(page)
        page.route(
            "**/reviews/*",
            lambda route: (
                route.fulfill(status=status, body=body)
                if route.request.method == "PUT"
                else route.continue_()
            ),
        )
        page.keyboard.press("a")
        page.keyboard.press("o")
        page.wait_for_function(
            """(told) => /^[12] not saved yet/.test(
                 document.getElementById("saving").textContent)
               && document.getElementById("saving").textContent.includes(told)""",
            arg=told,
        )
        assert _decisions(studio, places) == {}
        page.unroute("**/reviews/*")
        _saved(page, 2)
        made = {queue[0]["id"]: queue[0]["suggestion"], queue[1]["id"]: "keep"}
        assert _decisions(studio, places) == made


def test_filters_and_search_narrow_the_queue(
    visit: Any, places: Any, queue: Any
) -> None:
    with visit(places.pages["review"]) as opened:
        page = opened.page
        _ready(page)
        page.keyboard.press("/")
        page.keyboard.type(queue[-1]["title"])
        page.wait_for_function(
            "(title) => document.getElementById('card-title').textContent === title",
            arg=queue[-1]["title"],
        )
        page.locator("#search").fill("there is no such track")
        page.locator("#card .empty-title").wait_for()


def test_letters_can_be_turned_off(
    visit: Any, studio: Any, places: Any, queue: Any
) -> None:
    with visit(places.pages["review"]) as opened:
        page = opened.page
        _ready(page)
        page.get_by_label("Letters work as keys").uncheck()
        page.locator("#card").focus()
        page.keyboard.press("a")
        page.keyboard.press("ArrowDown")
        page.wait_for_function(
            "(title) => document.getElementById('card-title').textContent === title",
            arg=queue[1]["title"],
        )
        assert _decisions(studio, places) == {}
