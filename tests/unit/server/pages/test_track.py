from __future__ import annotations

import html

import pytest


@pytest.fixture
def look(client, model_id):
    def looked(row, query=""):
        return client.get(f"/models/{model_id}/tracks/{row}{query}")

    return looked


@pytest.fixture
def told(client, model_id):
    return lambda row: client.get(f"/api/v1/models/{model_id}/tracks/{row}").json()


def test_the_page_shows_what_the_api_tells(look, told):
    expected = told(2)

    page = html.unescape(look(2).text)

    assert expected["track"]["name"] in page
    assert expected["explanation"]["sentence"] in page
    assert expected["track"]["decision_reason"] in page
    for each in expected["neighbours"]["items"]:
        assert f"/tracks/{each['row']}" in page
    assert "learnt from this very track" in page
    assert "what-if?row=2" in page


def test_why_not_house_works_by_its_address_alone(look):
    page = look(2, "?genre=rock&against=house").text

    assert "Why rock, and not house?" in page
    assert "<option selected>rock</option>" in page


def test_a_pair_that_cannot_be_had_is_told_and_the_usual_one_shown(look):
    for query in ("?genre=house&against=house", "?against=polka"):
        answer = look(2, query)
        assert answer.status_code == 200
        assert "warning" in answer.text
        assert "Why " in answer.text


def test_a_row_that_is_no_track_is_not_found(look):
    assert look(999_999).status_code == 404
