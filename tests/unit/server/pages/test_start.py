from __future__ import annotations

from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from genrelens.server.studio import Studio

pytestmark = pytest.mark.usefixtures("still_queue")

HOSTILE = "<img src=x onerror=alert(1)>.csv"


class Tags(HTMLParser):
    """Gather the tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags_of(text: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(text)
    return parser.found


def test_an_empty_studio_asks_for_a_table_and_offers_the_sample(
    client: TestClient,
) -> None:
    text = client.get("/").text
    assert 'id="sample"' in text
    assert 'type="file"' in text
    assert "<h2" not in text.split("<dialog")[0]


def test_what_is_here_is_listed_as_text(
    client: TestClient, studio: Studio, model_id: str, bring_here
) -> None:
    bad = bring_here(b"%PDF-1.7", HOSTILE)
    good = bring_here(b"tempo,genre\n" + b"1,a\n2,b\n" * 20, "good.csv")
    waiting = studio.store.jobs.add("train", table_id=good.id, request={})
    text = client.get("/").text
    assert escape(HOSTILE) in text
    assert "<img" not in text
    for address in (
        *(f"/tables/{bad.id}", f"/tables/{good.id}"),
        *(f"/models/{model_id}", f"/jobs/{waiting.id}"),
    ):
        assert f'href="{address}"' in text
    assert "cannot be read" in text
    assert "waits, place 1" in text
    assert "A small model" in text


def test_the_page_keeps_to_the_policy(client: TestClient, bring_here) -> None:
    bring_here(b"tempo,genre\n" + b"1,a\n2,b\n" * 20, HOSTILE)
    for tag, given in tags_of(client.get("/").text):
        assert "style" not in given
        assert not [name for name in given if name.startswith("on")]
        if tag == "script":
            assert given.get("src") or given["type"] == "application/json"


def test_an_interrupted_job_is_told(
    client: TestClient, studio: Studio, bring_here
) -> None:
    table = bring_here(b"tempo,genre\n" + b"1,a\n2,b\n" * 20)
    job = studio.store.jobs.add("train", table_id=table.id, request={})
    studio.store.jobs.update(job.id, state="interrupted", error="It was lost & gone.")
    text = client.get("/").text
    assert "It was lost &amp; gone." in text
    assert f'href="/jobs/{job.id}"' in text
