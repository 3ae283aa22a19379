"""The what-if page reads without script, by its address, with or without tracks."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from genrelens.server.pages.what_if import _text

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from genrelens.server.studio import Studio


def _facts(text: str):
    found = re.search(r'id="page-data">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


@pytest.fixture
def address(model_id: str) -> str:
    return f"/models/{model_id}/what-if"


def test_the_page_holds_every_control_and_every_genre(
    client: TestClient, address: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    facts = _facts(answer.text)
    for slider in facts["sliders"]:
        assert f'name="{slider["parameter"]}"' in answer.text
    for genre in facts["genres"]:
        assert genre["name"].replace("&", "&amp;") in answer.text
    assert 'style="' not in answer.text


def test_values_of_the_address_are_put_over_those_of_the_start(
    client: TestClient, studio: Studio, model_id: str, address: str
) -> None:
    row = int(studio.models.collection(model_id).columns["row"][4])
    facts = _facts(client.get(f"{address}?row={row}&tempo=126&energy=").text)
    assert facts["start"]["row"] == row
    assert facts["values"]["tempo"] == 126
    assert facts["values"]["energy"] is None
    untouched = {"tempo", "energy"}
    for name, value in facts["start"]["values"].items():
        if name not in untouched:
            assert facts["values"][name] == value


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("tempo=fast", "left out"),
        ("polka=1", "none of the model"),
        ("row=99999999", "none of the"),
        ("row=x", "not a whole number"),
        ("typical=polka", "not one of"),
        ("tempo=%3Cscript%3Ealert(1)%3C/script%3E", "left out"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_on_the_page(
    client: TestClient, address: str, query: str, told: str
) -> None:
    answer = client.get(f"{address}?{query}")
    assert answer.status_code == 200
    assert "notice warning" in answer.text
    assert told in answer.text
    assert "<script>alert" not in answer.text


def test_a_random_track_has_an_address_of_its_own(
    client: TestClient, address: str
) -> None:
    answer = client.get(f"{address}?random=1")
    assert answer.status_code == 303
    assert re.fullmatch(re.escape(address) + r"\?row=\d+", answer.headers["location"])


def test_a_model_without_its_tracks_says_where_shapes_come_from(
    client: TestClient, studio: Studio, model_id: str, address: str
) -> None:
    (studio.store.models.folder(model_id) / "collection.parquet").unlink()
    text = client.get(f"{address}?row=1").text
    assert "seven quantiles" in text
    assert "no row can be opened" in text
    assert "A random track" not in text
    assert client.get(f"{address}?random=1").status_code == 200


@pytest.mark.parametrize(
    ("step", "is_clock", "start", "value", "text"),
    [
        (0.01, False, 0.1197, 0.1197, "0.12"),
        (0.01, False, 0.1197, 0.1234, "0.1234"),
        (0.01, False, 0.0022, 0.0022, "0.0022"),
        (0.1, False, -5.04, -5.04, "\u22125.0"),
        (1.0, False, 117.98, 117.98, "118"),
        (1.0, False, None, 97.0, "97"),
        (1000.0, True, 190920.0, 190920.0, "3:11"),
        (1000.0, True, 0.0, 258057.5, "4:18.058"),
        (1000.0, True, 0.0, 119999.9, "2:00"),
        (1000.0, True, 0.0, None, ""),
    ],
)
def test_what_a_track_came_with_is_rounded_and_what_was_chosen_is_not(
    step, is_clock, start, value, text
) -> None:
    slider = SimpleNamespace(step=step, is_clock=is_clock)
    assert _text(slider, start, value) == text
