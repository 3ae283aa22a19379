from __future__ import annotations

import re

import pytest

from genrelens.server.pages.explore import genre_colours


@pytest.fixture
def look(client, model_id):
    def looked(query=""):
        return client.get(f"/models/{model_id}/explore{query}")

    return looked


def test_without_script_the_list_stands_in_pages_with_links(look, model_id):
    first = look().text
    rows = re.findall(rf"/models/{model_id}/tracks/(\d+)", first)

    assert len(rows) == 50
    after = re.search(r'href="(\?[^"]*offset=50)">After', first)
    assert after
    second = look(after[1].replace("&amp;", "&")).text
    assert set(rows).isdisjoint(re.findall(rf"/models/{model_id}/tracks/(\d+)", second))
    assert "Before" in second


def test_the_address_says_which_tracks_are_shown(look, client, model_id):
    total = client.get(
        f"/api/v1/models/{model_id}/tracks?genre=house&predicted=house"
    ).json()["total"]

    page = look("?genre=house&predicted=house&counted=&search=").text

    assert f"<strong>{total}</strong> of" in page
    assert '<option value="house" selected>house</option>' in page


def test_an_address_that_cannot_be_understood_is_told_and_all_tracks_are_shown(look):
    for query in ("?genre=polka", "?min_probability=9", "?range=tempo", "?sort=x"):
        answer = look(query)
        assert answer.status_code == 200
        assert "asks for something that is not here" in answer.text
    assert look("?offset=abc").status_code == 200
    assert look("?offset=99999999999999999").status_code == 200


def test_the_map_is_shown_with_its_quality(look, small_run):
    page = look().text

    assert "nearest here" in page
    assert "which is exact" in page
    assert re.search(r"<strong>\d\d\.\d\xa0%</strong>|<strong>\d+\xa0%</strong>", page)


def test_a_model_without_tracks_says_so(client, studio, model_id):
    (studio.store.models.folder(model_id) / "collection.parquet").unlink()

    answer = client.get(f"/models/{model_id}/explore", headers={"Accept": "text/html"})

    assert answer.status_code == 409
    assert "brought as a model file" in answer.text
    assert f'href="/models/{model_id}/use"' in answer.text
    one = client.get(f"/models/{model_id}/tracks/3", headers={"Accept": "text/html"})
    assert (one.status_code, one.text) == (409, answer.text)


def test_genres_have_the_colours_of_the_report(small_run, studio, model_id):
    from genrelens.reports.naming import name_everything

    naming = name_everything(small_run.result.facts)
    colours = genre_colours(studio.models.collection(model_id))

    assert colours == {genre: naming.colour(genre) for genre in colours}
