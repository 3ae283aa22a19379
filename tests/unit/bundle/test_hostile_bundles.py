"""Model files made to do harm: each is refused in words, or harmless."""

from __future__ import annotations

import json
import pickle
import re
import struct
import time
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from genrelens.bundle.archive import list_members, pack
from genrelens.bundle.loading import load_model
from genrelens.errors import BundleError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd
    from numpy.typing import NDArray
    from tests.unit.bundle.conftest import Pieces

    from genrelens.bundle.trained_model import TrainedModel

N_MUTATIONS = 300
SECONDS = 2.0


@pytest.fixture
def attack(tmp_path: Path) -> Callable[[bytes], TrainedModel | None]:
    """Open bytes as a model: give it, or None where it was refused properly."""

    def open_bytes(content: bytes) -> TrainedModel | None:
        path = tmp_path / "model.genrelens"
        path.write_bytes(content)
        begin = time.process_time()
        try:
            found = load_model(path)
        except BundleError as error:
            found = None
            message = str(error)
            assert message.endswith(".")
            assert len(message) < 600
            assert not re.search(r"[\x00-\x1f\x7f-\x9f]", message)
        assert time.process_time() - begin < SECONDS
        assert [each.name for each in tmp_path.iterdir()] == ["model.genrelens"]
        assert path.read_bytes() == content
        return found

    return open_bytes


class _Canary:
    def __reduce__(self) -> tuple[Any, ...]:
        return (open, ("/tmp/genrelens-canary", "w"))  # noqa: S108


def _rewritten(
    pieces: Pieces, change: Callable[[str, bytes], dict[str, bytes]], **options: Any
) -> bytes:
    """Write the members with Python's zipfile after changing some."""
    buffer = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(pieces.join())) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, **options) as target,
    ):
        for name in source.namelist():
            for new_name, content in change(name, source.read(name)).items():
                target.writestr(new_name, content)
    return buffer.getvalue()


def _with_member(name: str, content: bytes = b"x") -> Callable[[Pieces], bytes]:
    def make(pieces: Pieces) -> bytes:
        added = False

        def change(old: str, data: bytes) -> dict[str, bytes]:
            nonlocal added
            more = {} if added else {name: content}
            added = True
            return {old: data, **more}

        return _rewritten(pieces, change)

    return make


def _with_manifest(text: bytes) -> Callable[[Pieces], bytes]:
    return lambda pieces: pack({**_members(pieces), "manifest.json": text})


def _members(pieces: Pieces) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(pieces.join())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _with_raw_array(name: str, content: bytes) -> Callable[[Pieces], bytes]:
    """Swap an array's member, with its hash and the archive's checksums right."""
    import hashlib

    def make(pieces: Pieces) -> bytes:
        members = _members(pieces)
        members[f"arrays/{name}.npy"] = content
        manifest = json.loads(members["manifest.json"])
        manifest["arrays"][name]["sha256"] = hashlib.sha256(content).hexdigest()
        members["manifest.json"] = json.dumps(manifest).encode()
        return pack(members)

    return make


def _with_array(
    name: str, change: Callable[[NDArray[Any]], NDArray[Any]]
) -> Callable[[Pieces], bytes]:
    def make(pieces: Pieces) -> bytes:
        pieces.arrays[name] = change(pieces.arrays[name])
        return pieces.join()

    return make


def _with_entry(
    change: Callable[[dict[str, Any]], object],
) -> Callable[[Pieces], bytes]:
    def make(pieces: Pieces) -> bytes:
        change(pieces.manifest)
        return pieces.join()

    return make


def _patched(offset_of: bytes, skip: int, value: bytes) -> Callable[[Pieces], bytes]:
    """Overwrite bytes at a distance from the first place of a signature."""

    def make(pieces: Pieces) -> bytes:
        content = bytearray(pieces.join())
        place = content.index(offset_of) + skip
        content[place : place + len(value)] = value
        return bytes(content)

    return make


def _bomb(pieces: Pieces) -> bytes:
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packed.compress(bytes(100_000_000)) + packed.flush()
    members = _members(pieces)
    good = pack(members)
    entry = list_members(good)["arrays/threshold.npy"]
    name = entry.name.encode()
    local = struct.pack(
        "<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 33, 0, len(body), 100_000_000,
        len(name), 0,
    )  # fmt: skip
    central = struct.pack(
        "<4s6H3I5H2I", b"PK\x01\x02", 0x0314, 20, 0, 8, 0, 33, 0, len(body),
        100_000_000, len(name), 0, 0, 0, 0, 0o100644 << 16, 0,
    )  # fmt: skip
    start = len(local) + len(name) + len(body)
    end = struct.pack(
        "<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(central) + len(name), start, 0
    )
    return local + name + body + central + name + end


