from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genrelens.errors import FileFormatError, InputError, printable
from genrelens.ingest.trees.reading import MAX_BYTES, MAX_LINE, parse_tree, read_tree
from genrelens.schema.genre_tree import GenreTree

EXAMPLE = """\
---
# my genres
parents:
  house: electronic        # one parent
  trip hop: [electronic, 'hip hop']
  dubstep:
    - bass music
    - electronic
  polka:
aliases:
  hiphop: hip hop
"""


def test_a_tree_is_read_as_a_person_writes_it() -> None:
    assert parse_tree(EXAMPLE, file="t.yaml") == GenreTree.of(
        {
            "house": "electronic",
            "trip hop": ["electronic", "hip hop"],
            "dubstep": ["bass music", "electronic"],
            "polka": [],
        },
        {"hiphop": "hip hop"},
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "there is no genre tree in it"),
        ("rock: punk\n", "line 1: 'rock: punk' is neither 'parents:' nor 'aliases:'"),
        ("parents:\n  a: &x b\n", "line 2: a value begins with an anchor"),
        ("parents: *x\n", r"line 1: '\*x' stands beside 'parents:'"),
        ("parents:\n  a: !!python/name:os.system x\n", "begins with a tag"),
        ("parents:\n\ta: b\n", "line 2: a tab begins the line"),
        ("parents:\n  a: b\n   c: d\n", "indented by 3 spaces, those above by 2"),
        ("parents:\n  a: b\n  a: c\n", "line 3: 'a' comes twice under 'parents'"),
        ("parents:\nparents:\n", "line 2: 'parents' comes twice"),
        ("aliases:\n  a: [b, c]\n", "the alias 'a' stands for a list"),
        ("aliases:\n  a:\n", "the alias 'a' above stands for nothing"),
        ("aliases:\n  a:\nparents:\n", "the alias 'a' above stands for nothing"),
        ("aliases:\n  a:\n  - b\n", "a '-' stands where no list belongs"),
        ("parents:\n  a: b\n    - c\n", "line 3: a '-' stands where no list"),
        ("parents:\n  a:\n  - [b]\n", "is not one name"),
        ("parents:\n  a:\n  - b: c\n", "line 3: "),
        ("parents:\n  just words\n", "not of the form 'name: parent'"),
        ("  a: b\n", "outside of 'parents:' and 'aliases:'"),
        ("parents: {}\n  a: b\n", "outside of 'parents:' and 'aliases:'"),
        ("---\n---\nparents:\n", "line 2: "),
        ("parents:\n  a: b\u2028c\n", "invisible character"),
        ("parents:\n  a: b\x00\n", r"invisible character \\x00"),
        ("parents:\n  a: 'b\n", "not closed on its line"),
    ],
)
def test_what_is_not_read_is_refused_with_its_line(text: str, words: str) -> None:
    with pytest.raises(FileFormatError, match=words) as caught:
        parse_tree(text, file="t.yaml")
    assert str(caught.value).startswith("File 't.yaml': ")


def test_the_example_of_the_documentation_is_read() -> None:
    page = Path(__file__).parents[4] / "docs" / "how-to" / "give-a-genre-tree.md"
    example = page.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    tree = parse_tree(example, file="t.yaml")
    assert tree.parents["trip hop"] == ("electronic", "hip hop")
    assert tree.aliases["drum'n'bass"] == "drum & bass"


def test_a_circle_in_a_file_is_refused() -> None:
    with pytest.raises(InputError, match="goes in a circle"):
        parse_tree("parents:\n  a: b\n  b: a\n", file="t.yaml")


def test_lines_of_windows_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + EXAMPLE.replace("\n", "\r\n").encode())
    assert read_tree(path) == parse_tree(EXAMPLE, file="t.yaml")


def test_files_that_cannot_be_read_say_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot be read .No such file"):
        read_tree(tmp_path / "none.yaml")
    path = tmp_path / "t.yaml"
    path.write_bytes(b"parents:\n  a: \xff\n")
    with pytest.raises(FileFormatError, match="byte 14 is not UTF-8"):
        read_tree(path)
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    with pytest.raises(FileFormatError, match="larger than 1,000,000 bytes"):
        read_tree(path)


PIECES = st.sampled_from(
    ["parents:", "aliases:", "\n", "\n  ", "\n- ", "  - ", ": ", "a", "b c", "[", "]",
     ",", "'", '"', "#", " # x", "&a ", "*a", "!t ", "|", "{}", "\\", "---", "é", "?"]
)  # fmt: skip


TEXTS = st.lists(PIECES, max_size=14).map(lambda p: "parents:\n  " + "".join(p))


def try_to_parse(text: str) -> GenreTree | InputError:
    try:
        return parse_tree(text, file="t.yaml")
    except InputError as error:
        return error


@settings(max_examples=200)
@given(TEXTS | st.text(max_size=60))
def test_any_text_is_read_or_refused_in_one_line(text: str) -> None:
    found = try_to_parse(text)
    if isinstance(found, InputError):
        assert printable(found, limit=1000) == str(found)


@settings(max_examples=300)
@given(TEXTS)
def test_what_is_read_is_what_other_readers_read(text: str) -> None:
    tree = try_to_parse(text)
    if isinstance(tree, InputError):
        return
    yaml = pytest.importorskip("yaml")
    known = yaml.load(text, yaml.BaseLoader)
    parents = {
        name: [above] if isinstance(above, str) and above else list(above)
        for name, above in (known["parents"] or {}).items()
    }
    assert GenreTree.of(parents, known.get("aliases") or {}) == tree


def test_a_large_file_is_read_in_a_time_that_grows_with_its_size() -> None:
    lines = [f"  genre {n}: [family {n % 50}, 'other {n % 7}']" for n in range(4000)]
    tree = parse_tree("parents:\n" + "\n".join(lines), file="t.yaml")
    assert len(tree.names) == 4057


def test_a_line_longer_than_any_tree_needs_is_refused() -> None:
    escaped = '"' + "\\U0001F3B5" * 199 + '{}"'
    longest = "  '{}': [{}]".format(
        "a" * 200, ", ".join(escaped.format(chr(97 + n)) for n in range(20))
    )
    tree = parse_tree("parents:\n" + longest, file="t.yaml")
    assert len(tree.parents["a" * 200]) == 20
    with pytest.raises(FileFormatError, match=r"line 2: it holds 50,001 characters"):
        parse_tree("parents:\n" + longest.ljust(MAX_LINE + 1), file="t.yaml")
