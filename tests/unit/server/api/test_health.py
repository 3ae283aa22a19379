"""Health tells that the server lives, and that it is ready, and nothing else."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("path", "told"), [("live", {"status": "live"}), ("ready", {"status": "ready"})]
)
def test_health_needs_no_token(client, path, told) -> None:
    answer = client.get(f"/api/v1/health/{path}", headers={"authorization": ""})

    assert (answer.status_code, answer.json()) == (200, told)


def test_a_closing_server_lives_but_is_not_ready(client, app) -> None:
    app.state.studio, kept = None, app.state.studio
    try:
        assert client.get("/api/v1/health/live").status_code == 200
        assert client.get("/api/v1/health/ready").status_code == 503
    finally:
        app.state.studio = kept


def test_a_server_whose_jobs_do_not_go_on_says_why_it_is_not_ready(
    client, studio
) -> None:
    studio.queue.stop()
    answer = client.get("/api/v1/health/ready", headers={"authorization": ""})
    assert answer.status_code == 503
    assert "Start the studio again" in answer.json()["detail"]
    assert client.get("/api/v1/health/live").status_code == 200
