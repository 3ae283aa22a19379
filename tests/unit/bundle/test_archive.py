from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genrelens.bundle import archive
from genrelens.bundle.archive import list_members, pack, read_member
from genrelens.errors import BundleError

NAMES = st.from_regex(r"arrays/[a-z][a-z_]{0,39}\.npy", fullmatch=True)
CONTENTS = {"manifest.json": b"{}" * 500, "arrays/b.npy": bytes(range(256))}


def unpack(content: bytes) -> dict[str, bytes]:
    members = list_members(content)
    return {name: read_member(content, member) for name, member in members.items()}


@settings(deadline=None)
@given(st.dictionaries(NAMES, st.binary(max_size=600), min_size=1, max_size=6))
def test_what_is_packed_comes_out_again(contents: dict[str, bytes]) -> None:
    assert unpack(pack(contents)) == contents


def test_equal_contents_give_equal_bytes_in_whatever_order() -> None:
    assert pack(CONTENTS) == pack(dict(reversed(CONTENTS.items())))


def test_any_zip_program_opens_the_archive() -> None:
    with zipfile.ZipFile(BytesIO(pack(CONTENTS))) as opened:
        assert opened.testzip() is None
        assert {name: opened.read(name) for name in opened.namelist()} == CONTENTS
        assert {entry.date_time for entry in opened.infolist()} == {
            (1980, 1, 1, 0, 0, 0)
        }


def test_an_archive_of_another_program_is_refused() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as foreign:
        foreign.writestr("manifest.json", "{}")
    with pytest.raises(BundleError, match="was not written by genrelens"):
        list_members(buffer.getvalue())


def test_every_changed_byte_is_refused_or_changes_nothing() -> None:
    content = pack(CONTENTS)
    for position in range(len(content)):
        damaged = bytearray(content)
        damaged[position] ^= 0x55
        try:
            found = unpack(bytes(damaged))
        except BundleError:
            continue
        assert found == CONTENTS, f"byte {position}"


def test_every_truncation_is_refused() -> None:
    content = pack(CONTENTS)
    for length in range(len(content)):
        with pytest.raises(BundleError):
            list_members(content[:length])


@pytest.mark.parametrize("extra", [b"\0", b"PK\x05\x06" + b"\0" * 18])
def test_bytes_before_or_after_are_refused(extra: bytes) -> None:
    content = pack(CONTENTS)
    for changed in (content + extra, extra + content):
        with pytest.raises(BundleError):
            list_members(changed)


def test_a_member_that_packs_too_well_is_stored_instead_and_still_opens() -> None:
    zeros = bytes(archive.UNSUSPICIOUS_BYTES + 1)
    content = pack({"arrays/zeros.npy": zeros})
    assert len(content) > len(zeros)
    assert unpack(content)["arrays/zeros.npy"] == zeros


def test_a_small_member_may_pack_at_any_ratio() -> None:
    zeros = bytes(2_000_000)
    content = pack({"arrays/zeros.npy": zeros})
    assert len(content) < len(zeros) // 500
    assert unpack(content)["arrays/zeros.npy"] == zeros


def test_too_many_members_are_refused() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = [f"arrays/{a}{b}.npy" for a in letters for b in letters]
    content = pack(dict.fromkeys(names[: archive.MAX_MEMBERS + 1], b""))
    with pytest.raises(BundleError, match="65 members; 1 to 64"):
        list_members(content)


def test_a_member_beyond_the_limit_cannot_be_packed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archive, "MAX_MEMBER_BYTES", 100)
    with pytest.raises(BundleError, match="has 101 bytes; at most 100"):
        pack({"manifest.json": bytes(101)})


def test_a_pickle_is_named_as_such() -> None:
    with pytest.raises(BundleError, match="looks like a pickle"):
        list_members(b"\x80\x04\x95")
