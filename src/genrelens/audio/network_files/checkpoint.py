"""Read named arrays out of a checkpoint, as data and within stated bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.audio.network_files.crc32c import crc32c, unmask
from genrelens.audio.network_files.fields import Fields, read_fields, read_number
from genrelens.errors import InputError, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

__all__ = ["read_checkpoint"]

_MOST_INDEX: Final = 1 << 20
_MOST_DATA: Final = 1 << 26
_MOST_ENTRIES: Final = 10_000
_FOOTER: Final = 48
_TRAILER: Final = 5  # one byte of compression, four of checksum
_MAGIC: Final = 0xDB4775248B80FB57
_FLOAT: Final = 1
_ENTRY: Final = {"dtype": 1, "shape": 2, "shard": 3, "offset": 4, "size": 5, "sum": 6}
_SLICES: Final = 7


def read_checkpoint(
    index: bytes, data: bytes, wanted: Mapping[str, tuple[int, ...]]
) -> dict[str, NDArray[np.float32]]:
    """Read arrays of a checkpoint in TensorFlow's second format.

    The index is a sorted table of names in blocks, the data one file of numbers.
    Every place and size is held against the bounds of what was given before it is
    used, and every checksum is checked. Nothing is run and nothing is unpacked:
    compressed blocks, arrays in slices and several data files are refused.

    Parameters
    ----------
    index : bytes
        The ``.index`` file, up to 1 MiB.
    data : bytes
        The ``.data-00000-of-00001`` file, up to 64 MiB.
    wanted : mapping of str to tuple of int
        Names of the arrays to read, and the shape that each must have.

    Returns
    -------
    dict of str to ndarray of float32
        In the order of `wanted`; copies that may be changed.

    Raises
    ------
    InputError
        If it is not such a checkpoint, is damaged, or lacks an array.

    References
    ----------
    S. Ghemawat and J. Dean (2011), LevelDB table format; tensor_bundle.proto in
    TensorFlow's sources.
    """
    if len(index) > _MOST_INDEX or len(data) > _MOST_DATA:
        raise _wrong(
            f"its files have {len(index):,} and {len(data):,} bytes, and at most "
            f"{_MOST_INDEX:,} and {_MOST_DATA:,} are read"
        )
    entries = _entries(index)
    _check_header(entries.pop("", None))
    found = {}
    for name, shape in wanted.items():
        if name not in entries:
            raise _wrong(f"it has no array '{printable(name)}'")
        found[name] = _array(name, entries[name], data, shape)
    return found


def _entries(index: bytes) -> dict[str, bytes]:
    """Give what the table says of each name."""
    if len(index) < _FOOTER or _little(index[-8:]) != _MAGIC:
        raise _wrong("its index does not end as such a table does")
    footer = index[-_FOOTER:]
    place = 0
    for _ in range(2):  # the place and size of a block that is not needed
        _, place = read_number(footer, place)
    root = _handle(footer[place:])
    entries: dict[str, bytes] = {}
    for _, handle in _block(index, root):
        leaf = _handle(handle)
        for key, value in _block(index, leaf):
            name = key.decode("utf-8", "replace")
            if name in entries or len(entries) >= _MOST_ENTRIES:
                raise _wrong(f"its index names '{printable(name)}' once too often")
            entries[name] = value
    return entries


def _handle(content: bytes) -> tuple[int, int]:
    start, place = read_number(content, 0)
    size, _ = read_number(content, place)
    return start, size


def _block(index: bytes, where: tuple[int, int]) -> Iterator[tuple[bytes, bytes]]:
    """Give the names and values of a block; a name may begin as the one before."""
    start, size = where
    end = start + size
    if size < 8 or end + _TRAILER > len(index) - _FOOTER:  # noqa: PLR2004
        raise _wrong("a block of its index lies outside of it")
    if index[end] != 0:
        raise _wrong("a block of its index is compressed, which is not read")
    if unmask(_little(index[end + 1 : end + 5])) != crc32c(index[start : end + 1]):
        raise _wrong("a block of its index does not have its checksum")
    n_restarts = _little(index[end - 4 : end])
    end -= 4 + 4 * n_restarts
    if end < start:
        raise _wrong("a block of its index states more entries than it has")
    content, place, key = index[start:end], 0, b""
    while place < len(content):
        n_same, place = read_number(content, place)
        n_new, place = read_number(content, place)
        n_value, place = read_number(content, place)
        if n_same > len(key) or place + n_new + n_value > len(content):
            raise _wrong("an entry of its index lies outside of its block")
        key = key[:n_same] + content[place : place + n_new]
        place += n_new + n_value
        yield key, content[place - n_value : place]


def _check_header(header: bytes | None) -> None:
    if header is None:
        raise _wrong("its index has no header")
    fields = read_fields(header)
    if fields.number(1) != 1 or fields.number(2) != 0:
        raise _wrong("it has several data files or numbers in big-endian order")


def _array(
    name: str, entry: bytes, data: bytes, shape: tuple[int, ...]
) -> NDArray[np.float32]:
    fields = read_fields(entry)
    what = f"its array '{printable(name)}'"
    if fields.has(_SLICES):
        raise _wrong(f"{what} is stored in slices, which are not read")
    if fields.number(_ENTRY["shard"]) != 0:
        raise _wrong(f"{what} lies in a data file that is not there")
    stated = _shape(fields.texts(_ENTRY["shape"]))
    if fields.number(_ENTRY["dtype"]) != _FLOAT or stated != shape:
        raise _wrong(f"{what} is not of single precision and of shape {shape}")
    start, size = fields.number(_ENTRY["offset"]), fields.number(_ENTRY["size"])
    if size != 4 * int(np.prod(shape)) or start + size > len(data):
        raise _wrong(f"{what} lies outside of the data file")
    content = data[start : start + size]
    if unmask(fields.number(_ENTRY["sum"])) != crc32c(content):
        raise _wrong(f"{what} does not have its checksum")
    values = np.frombuffer(content, dtype="<f4").reshape(shape).astype(np.float32)
    if not np.isfinite(values).all():
        raise _wrong(f"{what} has values that are not finite")
    return values


def _shape(texts: list[memoryview]) -> tuple[int, ...]:
    """Read the lengths of the axes; no message means no axis."""
    sizes: list[Fields] = []
    for text in texts:
        sizes += [read_fields(size) for size in read_fields(text).texts(2)]
    return tuple(size.number(1) for size in sizes)


def _little(content: bytes) -> int:
    return int.from_bytes(content, "little")


def _wrong(found: str) -> InputError:
    return InputError(
        f"The network's checkpoint cannot be read: {found}. Obtain the file anew."
    )
