"""Bring tables and change how they are read, as a person does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.browser

OCTETS = {"Content-Type": "application/octet-stream"}
CSV = b"track_name,artist,tempo,energy,genre\n" + b"".join(
    f"song {i},artist {i // 2},{100 + i},{'oops' if i == 7 else i / 40},"
    f"{'dub' if i % 2 else 'house'}\n".encode()
    for i in range(40)
)


@pytest.fixture
def table(studio: Any) -> Iterator[str]:
    """Bring a small table, and take it away again."""
    sent = studio.ask(
        "POST", "/api/v1/tables?name=small.csv", content=CSV, headers=OCTETS
    )
    studio.wait_for(sent["job"]["id"], seconds=120)
    yield sent["table"]["id"]
    studio.ask("DELETE", f"/api/v1/tables/{sent['table']['id']}")


def test_several_files_queue_up_and_a_wrong_one_is_told(
    visit: Any, studio: Any
) -> None:
    with visit("/") as visited:
        page = visited.page
        files = [
            {"name": f"{name}.csv", "mimeType": "text/csv", "buffer": CSV}
            for name in ("first", "second", "third")
        ]
        other = {"name": "<b>x</b>.xlsx", "mimeType": "", "buffer": b"x"}
        page.set_input_files("#files", [*files, other])
        page.locator("#uploads a").nth(2).wait_for(timeout=60_000)
        assert "names no table" in page.text_content("#uploads li.is-bad")
        assert page.locator("#uploads li.is-bad .name").text_content() == other["name"]
        links = [
            link.get_attribute("href") for link in page.locator("#uploads a").all()
        ]
        page.goto(links[-1])
        page.get_by_role("link", name="Train a model").wait_for(timeout=120_000)
        assert not visited.trouble
        assert not visited.violations()
    for link in links:
        studio.ask("DELETE", f"/api/v1{link}")


def test_a_table_comes_to_life_by_itself_and_its_rows_open_below_the_finding(
    visit: Any, table: str
) -> None:
    with visit(f"/tables/{table}") as visited:
        page = visited.page
        finding = page.locator(".finding", has_text="oops")
        finding.locator("a.show-rows").click()
        cells = finding.locator(".rows-here tbody tr")
        cells.first.wait_for()
        assert cells.count() == 1
        assert cells.first.locator("th").text_content() == "9"
        assert cells.first.locator("td").first.text_content() == "oops"
        finding.locator("a.show-rows").press("Enter")
        assert finding.locator(".rows-here tr").count() == 0
        assert not visited.trouble


def test_a_changed_column_is_read_so_after_one_press(
    visit: Any, studio: Any, table: str
) -> None:
    with visit(f"/tables/{table}") as visited:
        page = visited.page
        save = page.locator("#save")
        assert save.is_disabled()
        page.locator(".finding", has_text="oops").get_by_role(
            "button", name="Leave the column out"
        ).click()
        use = page.get_by_label("Use of energy")
        assert use.input_value() == "drop"
        assert "1 choice changed" in page.text_content("#changes")
        page.locator("#undo").click()
        assert (use.input_value(), save.is_disabled()) == ("as found", True)

        use.select_option("drop")
        page.get_by_label("Fewest tracks of a genre").fill("3")
        save.click()
        row = page.get_by_role("row", name=re.compile(r"energy"))
        page.get_by_text("left out by you").wait_for(timeout=120_000)
        assert "left out by you" in row.first.text_content()
        assert not visited.trouble
    options = studio.ask("GET", f"/api/v1/tables/{table}")["table"]["options"]
    assert (options["drop"], options["min_tracks"]) == (["energy"], 3)


def test_removing_asks_first(visit: Any, studio: Any) -> None:
    sent = studio.ask(
        "POST", "/api/v1/tables?name=gone%20soon.csv", content=CSV, headers=OCTETS
    )
    studio.wait_for(sent["job"]["id"], seconds=120)
    with visit("/") as visited:
        page = visited.page
        page.get_by_role("button", name="Remove gone soon.csv").click()
        page.locator("#sure-no").click()
        assert studio.ask("GET", f"/api/v1/tables/{sent['table']['id']}")
        page.get_by_role("button", name="Remove gone soon.csv").click()
        with page.expect_navigation():
            page.locator("#sure-yes").click()
        assert page.get_by_text("gone soon.csv").count() == 0
        assert not visited.trouble
    listed = studio.ask("GET", "/api/v1/tables")["items"]
    assert sent["table"]["id"] not in {one["id"] for one in listed}
