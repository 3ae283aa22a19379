"""A checkpoint is read to the bit, or refused; damage never goes unseen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.audio.network_files.checkpoint import read_checkpoint
from genrelens.errors import InputError


def _arrays():
    rng = np.random.default_rng(1)
    return {
        name: rng.normal(size=shape).astype(np.float32)
        for name, shape in {
            "dense/bias": (5,),
            "dense/kernel": (3, 5),
            "dense/kernel/Adam": (3, 5),
            "norm/gamma": (1,),
            "norm/variance": (2, 3, 1, 4),
        }.items()
    }


@pytest.fixture(scope="module")
def written(checkpoint_writer):
    arrays = _arrays()
    wanted = {name: arrays[name].shape for name in arrays if "Adam" not in name}
    return *checkpoint_writer(arrays).write(), wanted, arrays


@pytest.mark.parametrize("block_size", [1, 2, 100])
def test_arrays_come_back_bit_for_bit_in_the_order_asked(checkpoint_writer, block_size):
    arrays = _arrays()
    index, data = checkpoint_writer(arrays, block_size=block_size).write()
    names = ["norm/variance", "dense/bias"]
    found = read_checkpoint(index, data, {name: arrays[name].shape for name in names})
    assert list(found) == names
    for name in names:
        assert found[name].dtype == np.float32
        np.testing.assert_array_equal(found[name], arrays[name])


@given(drawn=st.data())
def test_damage_is_told_or_harmless(written, drawn):
    """Whatever is changed: an InputError, or exactly the numbers that were written."""
    index, data, wanted, arrays = written
    parts = [bytearray(index), bytearray(data)]
    which = drawn.draw(st.integers(0, 1))
    for _ in range(drawn.draw(st.integers(1, 3))):
        place = drawn.draw(st.integers(0, len(parts[which]) - 1))
        parts[which][place] ^= drawn.draw(st.integers(1, 255))
    if drawn.draw(st.booleans()):
        del parts[which][drawn.draw(st.integers(0, len(parts[which]))) :]
    try:
        found = read_checkpoint(bytes(parts[0]), bytes(parts[1]), wanted)
    except InputError:
        return
    for name, values in found.items():
        np.testing.assert_array_equal(values, arrays[name])


@given(st.binary(max_size=200), st.binary(max_size=50))
def test_any_bytes_before_a_proper_end_are_refused(start, data):
    index = start + b"\x00" * 40 + bytes.fromhex("57fb808b247547db")
    with pytest.raises(InputError, match="cannot be read"):
        read_checkpoint(index, data, {"a": (1,)})


def _refusal(writer, wanted=None):
    index, data = writer.write()
    asked = wanted or {name: each.shape for name, each in writer.arrays.items()}
    with pytest.raises(InputError) as caught:
        read_checkpoint(index, data, asked)
    return str(caught.value)


def test_a_missing_array_is_named(checkpoint_writer):
    told = _refusal(checkpoint_writer(_arrays()), {"conv2d/kernel": (7,)})
    assert "no array 'conv2d/kernel'" in told
    assert told.endswith("Obtain the file anew.")


def test_another_shape_is_refused(checkpoint_writer):
    told = _refusal(checkpoint_writer(_arrays()), {"dense/bias": (6,)})
    assert "'dense/bias'" in told
    assert "(6,)" in told


def test_numbers_that_are_not_finite_are_refused(checkpoint_writer):
    arrays = _arrays() | {"dense/bias": np.array([1, np.nan], dtype=np.float32)}
    assert "not finite" in _refusal(checkpoint_writer(arrays))


def test_compressed_blocks_are_refused(checkpoint_writer):
    writer = checkpoint_writer(_arrays())
    writer.compression = 1
    assert "compressed" in _refusal(writer)


def test_slices_are_refused(checkpoint_writer):
    writer = checkpoint_writer(_arrays())
    writer.extra["dense/bias"] = b"\x3a\x00"
    assert "slices" in _refusal(writer)


def test_another_data_file_is_refused(checkpoint_writer):
    writer = checkpoint_writer(_arrays())
    writer.extra["dense/bias"] = b"\x18\x01"
    assert "data file that is not there" in _refusal(writer)


def test_an_array_outside_of_the_data_is_refused(checkpoint_writer):
    writer = checkpoint_writer(_arrays())
    writer.extra["norm/variance"] = b"\x20\xff\xff\xff\xff\x0f"
    assert "outside of the data file" in _refusal(writer)


@pytest.mark.parametrize("header", [b"\x08\x02", b"\x08\x01\x10\x01"])
def test_several_files_and_big_endian_numbers_are_refused(checkpoint_writer, header):
    writer = checkpoint_writer(_arrays())
    writer.header = header
    assert "several data files or numbers in big-endian order" in _refusal(writer)


def test_a_name_twice_is_refused(checkpoint_writer):
    writer = checkpoint_writer(_arrays(), block_size=100)
    block = writer.block
    writer.block = lambda entries: block([*entries, *entries[-1:]])
    assert "once too often" in _refusal(writer)


def test_files_beyond_the_limits_are_not_looked_at():
    with pytest.raises(InputError, match="at most"):
        read_checkpoint(bytes((1 << 20) + 1), b"", {})
