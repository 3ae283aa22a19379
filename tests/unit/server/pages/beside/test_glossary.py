"""The page of words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.reports.glossary import TERMS

if TYPE_CHECKING:
    from starlette.testclient import TestClient


def test_every_word_of_the_glossary_can_be_linked_to(client: TestClient) -> None:
    text = client.get("/glossary").text
    missing = [e.anchor for e in TERMS if f'id="term-{e.anchor}"' not in text]
    assert missing == []
