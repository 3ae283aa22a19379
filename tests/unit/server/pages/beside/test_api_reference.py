"""The page of the API shows every operation, from the document alone."""

from __future__ import annotations

import html

from genrelens.server.pages.beside.api_reference import operations_of

DOCUMENT = {
    "components": {
        "schemas": {
            "Asked": {
                "properties": {
                    "tracks": {"type": "array", "items": {"type": "object"}},
                    "genre": {"anyOf": [{"type": "string"}, {"type": "null"}]},
                    "kind": {"enum": ["a", "b"], "description": "One\nof two."},
                },
                "required": ["tracks"],
            }
        }
    },
    "paths": {
        "/things/{id}": {
            "parameters": [],
            "post": {
                "operationId": "do_it",
                "tags": ["things"],
                "summary": "Do it",
                "description": "First line\nand second.",
                "parameters": [{"name": "id", "in": "path", "required": True}],
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": {"$ref": "#/components/schemas/Asked"}
                        }
                    }
                },
                "responses": {"204": {"description": "Done"}},
            },
        }
    },
}


def test_an_operation_is_read_as_the_document_tells_it() -> None:
    (one,) = operations_of(DOCUMENT, "http://127.0.0.1:1")

    assert (one.method, one.path, one.tag) == ("POST", "/things/{id}", "things")
    assert one.about == "First line and second."
    assert one.parameters[0].name == "id (in the path)"
    assert [(field.name, field.kind, field.is_needed) for field in one.body] == [
        ("tracks", "list of object", True),
        ("genre", "string or null", False),
        ("kind", "a or b", False),
    ]
    assert one.body[2].about == "One of two."
    assert (one.status, one.answer_type) == ("204", "")
    assert one.example.startswith('curl -H "Authorization: Bearer $TOKEN" -X POST')
    assert one.example.endswith('"http://127.0.0.1:1/things/{id}"')


def test_the_page_shows_every_operation_of_the_studio(client) -> None:
    document = client.get("/api/v1/openapi.json").json()
    page = client.get("/api", headers={"accept": "text/html"})

    assert page.status_code == 200
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert f"{method.upper()} {html.escape(path)}" in page.text
            assert f'id="{operation["operationId"]}"' in page.text


def test_the_page_loads_nothing_from_elsewhere(client) -> None:
    text = client.get("/api").text

    assert "https://" not in text
    assert "style=" not in text
    assert text.count("<script") == text.count('<script type="module" src="/static/')
