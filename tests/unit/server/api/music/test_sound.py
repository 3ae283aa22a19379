"""A track's sound comes whole or in parts, and nothing else ever does."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient

    from genrelens.server.keeping.music.music_folders import MusicRecord
    from genrelens.server.studio import Studio

pytestmark = pytest.mark.usefixtures("still_queue")

N_BYTES = 4_044


@pytest.fixture
def address(library: MusicRecord) -> str:
    return f"/api/v1/music/{library.id}/tracks/1/sound"


@pytest.fixture
def content(music_folder: Path) -> bytes:
    return (music_folder / "Ada/one.wav").read_bytes()


def test_the_whole_file_comes_as_it_is(
    client: TestClient, address: str, content: bytes
) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.content == content
    assert answer.headers["content-type"] == "audio/wav"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["content-length"] == str(N_BYTES)
    assert "one.wav" not in str(answer.headers)


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-", 0, N_BYTES - 1),
        ("bytes=100-199", 100, 199),
        ("bytes=4000-99999", 4000, N_BYTES - 1),
        ("bytes=-44", N_BYTES - 44, N_BYTES - 1),
        ("bytes=-999999", 0, N_BYTES - 1),
    ],
)
def test_a_range_comes_alone(
    client: TestClient, address: str, content: bytes, wanted: str, first: int, last: int
) -> None:
    answer = client.get(address, headers={"Range": wanted})
    assert answer.status_code == 206
    assert answer.content == content[first : last + 1]
    assert answer.headers["content-range"] == f"bytes {first}-{last}/{N_BYTES}"
    assert answer.headers["content-length"] == str(last + 1 - first)


@pytest.mark.parametrize("wanted", [f"bytes={N_BYTES}-", "bytes=-0", "bytes=9999-9999"])
def test_bytes_that_are_not_there_are_refused_with_the_size(
    client: TestClient, address: str, wanted: str
) -> None:
    answer = client.get(address, headers={"Range": wanted})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{N_BYTES}"
    assert answer.json()["status"] == 416


@pytest.mark.parametrize(
    "wanted",
    [
        "bytes=5-2",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "lines=0-1",
        "bytes=0-1,4-5",
        "bytes=" + ",".join(f"{at}-{at}" for at in range(5_000)),
        "bytes=0-" + "9" * 60,
        "bytes=--1",
    ],
)
def test_what_is_no_single_range_gives_the_whole_file(
    client: TestClient, address: str, content: bytes, wanted: str
) -> None:
    answer = client.get(address, headers={"Range": wanted})
    assert (answer.status_code, answer.content) == (200, content)


def test_a_part_is_given_only_of_the_content_that_was_begun(
    client: TestClient, address: str, content: bytes
) -> None:
    tag = client.get(address).headers["etag"]
    asked = {"Range": "bytes=0-9", "If-Range": tag}
    assert client.get(address, headers=asked).status_code == 206
    asked["If-Range"] = '"another"'
    assert client.get(address, headers=asked).content == content


def test_head_tells_the_size_without_the_sound(
    client: TestClient, address: str
) -> None:
    answer = client.head(address)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == str(N_BYTES)
    part = client.head(address, headers={"Range": "bytes=0-9"})
    assert (part.status_code, part.headers["content-length"]) == (206, "10")


def test_another_row_than_the_address_was_made_for_is_not_given(
    client: TestClient, library: MusicRecord
) -> None:
    tracks = client.get(f"/api/v1/music/{library.id}/tracks").json()["items"]
    assert client.get(tracks[0]["sound"]).status_code == 200
    other = tracks[0]["sound"].replace("/tracks/1/", "/tracks/2/")
    answer = client.get(other)
    assert answer.status_code == 409
    assert "Load the page again" in answer.json()["detail"]


def test_a_file_that_changed_since_is_not_given(
    client: TestClient, address: str, music_folder: Path
) -> None:
    with (music_folder / "Ada/one.wav").open("ab") as file:
        file.write(b"more")
    answer = client.get(address)
    assert answer.status_code == 409
    assert "Read the folder again" in answer.json()["detail"]


def _as_link(file: Path, secret: Path) -> None:
    file.unlink()
    file.symlink_to(secret)


def _behind_a_link(file: Path, secret: Path) -> None:
    elsewhere = secret.parent / "elsewhere"
    elsewhere.mkdir()
    shutil.copy2(secret, elsewhere / file.name)
    shutil.rmtree(file.parent)
    file.parent.symlink_to(elsewhere, target_is_directory=True)


def _as_pipe(file: Path, secret: Path) -> None:
    del secret
    file.unlink()
    os.mkfifo(file)


def _as_folder(file: Path, secret: Path) -> None:
    del secret
    file.unlink()
    file.mkdir()


def _gone(file: Path, secret: Path) -> None:
    del secret
    file.unlink()


@pytest.mark.parametrize(
    "swap", [_as_link, _behind_a_link, _as_pipe, _as_folder, _gone]
)
def test_what_takes_the_place_of_a_file_after_the_scan_is_not_opened(
    client: TestClient, address: str, music_folder: Path, tmp_path: Path, swap: Any
) -> None:
    file = music_folder / "Ada/one.wav"
    secret = tmp_path / "secret"
    shutil.copy2(file, secret)  # same size and same time: only the place tells
    swap(file, secret)
    answer = client.get(address)
    assert answer.status_code == 409
    assert str(tmp_path) not in answer.text


@pytest.mark.parametrize(
    "path", ["../secret", "/etc/passwd", "Ada/../../secret", "", ".", "a\0b", "Ada//"]
)
def test_a_path_in_the_table_that_leads_out_is_not_followed(
    client: TestClient, studio: Studio, library: MusicRecord, tmp_path: Path, path: str
) -> None:
    """A table of tracks that somebody has written over is not believed either."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    (tmp_path / "secret").write_bytes(b"secret")
    place = studio.store.music.place(library.id) / "tracks.parquet"
    rows = pq.read_table(place).to_pylist()
    rows[0]["path"] = path
    pq.write_table(pa.Table.from_pylist(rows), place)
    answer = client.get(f"/api/v1/music/{library.id}/tracks/1/sound")
    assert answer.status_code == 409
    assert b"secret\n" not in answer.content


