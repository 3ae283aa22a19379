from __future__ import annotations

from genrelens.tagging.formats.byte_view import ByteView
from genrelens.tagging.formats.examining import _EXAMINERS, examine
from genrelens.tagging.formats.kinds import KINDS


def test_every_kind_has_its_reader_and_every_genre_is_found(rendered) -> None:
    assert _EXAMINERS.keys() == KINDS.keys()
    for name, each in rendered.items():
        with each.path.open("rb") as file:
            assert examine(ByteView(file)).genres == each.genres, name


def test_the_hash_of_the_sound_does_not_depend_on_tags(rendered, sound_files) -> None:
    tagged = rendered["tagged.flac"].path.read_bytes()
    retagged = rendered["tagged.flac"].path.with_name("retagged.flac")
    retagged.write_bytes(tagged.replace("Títle".encode(), "Tátle".encode()))
    found = []
    for path in (rendered["tagged.flac"].path, retagged):
        with path.open("rb") as file:
            found.append(examine(ByteView(file)))
    retagged.unlink()
    assert found[0].audio_sha256 == found[1].audio_sha256
    assert found[0].parts != found[1].parts