def _lying_size(pieces: Pieces) -> bytes:
    """State one byte less than comes out, in both headers."""
    content = bytearray(pieces.join())
    entry = list_members(bytes(content))["arrays/cover.npy"]
    lie = struct.pack("<I", entry.size - 1)
    content[entry.offset + 22 : entry.offset + 26] = lie
    name = entry.name.encode()
    central = content.index(name, content.index(b"PK\x01\x02"))
    content[central - 22 : central - 18] = lie
    return bytes(content)


def _overlapping(pieces: Pieces) -> bytes:
    """Let two entries of the directory share one member's bytes."""
    content = bytearray(pieces.join())
    entries = list(list_members(bytes(content)).values())
    second = entries[1].name.encode()
    central = content.index(second, content.index(b"PK\x01\x02"))
    content[central - 4 : central] = struct.pack("<I", entries[0].offset)
    return bytes(content)


def _commented(pieces: Pieces) -> bytes:
    content = pieces.join()
    return content[:-2] + struct.pack("<H", 5) + b"hello"


def _doubled(pieces: Pieces) -> bytes:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # zipfile warns of the double
        buffer = BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for _ in range(2):
                for name, content in _members(pieces).items():
                    archive.writestr(name, content)
    return buffer.getvalue()


def _linked(pieces: Pieces) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in _members(pieces).items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.external_attr = 0o120777 << 16
            archive.writestr(info, content)
    return buffer.getvalue()


def _wide(pieces: Pieces) -> bytes:
    """Ten thousand columns that the forest does not have."""
    pieces.manifest["encoder"]["names"] = [f"c{i}" for i in range(10_000)]
    return pieces.join()


