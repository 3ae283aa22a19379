"""A file of unknown worth is opened under limits, or refused in a sentence."""

from __future__ import annotations

import gzip
import hashlib
import os
import socket
from typing import TYPE_CHECKING

import pytest

from genrelens.errors import FileFormatError
from genrelens.ingest import opening
from genrelens.ingest.opening import open_file

if TYPE_CHECKING:
    from pathlib import Path

TABLE = b"genre,tempo\npop,120\n"


def test_bytes_size_and_hash_are_those_on_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "tracks.csv"
    path.write_bytes(TABLE)

    opened = open_file(path)

    assert opened.content == TABLE
    assert opened.sha256 == hashlib.sha256(TABLE).hexdigest()
    assert (opened.name, opened.n_bytes, opened.compression) == ("tracks.csv", 20, "")


def test_gzip_is_recognised_by_content_and_hashed_as_packed(tmp_path: Path) -> None:
    packed = gzip.compress(TABLE[:12]) + gzip.compress(TABLE[12:])
    path = tmp_path / "tracks.csv"  # no .gz in its name, and two members
    path.write_bytes(packed)

    opened = open_file(path)

    assert opened.content == TABLE
    assert opened.compression == "gzip"
    assert opened.sha256 == hashlib.sha256(packed).hexdigest()
    assert opened.n_bytes == len(packed)


def test_a_missing_file_names_its_near_neighbour(tmp_path: Path) -> None:
    (tmp_path / "tracks_data.csv").write_bytes(TABLE)

    with pytest.raises(FileFormatError, match=r"Did you mean 'tracks_data\.csv'"):
        open_file(tmp_path / "track_data.csv")
    with pytest.raises(FileFormatError, match="Check the spelling"):
        open_file(tmp_path / "zzz")
    with pytest.raises(FileFormatError, match="folder does not exist"):
        open_file(tmp_path / "nowhere" / "tracks.csv")


def test_folders_pipes_and_sockets_are_refused_without_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    with pytest.raises(FileFormatError, match="it is a folder"):
        open_file(tmp_path)
    with pytest.raises(FileFormatError, match="it is a pipe"):
        open_file(pipe)
    with pytest.raises(FileFormatError, match="device or socket"):
        open_file("/dev/null")
    with socket.socket(socket.AF_UNIX) as server:
        monkeypatch.chdir(tmp_path)  # socket paths must be short
        server.bind("socket")
        with pytest.raises(FileFormatError, match="cannot be opened"):
            open_file("socket")


@pytest.mark.parametrize("path", ["a\0b", "x" * 5000])
def test_impossible_paths_are_refused(path: str) -> None:
    with pytest.raises(FileFormatError, match="cannot be opened"):
        open_file(path)


@pytest.mark.parametrize("content", [b"", b"\n\n  \r\n", b"\xef\xbb\xbf", b"\0" * 99])
def test_nothing_but_blanks_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "empty.csv"
    path.write_bytes(content)

    with pytest.raises(FileFormatError, match=r"empty|nothing but blanks"):
        open_file(path)


def test_a_file_above_the_limit_is_refused_with_both_numbers(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_bytes(TABLE)

    with pytest.raises(FileFormatError, match=r"20 bytes or more.*limit of 19"):
        open_file(path, max_bytes=19)
    assert open_file(path, max_bytes=20).n_bytes == 20


def test_a_packed_file_above_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.csv.gz"
    path.write_bytes(gzip.compress(TABLE * 100))

    with pytest.raises(FileFormatError, match="limit of 1,999"):
        open_file(path, max_bytes=1_999)


def test_a_gzip_bomb_is_refused_by_its_ratio(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_RATIO_COUNTS_FROM", 2**20)
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(b"0" * 10_000_000))

    with pytest.raises(FileFormatError, match="more than 200 times"):
        open_file(path)


@pytest.mark.parametrize("cut", [12, 20, -4, -9])
def test_damaged_gzip_is_refused(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "cut.csv.gz"
    path.write_bytes(gzip.compress(TABLE * 50)[:cut])

    with pytest.raises(FileFormatError, match="gzip packing is damaged"):
        open_file(path)


def test_gzip_with_flipped_or_trailing_bytes_is_refused(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(TABLE * 50))
    path = tmp_path / "flipped.csv.gz"
    path.write_bytes(bytes(packed) + b"trailing")
    with pytest.raises(FileFormatError, match="damaged"):
        open_file(path)

    packed[-6] ^= 0xFF  # in the checksum
    path.write_bytes(packed)
    with pytest.raises(FileFormatError, match="damaged"):
        open_file(path)


def test_gzip_within_gzip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "twice.csv.gz"
    path.write_bytes(gzip.compress(gzip.compress(TABLE)))

    with pytest.raises(FileFormatError, match="packed with gzip twice"):
        open_file(path)


def test_a_foreign_format_is_refused_also_inside_gzip(tmp_path: Path) -> None:
    path = tmp_path / "tracks.csv"
    path.write_bytes(gzip.compress(b"%PDF-1.7 and so on"))

    with pytest.raises(FileFormatError, match="it is a PDF document"):
        open_file(path)
