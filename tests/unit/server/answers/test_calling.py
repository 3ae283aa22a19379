from __future__ import annotations

import ast
import json
import shlex

import pytest

from genrelens.server.answers.calling import call_examples
from genrelens.workflow.scoring.using import AttributeNeed

BASE = "http://127.0.0.1:8765"
MODEL = "mod-aaaaaaaaaaaa"


def need(header: str, kind: str, example: object) -> AttributeNeed:
    return AttributeNeed(
        header, header, kind, "", "", "", "", example, (), 0.0, "yes", "no"
    )


@pytest.fixture(scope="module")
def calls() -> dict:
    """Write calls for headers that are awkward in every language."""
    needs = [
        need('it\'s "odd" $HOME `x`', "number", 0.5),
        need("live", "flag", True),
        need("mood", "category", "it's; rm -rf"),
    ]
    return {each.key: each.code for each in call_examples(BASE, MODEL, needs)}


def test_the_body_that_curl_sends_is_the_track(calls) -> None:
    words = shlex.split(calls["curl-track"])
    body = json.loads(words[words.index("-d") + 1])
    assert body["tracks"][0] == {
        'it\'s "odd" $HOME `x`': 0.5,
        "live": True,
        "mood": "it's; rm -rf",
    }


def test_python_s_call_is_python_and_holds_the_same_track(calls) -> None:
    tree = ast.parse(calls["python"])
    track = next(
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and node.targets[0].id == "track"
    )
    assert ast.literal_eval(track)["mood"] == "it's; rm -rf"


def test_open_inference_types_every_input(calls) -> None:
    words = shlex.split(calls["v2"])
    body = json.loads(words[words.index("-d") + 1])
    assert [each["datatype"] for each in body["inputs"]] == ["FP64", "BOOL", "BYTES"]


def test_no_call_holds_a_token(calls) -> None:
    assert all("GENRELENS_TOKEN" in code for code in calls.values())