OBJECTS = BytesIO()
np.save(OBJECTS, np.array([_Canary()], dtype=object), allow_pickle=True)
EVAL = b"\x93NUMPY\x01\x00\x46\x00" + b"__import__('os').system('id')".ljust(69) + b"\n"
NESTED = b"[" * 50_000 + b"]" * 50_000
PATHS = {
    "climbing path": "../../evil.py",
    "absolute path": "/etc/cron.d/evil",
    "path of another system": "C:\\evil.dll",
    "backslash path": "arrays\\..\\evil.npy",
    "zero byte in a name": "arrays/a\0.npy",
    "code beside the arrays": "code/numpy.py",
    "pickle beside the arrays": "model.pkl",
    "name with control characters": "arrays/\x1b[31m.npy",
    "name beyond the length": "arrays/" + "a" * 41 + ".npy",
    "folder as a member": "arrays/",
    "unlisted array": "arrays/more.npy",
    "second manifest": "Manifest.json",
}
ATTACKS: dict[str, Callable[[Pieces], bytes]] = {
    **{what: _with_member(name) for what, name in PATHS.items()},
    "nothing": lambda _: b"",
    "a pickle": lambda _: pickle.dumps(_Canary()),
    "a pickle in a zip": _with_member("data.pkl", pickle.dumps(_Canary())),
    "a page of HTML": lambda _: b"<!DOCTYPE html><script>alert(1)</script>",
    "an empty zip": lambda _: b"PK\x05\x06" + bytes(18),
    "a cut file": lambda p: p.join()[:-100],
    "a file within a file": lambda p: b"#!/bin/sh\n" + p.join(),
    "something appended": lambda p: p.join() + b"\0",
    "a comment": _commented,
    "doubled members": _doubled,
    "links": _linked,
    "a bomb": _bomb,
    "a lying size": _lying_size,
    "overlapping members": _overlapping,
    "encryption": _patched(b"PK\x03\x04", 6, b"\x01\x00"),
    "another compression": _patched(b"PK\x03\x04", 8, b"\x0c\x00"),
    "a data descriptor": _patched(b"PK\x03\x04", 6, b"\x08\x00"),
    "extra fields": _patched(b"PK\x03\x04", 28, b"\x04\x00"),
    "a 64-bit size": _patched(b"PK\x01\x02", 24, b"\xff\xff\xff\xff"),
    "several disks": _patched(b"PK\x05\x06", 4, b"\x01\x00"),
    "a million entries": _patched(b"PK\x05\x06", 8, b"\xff\xff\xff\xff"),
    "a directory elsewhere": _patched(b"PK\x05\x06", 16, b"\0\0\0\0"),
    "no manifest": lambda p: pack(
        {k: v for k, v in _members(p).items() if k != "manifest.json"}
    ),
    "a missing array": lambda p: pack(
        {k: v for k, v in _members(p).items() if k != "arrays/cover.npy"}
    ),
    "a manifest that is a list": _with_manifest(b"[]"),
    "a manifest nested too deep": _with_manifest(NESTED),
    "a manifest of bytes": _with_manifest(bytes(range(128, 256))),
    "a manifest with NaN": _with_manifest(b'{"format": NaN}'),
    "a manifest that repeats a key": _with_manifest(b'{"a": 1, "a": 2}'),
    "a huge manifest": _with_manifest(b'{"a": "' + b" " * 9_000_000 + b'"}'),
    "a manifest of many lists": _with_manifest(b"[" + b"[]," * 2_000_000 + b"[]]"),
    "a manifest of many numbers": _with_manifest(b"[" + b"1," * 4_000_000 + b"1]"),
    "a deep scores entry": _with_entry(lambda m: m["scores"].update(a=_deep(40))),
    "ten thousand columns": _wide,
    "a number without end": _with_entry(lambda m: m["training"].update(a=10**400)),
    "many genres": _with_entry(
        lambda m: m.update(genres=[f"g{i:05}" for i in range(10_000)])
    ),
    "a requirement of a later version": _with_entry(
        lambda m: m.update(requires=["calibration"])
    ),
    "objects in an array": _with_raw_array("cover", OBJECTS.getvalue()),
    "code in a header": _with_raw_array("cover", EVAL),
    "a header of a terabyte": _with_raw_array(
        "cover",
        b"\x93NUMPY\x01\x00\x76\x00"
        + b"{'descr': '<f8', 'fortran_order': False, 'shape': (10000000000,), }".ljust(
            117
        )
        + b"\n",
    ),
    "two axes": _with_array("cover", lambda a: a.reshape(1, -1)),
    "big-endian numbers": _with_array("cover", lambda a: a.astype(">u2")),
    "texts for numbers": _with_array("cover", lambda a: a.astype("<U5")),
    "complex numbers": _with_array("cover", lambda a: a.astype("<c16")),
    "a feature beyond the row": _with_array("feature", lambda a: _put(a, 0, 100)),
    "a negative feature": _with_array("feature", lambda a: _put(a, 0, -2)),
    "a child beyond its tree": _with_array("right_step", lambda a: _put(a, 0, 255)),
    "a child that is its own parent": _with_array("left_step", lambda a: _put(a, 0, 0)),
    "two parents of one child": _with_array("right_step", lambda a: _put(a, 0, 1)),
    "a threshold that is no number": _with_array(
        "threshold", lambda a: _put(a, 0, np.nan)
    ),
    "an infinite threshold": _with_array("threshold", lambda a: _put(a, 0, np.inf)),
    "a flag of seven": _with_array("missing_left", lambda a: _put(a, 0, 7)),
    "a cover of nought": _with_array("cover", lambda a: a * 0),
    "a cover that does not add up": _with_array("cover", lambda a: _put(a, 0, 1)),
    "a class beyond the last": _with_array("leaf_class", lambda a: _put(a, 0, 200)),
    "shares above one": _with_array("leaf_count", lambda a: _put(a, 0, 255)),
    "a leaf without a class": _with_array("leaf_size", lambda a: _put(a, 0, 0)),
    "a tree without a node": _with_array("tree_size", lambda a: _put(a, 0, 0)),
    "empty arrays": _with_array("feature", lambda a: a[:0]),
    "longer arrays": _with_array("threshold", lambda a: np.concatenate([a, a])),
    "genres swapped": _with_entry(lambda m: m["genres"].reverse()),
    "probes left out": _with_entry(lambda m: m["probe"].update(rows=[])),
    "probes of another model": _with_entry(
        lambda m: m["probe"]["probabilities"][0].reverse()
    ),
}


