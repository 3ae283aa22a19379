"""Find out in which encoding a text is written, and tell how that was decided."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from genrelens.errors import FileFormatError, InputError, printable
from genrelens.schema.findings import Finding, Severity

__all__ = ["DecodedText", "decode_text"]

_MARKS = (  # UTF-32 before UTF-16, whose mark it begins with
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_MULTIBYTE_OR_FOREIGN = [
    *("gb18030", "big5", "cp932", "euc_jp", "cp949"),
    *("cp1251", "koi8_r", "cp1253", "cp1255", "cp1256", "cp874"),
]
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_ODD_IN_LATIN = re.compile(
    r"(?<=[a-zà-ÿ])[A-ZÀ-ÖØ-ÞŠŽŒŸ](?=[^A-Z]|$)"  # a capital ends a small word
    r"|[\x80-\x9f¤¦§¨¬¯¶¸¹²³¼½¾×÷ƒ†‡ˆ‰˜√∆≈∂∫∑∏π∞≠≤≥◊ΩıˇˆŁ˘˙˚˝˛]"
)
_WORD_WITH_HIGH = re.compile(r"[^\s,;|\"]*[^\x00-\x7f][^\s,;|\"]*")
_MIN_ISOLATED = 0.6
_MAX_ODD = 0.3
_SAMPLE_BYTES = 400_000
_N_WORDS = 3


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A text, whatever its encoding was, as UTF-8.

    Parameters
    ----------
    content : bytes
        The whole text in UTF-8, without a byte-order mark.
    encoding : str
        The encoding it was written in.
    decisions : tuple of str
        What was decided, where it was not self-evident.
    findings : tuple of Finding
        ``encoding-guessed`` where the file itself does not settle it.
    """

    content: bytes
    encoding: str
    decisions: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def decode_text(
    content: bytes, *, name: str, encoding: str | None = None
) -> DecodedText:
    """Bring a text to UTF-8, and tell in which encoding it was.

    The order is: what the caller says, a byte-order mark, strict UTF-8,
    Windows-1252 or Mac Roman where the letters then make words, and last what
    charset-normalizer holds for likely among non-Latin encodings.

    Parameters
    ----------
    content : bytes
        The file's bytes.
    name : str
        The file's name, for messages.
    encoding : str, optional
        A Python codec name; then nothing is guessed.

    Returns
    -------
    DecodedText
        The text and the decisions.

    Raises
    ------
    InputError
        If the encoding asked for is unknown.
    FileFormatError
        If the bytes fit no encoding, or several within one file, or hold NUL.

    Examples
    --------
    >>> decode_text("Beyoncé".encode("cp1252"), name="a.csv").encoding
    'cp1252'
    """
    if encoding is not None:
        decoded = _decode_as_told(content, name, encoding)
    else:
        decoded = _decode_by_mark(content, name) or _decode_unmarked(content, name)
    position = decoded.content.find(b"\x00")
    if position >= 0:
        line = _line_of(decoded.content, position)
        raise FileFormatError(
            name,
            found=f"{decoded.content.count(0):,} NUL bytes, first on line {line}",
            remedy="It is damaged or not text; if it is UTF-16 without a mark, say "
            "--encoding utf-16-le or save it as UTF-8.",
            line=line,
        )
    return decoded


def _decode_as_told(content: bytes, name: str, encoding: str) -> DecodedText:
    try:
        codec = codecs.lookup(encoding).name
        "".encode(codec)
    except (LookupError, ValueError, TypeError) as error:
        raise InputError(
            f"Encoding '{printable(encoding)}' is unknown. "
            f"Use a name such as utf-8, cp1252 or utf-16."
        ) from error
    for mark, marked in _MARKS:
        if content.startswith(mark) and codec.removesuffix("-sig") == marked:
            content = content.removeprefix(mark)
            break
    return DecodedText(
        _as_utf8(content, name, codec),
        codec,
        (f"The text was read as {codec}, as asked for.",),
    )


def _decode_by_mark(content: bytes, name: str) -> DecodedText | None:
    for mark, encoding in _MARKS:
        if not content.startswith(mark):
            continue
        body = content[len(mark) :]
        told = f"A byte-order mark says {encoding}; it was taken off the first header."
        return DecodedText(_as_utf8(body, name, encoding), encoding, (told,))
    return None