def test_foreign_ids_and_rows_give_nothing(
    client: TestClient, library: MusicRecord
) -> None:
    for music, row in (
        ("mus-000000000000", 1),
        ("tab-000000000000", 1),
        ("..", 1),
        (library.id, 7),
        (library.id, 10**8),
    ):
        answer = client.get(f"/api/v1/music/{music}/tracks/{row}/sound")
        assert answer.status_code == 404, (music, row)
    for row in (0, -1, "one.wav", "1e3"):
        answer = client.get(f"/api/v1/music/{library.id}/tracks/{row}/sound")
        assert answer.status_code == 422, row


def test_a_folder_of_an_earlier_start_is_not_opened(
    client: TestClient, studio: Studio, address: str
) -> None:
    studio.music.__init__({})  # type: ignore[misc]
    answer = client.get(address)
    assert answer.status_code == 409
    assert "--music" in answer.json()["detail"]


def test_without_the_token_no_sound_is_given(client: TestClient, address: str) -> None:
    del client.headers["Authorization"]
    assert client.get(address).status_code == 401


def test_the_files_are_closed_when_nobody_listens_to_the_end(
    client: TestClient, address: str
) -> None:
    import psutil

    own = psutil.Process()
    before = own.num_fds()
    for _ in range(20):
        client.get(address, headers={"Range": "bytes=0-0"})
        client.get(address, headers={"Range": "bytes=99999-"})
        client.head(address)
    assert own.num_fds() <= before + 2
