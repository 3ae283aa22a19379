"""A file is known by its first bytes, and a table is never taken for another."""

from __future__ import annotations

import bz2
import io
import lzma
import pickle
import sqlite3
import tarfile
import zipfile
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from genrelens.ingest.signatures import (
    find_conflict_marker,
    recognise_binary,
    recognise_page,
)

if TYPE_CHECKING:
    from pathlib import Path


def _zip(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "content")
    return buffer.getvalue()


def _tar() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("tracks.csv"))
    return buffer.getvalue()


def _npy() -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, np.zeros(3))
    return buffer.getvalue()


def _feather() -> bytes:
    buffer = io.BytesIO()
    pd.DataFrame({"tempo": [1.0]}).to_feather(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (bz2.compress(b"genre"), "bzip2"),
        (lzma.compress(b"genre"), "xz"),
        (b"\x28\xb5\x2f\xfd rest", "zstandard"),
        (_zip("tracks.csv"), "a zip archive"),
        (_zip("[Content_Types].xml", "xl/workbook.xml"), "an Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel"),
        (_tar(), "a tar archive"),
        (_npy(), "a NumPy array"),
        (_feather(), "an Arrow or Feather file"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"\xff\xd8\xff\xe0", "a JPEG picture"),
        (b"ID3\x04", "an MP3"),
        (b"%PDF-1.4", "a PDF"),
        (b"{\\rtf1", "an RTF"),
    ],
)
def test_a_foreign_format_is_named(content: bytes, found: str) -> None:
    foreign = recognise_binary(content)

    assert foreign is not None
    assert found in foreign.found
    assert foreign.remedy.endswith(".")


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
@pytest.mark.parametrize("value", [{"genre": ["pop"]}, [1], pd.DataFrame({"a": [1]})])
def test_a_pickle_is_named_and_not_opened(protocol: int, value: object) -> None:
    foreign = recognise_binary(pickle.dumps(value, protocol=protocol))

    assert foreign is not None
    assert "can run code" in foreign.found
    assert "was not opened" in foreign.remedy


def test_a_database_is_named(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "tracks.csv")
    connection.execute("CREATE TABLE tracks (genre TEXT)")
    connection.commit()
    connection.close()

    foreign = recognise_binary((tmp_path / "tracks.csv").read_bytes())

    assert foreign is not None
    assert "SQLite" in foreign.found


@pytest.mark.parametrize(
    "content",
    [
        b"genre,tempo\npop,120\n",
        b"\xef\xbb\xbfgenre;tempo",
        b"\xff\xfeg\x00e\x00",
        b"PAR1....PAR1",
        b"<3,tempo\n1,2",
        b"ID,name\n",
        b"PK,name\n",
        b"ORIGIN,name\n",
    ],
)
def test_a_table_is_taken_for_nothing_else(content: bytes) -> None:
    assert recognise_binary(content) is None
    assert recognise_page(content) is None


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE html>\n<html>",
        b"\n\n  <HTML lang=en>",
        b"<?xml version='1.0'?>",
        b"version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 2\n",
    ],
)
def test_pages_and_stand_ins_are_named(content: bytes) -> None:
    assert recognise_page(content) is not None


def test_a_conflict_marker_is_found_on_its_line_only() -> None:
    table = b"a,b\r\n1,2\r\n=======\r\n>>>>>>> branch\r\n"

    assert find_conflict_marker(table) == 4
    assert find_conflict_marker(b"<<<<<<< HEAD\na,b\n") == 1
    assert find_conflict_marker(b"a,b\n1,<<<<<<< HEAD\n") is None
    assert find_conflict_marker(b"a,b\n<<<<<<<<<< wow,2\n") is None
