"""An encoding is found or refused; every guess is told."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.errors import FileFormatError, InputError
from genrelens.ingest.encodings import decode_text

WESTERN = (
    "genre,track,artist\nlatin,Señorita,Beyoncé\npop,Déjà vu,Björk\n"
    "rock,Don’t Stop,Mötley Crüe\nrock,L’été indien,Sigur Rós\n"
)
MUSIC = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))


@given(MUSIC)
def test_utf8_comes_back_byte_for_byte(text: str) -> None:
    content = text.encode("utf-8")
    if content.startswith(codecs.BOM_UTF8):
        return

    decoded = decode_text(content, name="a.csv")

    assert decoded.content == content
    assert decoded.encoding == "utf-8"
    assert decoded.decisions == ()


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
@given(text=MUSIC)
def test_a_mark_decides_and_is_taken_off(mark: bytes, encoding: str, text: str) -> None:
    if not text or text.startswith("\ufeff"):
        return

    decoded = decode_text(mark + text.encode(encoding), name="a.csv")

    assert decoded.content == text.encode("utf-8")
    assert decoded.encoding == encoding
    assert len(decoded.decisions) == 1
    assert decoded.findings == ()


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_western_bytes_are_read_and_told_with_words(encoding: str) -> None:
    decoded = decode_text(WESTERN.encode(encoding), name="a.csv")

    assert decoded.content.decode() == WESTERN
    assert decoded.encoding == encoding
    assert "'Señorita'" in decoded.decisions[0]
    (finding,) = decoded.findings
    assert finding.code == "encoding-guessed"
    assert finding.n_rows == 4
    assert finding.examples == ("Señorita", "Beyoncé", "Déjà")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (
            "流行音乐,夜空中最亮的星,逃跑计划\n摇滚,一无所有,崔健\n民谣,成都,赵雷\n",
            "gb18030",
        ),
        ("рок,Группа крови,Кино\nпоп,Звезда по имени Солнце,Кино\n", "cp1251"),
    ],
)
def test_other_scripts_are_found_and_told(text: str, encoding: str) -> None:
    text = "genre,track,artist\n" + text * 20

    decoded = decode_text(text.encode(encoding), name="a.csv")

    assert decoded.content.decode() == text
    assert decoded.findings[0].code == "encoding-guessed"


def test_an_encoding_that_is_said_is_used_and_told() -> None:
    decoded = decode_text("zażółć".encode("cp1250"), name="a.csv", encoding="cp1250")

    assert decoded.content.decode() == "zażółć"
    assert decoded.decisions == ("The text was read as cp1250, as asked for.",)
    assert decoded.findings == ()


@pytest.mark.parametrize("encoding", ["utf-16", "utf_16_le", "utf-8", "UTF-8-SIG"])
def test_a_mark_goes_also_when_the_encoding_is_said(encoding: str) -> None:
    mark = codecs.BOM_UTF16_LE if "16" in encoding else codecs.BOM_UTF8
    body = "genre".encode("utf-16-le" if "16" in encoding else "utf-8")

    assert decode_text(mark + body, name="a", encoding=encoding).content == b"genre"


@pytest.mark.parametrize("encoding", ["klingon", "hex", "a\0b", "", "undefined"])
def test_an_unknown_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(InputError, match="is unknown"):
        decode_text(b"genre", name="a.csv", encoding=encoding)


def test_bytes_that_break_the_said_encoding_name_the_line() -> None:
    with pytest.raises(FileFormatError, match="line 2 holds e9 21") as refusal:
        decode_text(b"genre\nlat\xe9!", name="a.csv", encoding="utf-8")
    assert refusal.value.line == 2


def test_a_codec_that_gives_half_characters_is_refused() -> None:
    with pytest.raises(FileFormatError, match="cannot be read as unicode-escape"):
        decode_text(rb"genre \ud800", name="a.csv", encoding="unicode_escape")


def test_utf8_with_foreign_bytes_is_refused_and_not_spoilt_by_a_guess() -> None:
    content = WESTERN.encode() + b"pop,Caf\xe9,X\n"

    with pytest.raises(
        FileFormatError, match=r"1 byte.*first on line 6, are not"
    ) as refusal:
        decode_text(content, name="a.csv")
    assert refusal.value.line == 6


def test_utf8_cut_within_a_character_is_refused() -> None:
    with pytest.raises(FileFormatError, match="middle of a character on line 5"):
        decode_text(WESTERN.encode()[:-3], name="a.csv")


def test_a_western_last_letter_is_not_taken_for_a_cut() -> None:
    assert decode_text(b"genre,artist\npop,Beyonc\xe9", name="a").encoding == "cp1252"


def test_nul_bytes_are_refused_with_count_and_line() -> None:
    with pytest.raises(FileFormatError, match="2 NUL bytes, first on line 2") as error:
        decode_text(b"genre\npo\0p\0\n", name="a.csv")
    assert error.value.line == 2


def test_utf16_without_a_mark_says_how_to_read_it() -> None:
    with pytest.raises(FileFormatError, match="--encoding utf-16-le"):
        decode_text("genre,tempo\n".encode("utf-16-le"), name="a.csv")


def test_bytes_of_no_encoding_are_refused() -> None:
    content = bytes(range(128, 256)) * 20 + b"\x81\x8d\x8f\x90\x9d" * 50

    with pytest.raises(
        FileFormatError, match=r"no other encoding fits.*--encoding gb18030"
    ):
        decode_text(content, name="a.csv")
