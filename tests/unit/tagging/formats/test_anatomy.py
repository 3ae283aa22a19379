from __future__ import annotations

from genrelens.tagging.formats.anatomy import Part, hash_parts


def test_name_content_and_order_of_parts_all_count() -> None:
    a, b = Part.of("A", b"1"), Part.of("B", b"1")
    hashes = {
        hash_parts(each)
        for each in [(), (a,), (b,), (a, b), (b, a), (Part.of("A", b"2"),)]
    }
    assert len(hashes) == 6
    assert hash_parts((a, b)) == hash_parts((Part.of("A", b"1"), b))
