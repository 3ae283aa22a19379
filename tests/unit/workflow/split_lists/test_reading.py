"""Tests of genrelens.workflow.split_lists.reading."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genrelens.errors import InputError
from genrelens.workflow.split_lists.reading import read_list

NAMES = st.text(
    st.characters(categories=["L", "N"], include_characters="./_-"), min_size=1
)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(NAMES, min_size=1, max_size=20), ending=st.sampled_from("\n\r"))
def test_every_name_comes_back_once_in_its_order(
    tmp_path: Path, names: list[str], ending: str
) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(("\ufeff" + (ending + "\n").join(names)).encode())
    found = read_list(path)
    assert found.entries == tuple(dict.fromkeys(names))
    assert found.n_repeated == len(names) - len(set(names))
    assert found.name == "list.txt"


def test_blank_lines_and_spaces_around_names_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("\n  blues/blues.00029.wav \n\n\tblues.00030.wav\n")
    assert read_list(path).entries == ("blues/blues.00029.wav", "blues.00030.wav")


def test_a_packed_list_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "list.txt.gz"
    path.write_bytes(gzip.compress(b"one\ntwo\n"))
    assert read_list(path).entries == ("one", "two")


def test_a_list_of_blank_lines_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(b" \n\n   x".replace(b"x", b""))
    with pytest.raises(InputError):
        read_list(path)


def test_bytes_that_are_no_text_are_refused_with_their_place(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(b"caf\xe9\n")
    with pytest.raises(InputError, match="not UTF-8 text: byte 3"):
        read_list(path)


def test_lines_that_can_be_no_name_are_counted_shown_and_refused(
    tmp_path: Path,
) -> None:
    path = tmp_path / "list.txt"
    path.write_text("one\ntwo\x1b[31m\nthree\n")
    with pytest.raises(InputError, match="1 of 3 lines can be no id") as caught:
        read_list(path)
    assert "\x1b" not in str(caught.value)


def test_a_list_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # long folders are cut short in messages
    with pytest.raises(InputError, match=r"gone\.txt"):
        read_list(Path("gone.txt"))
