from __future__ import annotations


def test_the_page_shows_what_the_model_needs_and_how_to_call_it(
    client, model_id
) -> None:
    page = client.get(f"/models/{model_id}/use")
    assert page.status_code == 200
    for words in ("Duration (ms)", "How careful is it to be?", "X-Genrelens-Token"):
        assert words in page.text
    assert f"/api/v1/models/{model_id}/predict" in page.text
    assert client.headers["Authorization"].split()[1] not in page.text


def test_a_model_that_is_not_here_is_not_found(client) -> None:
    assert client.get("/models/mod-aaaaaaaaaaaa/use").status_code == 404