def _as_utf8(content: bytes, name: str, encoding: str) -> bytes:
    try:
        return str(content, encoding, "strict").encode("utf-8")
    except UnicodeDecodeError as error:
        line = None
        where = f"byte {error.start + 1:,}"
        if encoding not in _WIDE:
            line = _line_of(content, error.start)
            where = f"line {line}"
        raise FileFormatError(
            name,
            found=f"it is not {encoding} throughout: {where} holds "
            f"{content[error.start : error.start + 4].hex(' ')}",
            remedy="Say its true encoding, or save it again as UTF-8.",
            line=line,
        ) from error
    except UnicodeError as error:
        raise FileFormatError(
            name,
            found=f"it cannot be read as {encoding} ({printable(error)})",
            remedy="Say its true encoding, or save it again as UTF-8.",
        ) from error


def _decode_unmarked(content: bytes, name: str) -> DecodedText:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_cut_character(content, name, error)
        _refuse_mixture(content, name, error)
    else:
        return DecodedText(content, "utf-8")
    sample = _lines_with_high_bytes(content)
    encoding = _judge_latin(sample) or _judge_others(sample)
    if encoding is not None:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            encoding = None
    if encoding is None:
        raise FileFormatError(
            name,
            found="it is not UTF-8, and no other encoding fits it throughout",
            remedy="Say its encoding (for example --encoding gb18030), or save it "
            "again as UTF-8.",
        )
    return _tell_guess(text, encoding)


def _refuse_cut_character(content: bytes, name: str, error: UnicodeDecodeError) -> None:
    is_utf8_so_far = not content[: error.start].isascii()
    if error.reason == "unexpected end of data" and is_utf8_so_far:
        line = _line_of(content, error.start)
        raise FileFormatError(
            name,
            found=f"it ends in the middle of a character on line {line}: it was cut",
            remedy="Download it again, or delete its last line.",
            line=line,
        ) from error


def _refuse_mixture(content: bytes, name: str, error: UnicodeDecodeError) -> None:
    """Refuse UTF-8 with a few foreign bytes: any one encoding spoils the rest."""
    marked = content.decode("utf-8", "surrogateescape")
    n_foreign = len(re.findall("[\udc80-\udcff]", marked))
    n_good = len(re.findall("[^\x00-\x7f]", marked)) - n_foreign
    if n_good and n_good >= n_foreign:
        line = _line_of(content, error.start)
        raise FileFormatError(
            name,
            found=f"{n_foreign:,} byte(s), first on line {line}, are not UTF-8, while "
            f"{n_good:,} other characters beyond ASCII are",
            remedy="Mend that line, or say the encoding of the whole file.",
            line=line,
        ) from error


def _lines_with_high_bytes(content: bytes) -> bytes:
    """Gather text around high bytes, from all over the file."""
    pieces: list[bytes] = []
    size = 0
    for match in re.finditer(rb"[^\r\n\x80-\xff]*[\x80-\xff][^\r\n]*", content):
        pieces.append(match.group())
        size += len(pieces[-1])
        if size > _SAMPLE_BYTES:
            break
    return b"\n".join(pieces)


def _judge_latin(sample: bytes) -> str | None:
    """Choose Windows-1252 or Mac Roman where accents stand alone in words."""
    runs = _HIGH_RUN.findall(sample)
    n_isolated = sum(len(run) == 1 for run in runs)
    if n_isolated < _MIN_ISOLATED * len(runs):
        return None
    shares: dict[str, float] = {}
    for encoding in ("cp1252", "mac_roman"):
        text = sample.decode(encoding, "replace")
        n_odd = len(_ODD_IN_LATIN.findall(text)) + text.count("\ufffd")
        shares[encoding] = n_odd / sum(map(len, runs))
    best = min(shares, key=shares.__getitem__)
    return best if shares[best] <= _MAX_ODD else None


def _judge_others(sample: bytes) -> str | None:
    best = from_bytes(sample, cp_isolation=_MULTIBYTE_OR_FOREIGN).best()
    return None if best is None else codecs.lookup(best.encoding).name


def _tell_guess(text: str, encoding: str) -> DecodedText:
    words = list(dict.fromkeys(_WORD_WITH_HIGH.findall(text[: 2**22])))
    words = [printable(word, limit=30) for word in words[:_N_WORDS]]
    shown = ", ".join(f"'{word}'" for word in words)
    n_lines = len(re.findall(r"[^\x00-\x7f][^\r\n]*", text))
    told = f"The text is not UTF-8; it was read as {encoding}, which gives {shown}"
    finding = Finding(
        code="encoding-guessed",
        severity=Severity.NOTE,
        message=f"{told} ({n_lines:,} lines hold such letters).",
        remedy="If these words look wrong, say the encoding, or save as UTF-8.",
        n_rows=n_lines,
        examples=tuple(words),
        details={"encoding": encoding},
    )
    return DecodedText(text.encode("utf-8"), encoding, (told + ".",), (finding,))


def _line_of(content: bytes, position: int) -> int:
    return content.count(b"\n", 0, position) + 1
