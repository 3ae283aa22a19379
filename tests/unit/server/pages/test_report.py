"""The report of a model as a page of the studio."""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING

import pytest

from genrelens.server.assets.catalogue import static_url
from genrelens.workflow.live_report.keeping import keep_parts
from genrelens.workflow.live_report.opening import PARTS_FILE, open_parts

if TYPE_CHECKING:
    from starlette.testclient import TestClient
    from tests.conftest import SmallRun

    from genrelens.server.studio import Studio


@pytest.fixture
def text(client: TestClient, studio: Studio, model_id: str, small_run: SmallRun) -> str:
    """Give the page of a model that was trained here."""
    keep_parts(small_run.result, studio.store.models.folder(model_id))
    answer = client.get(f"/models/{model_id}")
    assert answer.status_code == 200
    return str(answer.text)


def test_the_page_holds_every_section_of_the_report_to_the_letter(
    text: str, studio: Studio, model_id: str
) -> None:
    parts = open_parts(studio.store.models.folder(model_id))
    assert parts is not None
    for key, html in parts.html.items():
        assert html in text, key
        assert f'<a href="#{key}">' in text, key


def test_every_link_inside_the_page_has_its_target(text: str) -> None:
    targets = set(re.findall(r'\sid="([^"]+)"', text))
    wanted = set(re.findall(r'href="#([^"]+)"', text))
    assert wanted - targets == set()


def test_no_id_is_used_twice(text: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert sorted(set(ids)) == sorted(ids)


def test_every_genre_leads_to_its_tracks(
    text: str, model_id: str, small_run: SmallRun
) -> None:
    addresses = re.findall(rf'href="/models/{model_id}/explore\?genre=([^"]+)"', text)
    assert len(addresses) == len(small_run.result.facts.genre_counts)


def test_the_module_is_told_the_names_of_genres_and_the_rows_of_tracks(
    text: str, small_run: SmallRun, model_id: str
) -> None:
    inside = re.search(
        r'<script type="application/json" id="links">(.*?)</script>', text
    )
    assert inside is not None
    links = json.loads(inside[1])
    facts = small_run.result.facts
    assert links["genres"] == list(facts.evaluation.genres)
    assert links["model"] == f"/models/{model_id}"
    lines = [facts.table.line_numbers[row - 1] for row in links["samples"].values()]
    assert lines == [track.line for track in facts.tracks]


def test_the_script_of_the_report_is_served_and_nothing_is_inline(text: str) -> None:
    assert static_url("report.js") in text
    assert "<style" not in text
    assert 'style="' not in text
    allowed = r'<script(?! type="(?:application/json|module)"| src=)'
    assert re.findall(allowed, text) == []


def test_files_to_take_away_are_those_that_the_model_has(
    text: str, model_id: str, studio: Studio, client: TestClient
) -> None:
    assert f'href="/api/v1/models/{model_id}/files/report"' in text
    (studio.store.models.folder(model_id) / "review.csv").unlink()
    again = client.get(f"/models/{model_id}").text
    assert f'href="/api/v1/models/{model_id}/files/review"' not in again


def test_a_model_without_parts_says_so_and_shows_its_card(
    client: TestClient, model_id: str, small_run: SmallRun
) -> None:
    text = client.get(f"/models/{model_id}").text
    assert "What this model says of itself" in text
    assert "there is no report" in text
    facts = small_run.result.facts
    assert all(escape(genre) in text for genre in facts.genre_counts)
    accuracy = facts.evaluation.scenarios[facts.evaluation.headline].metrics["accuracy"]
    assert f"{accuracy.value * 100:.1f}\u00a0%" in text


def test_a_damaged_report_is_told_in_words(
    client: TestClient, studio: Studio, model_id: str
) -> None:
    (studio.store.models.folder(model_id) / PARTS_FILE).write_text("{}")
    answer = client.get(f"/models/{model_id}")
    assert answer.status_code >= 400
    assert "Train again" in answer.text


def test_a_model_that_is_not_here_is_not_found(client: TestClient) -> None:
    assert client.get("/models/mod-zzzzzzzzzzzz").status_code == 404
    assert client.get("/models/..%2f..").status_code == 404
