"""A person is told of a problem by a page, with the way on, and names as text."""

from __future__ import annotations

import pytest

PAGE = {"accept": "text/html"}


@pytest.mark.parametrize(
    ("path", "status"),
    [("/nowhere", 404), ("/models/mod-000000000000", 404), ("/tables/x", 404)],
)
def test_a_person_is_told_and_led_on(client, path, status) -> None:
    answer = client.get(path, headers=PAGE)

    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert "There is nothing here" in answer.text
    assert 'href="/"' in answer.text


def test_a_name_in_the_address_stays_text(client) -> None:
    answer = client.get("/models/<img src=x onerror=alert(1)>", headers=PAGE)

    assert answer.status_code == 404
    assert "<img" not in answer.text


def test_a_program_gets_a_problem_instead(client) -> None:
    answer = client.get("/nowhere")

    assert answer.headers["content-type"] == "application/problem+json"
