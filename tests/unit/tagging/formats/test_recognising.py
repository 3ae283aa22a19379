from __future__ import annotations

import pytest

from genrelens.tagging.formats.byte_view import ByteView
from genrelens.tagging.formats.kinds import KINDS
from genrelens.tagging.formats.recognising import recognise
from genrelens.tagging.formats.unwritable import UnwritableFileError

BY_SUFFIX = {
    ".flac": "flac", ".ogg": "vorbis", ".opus": "opus", ".mp3": "mp3", ".wav": "wav",
    ".aiff": "aiff", ".m4a": "mp4", ".wma": "asf", ".wv": "wavpack", ".ape": "monkeys",
    ".mpc": "musepack",
}  # fmt: skip


def test_every_kind_is_known_by_its_content_alone(rendered, tmp_path) -> None:
    found = set()
    for each in rendered.values():
        with each.path.open("rb") as file:
            kind = recognise(ByteView(file))
        assert kind == BY_SUFFIX[each.path.suffix]
        found.add(kind)
    assert found == KINDS.keys()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no sound file"),
        (b"text that is no sound", "no sound file"),
        (b"\xff\xf1\x50\x80" * 20, "no sound file"),  # AAC as a stream
        (b"RF64\xff\xff\xff\xffWAVE", "RF64"),
        (b"TTA1" + bytes(40), "True Audio"),
        (b"OggS" + bytes(24) + b"Speex   ", "Ogg file of another kind"),
        (b"ID3\4\0\0\0\0\0\0" + b"nothing", "no sound file"),
    ],
)
def test_other_files_are_refused_with_what_they_are(tmp_path, content, said) -> None:
    (tmp_path / "x.mp3").write_bytes(content)
    with (tmp_path / "x.mp3").open("rb") as file:
        view = ByteView(file)
        with pytest.raises(UnwritableFileError, match=said):
            recognise(view)
