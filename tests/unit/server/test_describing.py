"""The OpenAPI document says what the server does."""

from __future__ import annotations

import re
from importlib.metadata import version

import pytest


@pytest.fixture
def document(client):
    return client.get("/api/v1/openapi.json").json()


def test_it_names_the_program_its_version_and_how_to_sign_in(document) -> None:
    assert document["info"]["title"] == "genrelens studio"
    assert document["info"]["version"] == version("genrelens")
    schemes = document["components"]["securitySchemes"]
    assert schemes["bearer"] == {"type": "http", "scheme": "bearer"}
    assert schemes["header"]["name"] == "X-Genrelens-Token"
    assert document["security"] == [{"bearer": []}, {"header": []}]


def test_health_alone_needs_no_token(document) -> None:
    for path, operations in document["paths"].items():
        for operation in operations.values():
            assert ("security" in operation) == ("/health/" in path), path


def test_every_operation_tells_of_problems_as_they_are_sent(document) -> None:
    for path, operations in document["paths"].items():
        for operation in operations.values():
            answers = operation["responses"]
            failing = [told for status, told in answers.items() if status[0] in "d45"]
            assert failing, path
            for told in failing:
                kinds = set(told["content"])
                own = {"application/json"} if path.startswith("/v2") else set()
                assert kinds - own == {"application/problem+json"}, path


def test_nothing_is_referred_to_that_is_not_there(document) -> None:
    names = set(re.findall(r"#/components/schemas/([\w.-]+)", str(document)))

    assert names <= document["components"]["schemas"].keys()
    assert not {"HTTPValidationError", "ValidationError"} & names
    assert {"Problem", "WrongField"} <= names


def test_what_is_sent_as_a_problem_has_the_described_shape(client, document) -> None:
    schema = document["components"]["schemas"]["Problem"]
    answer = client.get("/api/v1/models/none").json()

    assert set(schema["required"]) <= answer.keys() <= schema["properties"].keys()


def test_every_operation_has_its_own_name(document) -> None:
    ids = [
        operation["operationId"]
        for operations in document["paths"].values()
        for operation in operations.values()
    ]
    assert len(set(ids)) == len(ids)


def test_pages_are_no_part_of_it(document) -> None:
    assert all(path.startswith(("/api/v1/", "/v2")) for path in document["paths"])