def _deep(depth: int) -> object:
    value: object = 1
    for _ in range(depth):
        value = [value]
    return value


def _put(array: NDArray[Any], place: int, value: float) -> NDArray[Any]:
    changed = array.astype(np.promote_types(array.dtype, np.min_scalar_type(value)))
    changed[place] = value
    fitting = {"i": "<i2", "u": "<u2", "f": "<f4"}[changed.dtype.kind]
    small = np.dtype(array.dtype)
    if small.kind == changed.dtype.kind and np.can_cast(changed.dtype, small):
        return changed.astype(small)
    return changed.astype(fitting)


@pytest.mark.parametrize("name", ATTACKS)
def test_the_attack_is_refused(
    name: str, pieces: Pieces, attack: Callable[[bytes], TrainedModel | None]
) -> None:
    assert attack(ATTACKS[name](pieces)) is None


def test_there_are_at_least_forty_attacks() -> None:
    assert len(ATTACKS) >= 40


def test_the_same_file_without_an_attack_opens(
    pieces: Pieces,
    attack: Callable[[bytes], TrainedModel | None],
    trained: TrainedModel,
    probe_table: pd.DataFrame,
) -> None:
    """Otherwise every refusal above would prove nothing."""
    found = attack(pieces.join())
    assert found is not None
    expected = trained.model.predict_proba(probe_table)
    assert np.array_equal(found.model.predict_proba(probe_table), expected)


def test_hostile_names_stay_texts(
    content: bytes, attack: Callable[[bytes], TrainedModel | None]
) -> None:
    found = attack(content)
    assert found is not None
    assert found.genres[0] == "Dub & <b>bass</b>"


@pytest.mark.parametrize("seed", range(6))
def test_damaged_bytes_are_refused_or_change_nothing(
    seed: int,
    content: bytes,
    attack: Callable[[bytes], TrainedModel | None],
    trained: TrainedModel,
    probe_table: pd.DataFrame,
) -> None:
    rng = np.random.default_rng(seed)
    expected = trained.model.predict_proba(probe_table)
    for _ in range(N_MUTATIONS // 6):
        found = attack(_mutate(content, rng))
        if found is not None:
            assert np.array_equal(found.model.predict_proba(probe_table), expected)
            assert found.genres == trained.genres


@pytest.mark.parametrize("seed", range(6))
def test_damage_behind_fitting_hashes_is_refused_or_still_a_model(
    seed: int,
    content: bytes,
    take_apart: Callable[[bytes], Pieces],
    attack: Callable[[bytes], TrainedModel | None],
    probe_table: pd.DataFrame,
) -> None:
    """Whoever can recompute hashes can train another model: it must be a sound one."""
    rng = np.random.default_rng(100 + seed)
    for _ in range(N_MUTATIONS // 6):
        found = attack(_mutate_parts(take_apart(content), rng))
        if found is not None:
            probabilities = found.model.predict_proba(probe_table)
            assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-8)
            assert probabilities.min() >= 0
            values, base = found.model.shapley_values(probe_table[:5])
            assert np.allclose(values.sum(axis=1) + base, probabilities[:5])


def _mutate(content: bytes, rng: np.random.Generator) -> bytes:
    changed = bytearray(content)
    for _ in range(int(rng.integers(1, 4))):
        place = int(rng.integers(len(changed)))
        match int(rng.integers(4)):
            case 0:
                changed[place] ^= 1 << int(rng.integers(8))
            case 1:
                changed[place : place + 8] = rng.bytes(8)
            case 2:
                del changed[place : place + int(rng.integers(1, 50))]
            case _:
                changed[place:place] = rng.bytes(int(rng.integers(1, 50)))
    return bytes(changed)


def _mutate_parts(pieces: Pieces, rng: np.random.Generator) -> bytes:
    if rng.random() < 0.3:
        text = json.dumps(pieces.manifest).encode()
        place = int(rng.integers(len(text)))
        changed = text[:place] + rng.choice([b"0", b"9", b"-", b'"', b"[", b"a"])
        members = {**_members(pieces), "manifest.json": changed + text[place + 1 :]}
        return pack(members)
    name = str(rng.choice(sorted(pieces.arrays)))
    array = pieces.arrays[name]
    bits = array.view(np.uint8)
    bits[rng.integers(len(bits), size=int(rng.integers(1, 4)))] = rng.integers(256)
    return pieces.join()
