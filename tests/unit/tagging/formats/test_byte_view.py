from __future__ import annotations

import hashlib
import io

import pytest

from genrelens.tagging.formats import byte_view
from genrelens.tagging.formats.byte_view import ByteView, copy_range
from genrelens.tagging.formats.unwritable import UnwritableFileError


@pytest.fixture
def view(tmp_path):
    (tmp_path / "file").write_bytes(bytes(range(200)))
    with (tmp_path / "file").open("rb") as file:
        yield ByteView(file)


def test_ranges_are_given_and_hashed_as_they_stand(view, monkeypatch) -> None:
    monkeypatch.setattr(byte_view, "_PIECE", 7)
    assert view.at(198, 9) == b"\xc6\xc7"
    assert view.at(-1, 3) == view.at(200, 1) == view.at(3, -1) == b""
    assert view.sha256() == hashlib.sha256(bytes(range(200))).hexdigest()
    expected = hashlib.sha256(bytes([*range(10), *range(50, 60)])).hexdigest()
    assert view.sha256([(0, 10), (50, 60)]) == expected
    made = io.BytesIO()
    copy_range(view.file, made, 5, 30)
    assert made.getvalue() == bytes(range(5, 30))


@pytest.mark.parametrize(("start", "length"), [(190, 11), (0, 2**40), (5, -1)])
def test_a_claim_that_is_not_met_is_refused(view, start, length) -> None:
    with pytest.raises(UnwritableFileError, match=f"its tag claims {length:,} bytes"):
        view.whole(start, length, "tag")
