from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.audio.library.naming import path_from_text, path_to_text

NAMES = st.lists(
    st.binary(min_size=1, max_size=20).filter(
        lambda name: not set(name) & {0, 0x2F} and name not in {b".", b".."}
    ),
    min_size=1,
    max_size=3,
)


@pytest.mark.skipif(os.name != "posix", reason="names are bytes on Unix")
@given(NAMES)
def test_any_name_can_be_written_as_one_line_of_text_and_turned_back(parts) -> None:
    name = b"/".join(parts)
    text = path_to_text(os.fsdecode(name))
    text.encode("utf-8")
    assert len(text.splitlines()) == 1
    assert not text.startswith(("=", "+", "-", "@"))
    assert os.fsencode(path_from_text(Path("lib"), text)) == b"lib/" + name


def test_usual_names_stay_as_they_are() -> None:
    for name in ("Sigur Rós/( )/01 Vaka.mp3", "AC-DC/T.N.T..flac", "音楽/歌.m4a"):
        assert path_to_text(name) == name
