from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.audio.analysis import Analysis, Failure
from genrelens.audio.embedding.hearing import KnownNetwork
from genrelens.audio.isolation.messages import (
    MOST_BYTES,
    BadMessageError,
    from_line,
    network_told,
    read_answer,
    read_network,
    to_line,
    told,
)
from genrelens.audio.library.file_tags import FileTags

PATH = Path(os.fsdecode(b"caf\xe9.mp3"))
FOUND = Analysis(
    PATH, "a" * 64, "b" * 64, FileTags("Jóga", ("Björk",), "", 1997, ("Pop", "Art")),
    "mp3", 305_000, (1.5, None, -0.25), b"\x01\x02\x03\x04",
)  # fmt: skip


def test_what_is_told_is_what_is_read() -> None:
    message = from_line(to_line(told(FOUND)))
    assert read_answer(message, PATH, n_values=3) == FOUND


def test_a_name_that_is_no_utf8_survives() -> None:
    assert from_line(to_line({"file": os.fspath(PATH)}))["file"] == os.fspath(PATH)


def test_a_failure_is_read_with_its_reason_shown_safely() -> None:
    read = read_answer({"code": "empty", "reason": "\x1b[31m"}, PATH, n_values=3)
    assert read == Failure(PATH, "empty", r"\x1b[31m")


@pytest.mark.parametrize(
    "change",
    [
        {"content": "x"}, {"sound": 5}, {"ms": -1}, {"ms": 10**12}, {"ms": None},
        {"title": 3}, {"title": "x" * 2_000}, {"title": "\ud800"}, {"artists": 3},
        {"year": "soon"}, {"values": [1, 2]}, {"values": [1, 2, float("inf")]},
        {"values": ["a", 1, 2]}, {"fingerprint": "*"}, {"fingerprint": None},
        {"code": "unheard"}, {"code": "empty", "reason": 3},
    ],
)  # fmt: skip
def test_a_child_that_was_taken_over_is_not_believed(change) -> None:
    with pytest.raises(BadMessageError):
        read_answer(told(FOUND) | change, PATH, n_values=3)


@pytest.mark.parametrize(
    "line",
    [b"", b"{}", b"[]\n", b"no\n", b"[" * 100_000 + b"\n", b" " * MOST_BYTES + b"\n"],
    ids=["none", "cut", "list", "words", "deep", "long"],
)
def test_what_is_no_message_is_refused(line) -> None:
    with pytest.raises(BadMessageError):
        from_line(line)


@given(st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=5))
def test_any_value_in_any_place_is_read_or_refused(value) -> None:
    for key in told(FOUND):
        message = json.loads(json.dumps(told(FOUND) | {key: value}))
        try:
            read_answer(message, PATH, n_values=3)
        except BadMessageError:
            continue


OWN = KnownNetwork("mine", ("mine_1", "mine_2"), 8_000, "a" * 64)


def test_what_is_told_of_a_network_is_what_is_read() -> None:
    assert read_network(from_line(to_line({"n": network_told(OWN)}))["n"]) == OWN
    assert network_told(None) is None


@pytest.mark.parametrize(
    "change",
    [
        {"name": "../mine"},
        {"columns": ["mine_1", "mine_1"]},
        {"columns": ["genre"]},
        {"columns": ["mine\n1"]},
        {"columns": [f"mine_{n}" for n in range(5_000)]},
        {"columns": 7},
        {"digest": "short"},
        {"rate": "fast"},
    ],
)
def test_what_a_child_says_of_a_network_is_checked(change) -> None:
    with pytest.raises(BadMessageError):
        read_network(network_told(OWN) | change)
    for nothing in (None, [], "mine"):
        with pytest.raises(BadMessageError):
            read_network(nothing)
