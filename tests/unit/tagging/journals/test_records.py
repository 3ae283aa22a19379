from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.tagging.journals.delta import Copy, Put
from genrelens.tagging.journals.records import Change, Start, read_line, write_line

CHANGE = Change(
    path="a/Björk\n.mp3",
    field="genre",
    old_genres=("Rock\x1b", "\ud800"),
    new_genres=(),
    old_sha256="1" * 64,
    new_sha256="2" * 64,
    old_size=90,
    old_mtime_ns=10**18 + 1,
    delta=(Put(b"\0\xff\n"), Copy(3, 90), Copy(0, 0)),
)


@pytest.mark.parametrize("record", [CHANGE, Start("/music/Björk", "3" * 64)])
def test_a_record_is_one_line_and_comes_back(record) -> None:
    line = write_line(record)
    assert (line.count(b"\n"), line.isascii()) == (1, True)
    assert read_line(line) == record


@given(at=st.integers(0, len(write_line(CHANGE)) - 1), byte=st.integers(0, 255))
def test_a_torn_or_altered_line_is_no_record(at, byte) -> None:
    line = write_line(CHANGE)
    assert read_line(line[:at]) is None
    altered = line[:at] + bytes([byte]) + line[at + 1 :]
    assert altered == line or read_line(altered) is None


HEAD = b'{"path":"a","field":"genre","old":[],"new":[],"old_sha256":"","new_sha256":"",'
USUAL = b'"old_size":0,"old_mtime_ns":0,'


@pytest.mark.parametrize(
    "content",
    [
        b"[]", b"7", b'{"path":1}', b'{"format":"genrelens-journal-2"}', b"{",
        HEAD + USUAL + b'"delta":[[5,1]]}', HEAD + USUAL + b'"delta":["?"]}',
        HEAD + USUAL + b'"delta":"abc"}', HEAD + USUAL + b'"delta":[[1]]}',
        HEAD + USUAL + b'"delta":[[0,1e300]]}', HEAD + USUAL + b'"delta":[[-1,1]]}',
        HEAD + USUAL + b'"delta":[[0,%d]]}' % 2**63,
        HEAD + b'"old_size":0,"old_mtime_ns":%d,"delta":[]}' % 10**30,
        HEAD + b'"old_size":0,"old_mtime_ns":%d,"delta":[]}' % -(10**30),
        HEAD + b'"old_size":0,"old_mtime_ns":1e999,"delta":[]}',
        HEAD + b'"old_size":0,"old_mtime_ns":true,"delta":[]}',
        HEAD + b'"old_size":%d,"old_mtime_ns":0,"delta":[]}' % 2**64,
        HEAD + b'"old_size":-1,"old_mtime_ns":0,"delta":[]}',
        HEAD + b'"old_mtime_ns":0,"delta":[]}',
        HEAD.replace(b'"old":[]', b'"old":"abc"') + USUAL + b'"delta":[]}',
    ],
)  # fmt: skip
def test_a_line_with_a_right_checksum_and_wrong_content_is_no_record(content) -> None:
    check = hashlib.sha256(content).hexdigest()[:16].encode()
    assert read_line(check + b" " + content + b"\n") is None


def test_the_usual_numbers_make_a_record() -> None:
    """So that the lines above are refused for what is told of them alone."""
    content = HEAD + USUAL + b'"delta":[[0,5]]}'
    check = hashlib.sha256(content).hexdigest()[:16].encode()
    assert isinstance(read_line(check + b" " + content + b"\n"), Change)
