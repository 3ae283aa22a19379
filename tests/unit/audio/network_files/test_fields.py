"""Numbered fields are read within their message, or refused in one sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.audio.network_files.fields import read_fields, read_number
from genrelens.errors import InputError


def test_numbers_texts_and_fixed_lengths_are_read_by_field():
    message = b"\x08\x96\x01" + b"\x12\x03abc" + b"\x12\x01d"
    message += b"\x1d\x01\x00\x00\x00" + b"\x21" + bytes([2] + 7 * [0])
    fields = read_fields(message)
    assert fields.number(1) == 150
    assert [bytes(text) for text in fields.texts(2)] == [b"abc", b"d"]
    assert (fields.number(3), fields.number(4)) == (1, 2)
    assert fields.has(2)
    assert not fields.has(9)
    assert (fields.number(9), fields.texts(9)) == (0, [])


@pytest.mark.parametrize(
    "message",
    [
        b"\x08",  # no number
        b"\x08" + b"\xff" * 10,  # more than 63 bits
        b"\x12\x05abc",  # a text that does not end
        b"\x1d\x00",  # four bytes that are not there
        b"\x0b",  # a group, which nobody writes
        b"\x0e",  # a kind that does not exist
    ],
)
def test_a_message_that_ends_too_early_is_refused(message: bytes):
    with pytest.raises(InputError, match="cannot be read"):
        read_fields(message)


def test_more_fields_than_allowed_are_refused():
    assert read_fields(b"\x08\x01" * 5, most=5).number(1) == 1
    with pytest.raises(InputError, match="too many"):
        read_fields(b"\x08\x01" * 6, most=5)


@given(st.binary(max_size=60))
def test_any_bytes_are_fields_or_an_input_error(content: bytes):
    try:
        fields = read_fields(content)
    except InputError:
        return
    n_bytes = sum(len(text) for texts in fields.all_texts.values() for text in texts)
    assert n_bytes <= len(content)
    assert all(0 <= number < 1 << 64 for number in fields.numbers.values())


@given(st.integers(0, (1 << 63) - 1))
def test_a_number_is_read_as_it_was_written(number: int):
    written, rest = bytearray(), number
    while rest >= 0x80:
        written.append(rest & 0x7F | 0x80)
        rest >>= 7
    written.append(rest)
    assert read_number(bytes(written) + b"x", 0) == (number, len(written))
