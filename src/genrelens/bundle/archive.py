"""Pack named members into one zip archive of a single fixed layout, or refuse it.

The layout leaves nothing to interpretation: members in order of name, one after
the other from the first byte, then the directory, then its end record; methods
*stored* and *deflate*; dates of 1980-01-01; no comments, extra fields, flags,
encryption, links, data descriptors or 64-bit records. Reading rebuilds every
header from what it says and compares bytes, so overlapping, hidden, doubled or
lying entries cannot exist. Any zip program can open the result.
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from genrelens.errors import BundleError, printable

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "MAX_ARCHIVE_BYTES",
    "MAX_MEMBERS",
    "MAX_MEMBER_BYTES",
    "MAX_RATIO",
    "Member",
    "list_members",
    "pack",
    "read_member",
]

MAX_MEMBERS = 64
MAX_MEMBER_BYTES = 512 * 1024**2
MAX_ARCHIVE_BYTES = 1024**3
MAX_RATIO = 20
"""Of unpacked bytes to those of the file; forests have 2 to 3."""

UNSUSPICIOUS_BYTES = 16 * 1024**2
"""Up to this size of all members any ratio passes: equal values pack that well."""

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_DATE = 0x0021  # 1980-01-01, the earliest that a zip can say
_NEEDED = 20
_MADE_BY = 0x0314  # Unix, 2.0
_ATTRIBUTES = 0o100644 << 16  # a regular file
_STORED, _DEFLATED = 0, 8
_NAME = re.compile(rb"manifest\.json|arrays/[a-z][a-z_]{0,39}\.npy")


@dataclass(frozen=True, slots=True)
class Member:
    """One entry of the archive, as both of its headers state it.

    Parameters
    ----------
    name : str
        ``manifest.json`` or ``arrays/<name>.npy``.
    method : int
        0 (stored) or 8 (deflate).
    crc : int
        CRC-32 of the content.
    packed_size, size : int
        Bytes in the archive, and bytes of the content.
    offset : int
        Where its local header begins.
    """

    name: str
    method: int
    crc: int
    packed_size: int
    size: int
    offset: int

    @property
    def begin(self) -> int:
        """Where the packed bytes begin."""
        return self.offset + _LOCAL.size + len(self.name)

    @property
    def end(self) -> int:
        """Where the packed bytes end."""
        return self.begin + self.packed_size


def pack(contents: Mapping[str, bytes]) -> bytes:
    """Give the archive of these members; equal contents give equal bytes.

    Parameters
    ----------
    contents : mapping of str to bytes
        Member names, of the two allowed forms, and what they hold.

    Returns
    -------
    bytes
        The whole file.

    Raises
    ------
    BundleError
        If the members exceed what `list_members` would accept.
    """
    archive, members = _lay_out({name: _squeeze(contents[name]) for name in contents})
    if sum(member.size for member in members) > _allowed_bytes(len(archive)):
        plain = {name: (contents[name], contents[name]) for name in contents}
        archive, members = _lay_out(plain)  # packs so well that it would look bad
    _check_totals(members, len(archive))
    return archive


def list_members(archive: bytes) -> dict[str, Member]:
    """List the members of an archive after checking every byte of its headers.

    Parameters
    ----------
    archive : bytes
        The whole file.

    Returns
    -------
    dict of str to Member
        In order of name. Contents are not unpacked yet.

    Raises
    ------
    BundleError
        If one byte of the layout differs from what `pack` writes, or if a
        limit on the number or the size of the members is exceeded.
    """
    if not archive.startswith(b"PK\x03\x04"):
        raise BundleError(_not_an_archive(archive))
    if len(archive) > MAX_ARCHIVE_BYTES:
        raise BundleError(
            f"The model file has {len(archive):,} bytes; at most "
            f"{MAX_ARCHIVE_BYTES:,} are read. Train with fewer trees."
        )
    begin, n_members = _read_end(archive)
    members = _read_directory(archive, begin, n_members)
    _check_layout(archive, members, begin)
    _check_totals(members, len(archive))
    return {member.name: member for member in members}


def read_member(archive: bytes, member: Member) -> bytes:
    """Unpack one member, counting real bytes and not those declared.

    Parameters
    ----------
    archive : bytes
        The whole file.
    member : Member
        An entry given by `list_members` for the same bytes.

    Returns
    -------
    bytes
        Exactly ``member.size`` bytes whose CRC-32 is as stated.

    Raises
    ------
    BundleError
        If the packed bytes are damaged, or give more or fewer bytes.
    """
    packed = memoryview(archive)[member.begin : member.end]
    if member.method == _STORED:
        content = bytes(packed)
    else:
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = stream.decompress(packed, member.size + 1)
        except zlib.error as error:
            raise BundleError(_damaged(member, "its packed bytes are damaged")) from (
                error
            )
        if not stream.eof or stream.unused_data or stream.unconsumed_tail:
            raise BundleError(_damaged(member, "it does not end where it says"))
    if len(content) != member.size:
        raise BundleError(
            _damaged(member, f"{len(content):,} bytes came out of {member.size:,}")
        )
    if zlib.crc32(content) != member.crc:
        raise BundleError(_damaged(member, "its checksum does not fit"))
    return content


def _squeeze(content: bytes) -> tuple[bytes, bytes]:
    """Give the content, and it deflated unless that gains nothing."""
    stream = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = stream.compress(content) + stream.flush()
    return content, packed if len(packed) < len(content) else content


def _lay_out(contents: Mapping[str, tuple[bytes, bytes]]) -> tuple[bytes, list[Member]]:
    """Put members (as they are, and as packed) and directory end to end."""
    members: list[Member] = []
    pieces: list[bytes] = []
    position = 0
    for name in sorted(contents):
        content, packed = contents[name]
        member = Member(
            name=name,
            method=_STORED if packed is content else _DEFLATED,
            crc=zlib.crc32(content),
            packed_size=len(packed),
            size=len(content),
            offset=position,
        )
        _check_member(member)
        pieces += [_local_header(member), packed]
        members.append(member)
        position = member.end
    directory = b"".join(map(_central_header, members))
    pieces += [directory, _end_record(len(members), len(directory), position)]
    return b"".join(pieces), members


def _local_header(member: Member) -> bytes:
    name = member.name.encode("ascii")
    sizes = (member.crc, member.packed_size, member.size)
    fixed = (b"PK\x03\x04", _NEEDED, 0, member.method, 0, _DATE)
    return _LOCAL.pack(*fixed, *sizes, len(name), 0) + name


def _central_header(member: Member) -> bytes:
    name = member.name.encode("ascii")
    sizes = (member.crc, member.packed_size, member.size)
    fixed = (b"PK\x01\x02", _MADE_BY, _NEEDED, 0, member.method, 0, _DATE)
    rest = (len(name), 0, 0, 0, 0, _ATTRIBUTES, member.offset)
    return _CENTRAL.pack(*fixed, *sizes, *rest) + name


def _end_record(n_members: int, directory_size: int, directory_begin: int) -> bytes:
    counts = (0, 0, n_members, n_members)
    return _END.pack(b"PK\x05\x06", *counts, directory_size, directory_begin, 0)


def _read_end(archive: bytes) -> tuple[int, int]:
    """Find where the directory begins, and how many entries it has."""
    if len(archive) < _END.size:
        raise BundleError(_foreign("it is cut short"))
    record = archive[-_END.size :]
    n_members, size, begin = struct.unpack_from("<HII", record, 10)
    if record != _end_record(n_members, size, begin):
        raise BundleError(
            _foreign("it is cut short, or something was added after its end")
        )
    if begin + size != len(archive) - _END.size:
        raise BundleError(_foreign("its directory is not where it says"))
    if not 1 <= n_members <= MAX_MEMBERS:
        raise BundleError(
            _foreign(f"it has {n_members} members; 1 to {MAX_MEMBERS} are allowed")
        )
    return begin, n_members


def _read_directory(archive: bytes, begin: int, n_members: int) -> list[Member]:
    members = []
    position, end = begin, len(archive) - _END.size
    for _ in range(n_members):
        if position + _CENTRAL.size > end:
            raise BundleError(_foreign("its directory is cut short"))
        fields = _CENTRAL.unpack_from(archive, position)
        name_begin = position + _CENTRAL.size
        raw_name = archive[name_begin : min(name_begin + fields[10], end)]
        if not _NAME.fullmatch(raw_name):
            shown = printable(raw_name.decode("ascii", "backslashreplace"))
            raise BundleError(_foreign(f"it holds a member named '{shown}'"))
        member = Member(
            name=raw_name.decode("ascii"),
            method=fields[4],
            crc=fields[7],
            packed_size=fields[8],
            size=fields[9],
            offset=fields[16],
        )
        header = _central_header(member)
        if archive[position : position + len(header)] != header:
            raise BundleError(
                _foreign(
                    f"the entry of '{member.name}' has flags, dates, links or extra "
                    "fields"
                )
            )
        _check_member(member)
        members.append(member)
        position += len(header)
    if position != end:
        raise BundleError(_foreign("its directory holds more than it says"))
    return members


def _check_layout(archive: bytes, members: list[Member], end: int) -> None:
    """Demand that the members fill the file from its first byte, without gaps."""
    names = [member.name for member in members]
    if names != sorted(set(names)):
        raise BundleError(_foreign("its members are doubled or out of order"))
    position = 0
    for member in members:
        header = _local_header(member)
        found = archive[position : position + len(header)]
        if member.offset != position or found != header or member.end > end:
            raise BundleError(
                _foreign(f"the two headers of '{member.name}' contradict each other")
            )
        position = member.end
    if position != end:
        raise BundleError(_foreign("it has bytes that belong to no member"))


def _check_member(member: Member) -> None:
    if member.method not in {_STORED, _DEFLATED}:
        raise BundleError(_foreign(f"'{member.name}' uses method {member.method}"))
    if member.method == _STORED and member.packed_size != member.size:
        raise BundleError(_foreign(f"the sizes of '{member.name}' contradict"))
    if member.size > MAX_MEMBER_BYTES:
        raise BundleError(
            f"Member '{member.name}' of the model has {member.size:,} bytes; at most "
            f"{MAX_MEMBER_BYTES:,} are allowed. Train with fewer trees."
        )


def _allowed_bytes(n_bytes: int) -> int:
    return min(MAX_ARCHIVE_BYTES, max(UNSUSPICIOUS_BYTES, MAX_RATIO * n_bytes))


def _check_totals(members: list[Member], n_bytes: int) -> None:
    total = sum(member.size for member in members)
    allowed = _allowed_bytes(n_bytes)
    if total > allowed or n_bytes > MAX_ARCHIVE_BYTES:
        raise BundleError(
            f"The model's members have {total:,} bytes in a file of {n_bytes:,}; at "
            f"most {allowed:,} are allowed. Do not trust a file that swells so; if "
            "you made it yourself, train with fewer trees."
        )


def _not_an_archive(archive: bytes) -> str:
    if not archive:
        found = "it is empty"
    elif archive[:1] == b"\x80":
        found = "it looks like a pickle, which could run code and is never opened"
    else:
        found = f"it begins with '{printable(archive[:8].decode('latin-1'))}'"
    return (
        f"This is not a genrelens model: {found}. "
        "Give a file that `genrelens train` has written."
    )


def _foreign(found: str) -> str:
    return (
        f"The model file is damaged, or was not written by genrelens: {found}. "
        "Fetch it again from where it came, or train the model anew."
    )


def _damaged(member: Member, found: str) -> str:
    return (
        f"Member '{member.name}' of the model file is damaged: {found}. "
        "Fetch the file again from where it came, or train the model anew."
    )
