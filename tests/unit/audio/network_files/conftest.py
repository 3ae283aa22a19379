"""Checkpoints made by hand, faults included."""

from __future__ import annotations

import struct

import pytest

from genrelens.audio.network_files.crc32c import crc32c


def _number(value):
    found = bytearray()
    while value >= 0x80:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])


def _field(number, value):
    if isinstance(value, bytes):
        return _number(number << 3 | 2) + _number(len(value)) + value
    return _number(number << 3) + _number(value)


def _mask(checksum):
    return ((checksum >> 15 | checksum << 17) + 0xA282EAD8) & 0xFFFFFFFF


class CheckpointWriter:
    """Writes small checkpoints in the format that is read, faults included."""

    def __init__(self, arrays, *, block_size=3) -> None:
        self.arrays, self.block_size = arrays, block_size
        self.header = _field(1, 1) + _field(3, _field(1, 1))
        self.compression = 0
        self.extra = {}

    def entry(self, values, start):
        content = values.astype("<f4").tobytes()
        shape = b"".join(_field(2, _field(1, n)) for n in values.shape)
        return (
            _field(1, 1)
            + _field(2, shape)
            + (_field(4, start) if start else b"")
            + _field(5, len(content))
            + _number(6 << 3 | 5)
            + struct.pack("<I", _mask(crc32c(content)))
        ), content

    def block(self, entries):
        body, before = b"", b""
        for key, value in entries:
            same = 0
            while same < min(len(key), len(before)) and key[same] == before[same]:
                same += 1
            body += _number(same) + _number(len(key) - same) + _number(len(value))
            body += key[same:] + value
            before = key
        body += struct.pack("<II", 0, 1)
        kind = bytes([self.compression])
        return body, kind + struct.pack("<I", _mask(crc32c(body + kind)))

    def write(self):
        """Give the index and the data."""
        entries, data = [(b"", self.header)], b""
        for name, values in sorted(self.arrays.items()):
            entry, content = self.entry(values, len(data))
            entries.append((name.encode(), entry + self.extra.get(name, b"")))
            data += content
        index, leaves = b"", []
        for first in range(0, len(entries), self.block_size):
            part = entries[first : first + self.block_size]
            body, trailer = self.block(part)
            leaves.append((part[-1][0], _number(len(index)) + _number(len(body))))
            index += body + trailer
        handles = b""
        for part in ([], leaves):
            body, trailer = self.block(part)
            handles += _number(len(index)) + _number(len(body))
            index += body + trailer
        footer = handles.ljust(40, b"\0") + struct.pack("<Q", 0xDB4775248B80FB57)
        return index + footer, data


@pytest.fixture(scope="session")
def checkpoint_writer():
    return CheckpointWriter
