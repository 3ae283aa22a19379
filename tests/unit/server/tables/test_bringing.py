from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from genrelens.errors import InputError
from genrelens.server.tables.bringing import READABLE, keep_sample, readable_suffix

if TYPE_CHECKING:
    from genrelens.server.studio import Studio

pytestmark = pytest.mark.usefixtures("still_queue")


@pytest.mark.parametrize("suffix", READABLE)
def test_every_readable_ending_is_known_in_any_case(suffix: str) -> None:
    assert readable_suffix(f"My.best tracks{suffix}") == suffix
    assert readable_suffix(f"x{suffix.upper()}") == suffix


@pytest.mark.parametrize("name", ["a.xlsx", "a", "csv", "a.csv.exe", "a.gz", "x/.."])
def test_other_endings_are_refused_with_what_to_do(name: str) -> None:
    with pytest.raises(InputError, match="Save it as CSV"):
        readable_suffix(name)


def test_a_brought_table_keeps_its_bytes(studio: Studio, bring_here) -> None:
    content = b"tempo,genre\n1,a\n"
    table = bring_here(content, "Tracks.CSV")
    assert studio.store.tables.path(table.id).read_bytes() == content
    assert table.suffix == ".csv"


def test_the_sample_is_the_one_that_the_demonstration_draws(
    studio: Studio, read_here, tmp_path
) -> None:
    from genrelens.datasets.sample import write_sample

    table, _ = keep_sample(studio)
    write_sample(tmp_path / "x.csv", 4_000, random_state=0)
    expected = (tmp_path / "x.csv").read_bytes()
    assert studio.store.tables.path(table.id).read_bytes() == expected
    assert table.sha256 == hashlib.sha256(expected).hexdigest()
    assert list(studio.store.folders.uploads.iterdir()) == []
