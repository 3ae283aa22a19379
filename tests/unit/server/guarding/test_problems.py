"""Every error is told as a problem document, without anything of the inside."""

from __future__ import annotations

import warnings
from typing import Annotated, Any

import pytest
from fastapi import FastAPI, HTTPException, Query
from pydantic import BaseModel
from starlette.responses import HTMLResponse

from genrelens.errors import BundleError, GenrelensError, InputError, OutputError
from genrelens.server.guarding.problems import (
    Problem,
    Refused,
    add_problem_handlers,
    problem,
    status_of,
)
from genrelens.server.keeping.store import InUseError, NotHere

with warnings.catch_warnings():  # it would rather have a newer httpx
    warnings.filterwarnings("ignore", message="Using `httpx` with")
    from starlette.testclient import TestClient


class Wanted(BaseModel):
    tempo: float


def _show(_request: Any, told: Problem) -> HTMLResponse:
    return HTMLResponse(f"page: {told.detail}", status_code=told.status)


@pytest.fixture(scope="module")
def client() -> TestClient:
    app = FastAPI()
    add_problem_handlers(app, _show)

    @app.get("/ours")
    def ours() -> None:
        raise InputError("Column 'tempo' is empty. Fill it.")

    @app.get("/secret")
    def secret() -> None:
        raise RuntimeError("the-inside /home/somebody/file.py")

    @app.get("/http")
    def http() -> None:
        raise HTTPException(418, "I am a teapot", headers={"x-told": "yes"})

    @app.post("/wanted")
    def wanted(body: Wanted, n: Annotated[int, Query(ge=1)] = 1) -> None:
        """Take what is wanted."""

    return TestClient(app, raise_server_exceptions=False)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotHere("model", "x"), 404),
        (InUseError("busy"), 409),
        (OutputError("full"), 507),
        (BundleError("damaged"), 422),
        (InputError("wrong"), 422),
        (GenrelensError("wrong"), 422),
        (Refused(429, "later"), 429),
    ],
)
def test_an_error_has_the_status_of_its_kind(error, status) -> None:
    assert status_of(error) == status


def test_an_error_of_ours_is_told_in_its_own_words(client) -> None:
    answer = client.get("/ours")

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Unprocessable Entity",
        "status": 422,
        "detail": "Column 'tempo' is empty. Fill it.",
    }


def test_an_error_of_the_server_tells_nothing_of_the_inside(client) -> None:
    answer = client.get("/secret")

    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "inside" not in answer.text
    assert "somebody" not in answer.text
    assert "Runtime" not in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status", "detail"),
    [
        ("GET", "/nowhere", 404, "nothing at this address"),
        ("PUT", "/ours", 405, "does not take that method"),
        ("GET", "/http", 418, "teapot"),
    ],
)
def test_what_the_framework_refuses_is_a_problem_too(
    client, method, path, status, detail
) -> None:
    answer = client.request(method, path)

    assert answer.status_code == answer.json()["status"] == status
    assert detail in answer.json()["detail"]
    assert answer.headers["content-type"] == "application/problem+json"


def test_headers_that_a_refusal_needs_are_kept(client) -> None:
    assert client.put("/ours").headers["allow"] == "GET"
    assert client.get("/http").headers["x-told"] == "yes"


def test_a_wrong_request_is_told_place_by_place_without_what_was_sent(client) -> None:
    answer = client.post("/wanted?n=0", json={"tempo": "<script>"})

    told = answer.json()
    assert answer.status_code == 422
    assert [field["where"] for field in told["errors"]] == ["query.n", "body.tempo"]
    assert "2 such places" in told["detail"]
    assert "<script>" not in answer.text


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 5_000, b'"\xff"', b"1" * 5_000])
def test_a_body_that_cannot_be_read_is_the_senders_error(client, body) -> None:
    answer = client.post(
        "/wanted", content=body, headers={"content-type": "application/json"}
    )

    assert 400 <= answer.status_code < 500
    assert Problem.model_validate(answer.json()).status == answer.status_code


def test_a_person_gets_a_page_and_a_program_does_not(client) -> None:
    page = client.get("/ours", headers={"accept": "text/html"})

    assert page.text.startswith("page: Column 'tempo'")
    assert page.status_code == 422


def test_a_problem_can_be_made_directly() -> None:
    answer = problem(405, "Not so.", headers={"allow": "GET"})

    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET"
    assert b'"title":"Method Not Allowed"' in answer.body
