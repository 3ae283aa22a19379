from __future__ import annotations

import contextlib
import time

import pytest

from genrelens.ingest.trees.values import (
    UnreadableError,
    read_key,
    read_value,
    without_comment,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("rock 'n' roll", "rock 'n' roll"),
        ("drum & bass", "drum & bass"),
        ("no", "no"),
        ("1999", "1999"),
        ("'it''s'", "it's"),
        (r'"a\u00e9\x41\n\"\\\/\U0001F3B5"', 'aéA\n"\\/🎵'),
        ("[]", []),
        ("[ a , 'b, c',d e ]", ["a", "b, c", "d e"]),
        ("[a,]", ["a"]),
    ],
)
def test_names_and_lists_are_read(text: str, value: object) -> None:
    assert read_value(text) == value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("&x rock", "an anchor"),
        ("*x", "reference to an anchor"),
        ("!!python/object:os.system rock", "a tag"),
        ("|", "a block of text"),
        ("{a: b}", "a mapping in braces"),
        ("[a", "does not end on its line"),
        ("['a' b]", "a comma is missing"),
        ("[a, [b]]", "no plain name"),
        ("[&a, b]", "an anchor"),
        ("[a,,b]", "a name is missing"),
        ("a: b", "needs quotes"),
        ("'a", "not closed"),
        ("'a' b", "more after the closing quote"),
        (r'"\q"', "escape"),
        (r'"\ud800"', "escape"),
        (r'"\u12"', "escape"),
        (r'"\U00110000"', "escape"),
        ("", "a name is missing"),
        ("- a", "no plain name"),
    ],
)
def test_the_rest_of_yaml_is_refused_by_name(text: str, words: str) -> None:
    with pytest.raises(UnreadableError, match=words):
        read_value(text)


def test_a_line_that_is_no_pair_is_none() -> None:
    assert read_key("just words") is None
    assert read_key("'a' b: c") is None
    assert read_key("a:b") is None


def test_a_comment_inside_of_quotes_is_none() -> None:
    assert without_comment('a: "b # c" # d') == 'a: "b # c"'
    assert without_comment(r'a: "b\" # c"') == r'a: "b\" # c"'
    assert without_comment("# all") == ""
    assert without_comment("rock'n: x # it's") == "rock'n: x"


@pytest.mark.parametrize(
    "text",
    ["a" + " " * 300_000 + "b", "'a'" * 100_000, "'" + "a" * 300_000 + "': b"],
    ids=["spaces", "quotes", "one name"],
)
def test_the_time_to_read_a_line_grows_with_its_length(text: str) -> None:
    """A search that goes back over the spaces takes half a minute for the first."""
    begun = time.process_time()
    without_comment(text)
    with contextlib.suppress(UnreadableError):
        read_key(text)
    assert time.process_time() - begun < 5
